"""Git as a process, with argument lists, never through a shell: no hook, filter, pager or fetch takes place.

The program is the one on PATH, by its whole name. By its bare name, Windows would start a `git.exe` in the working
folder, which may be a repository of whoever wrote it; so would an empty or relative entry of PATH anywhere.
"""

from __future__ import annotations

import ntpath
import os
import posixpath
import subprocess
from functools import cache
from typing import TYPE_CHECKING

from gcmplan.errors import GitError
from gcmplan.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OPTIONS = (
    "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    "-c", "core.quotePath=false", "-c", "log.showSignature=false", "-c", "log.showRoot=true",
)  # fmt: skip
_ENVIRONMENT = {
    "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0",
    # An object is what its id says: `git replace` and grafts would let the same ids mean something else.
    "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull,
    # No protocol is allowed, whatever the repository's configuration says of one or the other.
    "GIT_ALLOW_PROTOCOL": "none",
    # Paths are literal; git refuses other options at the same time.
    "GIT_GLOB_PATHSPECS": "0", "GIT_NOGLOB_PATHSPECS": "0", "GIT_ICASE_PATHSPECS": "0",
}  # fmt: skip
_ROOTED = lazy(r"[A-Za-z]:[\\/]|[\\/]{2}")
"""How a folder begins that is the same from everywhere on Windows."""


def ask(
    folder: Path, *arguments: str, data: bytes | None = None, index: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Return git's answer to a question about the repository of a folder.

    `data` is what git reads from standard input, `index` a file that it takes for its index.

    Raises:
        GitError: git is missing, or an argument cannot be one.

    """
    try:
        # A list of arguments, and revisions behind --end-of-options.
        return subprocess.run(  # noqa: S603
            _command(folder, arguments),
            input=data or b"",
            capture_output=True,
            check=False,
            env=_environment(folder) | ({"GIT_INDEX_FILE": str(index)} if index else {}),
        )
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}", "") from None
    except ValueError:
        raise GitError("this cannot be the name of a revision", "") from None


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start git in the repository of a folder; it is asked and answers through pipes.

    Raises:
        GitError: git is missing.

    """
    return subprocess.Popen(  # noqa: S603 - a list of arguments
        _command(folder, arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(folder),
    )


def candidates(path: str, *, windows: bool) -> Iterator[str]:
    """Yield what git may be called, for each folder of a PATH that is the same from everywhere."""
    for entry in path.split(";" if windows else ":"):
        folder = entry.strip('"') if windows else entry
        if windows and _ROOTED.match(folder):
            # A script git.cmd would read its arguments as a shell does.
            yield ntpath.join(folder, "git.exe")
        elif not windows and folder.startswith("/"):
            yield posixpath.join(folder, "git")


@cache
def _program(path: str) -> str:
    """Return git's whole name, given PATH.

    Raises:
        GitError: it is in no folder of PATH.

    """
    for name in candidates(path, windows=os.name == "nt"):
        if os.path.isfile(name) and os.access(name, os.X_OK):  # noqa: PTH113 - as PATH has it
            return name
    raise GitError("git was not found", "install git: changes and history come from it")


def _command(folder: Path, arguments: tuple[str, ...]) -> list[str]:
    # If git's folder is given, as to some hooks, the working folder is the root, and git runs there.
    return [
        _program(os.environ.get("PATH", os.defpath)),
        *_OPTIONS,
        *(() if _is_told(folder) else ("-C", str(folder))),
        *arguments,
    ]


def _environment(folder: Path) -> dict[str, str]:
    own = os.environ if _is_told(folder) else {name: text for name, text in os.environ.items() if name != "GIT_DIR"}
    return {**own, **_ENVIRONMENT}


def _is_told(folder: Path) -> bool:
    """Whether git has to be given its folder: it is set, and differs from the one that is found from here."""
    given = os.environ.get("GIT_DIR")
    return given is not None and _found_from(str(folder.absolute())) != os.path.realpath(given)


@cache
def _found_from(folder: str) -> str | None:
    """Return git's folder as it is found from a working folder."""
    alone = {name: text for name, text in os.environ.items() if name not in {"GIT_DIR", "GIT_WORK_TREE"}}
    found = subprocess.run(  # noqa: S603 - a list of arguments
        [_program(os.environ.get("PATH", os.defpath)), *_OPTIONS, "-C", folder, "rev-parse", "--absolute-git-dir"],
        stdin=subprocess.DEVNULL, capture_output=True, check=False, env={**alone, **_ENVIRONMENT},
    )  # fmt: skip
    return os.path.realpath(os.fsdecode(found.stdout).removesuffix("\n")) if found.returncode == 0 else None
