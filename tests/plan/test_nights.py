"""Hours that run to the end of the day and over midnight, as final nights of negotiations do: everywhere the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Cli
from feeds import AGENDA, MEETINGS, feed_text
from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.plan.workplan import Workplan
from ical_lint import complaints, parsed
from rule_examples import plan_of

EVENT = (
    "{id: talks, title: Talks, group: official, kind: meeting, when: 12-13 July 2018, place: New York, venue: Room 1, "
)
NEXT, NIGHT = (f"{{id: b, time: {time}, title: B, kind: panel}}" for time in ("00:30-02:00", "22:30-01:00"))
HOURS = "hours: 10:00-13:00 and 20:00-02:00, source: x}"


def plan_with(*items: str, event: str = HOURS, day: str = "12 July 2018", more: str = "") -> Workplan:
    rows = "".join(f"      - {item}\n" for item in items)
    session = f"id: talks\nevent: talks\nsource: x\ndays:\n  - date: {day}\n    items:\n{rows}"
    return plan_of(f"events:\n  - {EVENT}{event}\n{more}# sessions/talks.yaml\n{session}")


def times(plan: Workplan, options: object) -> list[tuple[str, str]]:
    feed = feed_text(plan, options=options)  # type: ignore[arg-type]
    assert not complaints(feed)
    return [(event.value("DTSTART"), event.value("DTEND")) for event in parsed(feed)[1:]]


def codes(plan: Workplan) -> list[str]:
    return [
        problem.code for problem in check(Context(plan, plan.as_of), RULES, RULES) if problem.code.startswith("GP4")
    ]


def test_a_feed_ends_a_night_on_the_next_day() -> None:
    """New York is four hours behind UTC in July."""
    assert times(plan_of(f"events:\n  - {EVENT}{HOURS}"), MEETINGS) == [
        ("20180712T140000Z", "20180712T170000Z"),
        ("20180713T000000Z", "20180713T060000Z"),
        ("20180713T140000Z", "20180713T170000Z"),
        ("20180714T000000Z", "20180714T060000Z"),
    ]
    evening = plan_of(f"events:\n  - {EVENT}hours: 20:00-24:00, source: x}}")
    assert times(evening, MEETINGS)[0] == ("20180713T000000Z", "20180713T040000Z")
    night = plan_with("{id: night, time: 22:00-01:30, title: Night, kind: discussion}")
    assert ("20180713T020000Z", "20180713T053000Z") in times(night, AGENDA)


@pytest.mark.parametrize(
    ("items", "found"),
    [
        (["{id: night, time: 22:00-02:00, title: Night, kind: discussion}"], []),
        (["{id: night, time: 22:00-02:30, title: Night, kind: discussion}"], ["GP402"]),
        (["{id: late, time: 20:00-24:00, title: A, kind: panel}"], []),
        (["{id: late, time: 20:00-00:30, title: A, kind: panel}", NEXT], ["GP402"]),
        (["{id: late, time: 20:00-23:00, title: A, kind: panel}", NIGHT],
         ["GP401"]),
    ],
)  # fmt: skip
def test_rules_know_the_night(items: list[str], found: list[str]) -> None:
    assert codes(plan_with(*items)) == found


def test_items_share_time_across_midnight() -> None:
    """An item until 01:30 overlaps one of the next day that begins at 01:00, and a person cannot have both."""
    rows = "      - {id: night, time: 22:00-01:30, title: A, kind: panel, speakers: [{name: Ana Pérez}]}\n"
    more = "  - date: 13 July 2018\n    items:\n      - {id: early, time: 01:00-02:00, title: B, kind: panel"
    session = f"days:\n  - date: 12 July 2018\n    items:\n{rows}{more}, speakers: [{{name: Ana Pérez}}]}}\n"
    plan = plan_of(f"events:\n  - {EVENT}{HOURS}\n# sessions/talks.yaml\nid: talks\nevent: talks\nsource: x\n{session}")
    assert codes(plan) == ["GP401", "GP404"]


def test_one_room_over_midnight() -> None:
    """The night of the first day and the early hours of the second are in one room at one time."""
    other = (
        "id: forum, title: Forum, group: other, kind: meeting, when: 12-13 July 2018, place: New York, venue: room 1"
    )
    for hours, found in (("00:30-01:30", ["GP102"]), ("02:00-03:00", []), ("13:00-20:00", [])):
        plan = plan_of(f"events:\n  - {EVENT}{HOURS}\n  - {{{other}, hours: {hours}, source: x}}")
        problems = check(Context(plan, plan.as_of), RULES, RULES)
        assert [problem.code for problem in problems if problem.code == "GP102"] == found


def test_an_agenda_says_on_which_day_a_night_ends(cli: Cli, tmp_path: Path) -> None:
    text = "{id: night, time: 22:00-01:30, title: Night, kind: discussion}"
    late = "{id: late, time: 20:00-22:00, title: Late, kind: panel}"
    end = "{id: end, time: 23:00-24:00, title: End, kind: closing}"
    folder = tmp_path / "plan"
    (folder / "sessions").mkdir(parents=True)
    (folder / "workplan.yaml").write_text(
        "title: Nights\nas_of: 2018-07-01\ncalendar: {name: Nights, domain: example.org}\n"
        'groups:\n  - {id: official, title: Official, short: Official, color: "#E69F00"}\n'
        f"events:\n  - {EVENT}{HOURS}\n",
        encoding="utf-8",
    )
    (folder / "places.yaml").write_text(
        "places:\n  - {name: New York, country: US, timezone: America/New_York}\n", encoding="utf-8"
    )
    (folder / "sessions" / "talks.yaml").write_text(
        "id: talks\nevent: talks\nsource: x\ndays:\n"
        f"  - date: 12 July 2018\n    items: [{late}, {text}]\n  - date: 13 July 2018\n    items: [{end}]\n",
        encoding="utf-8",
    )
    arguments = ("agenda", "talks", "--plan", str(folder))
    table = cli(*arguments, "--format", "table", "--tz", "UTC").out
    assert "22:00-Fri 01:30" in table
    assert "23:00-24:00" in table
    assert "Hours      10:00-13:00 and 20:00-02:00" in table
    assert cli(*arguments).out.split("\n")[1].split("\t")[2:4] == ["22:00", "01:30"]
    assert '"start": "23:00",\n          "end": "24:00",' in cli(*arguments, "--format", "json").out
    assert "| 22:00-Fri 01:30 |" in cli(*arguments, "--format", "markdown").out
