"""The plan in `data/` against the work plan of 12 April 2017, row for row.

The document is read here by a small reader of its own, so that a slip in gcmplan's cannot hide one in the data.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from gcmplan.loading.load import load_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.plan.bodies import Body
    from gcmplan.plan.workplan import Workplan

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "data"
DOCUMENT = ROOT / "tests" / "documents" / "work-plan-2017-04-12.txt"

LAST_MONTH_OF_PHASES = "July 2018"
GROUPS = {
    "Thematic Session": "thematic-session",
    "UN Regional Economic Commission": "regional-commission",
    "Regional Consultative Process": "consultative-process",
    "Multi-stakeholder hearing": "multi-stakeholder",
    "Global Forum on Migration and Development": "gfmd",
    "International Dialogue on Migration": "idm",
}
COLOUR_KEY = [
    "Thematic sessions",
    "UN Regional Economic Commissions",
    "Regional Consultative Processes",
    "Multi-stakeholder consultations",
    "Global Forum on Migration and Development",
    "IOM International Dialogue on Migration",
    "Preparatory stocktaking meeting; distribution of documents; negotiations",
]


class Row(NamedTuple):
    """One row of the document's tables, with its cells as printed."""

    phase: str | None
    month: str
    date: str
    group: str
    title: str
    place: str

    def continued(self, date: str, group: str, title: str) -> Row:
        """Return the row with its text on the next page."""
        cells = (f"{self.date} {date}", f"{self.group} {group}", f"{self.title} {title}")
        date, group, title = (cell.strip() for cell in cells)
        return self._replace(date=date, group=group, title=title)


def read_rows(text: str) -> list[Row]:
    """Read the tables: headings of phases and months, rows of three or four cells, rows split by a page break."""
    rows: list[Row] = []
    phase: str | None = None
    month = ""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        first, *others, place = cells if len(cells) > 1 else [*cells, ""]
        if heading := re.match(r"PHASE (I+) ", first):
            phase = heading[1]
        elif re.fullmatch(r"[A-Z][a-z]+ \d{4}", first):
            phase = None if month == LAST_MONTH_OF_PHASES else phase
            month = first
        elif len(cells) == 1 or not re.search(r"\w", line):
            assert re.fullmatch(r"[-\t]*|\*Discussions.*|As of 12 April 2017", line)
        else:
            group, title = others if len(others) > 1 else ("", others[0])
            if place:
                rows.append(Row(phase, month, first, group, title, place))
            else:
                rows[-1] = rows[-1].continued(first, group, title)
    return rows


def expected_title(row: Row) -> str:
    """Return the words of the title column, or of the group column where it is empty; "10 th" is a superscript."""
    return re.sub(r"(?<=\d) (?=(st|nd|rd|th)\b)", "", " ".join((row.title or row.group).split()))


def expected_group(row: Row) -> str:
    """Return the group that the group column names; the key's last line if it names none."""
    cell = row.group or row.title
    if not row.group and not cell.startswith("Multi-stakeholder hearing"):
        return "process"
    [group] = [name for words, name in GROUPS.items() if words in cell]
    return group


def expected_when(row: Row) -> str:
    """Return the date cell in canonical words, with the year of the month heading."""
    year = row.month.split()[1]
    known, doubt = re.fullmatch(r"(.*?)[ (]*(TBC|TBA|)\)?", row.date).groups()  # type: ignore[union-attr]
    known = re.sub(r"(?<=[A-Za-z]) -$", "", known.replace("\N{EN DASH}", "-").replace("Jun ", "June "))
    known = re.sub(r"(\d)-(?=[A-Z])", r"\1 ", known)
    if days := re.fullmatch(r"(\w+) (\d days)", known):
        known = f"{days[2]} in {days[1]}"
    if re.match(r"(Last|Second)", known):
        known = known[0].lower() + known[1:].replace("/Third", "/third").replace("Half", "half")
    if known and year not in known:
        known = f"{known} {year}"
    return f"{known} {doubt}".strip()


def expected_place(row: Row) -> tuple[str | None, str]:
    """Return the name in the place cell without its country, and its certainty."""
    name, doubt = re.fullmatch(r"(.*?) ?(TBC|TBA|)", row.place).groups()  # type: ignore[union-attr]
    return name.partition(",")[0] or None, doubt.lower() or "confirmed"


def events_of(reference: str | Iterable[str] | None) -> Iterator[str]:
    """Yield the event ids of a deadline: one, several or none."""
    yield from (reference,) if isinstance(reference, str) else reference or ()


@pytest.fixture(scope="module")
def plan() -> Workplan:
    """Load the plan in `data/`."""
    return load_plan(DATA)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Read the document's tables."""
    return read_rows(DOCUMENT.read_text(encoding="utf-8"))


def test_rows_by_phase(plan: Workplan, rows: list[Row]) -> None:
    """47 rows in Phase I, 9 in Phase II, 10 in Phase III, and the conference in none: 67."""
    counts = {"I": 47, "II": 9, "III": 10, None: 1}
    assert Counter(row.phase for row in rows) == counts
    assert Counter(event.phase for event in plan.events) == counts
    assert [event.phase for event in plan.events] == [row.phase for row in rows]


def test_rows_by_group(plan: Workplan, rows: list[Row]) -> None:
    """Each row belongs to the group that its group column names."""
    assert [event.group for event in plan.events] == [expected_group(row) for row in rows]
    assert Counter(event.group for event in plan.events) == {
        "thematic-session": 6,
        "regional-commission": 5,
        "consultative-process": 24,
        "multi-stakeholder": 6,
        "gfmd": 4,
        "idm": 2,
        "process": 20,
    }


def test_groups_are_the_colour_key(plan: Workplan) -> None:
    """The groups are the seven lines of the colour key, in its order, distinguished by colour."""
    assert [group.title for group in plan.groups] == COLOUR_KEY
    assert len({group.color for group in plan.groups}) == len(COLOUR_KEY)


def test_dates(plan: Workplan, rows: list[Row]) -> None:
    """Each date is the one of its row, no surer and no vaguer."""
    assert [str(event.when) for event in plan.events] == [expected_when(row) for row in rows]


def test_titles(plan: Workplan, rows: list[Row]) -> None:
    """Each title is word for word that of its row."""
    assert [event.title for event in plan.events] == [expected_title(row) for row in rows]


def test_places(plan: Workplan, rows: list[Row]) -> None:
    """Each place is the one of its row, with its certainty."""
    places = [(event.place.name, event.place.certainty) if event.place else None for event in plan.events]
    assert places == [expected_place(row) for row in rows]


def test_thematic_sessions_are_named_in_the_group_column(plan: Workplan, rows: list[Row]) -> None:
    """A thematic session is called "First Thematic Session" and so on."""
    pairs = zip(plan.events, rows, strict=True)
    assert all(event.short == row.group for event, row in pairs if event.group == "thematic-session")


def test_every_when_reads_back(plan: Workplan) -> None:
    """The dates in the YAML are written in canonical words: they come back byte for byte."""
    written = re.findall(r"^    when: (.+)$", (DATA / "workplan.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    dates = [[row.when for row in plan.phases], [row.when for row in plan.deadlines], [row.when for row in plan.events]]
    assert [str(when) for when in chain(*dates)] == written


def test_every_event_says_where_it_comes_from(plan: Workplan, rows: list[Row]) -> None:
    """The source of an event names its month heading, and its phase."""
    for event, row in zip(plan.events, rows, strict=True):
        phase = f"Phase {row.phase}" if row.phase else "after Phase III"
        assert str(event.source).startswith(f"Work plan as of 12 April 2017, {phase}, {row.month}"), event.id


def test_ids_are_unique(plan: Workplan) -> None:
    """No id is given twice among events and deadlines, bodies, places and states."""
    for names in (
        [*(event.id for event in plan.events), *(deadline.id for deadline in plan.deadlines)],
        [body.id for body in plan.bodies],
        [place.name for place in plan.places],
        [state.alpha3 for state in plan.states],
        [state.alpha2 for state in plan.states],
    ):
        assert len(names) == len(set(names))


def test_references_exist(plan: Workplan) -> None:
    """Every body, place, group, phase, predecessor and event that is referred to is there."""
    events = {event.id for event in plan.events}
    bodies = {body.id for body in plan.bodies}
    assert {*(event.body for event in plan.events), *(group.body for group in plan.groups)} - {None} <= bodies
    assert {event.place.name for event in plan.events if event.place} - {None} <= {place.name for place in plan.places}
    assert {event.group for event in plan.events} == {group.id for group in plan.groups}
    assert {event.phase for event in plan.events} - {None} == {phase.id for phase in plan.phases}
    assert {before for event in plan.events for before in event.after} <= events
    assert {event for deadline in plan.deadlines for event in events_of(deadline.event)} <= events


def test_predecessors_are_not_after_their_successors(plan: Workplan) -> None:
    """An event that comes after another is below it in the document, documents before their session too."""
    order = {event.id: number for number, event in enumerate(plan.events)}
    assert [(e.id, before) for e in plan.events for before in e.after if order[before] >= order[e.id]] == []
    for number in range(1, 7):
        assert f"documents-thematic-{number}" in plan.events[order[f"thematic-{number}"]].after


def test_bodies_count_their_members(plan: Workplan) -> None:
    """Each body has as many members as its source counts, all of them known, none named twice."""
    bodies = {body.id: body for body in plan.bodies}
    codes = {state.alpha3 for state in plan.states}

    def members(body: Body) -> set[str]:
        return {*body.members, *body.suspended}.union(*(members(bodies[part]) for part in body.joint or ()))

    for body in plan.bodies:
        if body.id != "pidc-board":  # of its seats only the number is known
            assert len(members(body)) == body.count, body.id
        assert len(body.members or ()) == len(set(body.members or ())), body.id
        assert members(body) | set(body.associates or ()) <= codes, body.id
        assert not members(body) & set(body.associates or ()), body.id
    assert {state.alpha3 for state in plan.states[:193]} == members(bodies["un-member-states"])


def test_joint_and_derived_bodies(plan: Workplan) -> None:
    """The bodies that other bodies make up agree with them."""
    members = {body.id: set(body.members or ()) for body in plan.bodies}
    same = {
        "midsa": "sadc",
        "midcom": "comesa",
        "arcp": "league-of-arab-states",
        "pan-african-forum-on-migration": "eca",
    }
    assert {left for left, right in same.items() if members[left] != members[right]} == set()
    assert members["midwa"] == members["ecowas"] | {"MRT"}
    assert members["eca"] == members["african-union"] - {"ESH"}
    assert members["civil-society"] == set()


def test_places_are_on_the_map(plan: Workplan) -> None:
    """Zones exist, countries are known, coordinates come in pairs and are on the globe."""
    countries = {state.alpha2 for state in plan.states}
    for place in plan.places:
        assert ZoneInfo(place.timezone).key == place.timezone
        assert place.country in countries, place.name
        assert (place.latitude is None) == (place.longitude is None), place.name
        if place.latitude is not None and place.longitude is not None:
            assert abs(place.latitude) <= 90, place.name
            assert abs(place.longitude) <= 180, place.name


def test_policies(plan: Workplan) -> None:
    """Each policy has the number of its document."""
    assert {policy.id: (policy.amount, policy.unit) for policy in plan.policies} == {
        "procedural-note-lead-time": (3, "weeks"),
        "issue-brief-lead-time": (4, "weeks"),
        "hearing-days": (4, "days"),
        "hearing-days-phase-one": (2, "days"),
        "thematic-sessions": (6, "sessions"),
        "thematic-session-days": (2, "days"),
        "negotiation-days": (26, "days"),
        "free-days-between-cities": (1, "days"),
    }


def test_negotiation_days_are_those_of_the_rows(plan: Workplan) -> None:
    """The days a month of the policy are those that the rows state."""
    [policy] = [policy for policy in plan.policies if policy.id == "negotiation-days"]
    rows = {
        f"{event.when.earliest:%Y-%m}": event.when.days
        for event in plan.events
        if event.id.startswith("negotiations-") and event.when.earliest
    }
    assert dict(policy.by_month or {}) == rows
    assert sum((policy.by_month or {}).values()) == policy.amount


def test_deadlines(plan: Workplan) -> None:
    """The deadlines are those of the letters and notes."""
    assert {deadline.id: str(deadline.when) for deadline in plan.deadlines} == {
        "work-plan-due": "March 2017",
        "special-accreditation": "17 April 2017",
        "moderator-interest": "25 April 2017",
    }


def test_plan_and_calendar(plan: Workplan) -> None:
    """The plan is the one as of 12 April 2017."""
    assert plan.as_of.isoformat() == "2017-04-12"
    assert [str(phase.when) for phase in plan.phases] == [
        "April-November 2017",
        "November 2017 - January 2018",
        "February-July 2018",
    ]


def test_the_stocktaking_follows_the_consultations_of_phase_one(plan: Workplan) -> None:
    """“The consultations undertaken during Phase I will feed into the preparatory stocktaking meeting”; MIDCOM may be
    later than that, in the second half of 2017.
    """
    consultations = {event.id for event in plan.events if event.phase == "I" and event.kind == "meeting"}
    assert set(plan.event("stocktaking-meeting").after) == consultations - {"midcom"}
    assert plan.event("secretary-general-report").after == ("stocktaking-meeting",)


def test_the_negotiations_follow_the_hearings_of_the_first_two_phases(plan: Workplan) -> None:
    for number in range(1, 7):
        assert {"hearing-1", "hearing-2", "hearing-3"} < set(plan.event(f"negotiations-{number}").after)
    settled = {"conference-modalities", "conference-organization-note"}
    assert settled < set(plan.event("conference").after)


def test_the_global_meeting_follows_the_processes_dated_before_it(plan: Workplan) -> None:
    """“These events” of April to November 2017 “will culminate in a global meeting”."""
    order = {event.id: number for number, event in enumerate(plan.events)}
    meeting = plan.event("rcp-global-meeting")
    before = [event.id for event in plan.events[: order[meeting.id]] if event.group == "consultative-process"]
    assert list(meeting.after) == [name for name in before if name != "budapest-process-consultation"]


def test_official_holidays_of_the_united_nations(plan: Workplan) -> None:
    days = {str(holiday.date): set(holiday.places) for holiday in plan.holidays}
    assert set(days) == {
        "2017-01-02", "2017-04-14", "2017-05-29", "2017-06-26", "2017-07-04", "2017-09-01", "2017-09-04", "2017-11-23",
        "2017-12-25", "2018-06-15", "2018-08-21",
    }  # fmt: skip
    both = {"2017-06-26", "2017-09-01", "2018-06-15", "2018-08-21"}
    assert {day for day, places in days.items() if places == {"New York", "Geneva"}} == both
