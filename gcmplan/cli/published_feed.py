"""A feed that was published before: what subscribers have seen of it must not be taken back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gcmplan.errors import GitError
from gcmplan.feeds.vevent import whole_uid

if TYPE_CHECKING:
    from pathlib import Path

    from gcmplan.feeds.feed import Feed
    from gcmplan.plan.workplan import Workplan


_HINT = "it was squashed or rebased: take the history that the file was made from"


def answer_if_behind(path: Path, feed: Feed, plan: Workplan, *, is_required: bool) -> None:
    """Say on standard error that a feed sets back the number of changes of an entry that a file has of it.

    Raises:
        GitError: it does, and the whole history is required.

    """
    from gcmplan.text.escape import visible

    fault = _fault(path, feed, plan)
    if fault and is_required:
        raise GitError(fault, _HINT)
    if fault:
        sys.stderr.write(visible(f"{fault}, so subscribers may keep what they have: {_HINT}") + "\n")


def refuse_if_behind(path: Path, data: bytes) -> None:
    """End the command if a new feed sets back the number of changes of an entry that a file has of it.

    Raises:
        GitError: it does.

    """
    published = _read(path) if path.is_file() else {}
    for uid, number in _numbers(data).items():
        if number < (before := published.get(uid, 0)):
            fault = f"{path} has change {before} of {uid}, this history only change {number}"
            raise GitError(fault, _HINT)


def _fault(path: Path, feed: Feed, plan: Workplan) -> str | None:
    """Return which entry of a file has more changes than the feed knows: the history is not the file's, or cut."""
    published = _read(path) if path.is_file() else {}
    for part in feed.parts:
        uid = whole_uid(part.uid, part.entry, plan.calendar.domain)
        if part.edition.sequence < (before := published.get(uid, 0)):
            return f"{path} has change {before} of {part.uid}, this history only change {part.edition.sequence}"
    return None


def _read(path: Path) -> dict[str, int]:
    """Return the SEQUENCE of each UID in a file; of one that cannot be read, nothing."""
    try:
        return _numbers(path.read_bytes())
    except OSError:
        return {}


def _numbers(data: bytes) -> dict[str, int]:
    """Return the SEQUENCE of each UID in a feed, as we write them; of anything else, nothing."""
    found: dict[str, int] = {}
    uid = ""
    for line in data.decode("utf-8", "replace").replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if name == "UID":
            uid = value
        elif name == "SEQUENCE" and value.isdecimal():
            found[uid] = int(value[:9])
    return found
