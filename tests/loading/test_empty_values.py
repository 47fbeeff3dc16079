"""Nothing, or something of the wrong shape, in place of every value of every file: a clear problem, or as if left out.

The values are those of all fields of the models, also of fields to come.
"""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_plan
from gcmplan.plan.keys import models_in
from gcmplan.plan.official_document import Paper
from gcmplan.plan.sections import BodiesFile, ObservancesFile, PlacesFile, WorkplanFile
from gcmplan.plan.session import Session
from mutations import check_problem, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Cli
    from gcmplan.plan.row import Row

Files = dict[str, Any]
Location = tuple[str | int, ...]

FULL: Files = {
    "workplan.yaml": {
        "title": "Plan",
        "as_of": "12 April 2017",
        "calendar": {"name": "Plan", "domain": "example.org"},
        "phases": [{"id": "I", "title": "One", "when": "2017", "purpose": "Talks", "source": "x"}],
        "groups": [{"id": "group", "title": "Group", "short": "Group", "color": "#000000", "body": "union"}],
        "policies": [
            {"id": "negotiation-days", "title": "Days", "amount": 2, "unit": "days", "source": "x"}
            | {"of": {"group": "group"}} | {"by_month": {"2017-05": 2}},
        ],
        "deadlines": [
            {"id": "papers", "title": "Papers", "when": "1 May 2017", "audience": "All", "source": "x"}
            | {"event": ["talks"]},
        ],
        "participation": [
            {"id": "open", "who": "All", "how": "Write", "groups": ["group"], "deadline": "papers", "source": "x"},
        ],
        "events": [
            {"id": "draft", "title": "Draft", "group": "group", "kind": "document", "when": "2 May 2017"}
            | {"source": "x"},
            {"id": "talks", "title": "Talks", "group": "group", "kind": "meeting", "when": "8-9 May 2017"}
            | {"source": "x", "phase": "I", "place": "Geneva", "venue": "Room 1", "after": ["draft"]}
            | {"hours": "10:00-13:00"}
            | {"session": "talks", "formerly": ["talk"], "mandate": "OP1", "body": "union", "short": "T", "note": "n"}
            | {"url": "https://example.org/", "status": "scheduled"},
        ],
        "waivers": [{"rule": "weekend", "events": ["talks"], "reason": "Agreed", "until": "1 May 2018"}],
        "holidays": [{"date": "1 May 2017", "name": "A day", "places": ["Geneva"], "source": "x"}],
    },
    "bodies.yaml": {
        "states": [{"alpha3": "CHE", "alpha2": "CH", "name": "Switzerland", "note": "n"}],
        "bodies": [
            {"id": "union", "name": "Union", "kind": "union", "members": ["CHE"], "source": "x", "confidence": "high"},
            {"id": "both", "name": "Both", "kind": "x", "source": "x", "confidence": "low", "joint": ["union"]}
            | {"associates": ["CHE"], "count": 1, "note": "n"},
        ],
    },
    "places.yaml": {
        "places": [
            {"name": "Geneva", "country": "CH", "timezone": "Europe/Zurich", "latitude": 46.2, "longitude": 6.15}
            | {"subdivision": "GE", "note": "n"},
        ],
    },
    "observances.yaml": {
        "observances": [{"date": "1 May 2017", "name": "A day", "source": "x", "note": "n"}],
    },
    "sessions/talks.yaml": {
        "id": "talks", "event": "talks", "title": "Talks", "when": "8-9 May 2017", "place": "Geneva", "venue": "Room 1",
        "hours": "10:00-13:00", "organisers": ["Someone"], "chair": [{"name": "A", "role": "Chair"}],
        "moderator": {"name": "B"}, "rapporteur": {"name": "C"}, "source": "x", "format": ["Panels"],
        "objectives": ["Talk"], "preparation": ["Read"], "outcomes": ["Agreed"], "recommendations": {"On x": ["Do"]},
        "note": "n",
        "days": [
            {"date": "8 May 2017", "items": [
                {"id": "panel", "time": "10:00-11:00", "title": "Panel", "kind": "panel", "about": "x", "note": "n",
                 "venue": "Room 2", "moderator": {"name": "B"}, "speakers": [{"name": "D", "role": "Expert"}],
                 "limits": [{"who": "expert", "what": "remarks", "minutes": "5-7", "times": 1}]},
            ]},
        ],
    },
    "sources/note.yaml": {
        "title": "Note", "as_of": "1 May 2017", "note": "n",
        "events": [
            {"id": "talks", "title": "Talks", "when": "8-9 May 2017", "place": "Geneva", "venue": "Room 1",
             "hours": "10:00-13:00", "source": "x", "note": "n"},
        ],
    },
}  # fmt: skip
MODELS: dict[str, type[Row]] = {
    "workplan.yaml": WorkplanFile,
    "bodies.yaml": BodiesFile,
    "places.yaml": PlacesFile,
    "observances.yaml": ObservancesFile,
    "sessions/talks.yaml": Session,
    "sources/note.yaml": Paper,
}
VALUES: tuple[Any, ...] = (None, "", "x", [], [None], ["x"], {}, {"x": "y"})
COMMANDS = (
    "list", "list --format table", "list --format json", "next", "sessions", "show talks", "show papers",
    "agenda talks", "who A", "check --verbose", "check --format json", "export ics", "export csv",
    "export html", "export markdown",
    "log",
)  # fmt: skip


class Place(NamedTuple):
    """A file and a path of keys and indices in it."""

    file: str
    location: Location

    def __str__(self) -> str:
        return f"{self.file}:{'.'.join(map(str, self.location))}"


def places() -> Iterator[Place]:
    """Yield the place where each field of each model is, or would be, in the full plan; and its roots."""
    for file, model in MODELS.items():
        yield Place(file, ())
        yield from _places(file, model, FULL[file], ())


def _places(file: str, model: type[Row], value: Any, location: Location) -> Iterator[Place]:  # noqa: ANN401
    for name, field in model.model_fields.items():
        here = (*location, name)
        yield Place(file, here)
        inner = value.get(name)
        for part in models_in(field.annotation):
            # The last row of a list has the most keys.
            at = (*here, len(inner) - 1) if isinstance(inner, list) else here
            row = inner[-1] if isinstance(inner, list) else inner
            if isinstance(row, dict):
                yield from _places(file, part, row, at)


def with_value(place: Place, value: Any) -> Files:  # noqa: ANN401
    """Return the full plan with another value in a place."""
    files = deepcopy(FULL)
    if not place.location:
        return files | {place.file: value}
    parent = files[place.file]
    for step in place.location[:-1]:
        parent = parent[step]
    parent[place.location[-1]] = value
    return files


def write(files: Files, folder: Path) -> None:
    """Write a plan's files; a value of nothing is written as a key with nothing behind it."""
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        lines = json.dumps(value, ensure_ascii=False, indent=1)
        path.write_text(lines.replace(": null", ": "), encoding="utf-8")


def is_told(folder: Path) -> bool:
    """Whether a plan does not load; each reason must have words and a place."""
    try:
        load_plan(folder)
    except BrokenPlanError as error:
        lines = {path: lines_of(document.text.encode()) for path, document in error.documents.items()}
        for problem in error.problems:
            check_problem(problem, lines)
        return True
    return False


PLACES = tuple(places())


def test_the_full_plan_has_every_section(tmp_path: Path) -> None:
    write(FULL, tmp_path)
    assert not is_told(tmp_path)
    assert len(PLACES) > 120
    assert {place.location[0] for place in PLACES if place.location} >= {"policies", "states", "places", "days"}


@pytest.mark.slow
@pytest.mark.parametrize("file", MODELS)
def test_every_value_of_every_file(file: str, tmp_path: Path, cli: Cli) -> None:
    """With any value there: each command shows the plan, or says what is wrong."""
    write(FULL, tmp_path / "before")
    for place in PLACES:
        for value in VALUES if place.file == file else ():
            write(with_value(place, value), tmp_path / "plan")
            told = is_told(tmp_path / "plan")
            # Empty files go to every command; any other file that is read is judged by the rules.
            for command in ("check --verbose",) if told or value else COMMANDS:
                run = cli(*command.split(), "--plan", str(tmp_path / "plan"))
                assert "unforeseen" not in run.err, (str(place), value, command, run.err)
                assert not told or run.status == 1, (str(place), value)
            if not told:
                run = cli("diff", str(tmp_path / "before"), str(tmp_path / "plan"))
                assert run.status == 0, (str(place), value, run.err)


@pytest.mark.parametrize("place", [place for place in PLACES if len(place.location) == 1], ids=str)
def test_nothing_below_a_key_of_a_file(place: Place, tmp_path: Path, cli: Cli) -> None:
    write(with_value(place, None), tmp_path)
    run = cli("check", "--plan", str(tmp_path))
    assert "unforeseen" not in run.err
    assert run.status in {0, 1}
