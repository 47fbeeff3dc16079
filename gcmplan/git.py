"""Git, asked with argument lists, never through a shell: no hook, filter, pager or fetch takes place."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Self

from gcmplan.errors import GitError

if TYPE_CHECKING:
    from pathlib import Path

_GIT = (
    "git", "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    "-c", "core.quotePath=false", "-c", "log.showSignature=false", "-c", "log.showRoot=true",
)  # fmt: skip
_ENVIRONMENT = {
    "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0",
    # No protocol is allowed, whatever the repository's configuration says of one or the other.
    "GIT_ALLOW_PROTOCOL": "none",
    # Paths are literal: git refuses to be told otherwise at the same time.
    "GIT_GLOB_PATHSPECS": "0", "GIT_NOGLOB_PATHSPECS": "0", "GIT_ICASE_PATHSPECS": "0",
}  # fmt: skip
PARTIAL = "this clone is partial: 'git fetch --refetch --no-filter' brings the rest"


def ask(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Return git's answer to a question about the repository of a folder.

    Raises:
        GitError: git is missing, or an argument cannot be one.

    """
    try:
        # A list of arguments, and revisions behind --end-of-options.
        return subprocess.run(  # noqa: S603
            _command(folder, arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env=_environment(folder),
        )
    except FileNotFoundError:
        raise GitError("git was not found", "install git, or leave the revision out") from None
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}", "") from None
    except ValueError:
        raise GitError("this cannot be the name of a revision", "") from None


def answer(folder: Path, message: str, *arguments: str) -> bytes:
    """Return what git writes.

    Raises:
        GitError: git refuses; with the message, and git's first line as the hint.

    """
    found = ask(folder, *arguments)
    if found.returncode != 0:
        reason = found.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(message, reason[0].removeprefix("fatal: ") if reason else "")
    return found.stdout


class Blobs:
    """Reads the contents of files by their object ids, one after another from one `git cat-file --batch`."""

    def __init__(self, folder: Path) -> None:
        """Begin; git is started when the first file is asked for."""
        self._folder = folder
        self._git: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End git."""
        if self._git is None:
            return
        with self._git:
            # A question that git did not live to hear is still to be written.
            with suppress(BrokenPipeError):
                if self._git.stdin:
                    self._git.stdin.close()
            self._git.terminate()

    def read(self, object_id: str) -> bytes:
        """Return the contents of a blob.

        Raises:
            GitError: the repository does not hold it.

        """
        if self._git is None:
            self._git = subprocess.Popen(  # noqa: S603 - a list of arguments; object ids go in by a pipe
                _command(self._folder, ("cat-file", "--batch")),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(self._folder),
            )
        question, reply = self._git.stdin, self._git.stdout
        if not (question and reply):
            raise GitError("git does not answer", "")
        try:
            question.write(f"{object_id}\n".encode("ascii"))
            question.flush()
        except BrokenPipeError:
            raise GitError(f"the repository lacks the object {object_id[:10]}", PARTIAL) from None
        header = reply.readline().split()
        if header[1:2] != [b"blob"]:
            raise GitError(f"the repository lacks the object {object_id[:10]}", PARTIAL)
        size = int(header[2])
        data = reply.read(size + 1)
        if len(data) != size + 1:
            raise GitError(f"the object {object_id[:10]} cannot be read", "'git fsck' tells more")
        return data[:-1]


def _command(folder: Path, arguments: tuple[str, ...]) -> list[str]:
    # Where git's folder is given, as to some hooks, the working folder is the root: git is to be asked from there.
    return [*_GIT, *(() if _is_told(folder) else ("-C", str(folder))), *arguments]


def _environment(folder: Path) -> dict[str, str]:
    own = os.environ if _is_told(folder) else {name: text for name, text in os.environ.items() if name != "GIT_DIR"}
    return {**own, **_ENVIRONMENT}


def _is_told(folder: Path) -> bool:
    """Tell whether git has to be told where its folder is: it is given, and not the one that is found from here."""
    given = os.environ.get("GIT_DIR")
    return given is not None and _found_from(str(folder.absolute())) != os.path.realpath(given)


@cache
def _found_from(folder: str) -> str | None:
    """Return git's folder as it is found from a working folder."""
    alone = {name: text for name, text in os.environ.items() if name not in {"GIT_DIR", "GIT_WORK_TREE"}}
    found = subprocess.run(  # noqa: S603 - a list of arguments
        [*_GIT, "-C", folder, "rev-parse", "--absolute-git-dir"],
        stdin=subprocess.DEVNULL, capture_output=True, check=False, env={**alone, **_ENVIRONMENT},
    )  # fmt: skip
    return os.path.realpath(os.fsdecode(found.stdout).removesuffix("\n")) if found.returncode == 0 else None
