"""Changes between two plans: none by order or form, the same both ways, and all of them."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts import Draft, Row, drafts, edited, files_of, line_of, plan_of, randoms
from gcmplan.changes.change import Change, ChangeKind, FieldChange, Positions, by_weight, ordered
from gcmplan.changes.diff import SECTIONS, applied, difference, facts_of_plan
from gcmplan.changes.kinds import kinds_of_when
from gcmplan.dates.when import When
from gcmplan.files.folder import File, PlanFiles
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_files
from gcmplan.loading.memory import Memory
from strategies import few, moderate

if TYPE_CHECKING:
    from gcmplan.plan.workplan import Workplan

REMOVED, ADDED, RENAMED, REWORDED = ChangeKind.REMOVED, ChangeKind.ADDED, ChangeKind.RENAMED, ChangeKind.REWORDED
MIRRORED = {
    REMOVED: ADDED,
    ChangeKind.POSTPONED: ChangeKind.ADVANCED,
    ChangeKind.CONFIRMED: ChangeKind.UNCONFIRMED,
    ChangeKind.LENGTHENED: ChangeKind.SHORTENED,
    ChangeKind.NARROWED: ChangeKind.WIDENED,
}
MIRRORED |= {back: kind for kind, back in MIRRORED.items()}

pairs = st.tuples(drafts, randoms, st.integers(0, 6)).map(lambda drawn: (drawn[0], edited(*drawn)))
"""A plan before and after some edits."""
any_pairs = pairs | st.tuples(drafts, drafts)


def row(**values: object) -> Row:
    return {
        "id": "talks",
        "title": "Talks",
        "group": "x",
        "kind": "meeting",
        "when": "8 May 2017",
        "source": "x",
    } | values


def draft(*events: Row, **sections: object) -> Draft:
    """Return a plan with some events of a group x."""
    head = {"title": "Plan", "as_of": "2017-04-12", "calendar": {"name": "Plan", "domain": "example.org"}}
    group = {"id": "x", "title": "X", "short": "X", "color": "#000000"}
    lists: Draft = {section: [] for section in SECTIONS[1:]}
    return {**lists, **head, "groups": [group], "events": list(events), "sessions": {}, "sources": {}, **sections}


def changes_of(old: Draft, new: Draft) -> list[Change]:
    return difference(plan_of(old), plan_of(new))


def told(old: Draft, new: Draft) -> list[str]:
    """Return section, ids and kinds of each change: "events talks renamed"."""
    return [" ".join((one.section, *dict.fromkeys((one.old_id, one.id)), *one.kinds)) for one in changes_of(old, new)]


# -- properties ------------------------------------------------------------------------------------------------------


@moderate
@given(drafts, randoms)
def test_order_comments_and_form_are_no_change(plan: Draft, random: Random) -> None:
    one, other = plan_of(plan), plan_of(plan, random)
    assert difference(one, other) == []
    assert facts_of_plan(one) == facts_of_plan(other)


@moderate
@given(any_pairs, randoms)
def test_changes_applied_to_the_old_plan_give_the_new(pair: tuple[Draft, Draft], random: Random) -> None:
    old, new = plan_of(pair[0]), plan_of(pair[1], random)
    changes = difference(old, new)
    assert applied(changes, facts_of_plan(old)) == facts_of_plan(new)
    # As plain JSON, which is what programs are given.
    written = json.dumps([(change.section, change.id, change.fields) for change in changes])
    read = [
        Change(section, name, "", (), None, tuple(FieldChange(tuple(path), old, new) for path, old, new in fields))
        for section, name, fields in json.loads(written)
    ]
    assert applied(read, facts_of_plan(old)) == facts_of_plan(new)
    assert bool(changes) == (facts_of_plan(old) != facts_of_plan(new))


@moderate
@given(any_pairs)
def test_the_way_back_mirrors_the_way_there(pair: tuple[Draft, Draft]) -> None:
    old, new = map(plan_of, pair)
    there, back = difference(old, new), {(one.section, one.id): one for one in difference(new, old)}
    assert len(there) == len(back)
    for change in there:
        mirror = back[change.section, change.old_id]
        assert mirror.old_id == change.id
        assert mirror.kinds == mirrored(change)
        assert mirror.days == (None if change.days is None else -change.days)
        assert values(mirror) == {path: was[::-1] for path, was in values(change).items()}
        assert mirror.positions == change.positions[::-1]


def values(change: Change) -> dict[str, tuple[object, object]]:
    return {field.dotted: (field.old, field.new) for field in change.fields}


def mirrored(change: Change) -> tuple[ChangeKind, ...]:
    """Return the kinds of the way back.

    Put off without a new date is postponed, as dates can be, but its way back is to be reinstated.
    """
    kinds = {*change.kinds}
    fields = values(change)
    standing, back = fields.get("status"), set()
    if standing and all(standing):
        kinds -= {status_kind(*standing)} - {*(dates(*fields["when"]) if "when" in fields else ())}
        back = {status_kind(*standing[::-1])}
    return ordered({MIRRORED.get(kind, kind) for kind in kinds} | back)


def status_kind(old: object, new: object) -> ChangeKind:
    if new == "cancelled":
        return ChangeKind.CANCELLED
    return ChangeKind.POSTPONED if old == "scheduled" else ChangeKind.REINSTATED


def dates(old: object, new: object) -> tuple[ChangeKind, ...]:
    return kinds_of_when(When.parse(str(old)), When.parse(str(new)))


@moderate
@given(any_pairs)
def test_every_change_has_kinds_and_values(pair: tuple[Draft, Draft]) -> None:
    changes = changes_of(*pair)
    assert by_weight(changes) == changes
    for change in changes:
        assert change.kinds == ordered(change.kinds) != ()
        assert change.fields
        assert all(field.old != field.new for field in change.fields)
        if {REMOVED, ADDED} & {*change.kinds}:
            assert len(change.kinds) == 1
            assert {field.old if change.kinds == (ADDED,) else field.new for field in change.fields} == {None}


@moderate
@given(any_pairs)
def test_positions_are_those_of_the_rows(pair: tuple[Draft, Draft]) -> None:
    for change in changes_of(*pair):
        sides = zip(pair, change.positions, (change.old_id, change.id), (ADDED, REMOVED), strict=True)
        for plan, position, name, alone in sides:
            assert (position is None) == (change.kinds == (alone,))
            if position:
                texts = {file.path: file.data.decode().splitlines() for file in every(files_of(plan))}
                assert (position.path, texts[position.path][position.line - 1]) in lines_of(plan, change.section, name)


def every(files: PlanFiles) -> list[File]:
    beside = [file for file in (files.bodies, files.places, files.observances) if file]
    return [files.workplan, *beside, *files.sessions, *files.sources]


def lines_of(plan: Draft, section: str, name: str) -> set[tuple[str, str]]:
    """Return file and line of a row, or of all rows that are called alike; of a file, its first line."""
    if section == "plan":
        return {("plan/workplan.yaml", f"title: {json.dumps(plan['title'], ensure_ascii=False)}")}
    if section == "sessions":
        return {(f"plan/sessions/{file}", f'id: "{name}"') for file, one in plan[section].items() if one["id"] == name}
    if section == "sources":
        title = plan[section][f"{name}.yaml"]["title"]
        return {(f"plan/sources/{name}.yaml", f"title: {json.dumps(title, ensure_ascii=False)}")}
    path = {
        "bodies": "plan/bodies.yaml",
        "states": "plan/bodies.yaml",
        "members": "plan/bodies.yaml",
        "places": "plan/places.yaml",
    }
    path["observances"] = "plan/observances.yaml"
    key = {"states": "alpha3", "places": "name", "waivers": "rule", "holidays": "date", "observances": "date"}.get(
        section, "id"
    )
    rows = [one for one in plan[section] if name.startswith(one[key])]
    return {(path.get(section, "plan/workplan.yaml"), line_of(one)) for one in rows}


@few
@given(drafts, st.lists(st.tuples(randoms, st.integers(0, 2)), min_size=1, max_size=4))
def test_a_load_that_remembers_is_a_load_that_does_not(plan: Draft, edits: list[tuple[Random, int]]) -> None:
    memory = Memory()
    for random, times in edits:
        plan = edited(plan, random, times)
        # Some of the files said in another way: rows on other lines.
        files = files_of(plan, random if times else None)
        fresh, quick = load_files(files), load_files(files, memory=memory)
        assert difference(fresh, quick) == []
        assert facts_of_plan(fresh) == facts_of_plan(quick)
        assert positions_of(fresh) == positions_of(quick)


def positions_of(plan: Workplan) -> list[Positions]:
    return [change.positions for change in difference(None, plan)]


def test_a_load_that_remembers_forgets_what_is_wrong() -> None:
    """Neither the problems nor the rows of a broken file outlive it."""
    memory = Memory()
    good, bad = files_of(draft(row())), files_of(draft(row(when="31 June 2017"), row(id="x", group="y")))
    for files in (good, bad, bad, good):
        results: list[object] = []
        for kept in (None, memory):
            try:
                results.append(positions_of(load_files(files, memory=kept)))
            except BrokenPlanError as error:
                results.append([(problem.position, problem.message) for problem in error.problems])
        assert results[0] == results[1]


# -- renames ---------------------------------------------------------------------------------------------------------

A, B, C = row(id="a"), row(id="b"), row(id="c")
RENAMES = {
    "renamed": ([A], [row(id="b", formerly=["a"])], ["events a b renamed"]),
    "renamed and moved": (
        [A],
        [row(id="b", formerly=["a"], when="10 May 2017", title="x")],
        ["events a b postponed renamed"],
    ),
    "renamed without a word": ([A], [B], ["events a removed", "events b added"]),
    "renamed twice": ([A], [row(id="c", formerly=["a", "b"])], ["events a c renamed"]),
    "renamed again": ([row(id="b", formerly=["a"])], [row(id="c", formerly=["a", "b"])], ["events b c renamed"]),
    "renamed back": ([row(id="b", formerly=["a"])], [A], ["events b a renamed"]),
    "renamed back with a word": ([row(id="b", formerly=["a"])], [row(id="a", formerly=["b"])], ["events b a renamed"]),
    "renamed in another way": ([row(id="b", formerly=["a"])], [row(id="c", formerly=["a"])], ["events b c renamed"]),
    "one of two that were": (
        [A, B],
        [row(id="c", formerly=["a", "b"])],
        ["events a removed", "events b c renamed"],
    ),
    "split in two": ([row(id="c", formerly=["a", "b"])], [A, B], ["events c b renamed", "events a added"]),
    "nearer than by an older name": (
        [row(id="b", formerly=["a"]), C],
        [row(id="d", formerly=["c"]), row(id="e", formerly=["a", "b"])],
        ["events c d renamed", "events b e renamed"],
    ),
    "gone, and what was free is taken": (
        [A, B],
        [row(id="b"), row(id="c", formerly=["a"])],
        ["events a c renamed"],
    ),
    # A row that still has the id is the same event, whatever it says that it was.
    "into one that stands": ([A, B], [row(id="b", formerly=["a"])], ["events a removed", "events b reworded"]),
    "out of one that stands": ([row(id="b", formerly=["a"])], [A, B], ["events b reworded", "events a added"]),
    "exchanged without a word": (
        [row(id="a", title="1"), row(id="b", title="2")],
        [row(id="a", title="2"), row(id="b", title="1")],
        ["events a renamed", "events b renamed"],
    ),
    "handed on without a word": (
        [row(id="a", title="1"), row(id="b", title="2")],
        [row(id="b", title="1", formerly=["a"]), row(id="c", title="2")],
        ["events a removed", "events b renamed reworded", "events c added"],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), RENAMES.values(), ids=RENAMES)
def test_renames(old: list[Row], new: list[Row], expected: list[str]) -> None:
    assert sorted(told(draft(*old), draft(*new))) == sorted(expected)
    assert sorted(told(draft(*old[::-1]), draft(*new[::-1]))) == sorted(expected)


@pytest.mark.parametrize(
    "events",
    [
        [row(id="b", formerly=["a"]), row(id="c", formerly=["b"])],
        [row(id="b", formerly=["a"]), row(id="a", formerly=["b"])],
        [row(id="b", formerly=["a"]), row(id="c", formerly=["a"])],
    ],
)
def test_an_id_that_an_event_had_is_no_other_events(events: list[Row]) -> None:
    """So no rename can cross another: `b` cannot be what was `a` while `c` is what was `b`."""
    with pytest.raises(BrokenPlanError) as broken:
        plan_of(draft(*events))
    assert {problem.code for problem in broken.value.problems} == {"GP004"}


def test_a_rename_takes_references_along() -> None:
    deadline = {"id": "last", "title": "x", "when": "1 May 2017", "audience": "x", "event": "a", "source": "x"}
    old = draft(A, row(id="z", after=["a"]), deadlines=[deadline])
    new = draft(row(id="b", formerly=["a"]), row(id="z", after=["b"]), deadlines=[deadline | {"event": ["b"]}])
    assert told(old, new) == ["events a b renamed", "events z reworded", "deadlines last reworded"]


def test_a_group_that_is_renamed_regroups_its_events() -> None:
    groups = [{"id": name, "title": "X", "short": "X", "color": "#000000"} for name in ("x", "y")]
    old, new = draft(row(), groups=groups[:1]), draft(row(group="y"), groups=groups[1:])
    assert told(old, new) == ["events talks regrouped", "groups x removed", "groups y added"]


# -- rows of every section -------------------------------------------------------------------------------------------

TEXT: Row = {"title": "x", "source": "x"}
BODY: Row = {"id": "un", "name": "UN", "kind": "x", "source": "x", "confidence": "high"}
STATES = [{"alpha3": code, "alpha2": code[:2], "name": code} for code in ("KEN", "UGA")]
SECTION_ROWS: dict[str, tuple[Row, Row, str]] = {
    "phases": ({"id": "I", "when": "May 2017", "purpose": "x", **TEXT}, {"when": "June 2017"}, "I postponed"),
    "groups": ({"id": "x", "title": "X", "short": "X", "color": "#000000"}, {"title": "Y"}, "x renamed"),
    "policies": (
        {"id": "hearing-days", "amount": "3", "unit": "days", "of": {"group": "x"}, **TEXT},
        {"amount": "4"},
        "hearing-days reworded",
    ),
    "deadlines": ({"id": "d", "when": "9 May 2017", "audience": "x", **TEXT}, {"when": "8 May 2017"}, "d advanced"),
    "participation": (
        {"id": "p", "who": "x", "how": "x", "groups": ["x"], "source": "x"},
        {"how": "y"},
        "p reworded",
    ),
    "events": (row(), {"status": "cancelled"}, "talks cancelled"),
    "waivers": ({"rule": "weekend", "events": ["talks"], "reason": "x"}, {"reason": "y"}, "weekend talks reworded"),
    "holidays": (
        {"date": "1 May 2017", "name": "May Day", "source": "x"},
        {"source": "y"},
        "2017-05-01 May Day reworded",
    ),
    "observances": (
        {"date": "6 April 2018", "name": "Orthodox Good Friday", "source": "x"},
        {"source": "y"},
        "2018-04-06 Orthodox Good Friday reworded",
    ),
    "states": ({"alpha3": "KEN", "alpha2": "KE", "name": "Kenya"}, {"name": "KENYA"}, "KEN renamed"),
    "members": ({"id": "acme", "name": "Acme"}, {"name": "Acme Corporation"}, "acme renamed"),
    "bodies": (BODY, {"members": ["KEN"]}, "un regrouped"),
    "places": ({"name": "Geneva", "country": "CH", "timezone": "UTC"}, {"country": "FR"}, "Geneva relocated"),
}


@pytest.mark.parametrize("section", SECTION_ROWS)
def test_sections(section: str) -> None:
    old, values, expected = SECTION_ROWS[section]
    beside: Draft = {} if section == "states" else {"states": STATES}
    events = [] if section == "events" else [row()]
    one, other, none = (draft(*events, **beside, **{section: rows}) for rows in ([old], [old | values], []))
    assert told(one, other) == [f"{section} {expected}"]
    if section != "groups":
        name = expected.rpartition(" ")[0]
        assert told(none, one) == [f"{section} {name} added"]
        assert told(one, none) == [f"{section} {name} removed"]


def test_every_section_is_there() -> None:
    assert {*SECTION_ROWS, "plan", "sessions", "sources"} == {*SECTIONS}


def test_head_sessions_and_other_documents() -> None:
    """A value in a row is named by the row's own id, so that it can move."""
    items: list[Row] = [
        {"id": "one", "title": "Opening", "kind": "opening", "time": "10:00-10:30"},
        {"id": "two", "title": "Panel", "kind": "panel", "limits": [{"who": "x", "minutes": "5-7"}]},
    ]
    moved = [items[1], items[0] | {"time": "10:00-11:00"}]
    session: Row = {"id": "s", "event": "talks", "source": "x", "days": [{"date": "8 May 2017", "items": items}]}
    later = session | {"days": [{"date": "8 May 2017", "items": moved}]}
    said: Row = {"id": "talks", "title": "Talks", "source": "x", "when": "May 2017"}
    paper: Row = {"title": "Note", "as_of": "2017-04-13", "events": [said]}
    calendar = {"name": "Calendar", "domain": "example.org"}
    old = draft(row(), sessions={"s.yaml": session}, sources={"note.yaml": paper})
    new = draft(
        row(),
        as_of="2017-04-14",
        calendar=calendar,
        sessions={"other-name.yaml": later},
        sources={"note.yaml": paper | {"events": [said | {"when": "June 2017"}]}},
    )
    assert [(one.section, one.id, one.title, one.kinds, one.fields) for one in changes_of(old, new)] == [
        (
            "plan",
            "plan",
            "Plan",
            (REWORDED,),
            ((("as_of",), "2017-04-12", "2017-04-14"), (("calendar", "name"), "Plan", "Calendar")),
        ),
        (
            "sessions",
            "s",
            "",
            (ChangeKind.LENGTHENED,),
            ((("days", "2017-05-08", "items", "one", "time"), "10:00-10:30", "10:00-11:00"),),
        ),
        ("sources", "note", "Note", (REWORDED,), ((("events", "talks", "when"), "May 2017", "June 2017"),)),
    ]
    facts = facts_of_plan(plan_of(new))["sessions", "s"]
    assert facts["days", "2017-05-08", "items", "two", "limits"] == [{"who": "x", "minutes": "5-7"}]


def test_without_an_old_plan_all_is_added() -> None:
    plan = plan_of(draft(row()))
    changes = difference(None, plan)
    assert [(one.section, one.id, *one.kinds) for one in changes] == [
        ("events", "talks", ADDED),
        ("groups", "x", ADDED),
        ("plan", "plan", ADDED),
    ]
    assert applied(changes, {}) == facts_of_plan(plan)


# -- what is not told ------------------------------------------------------------------------------------------------

ALIKE = [
    (draft(row(when="8-9 May 2017")), draft(row(when="8 \u2013 9 MAY 2017"))),
    (draft(row(hours="9:00-10:00")), draft(row(hours="09:00 - 10:00"))),
    (draft(row(status="scheduled")), draft(row())),
    (
        draft(row(), row(id="z", after=["talks", "y"]), row(id="y")),
        draft(row(id="y"), row(id="z", after=["y", "talks"]), row()),
    ),
    (
        draft(states=STATES, bodies=[BODY | {"members": ["KEN", "UGA"]}]),
        draft(states=STATES[::-1], bodies=[BODY | {"members": ["UGA", "KEN"]}]),
    ),
    (
        draft(
            policies=[
                {"id": "hearing-days", "amount": "3", "unit": "days", "of": {"group": "x"}, "by_month": {}, **TEXT}
            ]
        ),
        draft(policies=[{"id": "hearing-days", "amount": "03", "unit": "days", "of": {"group": "x"}, **TEXT}]),
    ),
]


@pytest.mark.parametrize(("old", "new"), ALIKE)
def test_another_spelling_is_no_change(old: Draft, new: Draft) -> None:
    assert told(old, new) == told(new, old) == []


def test_the_order_of_former_ids_is_a_change() -> None:
    """Calendars know an event by the first."""
    old, new = draft(row(formerly=["a", "b"])), draft(row(formerly=["b", "a"]))
    assert told(old, new) == ["events talks reworded"]


def test_rows_that_are_called_alike() -> None:
    """Waivers and holidays have no ids: those with the same name are distinguished by their values, in any order."""
    waivers = [{"rule": "weekend", "events": ["talks"], "reason": reason} for reason in ("one", "two", "three")]
    holidays: list[Row] = [
        {"date": "1 May 2017", "name": "May Day", "places": [], "source": name} for name in ("one", "two")
    ]
    holidays.append(holidays[0] | {"name": "May Day (2)"})
    old = draft(row(), waivers=waivers, holidays=holidays)
    assert told(old, draft(row(), waivers=waivers[::-1], holidays=holidays[::-1])) == []
    assert len({key for key in facts_of_plan(plan_of(old)) if key[0] in {"waivers", "holidays"}}) == 6
    assert told(old, draft(row(), waivers=waivers[::-2], holidays=holidays)) == ["waivers weekend talks (3) removed"]


# -- order -----------------------------------------------------------------------------------------------------------


def test_events_come_first_by_weight_then_by_date() -> None:
    deadline = {"id": "d", "when": "9 May 2017", "audience": "x", **TEXT}
    names = ("note", "late", "early", "gone", "new", "undated", "sure")
    whens = dict(zip(names, ("8 May 2017", "9 May 2017", "8 May 2017", *["8 May 2017"] * 4), strict=True))
    rows = {name: row(id=name, when=when) for name, when in whens.items()}
    old = draft(*(one for name, one in rows.items() if name != "new"), deadlines=[deadline])
    changed = {
        "late": {"when": "1 June 2017"},
        "early": {"when": "31 May 2017"},
        "note": {"note": "x"},
        "sure": {"when": "8 May 2017 TBC"},
        "undated": {"when": "TBC"},
    }
    new = draft(*(one | changed.get(name, {}) for name, one in rows.items() if name != "gone"))
    assert told(old, new) == [
        "events gone removed",
        "events early postponed",
        "events late postponed",
        "events sure unconfirmed",
        "events undated unconfirmed widened",
        "events new added",
        "events note reworded",
        "deadlines d removed",
    ]
    assert {change.id: change.days for change in changes_of(old, new) if change.days} == {"early": 23, "late": 23}


def test_lines_that_end_in_carriage_returns() -> None:
    files = files_of(draft(row(), row(id="other")))
    other = PlanFiles(*(file and File(file.path, file.data.replace(b"\n", b"\r\n")) for file in files[:3]))  # type: ignore[arg-type] # the first is there
    one, two = load_files(files), load_files(other)
    assert difference(one, two) == []
    assert positions_of(one) == positions_of(two)
