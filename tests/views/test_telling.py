"""Changes in words: what is said of each kind, of one and of several."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gcmplan.changes.change import Change, ChangeKind, FieldChange
from gcmplan.changes.crosscheck import Verdict
from gcmplan.changes.diff import EVENTS, SECTIONS
from gcmplan.changes.impact import Conflict, Impact
from gcmplan.plan.attendees import DelegationNames
from gcmplan.plan.sections import PLAN
from gcmplan.views.change_words import Telling, delegations, heading, lines, summary, title

NAMES = DelegationNames(CHE="Switzerland", KEN="Kenya", NOR="Norway", DZA="Algeria", BEN="Benin")
LONG = "The sessions take place in the main building and are open to all who have registered before the end of May"
ROWS = {
    "plan": ("the plan's head", "the plan's head"),
    "phases": ("1 phase", "2 phases"),
    "groups": ("1 group", "2 groups"),
    "policies": ("1 policy", "2 policies"),
    "deadlines": ("1 deadline", "2 deadlines"),
    "participation": ("1 rule of participation", "2 rules of participation"),
    "events": ("1", "2"),
    "waivers": ("1 waiver", "2 waivers"),
    "holidays": ("1 holiday", "2 holidays"),
    "states": ("1 state", "2 states"),
    "members": ("1 member", "2 members"),
    "bodies": ("1 body", "2 bodies"),
    "places": ("1 place", "2 places"),
    "observances": ("1 observance", "2 observances"),
    "sessions": ("1 programme", "2 programmes"),
    "sources": ("1 other document", "2 other documents"),
}
HEADINGS = {
    "plan": "the plan's head",
    "policies": "policy x",
    "participation": "rule of participation x",
    "events": "x",
    "bodies": "body x",
    "sessions": "programme x",
    "sources": "other document x",
}


def change(
    *fields: tuple[str, Any, Any],
    kind: str | tuple[str, ...] = "reworded",
    section: str = EVENTS,
    days: int | None = None,
    name: str = "x",
) -> Change:
    kinds = (kind,) if isinstance(kind, str) else kind
    found = tuple(FieldChange(tuple(path.split(".")), old, new) for path, old, new in fields)
    return Change(section, name, "X", tuple(map(ChangeKind, kinds)), days, found)


def told(*fields: tuple[str, Any, Any], **rest: Any) -> list[str]:
    """Return what is said of values, as "label: text"."""
    return [f"{label}: {text}" for label, text in lines(change(*fields, **rest), None, NAMES)]


# -- the summary -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ChangeKind)
def test_each_kind_of_an_event_is_counted(kind: ChangeKind) -> None:
    assert summary([change(kind=kind)]) == f"1 {kind}"
    assert summary([change(kind=kind), change(kind=kind)], 65) == f"2 {kind}, 65 unchanged"


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_has_a_word_for_one_and_for_several(section: str) -> None:
    one, several = ROWS[section]
    for kind, done in (("relocated", "changed"), ("added", "added"), ("removed", "removed")):
        word = kind if section == EVENTS else done
        row = change(kind=kind, section=section)
        assert summary([row]) == f"{one} {word}"
        assert summary([row, row]) == f"{several} {word}"


def test_an_event_counts_once_by_its_weightiest_kind_and_the_weightiest_come_first() -> None:
    changes = [
        change(kind="added"),
        change(kind=("postponed", "confirmed", "renamed")),
        change(kind="cancelled"),
        change(kind=("postponed", "lengthened")),
        change(kind="confirmed"),
        change(kind="regrouped", section="bodies"),
        change(kind="removed", section="waivers"),
        change(kind="shortened", section="bodies"),
    ]
    assert summary(changes, 63) == (
        "1 cancelled, 2 postponed, 1 confirmed, 1 added, 63 unchanged; 2 bodies changed, 1 waiver removed"
    )


def test_what_is_said_where_no_event_changed() -> None:
    assert summary([]) == ""
    assert summary([], 0) == ""
    assert summary([], 67) == "no event changed, 67 compared"
    assert summary([change(section=PLAN)], 67) == "no event changed, 67 compared; the plan's head changed"
    assert Telling("a", "b", [], 0, {}, DelegationNames()).summary == "nothing to compare"


def test_the_summary_of_two_documents() -> None:
    verdicts = {"a": Verdict.AGREE, "b": Verdict.CONTRADICT, "c": Verdict.AGREE, "d": Verdict.MORE_PRECISE}
    telling = Telling("a", "b", [], 0, {}, DelegationNames(), verdicts)
    assert telling.summary == "1 contradict, 1 more precise, 2 agree"
    assert Telling("a", "b", [], 0, {}, DelegationNames(), {}).summary == "nothing to compare"
    assert telling.what(change(kind=("widened",), name="d")) == "more precise (widened)"
    assert telling.what(change(kind=(), name="a")) == "agree"
    assert telling.what(change(kind=("advanced", "confirmed"), name="b")) == "contradict (advanced, confirmed)"


@pytest.mark.parametrize("section", HEADINGS)
def test_headings(section: str) -> None:
    assert heading(change(section=section)) == HEADINGS[section]


def test_a_title_that_the_heading_has_is_not_said_twice() -> None:
    assert title(change()) == "X"
    assert title(change(section="places")._replace(id="Geneva", title="Geneva")) == ""
    assert title(change(section="holidays")._replace(id="2017-05-08 A day", title="A day")) == ""


# -- values ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (("note", None, "A note"), "note: none → A note"),
        (("note", "A note", None), "note: A note → none"),
        (("place", "Geneva", "Vienna TBC"), "place: Geneva → Vienna TBC"),
        (("amount", 4, 3), "amount: 4 → 3"),
        (("by_month.2018-02", 3, None), "by_month, 2018-02: 3 → none"),
        (("calendar.name", "Plan", "Calendar"), "calendar, name: Plan → Calendar"),
        (("events.talks.when", "May 2017", "8 May 2017"), "talks, when: May 2017 → 8 May 2017"),
        (
            ("days.2017-05-08.items.opening.time", "10:00-10:30", "10:00-11:00"),
            "2017-05-08, opening, time: 10:00-10:30 → 10:00-11:00",
        ),
        (
            (
                "days.2017-05-08.items.x.speakers",
                [{"name": "A", "role": "Chair"}, {"name": "B"}],
                [{"name": "B"}],
            ),
            "2017-05-08, x, speakers: A, role Chair, B → B",
        ),
        (("outcomes", [], ["One", "Two"]), "outcomes: none → One, Two"),
        (("note", "a  b\nc", "a b c"), "note: the same words, set out otherwise"),
        (
            ("note", LONG, LONG.replace("main", "new")),
            "note: … place in the main building and are … → … place in the new building and are …",
        ),
        (("note", LONG, f"Also: {LONG}"), "note: The sessions take … → Also: The sessions take …"),
        (("note", LONG, f"{LONG} at noon"), "note: … end of May → … end of May at noon"),
        (("note", LONG, "Short"), f"note: {LONG} → Short"),
    ],
)  # fmt: skip
def test_a_value(field: tuple[str, Any, Any], text: str) -> None:
    assert told(field) == [text]


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (1, " (1 day later)"),
        (-1, " (1 day earlier)"),
        (7, " (7 days later)"),
        (-30, " (30 days earlier)"),
        (0, ""),
        (None, ""),
    ],
)
def test_how_many_days_between(days: int | None, text: str) -> None:
    moved = told(("when", "8 May 2017", "9 May 2017"), ("place", "A", "B"), days=days, kind="postponed")
    assert moved == [f"when: 8 May 2017 → 9 May 2017{text}", "place: A → B"]


@pytest.mark.parametrize(
    ("section", "field", "texts"),
    [
        ("bodies", ("members", ["KEN", "NOR"], ["NOR", "CHE", "XXX"]), ["joined: Switzerland, XXX", "left: Kenya"]),
        ("bodies", ("members", None, ["KEN"]), ["joined: Kenya"]),
        ("bodies", ("associates", ["KEN"], None), ["left: Kenya"]),
        ("bodies", ("joint", [], ["eca"]), ["joined: eca"]),
        ("events", ("after", ["a"], ["b"]), ["added: b", "removed: a"]),
        ("events", ("formerly", None, ["a"]), ["added: a"]),
        ("events", ("formerly", ["a", "b"], ["b", "a"]), ["in another order"]),
        ("deadlines", ("event", ["a", "b"], ["b"]), ["removed: a"]),
        ("holidays", ("places", ["Bern"], ["Geneva"]), ["added: Geneva", "removed: Bern"]),
        ("participation", ("groups", ["a"], ["a", "b", "c"]), ["added: b, c"]),
    ],
)
def test_what_came_into_a_list_and_what_went(section: str, field: tuple[str, Any, Any], texts: list[str]) -> None:
    assert told(field, section=section) == [f"{field[0]}: {text}" for text in texts]


def test_of_a_row_that_comes_or_goes_when_and_where() -> None:
    values = (("id", "x"), ("title", "X"), ("when", "8 May 2017"), ("place", "Geneva"), ("members", ["KEN"]))
    expected = ["when: 8 May 2017", "place: Geneva"]
    assert told(*((path, None, value) for path, value in values), kind="added") == expected
    assert told(*((path, value, None) for path, value in values), kind="removed") == expected


def test_a_row_inside_another_comes_and_goes_as_a_whole() -> None:
    inside = "days.2017-05-08.items"
    values = [(f"{inside}.opening.{key}", None, value) for key, value in (("id", "opening"), ("title", "Opening"))]
    assert told(*values, (f"{inside}.opening.time", None, "10:00-10:30"), section="sessions") == [
        "2017-05-08, opening: added: Opening"
    ]
    gone = [(path, new, None) for path, _, new in values]
    assert told(*gone, section="sessions") == ["2017-05-08, opening: removed: Opening"]
    assert told((f"{inside}.x.id", "x", None), (f"{inside}.x.time", "10:00-11:00", None)) == ["2017-05-08, x: removed"]
    # A whole day is reported with its items.
    day = [("days.2017-05-09.date", None, "2017-05-09"), ("days.2017-05-09.items.x.id", None, "x")]
    assert told(*day) == ["2017-05-09: added", "2017-05-09, x: added"]


def test_an_id_that_changes_says_what_it_was() -> None:
    renamed = (("id", "y", "x"), ("formerly", None, ["y"]))
    assert told(*renamed, kind="renamed") == ["id: y → x"]
    assert told(("formerly", None, ["y"])) == ["formerly: added: y"]


# -- conflicts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        ("KEN", "1 delegation: Kenya"),
        ("NOR KEN", "2 delegations: Kenya, Norway"),
        ("NOR KEN CHE", "3 delegations: Kenya, Norway, Switzerland"),
        ("NOR KEN CHE DZA", "4 delegations: Algeria, Kenya, Norway and 1 more"),
        ("NOR KEN CHE DZA BEN", "5 delegations: Algeria, Benin, Kenya and 2 more"),
        ("XXX", "1 delegation: XXX"),
    ],
)
def test_delegations(codes: str, text: str) -> None:
    assert delegations(Conflict("talks", tuple(codes.split())), NAMES) == text


def test_conflicts_that_a_move_brings_and_ends() -> None:
    impact = Impact((Conflict("a", ("KEN",)), Conflict("b", ("CHE", "NOR"))), (Conflict("c", ("NOR",), 21),))
    moved = change(("when", "8 May 2017", "9 May 2017"), kind="postponed", days=1)
    telling = Telling("a", "b", [moved], 0, {"x": impact}, NAMES)
    assert list(telling.lines(moved)) == [
        ("when", "8 May 2017 → 9 May 2017 (1 day later)"),
        ("brings a conflict", "with a, 1 delegation: Kenya"),
        ("brings a conflict", "with b, 2 delegations: Norway, Switzerland"),
        ("ends a conflict", "with c, 1 delegation: Norway; 21 as before"),
    ]
    # A programme may have the id of its event.
    programme = moved._replace(section="sessions")
    assert [label for label, _ in telling.lines(programme)] == ["when"]


def test_nothing_is_said_in_the_plural_of_one() -> None:
    texts = [told(("when", "a", "b"), days=days)[0] for days in (1, -1, 11, 21)]
    assert [re.findall(r"\d+ days?", text) for text in texts] == [["1 day"], ["1 day"], ["11 days"], ["21 days"]]


def test_a_heading_with_a_point_is_one_step() -> None:
    field = FieldChange(("recommendations", "1. Data"), ["Collect"], ["Collect", "Share"])
    heard = change(section="sessions")._replace(fields=(field,))
    assert list(lines(heard, None, NAMES)) == [("recommendations, 1. Data", "Collect → Collect, Share")]
    # A name of a list is that of its contents, unless it is what changed.
    day = FieldChange(("recommendations", "items"), None, ["x"])
    assert list(lines(heard._replace(fields=(day,)), None, NAMES)) == [("recommendations, items", "none → x")]
