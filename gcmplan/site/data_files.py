"""The files for other programs beside the pages: the plan's contents as JSON, CSV and a workbook, and the schemas."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.events import csv, json
from gcmplan.export.json_parts import WhenObject, closed, json_text, when_object
from gcmplan.site import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.site.contents import Contents
    from gcmplan.views.row import Record


@closed
class PagedObject(TypedDict):
    """A group or a delegation: its id or code, and its files in the site."""

    id: str
    title: str
    page: str
    feed: str


@closed
class PhaseObject(TypedDict):
    """A phase of the plan."""

    id: str
    title: str
    when: WhenObject
    page: str | None


@closed
class DeadlineObject(TypedDict):
    """A deadline; `events` holds the ids of those that it concerns."""

    id: str
    title: str
    when: WhenObject
    audience: str | None
    events: list[str]


@closed
class SiteObject(TypedDict):
    """The site in brief: its parts, and their files below `url`, which is null if the site has no address yet."""

    schema: Literal["gcmplan.site/1"]
    title: str
    as_of: str
    source: str | None
    url: str | None
    feed: str
    events: str
    phases: list[PhaseObject]
    groups: list[PagedObject]
    deadlines: list[DeadlineObject]
    delegations: list[PagedObject]


def data_files(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the files for other programs, each with its path."""
    records = [_within_the_plan(record) for record in contents.records]
    yield "plan.json", json_text(_plan(contents)).encode()
    yield "events.json", "".join(json.render(contents.plan, records)).encode()
    yield "events.csv", "".join(csv.render(records)).encode()
    yield "events.xlsx", _workbook(contents)


def _workbook(contents: Contents) -> bytes:
    from gcmplan.export.events import xlsx  # noqa: PLC0415 - a setting of openpyxl has to come first

    return xlsx.render(contents.plan, contents.records, contents.options.only)


def _within_the_plan(record: Record) -> Record:
    """Return a record with the position as it is in the plan's folder: where that lies on a disk is nobody's matter."""
    position = record.position()
    path = PurePosixPath(position.path.replace("\\", "/"))
    parts = path.parts[-2:] if record.kind == "session" else path.parts[-1:]
    return record._replace(position=lambda: position._replace(path="/".join(parts)))


def _plan(contents: Contents) -> SiteObject:
    plan, shown = contents.plan, {phase.id for phase in contents.phases}
    return {
        "schema": "gcmplan.site/1",
        "title": plan.title,
        "as_of": plan.as_of.isoformat(),
        "source": plan.source,
        "url": contents.options.base_url,
        "feed": names.EVERYTHING,
        "events": "events.json",
        "phases": [
            {
                "id": one.id,
                "title": one.title,
                "when": when_object(one.when),
                "page": names.phase_file(one.id) if one.id in shown else None,
            }
            for one in plan.phases
        ],
        "groups": [
            {
                "id": one.id,
                "title": one.title,
                "page": names.group_file(one.id),
                "feed": names.group_file(one.id, "ics"),
            }
            for one in contents.groups
        ],
        "deadlines": [
            {
                "id": one.id,
                "title": one.title,
                "when": when_object(one.when),
                "audience": one.audience,
                "events": list(one.event),
            }
            for one in contents.deadlines
        ],
        "delegations": [
            {
                "id": one.code,
                "title": one.name,
                "page": names.delegation_file(one.code),
                "feed": names.delegation_file(one.code, "ics"),
            }
            for one in contents.delegations
        ],
    }
