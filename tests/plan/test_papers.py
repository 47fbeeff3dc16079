"""The other documents in `data/sources/`: what they say, how they and the plan differ, and what they promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from conftest import DATA
from gcmplan.changes.crosscheck import verdict_of
from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.dates.when import When
from gcmplan.files.folder import read_files
from gcmplan.loading.load import load_files, load_plan
from gcmplan.plan.official_document import PaperEvent
from gcmplan.plan.place import Place
from gcmplan.plan.place_rows import PlaceRow
from rule_examples import problems_of
from strategies import moderate, near_pairs

if TYPE_CHECKING:
    from datetime import date

    from conftest import Cli
    from gcmplan.dates.when import Span
    from gcmplan.plan.official_document import Paper
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem

CONTRADICTS = [rule for rule in RULES if rule.name == "contradicts-source"]
TOTALS = [rule for rule in RULES if rule.name == "total-differs"]


# -- the general concept note ----------------------------------------------------------------------------------------

SESSIONS, COMMISSIONS, HEARINGS = "informal thematic sessions", "regional commissions", "hearings"
REGIONAL = "Regional preparatory meeting, organized by"
HEARING = "Informal interactive multi-stakeholder hearing"
ROWS = [
    (
        SESSIONS,
        (
            "Human rights of all migrants, social inclusion, cohesion and all forms of discrimination, including "
            "racism, xenophobia and intolerance"
        ),
        "United Nations Office, Geneva",
        "8-9 May 2017",
        "thematic-1",
    ),
    (
        SESSIONS,
        (
            "Addressing drivers of migration, including adverse effects of climate change, natural disasters and "
            "human-made crises, through protection and assistance, sustainable development, poverty eradication, "
            "conflict prevention and resolution"
        ),
        "United Nations Headquarters, New York",
        "22-23 May 2017",
        "thematic-2",
    ),
    (
        SESSIONS,
        (
            "International cooperation and governance of migration in all its dimensions, including at borders, on "
            "transit, entry, return, readmission, integration and reintegration"
        ),
        "United Nations Office, Geneva",
        "19-20 June 2017",
        "thematic-3",
    ),
    (
        SESSIONS,
        (
            "Contributions of migrants and diasporas to all dimensions of sustainable development, including "
            "remittances and portability of earned benefits"
        ),
        "United Nations Headquarters, New York",
        "24-25 July 2017",
        "thematic-4",
    ),
    (
        SESSIONS,
        (
            "Smuggling of migrants, trafficking in persons and contemporary forms of slavery, including appropriate "
            "identification, protection and assistance to migrants and trafficking victims"
        ),
        "United Nations Office, Vienna",
        "4-5 September 2017",
        "thematic-5",
    ),
    (
        SESSIONS,
        (
            "Irregular migration and regular pathways, including decent work, labour mobility, recognition of skills "
            "and qualifications and other relevant measures"
        ),
        "United Nations Office, Geneva",
        "2-3 October 2017",
        "thematic-6",
    ),
    (
        COMMISSIONS,
        f"{REGIONAL} the Economic Commission for Latin America and the Caribbean (ECLAC)",
        "Santiago",
        "August 2017",
        "eclac",
    ),
    (
        COMMISSIONS,
        f"{REGIONAL} the Economic and Social Commission for Western Asia (ESCWA)",
        "Beirut",
        "26-28 September 2017",
        "escwa",
    ),
    (
        COMMISSIONS,
        f"{REGIONAL} the Economic Commission for Africa (ECA)",
        "Addis Ababa",
        "19-20 October 2017",
        "eca-september",
    ),
    (
        COMMISSIONS,
        f"{REGIONAL} the Economic and Social Commission for Asia and the Pacific (ESCAP)",
        "Bangkok",
        "6-8 November 2017",
        "escap",
    ),
    (HEARINGS, f"{HEARING} (full day)", "New York", "26 July 2017", "hearing-1"),
    (HEARINGS, f"{HEARING} (full day)", "Geneva", "4 October 2017 TBC", "hearing-2"),
    (HEARINGS, f"{HEARING} (half day)", "New York", "18 December 2017", "hearing-3"),
    (HEARINGS, f"{HEARING} (half day)", "New York", "mid-February 2018 TBA", "hearing-4"),
    (HEARINGS, f"{HEARING} (half day)", "New York", "April 2018 TBA", "hearing-5"),
    (HEARINGS, f"{HEARING} (half day)", "New York", "June/July 2018 TBA", "hearing-6"),
]
"""The table "Main preparatory events": heading, event, location and dates as printed, and the id of the workplan."""


@pytest.fixture(scope="module")
def note(plan: Workplan) -> Paper:
    """Return the general concept note."""
    (filed,) = [one for one in plan.papers if one.document.path.endswith("general-concept-note.yaml")]
    assert filed.document.name == "general-concept-note.yaml"
    return filed.paper


def test_every_row_of_the_table(note: Paper) -> None:
    """Events, locations and dates are as they are printed; "Mid-February" alone begins in lower case."""
    rows = [(row.title, ", ".join(filter(None, (row.venue, str(row.place)))), str(row.when)) for row in note.events]
    assert rows == [row[1:4] for row in ROWS]
    assert [row.id for row in note.events] == [row[4] for row in ROWS]
    assert all(row.hours is None for row in note.events)


def test_every_row_says_where_it_stands(note: Paper) -> None:
    headings = [row[0] for row in ROWS]
    numbers = [headings[: place + 1].count(heading) for place, heading in enumerate(headings)]
    table = "General concept note of 13 April 2017, table of main preparatory events"
    assert [row.source for row in note.events] == [
        f"{table}, {heading}, row {number}" for heading, number in zip(headings, numbers, strict=True)
    ]


def test_the_note_is_that_of_the_letter(note: Paper) -> None:
    """All dates are "Subject to change"."""
    assert note.title == "General concept note of 13 April 2017"
    assert note.as_of.isoformat() == "2017-04-13"
    assert "“Subject to change”" in (note.note or "")


def test_the_note_and_the_work_plan(plan: Workplan, note: Paper) -> None:
    """Nine rows agree; the plan is more precise in two, less in two; three contradict each other."""
    told = {row.id: (str(row.when), str(plan.event(row.id).when)) for row in note.events}
    assert {key: whens for key, whens in told.items() if whens[0] != whens[1]} == {
        "thematic-6": ("2-3 October 2017", "3-4 October 2017"),
        "eclac": ("August 2017", "30-31 August 2017"),
        "escwa": ("26-28 September 2017", "September 2017 TBA"),
        "eca-september": ("19-20 October 2017", "14-15 September 2017"),
        "hearing-2": ("4 October 2017 TBC", "2 October 2017"),
        "hearing-4": ("mid-February 2018 TBA", "February 2018 TBA"),
        "hearing-6": ("June/July 2018 TBA", "June 2018 TBA"),
    }
    assert {row.id: str(plan.event(row.id).place) for row in note.events if row.place != plan.event(row.id).place} == {
        "escwa": "TBA"
    }
    problems = check(Context(plan, plan.as_of), CONTRADICTS, RULES)
    assert [(one.events, one.fields, one.waived) for one in problems] == [
        (("documents-thematic-1",), ("letters-2017-04-13.yaml", "when"), None),
        (("eca-september",), ("general-concept-note.yaml", "when"), None),
        (("hearing-2",), ("general-concept-note.yaml", "when"), None),
        (("thematic-6",), ("general-concept-note.yaml", "when"), None),
    ]


def test_the_meeting_of_eca_contradicts_either_of_the_plan(plan: Workplan, note: Paper) -> None:
    """The table has one meeting of the commission, the plan two: whichever is meant, the dates differ."""
    (row,) = [row for row in note.events if row.id == "eca-september"]
    november = plan.event("eca-november")
    assert contradict(november.when, str(row.when))


def test_the_real_plan_shows_both_places_and_fails_nothing(cli: Cli) -> None:
    run = cli("check", "--select", "GP304", "--format", "concise")
    assert (run.status, run.err) == (0, "")
    assert run.out.count("GP304") == 4
    assert "data/sources/general-concept-note.yaml:" in cli("check", "--select", "GP304").out
    assert cli("check").status == 0


# -- when two dates contradict each other ----------------------------------------------------------------------------


def contradict(planned: When, told: str) -> list[Problem]:
    """Return the contradictions of an event's date in the plan and in another document."""
    text = f"""\
events:
  - id: talks
    title: Talks
    group: other
    kind: meeting
    when: {planned}
    source: x
# sources/note.yaml
title: A note
as_of: 13 April 2017
events:
  - id: talks
    title: Talks
    when: {told}
    source: x
"""
    return problems_of(text, CONTRADICTS)


def days_of(when: When) -> set[date]:
    return {first + timedelta(days=number) for first, last in when.spans for number in range((last - first).days + 1)}


def lies_in(inner: Span, outer: Span) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def can_both_hold(one: When, other: When) -> bool:
    """Whether the one may be the other, with more precision."""
    if one.window is None or other.window is None:
        return True
    if one.exact and other.exact:
        return days_of(one) == days_of(other)
    if None not in {one.days, other.days} and one.days != other.days:
        return False
    one_in_other, other_in_one = lies_in(one.window, other.window), lies_in(other.window, one.window)
    return (one_in_other and not other.exact) or (other_in_one and not one.exact)


@moderate
@given(near_pairs())
def test_dates_contradict_unless_one_is_the_other_or_more_precise(pair: tuple[When, When]) -> None:
    one, other = pair
    expected = 0 if can_both_hold(one, other) else 1
    assert len(contradict(one, str(other))) == len(contradict(other, str(one))) == expected
    assert not contradict(one, str(one))


# -- waivers ---------------------------------------------------------------------------------------------------------

TWICE = """\
waivers:
  - {rule: contradicts-source, events: [talks], about: note.yaml KEY, reason: Known}
events:
  - {id: talks, title: Talks, group: other, kind: meeting, when: 8 May 2017, place: Geneva, source: x}
# sources/note.yaml
title: A note
as_of: 13 April 2017
events:
  - {id: talks, title: Talks, when: 9 May 2017, place: Vienna, source: x}
"""


@pytest.mark.parametrize("key", ["when", "place"])
def test_a_waiver_tells_the_date_from_the_place(key: str) -> None:
    problems = problems_of(TWICE.replace("KEY", key))
    assert {one.fields[1]: one.waived for one in problems if one.code == "GP304"} == {
        **dict.fromkeys(("when", "place")),
        key: "Known",
    }
    assert not [one for one in problems if one.name.endswith("-waiver")]


def test_only_what_concerns_a_delegation() -> None:
    text = TWICE.replace("KEY", "when").replace("group: other,", "group: other, body: north,")
    assert [len(problems_of(text, CONTRADICTS, delegation=state)) for state in ("NOR", "ARG")] == [2, 0]


# -- what the documents promise --------------------------------------------------------------------------------------

NOTE, WORK_PLAN = "General concept note of 13 April 2017", "Work plan as of 12 April 2017"
IN_ALL, IN_PHASE_ONE = "Multi-stakeholder hearings in all", "Multi-stakeholder hearings in Phase I"
PROMISES = [
    (
        "thematic-sessions",
        f"{NOTE}, section 2",
        ("    short: Third Thematic Session\n", "    status: cancelled\n"),
        ["Informal thematic sessions: 5 sessions in the plan, 6 in the policy"],
    ),
    (
        "thematic-session-days",
        f"{NOTE}, section 2",
        ("    when: 19-20 June 2017\n", "    when: 19-21 June 2017\n"),
        ["Length of a thematic session, 'thematic-3': 3 days in the plan, 2 in the policy"],
    ),
    (
        "hearing-days",
        f"{NOTE}, Annex I, section 3",
        ("    when: February 2018 TBA\n    takes: half", "    when: February 2018 TBA\n    takes: full"),
        [f"{IN_ALL}: 4.5 days in the plan, 4 in the policy"],
    ),
    (
        "hearing-days-phase-one",
        f"{NOTE}, section 7 and table of main preparatory events",
        ("    when: 2 October 2017\n    takes: full", "    when: 2 October 2017\n    takes: half"),
        [f"{IN_ALL}: 3.5 days in the plan, 4 in the policy", f"{IN_PHASE_ONE}: 1.5 days in the plan, 2 in the policy"],
    ),
    *(
        (
            "negotiation-days",
            f"{WORK_PLAN}, Phase III",
            (f"    when: {days} days in {month} 2018 TBA\n", f"    when: {days - 1} days in {month} 2018 TBA\n"),
            [f"Intergovernmental negotiations in {month} 2018: {days - 1} days in the plan, {days} in the policy"],
        )
        for month, days in (("February", 3), ("March", 4), ("April", 4), ("May", 5), ("June", 5), ("July", 5))
    ),
]


@pytest.mark.parametrize(("policy", "source", "edit", "told"), PROMISES)
def test_the_plan_is_held_to_what_the_documents_promise(
    plan: Workplan, policy: str, source: str, edit: tuple[str, str], told: list[str]
) -> None:
    """Each promise is a policy that names its document; an edit that breaks it is reported, and nothing is before."""
    stated = plan.policy(policy)
    assert stated
    assert stated.source == source
    assert not check(Context(plan, plan.as_of), TOTALS, RULES)
    files = read_files(DATA)
    text = files.workplan.data.decode()
    assert text.count(edit[0]) == 1
    broken = load_files(files._replace(workplan=files.workplan._replace(data=text.replace(*edit).encode())))
    problems = check(Context(broken, broken.as_of), TOTALS, RULES)
    assert [problem.message for problem in problems] == told
    assert policy in {problem.fields[0] for problem in problems}


# -- documents know time ---------------------------------------------------------------------------------------------

LATER = {
    "thematic-5": ("4-5 September 2017", "5-6 September 2017"),
    "thematic-6": ("3-4 October 2017", "12-13 October 2017"),
    "eca-september": ("14-15 September 2017", "26-27 October 2017"),
    "hearing-2": ("2 October 2017", "11 October 2017"),
    "escap": ("6-8 November 2017", "7-9 November 2017"),
}
"""Dates of the plan, and later ones that the note has otherwise."""


def real_plan_as_of(day: str, dates: dict[str, tuple[str, str]]) -> Workplan:
    """Return the real plan with another day of its own and with other dates."""
    files = read_files(DATA)
    text = files.workplan.data.decode().replace("as_of: 2017-04-12\n", f"as_of: {day}\n")
    for key, (before, after) in dates.items():
        head, row, rest = text.partition(f"  - id: {key}\n")
        text = head + row + rest.replace(f"    when: {before}\n", f"    when: {after}\n", 1)
    return load_files(files._replace(workplan=files.workplan._replace(data=text.encode())))


@pytest.mark.parametrize(
    ("day", "level"),
    [("2017-04-12", "warning"), ("2017-04-13", "warning"), ("2017-04-14", "info"), ("2018-01-05", "info")],
)
def test_a_document_older_than_the_plan_is_superseded(day: str, level: str) -> None:
    later = real_plan_as_of(day, LATER)
    problems = check(Context(later, later.as_of), CONTRADICTS, RULES)
    assert {one.events for one in problems} == {("documents-thematic-1",), *((key,) for key in LATER)}
    assert {one.severity.value for one in problems} == {level}
    assert {"superseded by the plan as of" in one.message for one in problems} == {level == "info"}


def test_the_rows_of_the_real_plan_keep_the_order_of_its_document(plan: Workplan) -> None:
    assert plan.order == "document"
    unsorted = [rule for rule in RULES if rule.name == "unsorted-events"]
    assert not check(Context(plan, plan.as_of), unsorted, RULES)
    by_date = replace(plan, order="date")
    assert [one.events for one in check(Context(by_date, plan.as_of), unsorted, RULES)] == [
        ("pidc-annual", "thematic-3")
    ]


# -- verdicts by meaning ---------------------------------------------------------------------------------------------

VERDICTS = [
    ("26-28 September 2017", "Beirut", "September 2017 TBA", "TBA", "less precise"),
    ("26-28 September 2017", "Lebanon", "September 2017 TBA", "Beirut", "mixed"),
    ("September 2017 TBA", "Beirut", "26-28 September 2017", "TBA", "mixed"),
    ("September 2017 TBA", "Geneva TBC", "26-28 September 2017", "Beirut", "more precise"),
    ("September 2017", "Geneva TBC", "September 2017", "Beirut TBC", "mixed"),
    ("September 2017", "Lebanon", "September 2017", "Beirut", "more precise"),
    ("3 days in September 2017", "Beirut", "late September 2017", "Beirut", "mixed"),
    ("3 days in September 2017", "Beirut", "26-28 September 2017", "Beirut", "more precise"),
    ("26 September 2017", "Beirut", "26 September 2017 TBC", "Beirut TBC", "agree"),
    ("26 September 2017", "Beirut", "27 September 2017", "TBA", "contradict"),
    ("September 2017", "Geneva", "26-28 September 2017", "Beirut", "contradict"),
]
PLAN = load_plan(DATA)
OPPOSITE = {"more precise": "less precise", "less precise": "more precise"}


@pytest.mark.parametrize(("when", "place", "later_when", "later_place", "verdict"), VERDICTS)
def test_a_verdict_says_how_the_second_speaks_beside_the_first(
    when: str, place: str, later_when: str, later_place: str, verdict: str
) -> None:
    lebanon = PlaceRow.model_validate({"name": "Lebanon", "country": "LB", "timezone": "Asia/Beirut"})
    known = replace(PLAN, places=(*PLAN.places, lebanon))
    event = PLAN.event("escwa")
    first, second = (
        event.model_copy(update={"when": When.parse(date), "place": Place.parse(city)})
        for date, city in ((when, place), (later_when, later_place))
    )
    assert verdict_of(known, first, second).value == verdict
    assert verdict_of(known, second, first).value == OPPOSITE.get(verdict, verdict)


@moderate
@given(near_pairs())
def test_what_is_more_precise_is_less_precise_the_other_way(pair: tuple[When, When]) -> None:
    texts = (str(when) for when in pair)
    rows = [PaperEvent.model_validate({"id": "talks", "title": "Talks", "source": "x", "when": text}) for text in texts]
    there, back = verdict_of(PLAN, *rows).value, verdict_of(PLAN, *reversed(rows)).value
    assert back == OPPOSITE.get(there, there)
    assert (there == "contradict") is not can_both_hold(*pair)
