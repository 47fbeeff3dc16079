"""`set`: every key of every kind of row, and errors that point at the value."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from conftest import DATA, Cli
from gcmplan.cli.complete import KEYS as KEYS_TO_COMPLETE
from gcmplan.editing.edit import CannotEditError, RefusedValueError, edited
from gcmplan.editing.set_value import set_value
from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_plan
from gcmplan.plan.bodies import Body
from gcmplan.plan.model import Deadline, Event, Phase, PlanHead, Policy
from gcmplan.plan.place_rows import PlaceRow
from gcmplan.plan.row import Row
from gcmplan.plan.session import Item, Session
from gcmplan.plan.workplan import Workplan

LIMITS = Limits()
NOTES = {"source": "A: letter", "note": "It is #1", "doubt": "NO"}
VALUES: dict[str, tuple[type[Row], dict[str, str]]] = {
    "gfmd-summit": (
        Event,
        {
            "title": "Summit: “new”", "short": "yes", "phase": "II", "group": "idm", "kind": "milestone",
            "when": "3-5 July 2017 TBC", "place": "Geneva TBA", "venue": "[Room 1]", "hours": "10:00-13:00",
            "timezone": "Europe/Paris",
            "body": "midsa", "mandate": "A/RES/1", "after": "thematic-1, thematic-2",
            "session": "gfmd-dialogue-cluster-1",
            "status": "postponed", "formerly": "old-summit", "url": "https://example.org/x", "invites": "observers",
            "assumption": "if all attend", "certainty": "tba", "takes": "half day", "uid": "a1@example.com", **NOTES,
        },
    ),
    "deadline:special-accreditation": (
        Deadline,
        {"id": "other", "title": "x", "when": "6 May 2017", "audience": "All", "event": "thematic-2", **NOTES},
    ),
    "thematic-1/panel-1": (
        Item,
        {
            "id": "other", "time": "10:30-13:00", "title": "x", "kind": "keynote", "about": "y", "venue": "z",
            "moderator": "H.E. Ms. A, of B", "speakers": "A (Expert)", "limits": "{who: expert, minutes: 7}",
            "note": "10:30", "doubt": "~",
        },
    ),
    "hearing-days": (
        Policy,
        {"id": "hearings-days", "title": "x", "amount": "7", "unit": "weeks", "by_month.2017-06": "1",
         "of": "{group: idm}", "per": "event", "before": "{group: idm, kind: meeting}", **NOTES},
    ),
    "body:igc": (
        Body,
        {
            "id": "other", "name": "x", "kind": "y", "members": "KEN FRA", "associates": "DEU, ITA",
            "joint": "midsa", "count": "3", "confidence": "low",
            "suspended": "SYR", "observers": "MRT", "assumption": "if all attend", **NOTES,
        },
    ),
    "place:Geneva": (
        PlaceRow,
        {
            "name": "Genf", "also": "Genève", "country": "FR", "subdivision": "VD", "timezone": "Europe/Paris",
            "latitude": "-1.5", "longitude": "-2.25", "note": "x", "doubt": "y",
        },
    ),
    "phase:I": (Phase, {"id": "III", "title": "x", "when": "May 2017", "purpose": "y", **NOTES}),
    "session:thematic-1": (
        Session,
        {
            "id": "other", "event": "thematic-2", "title": "x", "when": "8 May 2017", "place": "Vienna", "venue": "z",
            "status": "final",
            "hours": "9:00-10:00", "timezone": "UTC",
            "organisers": "A, B", "chair": "C (Chair)", "moderator": "D", "rapporteur": "E",
            "format": "x", "objectives": "y, z", "preparation": "p", "days": "[]", "outcomes": "o",
            "recommendations.On: rights": "r", "references": "A/1", **NOTES,
        },
    ),
    "plan": (
        PlanHead,
        {
            "title": "x", "as_of": "13 April 2017", "calendar.name": "N", "order": "date", "source": "y",
            "attendees.one": "member", "site.url": "https://example.org/plan", "site.contact": "a@example.org",
            "site.propose": "https://example.org/new?id={id}", "site.embed": "https://example.org",
        },
    ),
}  # fmt: skip
KEYS = [(name, key, value) for name, (_, values) in VALUES.items() for key, value in values.items()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_no_key_is_left_out() -> None:
    kinds = (Event, Deadline, Item, Policy, Body, PlaceRow, Session)
    assert tuple(sorted({key for kind in kinds for key in kind.model_fields})) == KEYS_TO_COMPLETE
    for name, (model, values) in VALUES.items():
        assert {key.partition(".")[0] for key in values} >= set(model.model_fields) - {"id"}, name


@pytest.mark.parametrize(("name", "key", "value"), KEYS, ids=lambda text: text[:30])
def test_every_key_can_be_set(cli: Cli, folder: Path, name: str, key: str, value: str) -> None:
    """It is set, or refused because others refer to it: then the message points at it, and nothing is written."""
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    run = cli("set", name, key, value, "--anyway", "--plan", str(folder))
    changed = [path for path, data in before.items() if path.read_bytes() != data]
    if run.status == 0:
        assert len(changed) == 1, run.err
    else:
        assert "id" in key or key in {"name", "event", "session"}, run.err
        # A long path is broken where the line ends.
        assert "command line" in run.err or "workplan.yaml" in "".join(run.err.split())
        assert (run.status, changed) == (2, [])


@pytest.mark.parametrize(
    ("words", "faulty"),
    [
        (["thematic-1/panel-1", "time", "10:30-25:00"], "10:30-25:00"),
        (["thematic-2", "after", "thematic-1, thematic-9"], "thematic-9"),
        (["thematic-2", "place", "Nowhere"], "Nowhere"),
        (["hearing-days", "amount", "three"], "three"),
        (["Geneva", "latitude", "46° N"], "46° N"),
        (["deadline:special-accreditation", "when", "5 or 6 Mai-ish 2017"], "5 or 6 Mai-ish"),
        (["thematic-2", "kind", "party"], "party"),
        (["thematic-2", "when", "31 June 2017"], "31"),
        (["thematic-2", "title", " "], "' '"),
        (["body:igc", "members", "KEN,XXX"], "XXX"),
    ],
)  # fmt: skip
def test_errors_point_at_the_value(cli: Cli, folder: Path, words: list[str], faulty: str) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    run = cli("set", *words, "--plan", str(folder))
    assert (run.status, run.out) == (2, "")
    lines = run.err.splitlines()
    carets = next(index for index, line in enumerate(lines) if "^" in line)
    start = lines[carets].index("^")
    marked = lines[carets - 1][start : start + lines[carets].count("^")]
    assert faulty.startswith(marked) or marked in faulty, (marked, run.err)
    assert before == {path: path.read_bytes() for path in folder.rglob("*.yaml")}


REFUSED = [
    (["thematic-2", "tiem", "x"], "has no key 'tiem'", "did you mean"),
    (["nothing", "note", "x"], "there is no row 'nothing'", ""),
    (["thematic-2", "id", "x"], "with all references", "gcmplan rename thematic-2 NEW"),
    (["thematic-2", "place", "New York"], "is 'New York' already", ""),
    (["thematic-2", "place"], "the value is missing", ""),
    (["thematic-2", "place", "x", "--unset"], "there is no value", ""),
    (["thematic-2", "place", "--dryrun"], "no such option: --dryrun", ""),
    (["thematic-2", "url", "--unset"], "has no 'url'", ""),
    (["thematic-2", "title", "--unset"], "cannot be without 'title'", ""),
    (["thematic-2", "place.name", "x"], "has no part 'name'", ""),
    (["thematic-1/panel-1", "speakers.9", "x"], "has no 8 entries", "counted from 1"),
    (["thematic-1/panel-1", "speakers.0", "x"], "has no key '0'", ""),
    (["thematic-1/panel-1", "limits", "x"], "has parts of its own", "limits.1.PART"),
    (["hearing-days", "by_month", "x"], "has parts of its own", "by_month.PART"),
    (["plan", "attendees", "x"], "has parts of its own", "'attendees.PART'"),
    (["Geneva", "note", "x", "--source", "A"], "names no source", ""),
    (["thematic", "note", "x"], "fits 15 rows", ""),
    (["special-accreditation", "note", "x"], "fits 2 rows", "like 'deadline:special-accreditation'"),
]


@pytest.mark.parametrize(("words", "message", "hint"), REFUSED, ids=lambda words: " ".join(words)[:40])
def test_what_is_refused(cli: Cli, folder: Path, words: list[str], message: str, hint: str) -> None:
    run = cli("set", *words, "--plan", str(folder))
    assert (run.status, run.out) == (2, "")
    assert message in run.err
    assert hint in run.err


def after(folder: Path, name: str, key: str, *words: str, source: str | None = None) -> Workplan:
    return edited(folder, lambda plan: set_value(plan, name, key, words, source), LIMITS).new


def test_parts_of_values(folder: Path) -> None:
    def item(plan: Workplan) -> Item:
        (filed,) = plan.sessions_of(plan.event("thematic-1"))
        return next(one for day in filed.session.days for one in day.items if one.id == "panel-1")

    speakers = item(after(folder, "thematic-1/panel-1", "speakers.4", "Ms. New (Expert)")).speakers
    assert (len(speakers), speakers[3].name, speakers[3].role) == (4, "Ms. New", "Expert")
    assert item(after(folder, "thematic-1/panel-1", "speakers.2.name", "Mr. Two")).speakers[1].name == "Mr. Two"
    assert item(after(folder, "thematic-1/panel-1", "limits.1.minutes", "5-8")).limits[0].minutes.most == 8
    plan = after(folder, "hearing-days", "by_month.2017-06", "2")
    assert dict(next(one for one in plan.policies if one.id == "hearing-days").by_month or {})["2017-06"] == 2
    plan = after(folder, "thematic-2", "after", "thematic-1", source="Letter")
    assert (plan.event("thematic-2").after, str(plan.event("thematic-2").source)[-8:]) == (("thematic-1",), "; Letter")


def test_degrees_west_are_no_option(cli: Cli, folder: Path) -> None:
    assert cli("set", "Lima", "longitude", "-77.03", "--plan", str(folder)).status == 0
    assert next(one for one in load_plan(folder).places if one.name == "Lima").longitude == -77.03


@pytest.mark.parametrize(("name", "key", "value"), KEYS, ids=lambda text: text[:30])
def test_set_and_unset_give_the_bytes_back(folder: Path, name: str, key: str, value: str) -> None:
    """Set a key that the row does not have yet."""
    with suppress(CannotEditError, RefusedValueError):
        edited(folder, lambda plan: set_value(plan, name, key, ()), LIMITS)
        return
    try:
        there = edited(folder, lambda plan: set_value(plan, name, key, [value]), LIMITS).contents
    except RefusedValueError:
        return
    ((path, (old, new)),) = there.items()
    path.write_bytes(new or b"")
    # A policy that names no events is one that no rule knows.
    if VALUES[name][0].model_fields[key.partition(".")[0]].is_required() or key == "of":
        return
    ((_, (_, back)),) = edited(folder, lambda plan: set_value(plan, name, key, ()), LIMITS).contents.items()
    assert back == old


def test_a_date_takes_along_what_move_does(folder: Path) -> None:
    plan = after(folder, "thematic-1", "when", "+1 week")
    (filed,) = plan.sessions_of(plan.event("thematic-1"))
    assert [str(day.date) for day in filed.session.days] == ["2017-05-15", "2017-05-16"]
    with pytest.raises(CannotEditError, match="already"):
        after(folder, "thematic-1", "when", "8-9 May 2017")
