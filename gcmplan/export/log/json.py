"""JSON for programs: `gcmplan.log/1`, one revision a line, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.json_parts import ChangeObject, change_object, closed, json_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.views.log import Entry

SCHEMA = "gcmplan.log/1"


@closed
class LoggedObject(ChangeObject):
    """The changes of a row in a revision.

    `days` is how many days later it is, if its days are known before and after and all went elsewhere together.
    """


@closed
class RevisionObject(TypedDict):
    """A commit that changed the plan in meaning; `broken` is why the plan could not be read there.

    `date` is when it was committed, in UTC: YYYY-MM-DDThh:mm:ssZ.
    """

    commit: str
    date: str
    author: str
    subject: str
    broken: str | None
    changes: list[LoggedObject]


@closed
class LogObject(TypedDict):
    """The whole output."""

    schema: Literal["gcmplan.log/1"]
    revisions: list[RevisionObject]


def render(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the text in pieces, in ASCII."""
    yield f'{{"schema": "{SCHEMA}", "revisions": ['
    separator = "\n"
    for entry in entries:
        yield separator + json_line(_revision(entry))
        separator = ",\n"
    yield "\n]}\n"


def _revision(entry: Entry) -> RevisionObject:
    revision = entry.revision
    return {
        "commit": revision.commit,
        "date": f"{revision.time:%Y-%m-%dT%H:%M:%SZ}",
        "author": revision.author,
        "subject": revision.subject,
        "broken": revision.broken,
        "changes": [{**change_object(change)} for change in entry.changes],
    }
