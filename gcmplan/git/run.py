"""Answers of git about a repository, and the contents of files in it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Self

from gcmplan.errors import GitError
from gcmplan.files.digest import sha1
from gcmplan.git.faults import lacking, refusal
from gcmplan.git.process import ask, start

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import Popen


_SHA1 = 40
"""Digits of an object id in SHA-1."""


def answer(folder: Path, message: str, *arguments: str) -> bytes:
    """Return what git writes.

    Raises:
        GitError: git refuses; with the message, and git's first line as the hint.

    """
    found = ask(folder, *arguments)
    if found.returncode != 0:
        raise refusal(folder, found.stderr, message)
    return found.stdout


def object_id(data: bytes, length: int) -> str:
    """Return git's object id of a file's contents: SHA-1 if ids are 40 digits long, else SHA-256."""
    whole = b"blob %d\0%b" % (len(data), data)
    if length > _SHA1:
        from hashlib import sha256  # noqa: PLC0415 - few repositories name objects so

        return sha256(whole).hexdigest()
    name: str = sha1(whole, usedforsecurity=False).hexdigest()
    return name


class Blobs:
    """Reads the contents of files by their object ids, one after another from one `git cat-file --batch`."""

    def __init__(self, folder: Path) -> None:
        """Begin; git is started when the first file is asked for."""
        self._folder = folder
        self._git: Popen[bytes] | None = None

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
            self._git = start(self._folder, "cat-file", "--batch")
        question, reply = self._git.stdin, self._git.stdout
        if not (question and reply):
            raise GitError("git does not answer", "")
        try:
            question.write(f"{object_id}\n".encode("ascii"))
            question.flush()
        except BrokenPipeError:
            raise lacking(self._folder, f"the object {object_id[:10]}") from None
        header = reply.readline().split()
        if header[1:2] != [b"blob"]:
            raise lacking(self._folder, f"the object {object_id[:10]}")
        size = int(header[2])
        data = reply.read(size + 1)
        if len(data) != size + 1:
            raise GitError(f"the object {object_id[:10]} cannot be read", "'git fsck' says more")
        return data[:-1]
