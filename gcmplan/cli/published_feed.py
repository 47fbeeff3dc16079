"""A feed that was published before: what subscribers have seen of it must not be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.errors import GitError

if TYPE_CHECKING:
    from pathlib import Path

    from gcmplan.feeds.feed import Feed
    from gcmplan.plan.workplan import Workplan


def refuse_if_behind(path: Path, feed: Feed, plan: Workplan) -> None:
    """End the command if a feed would set back the number of changes of an entry that a file has of it.

    Raises:
        GitError: it would: the history is another, or a part of what it was.

    """
    published = _numbers(path) if path.is_file() else {}
    for part in feed.parts:
        uid = f"{part.uid}@{plan.calendar.domain}"
        if part.edition.sequence < (before := published.get(uid, 0)):
            message = f"{path} has change {before} of {part.uid}, this history only change {part.edition.sequence}"
            raise GitError(message, "it was squashed or rebased: take the history that the file was made from")


def _numbers(path: Path) -> dict[str, int]:
    """Return the SEQUENCE of each UID in a feed, as we write them; of any other file, nothing."""
    found: dict[str, int] = {}
    uid = ""
    try:
        lines = path.read_bytes().decode("utf-8", "replace").replace("\r\n ", "").split("\r\n")
    except OSError:
        return found
    for line in lines:
        name, _, value = line.partition(":")
        if name == "UID":
            uid = value
        elif name == "SEQUENCE" and value.isdecimal():
            found[uid] = int(value[:9])
    return found
