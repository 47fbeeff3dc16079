"""Plans as they stood at revisions of a git repository.

Git is asked with argument lists, never through a shell; a revision is looked up once, and what it holds is read by
object ids: no checkout, filter, hook or fetch takes place.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gcmplan.errors import GitError, did_you_mean
from gcmplan.load import BODIES, PLACES, WORKPLAN, File, PlanFiles

_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")
_ENVIRONMENT = {"LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
_FETCH = "this clone is partial: 'git fetch --refetch --no-filter' brings the rest"
_SYMLINK, _SUBMODULE = "120000", "160000"


@dataclass(frozen=True)
class Repository:
    """A git repository, seen from the folder of a plan; `prefix` is that folder's path below the root."""

    folder: Path
    prefix: str
    name: str = WORKPLAN
    """The name of the workplan's file."""

    @classmethod
    def of(cls, plan: Path) -> Repository:
        """Return the repository that a plan's folder or file lies in.

        Raises:
            GitError: git is missing, or knows no repository there.

        """
        folder = plan if plan.is_dir() else plan.parent
        top = _output(_run(folder, "rev-parse", "--show-toplevel"), f"{folder} is in no git repository")
        prefix = os.path.relpath(folder.resolve(), Path(top).resolve())
        return cls(folder, PurePosixPath(Path(prefix)).as_posix(), WORKPLAN if plan.is_dir() else plan.name)

    def commit(self, revision: str) -> str:
        """Return the object id of a revision's commit.

        Raises:
            GitError: the revision is not known here; the hint says what helps.

        """
        found = _run(self.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if found.returncode == 0:
            return found.stdout.decode("ascii").strip()
        message = f"git knows no revision {revision!r} here"
        shallow = _run(self.folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        if shallow:
            raise GitError(message, "this clone is shallow: 'git fetch --unshallow' brings the whole history")
        names = _run(self.folder, "for-each-ref", "--format=%(refname:short)").stdout.decode("utf-8", "replace").split()
        raise GitError(
            message, did_you_mean(revision, names) or "'git fetch' may bring it; 'git log' shows what is here"
        )

    def plan_at(self, commit: str) -> PlanFiles | None:
        """Return the files of the plan at a commit, or nothing if the plan was not there yet.

        Raises:
            GitError: a file of the plan is a symbolic link or a submodule.

        """
        place = () if self.prefix == "." else (f"{self.prefix}/",)
        listed = _run(self.folder, "ls-tree", "-z", "--full-tree", commit, "--", *place)
        if listed.returncode != 0:
            raise GitError(f"the repository lacks a part of {commit[:10]}", _FETCH)
        blobs: dict[str, str] = {}
        for line in filter(None, listed.stdout.decode("utf-8", "replace").split("\0")):
            mode, _, rest = line.partition(" ")
            object_id, _, path = rest.partition(" ")[2].partition("\t")
            name = PurePosixPath(path).name
            if name in {self.name, BODIES, PLACES}:
                if mode in {_SYMLINK, _SUBMODULE}:
                    what = "a symbolic link" if mode == _SYMLINK else "a submodule"
                    raise GitError(
                        f"{name} is {what} at {commit[:10]}", "a plan's files must be files of the repository"
                    )
                blobs[name] = object_id
        if self.name not in blobs:
            return None
        data = self._blobs(list(blobs.values()))
        files = {name: File((self.folder / name).as_posix(), data[object_id]) for name, object_id in blobs.items()}
        return PlanFiles(files[self.name], files.get(BODIES), files.get(PLACES))

    def _blobs(self, object_ids: list[str]) -> dict[str, bytes]:
        """Return the contents of blobs by object id."""
        asked = "".join(f"{object_id}\n" for object_id in object_ids).encode("ascii")
        answer = _run(self.folder, "cat-file", "--batch", stdin=asked)
        if answer.returncode != 0:
            raise GitError("the repository lacks files of that revision", _FETCH)
        output = answer.stdout
        found: dict[str, bytes] = {}
        at = 0
        for object_id in object_ids:
            end = output.index(b"\n", at)
            header = output[at:end].split()
            if header[1:2] != [b"blob"]:
                raise GitError(f"the repository lacks the object {object_id[:10]}", _FETCH)
            size = int(header[2])
            found[object_id] = output[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        return found


def _run(folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    # In a hook git names its folder relative to the working folder: there it must be asked from that folder.
    place = () if "GIT_DIR" in os.environ else ("-C", str(folder))
    command = [*_GIT, *place, *arguments]
    try:
        # A list of arguments, and revisions behind --end-of-options.
        return subprocess.run(  # noqa: S603
            command, input=stdin, capture_output=True, check=False, env={**os.environ, **_ENVIRONMENT}
        )
    except FileNotFoundError:
        raise GitError("git was not found", "install git, or leave the revision out") from None
    except ValueError:
        raise GitError("this cannot be the name of a revision", "") from None


def _output(found: subprocess.CompletedProcess[bytes], message: str) -> str:
    if found.returncode != 0:
        reason = found.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(message, reason[0] if reason else "")
    return os.fsdecode(found.stdout).rstrip("\n")
