"""The rules: the catalogue and its pages, what each rule finds and where, and what holds for any plan."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import FrozenInstanceError, replace
from datetime import date
from itertools import combinations
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters import all_pairs
from conftest import ROOT
from gcmplan.checks.baseline import new_problems
from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.dates.when import When
from gcmplan.loading.load import load_plan
from gcmplan.plan.overlap import certainly_overlap
from gcmplan.problems.problem import Problem, Severity
from rule_examples import files_of, plan_of, problems_of
from strategies import any_days, bare, few, known, within

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from conftest import Golden
    from gcmplan.checks.rule import Rule
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Position

BY_NAME = {rule.name: rule for rule in RULES}
PAGE = re.compile(
    r"\A[A-Z][^\n]+\.\n\n.+?\n\nFails:\n\n(?P<fails>.+?)\n\nPasses:\n\n(?P<passes>.+?)\n\nTo fix: ", re.DOTALL
)

by_name = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


# -- the catalogue and its pages -------------------------------------------------------------------------------------


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len(BY_NAME) == len(RULES)


@by_name
def test_codes_and_names_have_one_form(rule: Rule) -> None:
    """A name reads after "allow ...": words with hyphens, no verb of its own."""
    assert re.fullmatch(r"GP[0-9]{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert not rule.name.startswith(("no-", "allow-", "check-"))


def test_every_file_is_a_rule_of_the_catalogue() -> None:
    files = {path.stem.replace("_", "-") for path in (ROOT / "gcmplan" / "checks" / "rules").glob("*.py")}
    assert files == {rule.name for rule in RULES} | {"--init--"}


@by_name
def test_pages_have_one_form(rule: Rule) -> None:
    assert PAGE.match(rule.page)
    assert rule.page.rstrip().endswith(".")
    assert rule.summary.endswith(".")


def example(rule: Rule, part: str) -> list[Problem]:
    """Return what is open in an example of a page."""
    match = PAGE.match(rule.page)
    assert match
    return [problem for problem in problems_of(dedent(match[part])) if problem.waived is None]


@by_name
def test_the_example_that_fails(rule: Rule) -> None:
    assert [problem.code for problem in example(rule, "fails")] == [rule.code]


@by_name
def test_the_example_that_passes(rule: Rule) -> None:
    assert not example(rule, "passes")


# -- what each rule finds --------------------------------------------------------------------------------------------


class Case:
    """A plan, and the findings of a rule in it: place, level, events, message, and the related places.

    A place in another file than the problem's has the name of the file.
    """

    def __init__(self, rule: str, name: str, text: str, *expected: str, on: date | None = None) -> None:
        self.rule, self.name, self.text, self.expected, self.on = rule, name, text, list(expected), on


def told(problem: Problem) -> str:
    related = ", ".join(str(place).removeprefix(f"{problem.position.path}:") for place in problem.related)
    events = " ".join(problem.events)
    place = f"{problem.position.line}:{problem.position.column}"
    return f"{place} {problem.severity} [{events}] {problem.message}{f' ~ {related}' if related else ''}"


CASES = [
    Case(
        "near-duplicate",
        "same window, same title in other case and blanks",
        """\
events:
  - {id: a, title: "Hearing  on returns", group: other, kind: meeting, when: May 2017 TBC, source: x}
  - {id: b, title: hearing on Returns, group: official, kind: meeting, when: May 2017 TBA, source: x}
""",
        "3:20 warning [a b] 'b' has the title of 'a' and nearly the same date ~ 2:21",
    ),
    Case(
        "near-duplicate",
        "seven days are near, each pair once",
        """\
events:
  - {id: c, title: Talks, group: other, kind: meeting, when: 15 May 2017, source: x}
  - {id: a, title: Talks, group: other, kind: meeting, when: 1-20 May 2017, source: x}
  - {id: b, title: Talks, group: other, kind: meeting, when: 8 May 2017, source: x}
""",
        "4:20 warning [c b] 'b' has the title of 'c' and nearly the same date ~ 2:20",
        "4:20 warning [a b] 'b' has the title of 'a' and nearly the same date ~ 3:20",
    ),
    Case(
        "near-duplicate",
        "eight days, another kind, cancelled, a window beside known days, other windows, no date",
        """\
events:
  - {id: a, title: Talks, group: other, kind: meeting, when: 1 May 2017, source: x}
  - {id: b, title: Talks, group: other, kind: meeting, when: 9 May 2017, source: x}
  - {id: c, title: Talks, group: other, kind: document, when: 1 May 2017, source: x}
  - {id: d, title: Talks, group: other, kind: meeting, when: 2 May 2017, status: cancelled, source: x}
  - {id: e, title: Talks, group: other, kind: meeting, when: May 2017, source: x}
  - {id: f, title: Talks, group: other, kind: meeting, when: May-June 2017, source: x}
  - {id: g, title: Talks, group: other, kind: meeting, when: TBC, source: x}
  - {id: h, title: Talks, group: other, kind: meeting, when: TBC, source: x}
""",
    ),
    Case(
        "outside-phase",
        "a day outside, a window that does not meet, too few days inside",
        """\
events:
  - {id: a, title: A, phase: I, group: other, kind: meeting, when: 30 November - 1 December 2017, source: x}
  - {id: b, title: B, phase: II, group: other, kind: meeting, when: first half of 2017 TBC, source: x}
  - {id: c, title: C, phase: III, group: other, kind: meeting, when: 5 days between 28 July and 2 August 2018,
     source: x}
""",
        "2:68 warning [a] 'a' (30 November - 1 December 2017) is outside Phase I (April-November 2017) ~ 10:31",
        "3:69 warning [b] 'b' (first half of 2017 TBC) is outside Phase II (November 2017 - January 2018) ~ 11:32",
        (
            "4:70 warning [c] 'c' (5 days between 28 July and 2 August 2018) is outside Phase III "
            "(February-July 2018) ~ 12:35"
        ),
    ),
    Case(
        "outside-phase",
        "what can still fall inside, no date, no phase, cancelled",
        """\
events:
  - {id: a, title: A, phase: I, group: other, kind: meeting, when: 30 November 2017, source: x}
  - {id: b, title: B, phase: II, group: other, kind: meeting, when: second half of 2017 TBC, source: x}
  - {id: c, title: C, phase: III, group: other, kind: meeting, when: 4 days between 28 July and 2 August 2018,
     source: x}
  - {id: d, title: D, phase: I, group: other, kind: meeting, when: TBC, source: x}
  - {id: e, title: E, group: other, kind: meeting, when: September 2018, source: x}
  - {id: f, title: F, phase: I, group: other, kind: meeting, when: 2 March 2017, status: cancelled, source: x}
""",
    ),
    Case(
        "outside-phase",
        "a phase without a date",
        """\
phases:
  - {id: I, title: One, when: TBC, purpose: x, source: x}
events:
  - {id: a, title: A, phase: I, group: other, kind: meeting, when: 2 March 2017, source: x}
""",
    ),
    Case(
        "stale-tbc",
        "date and place, the date alone where both are open",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 8-9 May 2017 TBA, place: TBC, source: x}
  - {id: b, title: B, group: other, kind: document, when: April 2017 TBC, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: 8-9 May 2017, place: Geneva TBC, source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 2 May 2017, place: TBA, source: x}
""",
        "2:58 warning [a] the date of 'a' is still TBA, 1 day after 9 May 2017",
        "3:59 warning [b] the date of 'b' is still TBC, 10 days after 30 April 2017",
        "4:79 warning [c] the place of 'c' is still TBC, 1 day after 9 May 2017",
        "5:77 warning [d] the place of 'd' is still TBA, 8 days after 2 May 2017",
        on=date(2017, 5, 10),
    ),
    Case(
        "stale-tbc",
        "not over, no date, confirmed, cancelled",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 8-10 May 2017 TBC, place: TBC, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: May 2017 TBC, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: TBC, place: TBC, source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 2 May 2017, place: Geneva, source: x}
  - {id: e, title: E, group: other, kind: meeting, when: 2 May 2017 TBC, status: cancelled, source: x}
""",
        on=date(2017, 5, 10),
    ),
    Case(
        "weekend",
        "Saturday and Sunday; Friday and Saturday in Egypt; no place, an unknown country",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 12-15 May 2017, place: Geneva, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 18-21 May 2017, place: Cairo TBC, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: 26-28 May 2017, source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 3 June 2017 TBC, place: Nowhere, source: x}
""",
        "2:58 warning [a] 'a' is on a weekend: Saturday 13 May 2017, Sunday 14 May 2017",
        "3:58 warning [b] 'b' is on a weekend: Friday 19 May 2017, Saturday 20 May 2017",
        "4:58 warning [c] 'c' is on a weekend: Saturday 27 May 2017, Sunday 28 May 2017",
        "5:58 warning [d] 'd' is on a weekend: Saturday 3 June 2017",
    ),
    Case(
        "weekend",
        "long meetings",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 6-7 and 12-14 and 20 May 2017, place: Geneva}
  - {id: b, title: B, group: other, kind: meeting, when: 6 and 13 May 2017, place: Geneva, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: 1 January 1950 - 1 January 2100, place: Vienna, source: x}
""",
        (
            "2:58 warning [a] 'a' is on a weekend: Saturday 6 May 2017, Sunday 7 May 2017, Saturday 13 May "
            "2017, Sunday 14 May 2017 and more"
        ),
        "3:58 warning [b] 'b' is on a weekend: Saturday 6 May 2017, Saturday 13 May 2017",
    ),
    Case(
        "weekend",
        "a document, a window, cancelled, a working Sunday in Egypt",
        """\
events:
  - {id: a, title: A, group: other, kind: document, when: 13 May 2017, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: first week of May 2017, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: 13 May 2017, status: cancelled, source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 14 May 2017, place: Cairo, source: x}
""",
    ),
    Case(
        "public-holiday",
        "of the country, of the region, estimated",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 24-26 May 2017, place: Geneva, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 7 September 2017, place: Geneva, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: 25-26 June 2017, place: Cairo, source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 13 February 2017 TBC, place: New York, source: x}
""",
        "2:58 warning [a] 'a' is on a public holiday: Ascension Day on 25 May 2017",
        "3:58 warning [b] 'b' is on a public holiday: Genevan Fast on 7 September 2017",
        (
            "4:58 warning [c] 'c' is on a public holiday: Eid al-Fitr (estimated) on 25 June 2017, Eid "
            "al-Fitr (estimated) on 26 June 2017"
        ),
        "5:58 warning [d] 'd' is on a public holiday: Lincoln's Birthday (observed) on 13 February 2017",
    ),
    Case(
        "public-holiday",
        "days of the plan: at a place, everywhere, beside the library's",
        """\
holidays:
  - {date: 8 May 2017, name: Founders' Day, places: [Vienna, Nowhere], source: x}
  - {date: 9 May 2017, name: World Day, source: x}
  - {date: 25 May 2017, name: Feast, source: x}
  - {date: 13 May 2017, name: On a Saturday, source: x}
events:
  - {id: a, title: A, group: other, kind: meeting, when: 8-9 May 2017, place: Nowhere, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 8-9 May 2017, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: 8 May 2017, place: Geneva, source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 25 May 2017, place: Vienna, source: x}
  - {id: e, title: E, group: other, kind: meeting, when: 13 May 2017, source: x}
""",
        (
            "7:58 warning [a] 'a' is on a public holiday: Founders' Day on 8 May 2017, World Day on 9 May "
            "2017 ~ 2:12, 3:12"
        ),
        "8:58 warning [b] 'b' is on a public holiday: World Day on 9 May 2017 ~ 3:12",
        "10:58 warning [d] 'd' is on a public holiday: Ascension Day and Feast on 25 May 2017 ~ 4:12",
    ),
    Case(
        "public-holiday",
        "on a weekend, a document, a window, cancelled, in no country that is known",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 31 December 2017, place: Geneva, source: x}
  - {id: b, title: B, group: other, kind: document, when: 25 December 2017, place: Geneva, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: December 2017, place: Geneva, source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 25 December 2017, place: Geneva, status: cancelled, source: x}
  - {id: e, title: E, group: other, kind: meeting, when: 25 December 2017, place: Nowhere, source: x}
  - {id: f, title: F, group: other, kind: meeting, when: 25 December 2017, source: x}
  - {id: g, title: G, group: other, kind: meeting, when: 25 December 2017, place: TBA, source: x}
""",
        "3:59 info [b] 'b' is on a public holiday: Christmas Day on 25 December 2017",
    ),
    Case(
        "wrong-order",
        "certain, certain in windows, possible",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 8-9 May 2017, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 8 May 2017, after: [a], source: x}
  - {id: c, title: C, group: other, kind: meeting, when: April 2017, after: [a], source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 3 days in May 2017, after: [a, a], source: x}
  - {id: e, title: E, group: other, kind: meeting, when: 1-29 May 2017, after: [d], source: x}
  - {id: f, title: F, group: other, kind: meeting, when: 2 May 2017, after: [d], source: x}
""",
        "3:58 error [b a] 'b' (8 May 2017) comes after 'a' (8-9 May 2017), but begins before it is over ~ 2:58",
        "4:58 error [c a] 'c' (April 2017) comes after 'a' (8-9 May 2017), but begins before it is over ~ 2:58",
        (
            "5:58 info [d a] 'd' (3 days in May 2017) comes after 'a' (8-9 May 2017), but may begin before "
            "it is over ~ 2:58"
        ),
        (
            "6:58 error [e d] 'e' (1-29 May 2017) comes after 'd' (3 days in May 2017), but begins before "
            "it is over ~ 5:58"
        ),
        "7:58 error [f d] 'f' (2 May 2017) comes after 'd' (3 days in May 2017), but begins before it is over ~ 5:58",
    ),
    Case(
        "wrong-order",
        "the same day, later, no date, cancelled",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 8-9 May 2017, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 9 May 2017, after: [a], source: x}
  - {id: c, title: C, group: other, kind: meeting, when: June 2017, after: [a, b], source: x}
  - {id: d, title: D, group: other, kind: meeting, when: TBC, after: [a], source: x}
  - {id: e, title: E, group: other, kind: meeting, when: 2 May 2017, after: [a], status: cancelled, source: x}
  - {id: f, title: F, group: other, kind: meeting, when: 1 May 2017, after: [d, e], source: x}
""",
    ),
    Case(
        "wrong-order",
        "circles: of itself, of two, of three with a way out of order into it; a cancelled one breaks it",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 8 May 2017, after: [a], source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 8 May 2017, after: [c], source: x}
  - {id: c, title: C, group: other, kind: meeting, when: 9 May 2017, after: [b], source: x}
  - {id: f, title: F, group: other, kind: meeting, when: 3 May 2017, after: [d, b], source: x}
  - {id: e, title: E, group: other, kind: meeting, when: 2 May 2017, after: [f], source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 1 May 2017, after: [e], source: x}
  - {id: g, title: G, group: other, kind: meeting, when: 1 May 2017, after: [h], source: x}
  - {id: h, title: H, group: other, kind: meeting, when: 1 May 2017, after: [g], status: cancelled, source: x}
""",
        "2:77 error [a] events come after each other in a circle: 'a' after itself",
        "3:77 error [b c] events come after each other in a circle: 'b' after 'c' after 'b' ~ 4:77",
        "5:58 error [f b] 'f' (3 May 2017) comes after 'b' (8 May 2017), but begins before it is over ~ 3:58",
        "7:77 error [d e f] events come after each other in a circle: 'd' after 'e' after 'f' after 'd' ~ 6:77, 5:77",
    ),
    Case(
        "short-lead-time",
        "both missed, the longer missed, in windows",
        """\
policies:
  - {id: procedural-note-lead-time, title: Note, amount: 3, unit: weeks, before: {group: thematic-session}, source: x}
  - {id: issue-brief-lead-time, title: Brief, amount: 4, unit: weeks, before: {group: thematic-session}, source: x}
events:
  - {id: a, title: A, group: other, kind: document, when: 18 April 2017 TBC, source: x}
  - {id: b, title: B, group: other, kind: document, when: 11-12 April 2017, source: x}
  - {id: c, title: C, group: other, kind: document, when: last week of April 2017, source: x}
  - {id: s, title: S, group: thematic-session, kind: meeting, when: 8-9 May 2017, after: [a, b], source: x}
  - {id: t, title: T, group: thematic-session, kind: meeting, when: 2 days between 8 and 12 May 2017, after: [c],
     source: x}
""",
        "5:59 warning [a s] 'a' comes 20 days before 's', not 4 weeks ('issue-brief-lead-time') ~ 8:69, 3:55",
        (
            "6:59 warning [b s] 'b' comes 26 days before 's', not 4 weeks ('issue-brief-lead-time'); the 3 "
            "weeks of 'procedural-note-lead-time' are kept ~ 8:69, 3:55"
        ),
        "7:59 warning [c t] 'c' comes 17 days before 't', not 4 weeks ('issue-brief-lead-time') ~ 9:69, 3:55",
    ),
    Case(
        "short-lead-time",
        "just kept, may be kept, no session, no document, after the session, cancelled",
        """\
policies:
  - {id: procedural-note-lead-time, title: Note, amount: 1, unit: weeks, before: {group: thematic-session}, source: x}
  - {id: issue-brief-lead-time, title: Brief, amount: 28, unit: days, before: {group: thematic-session}, source: x}
events:
  - {id: a, title: A, group: other, kind: document, when: 10 April 2017, source: x}
  - {id: b, title: B, group: other, kind: document, when: April 2017 TBC, source: x}
  - {id: c, title: C, group: other, kind: document, when: 5 May 2017, source: x}
  - {id: d, title: D, group: other, kind: document, when: 5 May 2017, status: cancelled, source: x}
  - {id: e, title: E, group: other, kind: milestone, when: 5 May 2017, source: x}
  - {id: f, title: F, group: other, kind: document, when: 20 May 2017, source: x}
  - {id: s, title: S, group: thematic-session, kind: meeting, when: 8-9 May 2017, after: [a, b, d, e, f], source: x}
  - {id: t, title: T, group: other, kind: meeting, when: 8-9 May 2017, after: [c], source: x}
  - {id: u, title: U, group: thematic-session, kind: meeting, when: TBC, after: [c], source: x}
""",
    ),
    Case(
        "short-lead-time",
        "one week, more weeks than there are days",
        """\
policies:
  - {id: procedural-note-lead-time, title: Note, amount: 1, unit: weeks, before: {group: thematic-session}, source: x}
  - {id: issue-brief-lead-time, title: Brief, amount: 999999, unit: weeks, before: {group: thematic-session}, source: x}
events:
  - {id: a, title: A, group: other, kind: document, when: 1 May 2017, source: x}
  - {id: s, title: S, group: thematic-session, kind: meeting, when: 2 May 2017, after: [a], source: x}
""",
        "5:59 warning [a s] 'a' comes 1 day before 's', not 999999 weeks ('issue-brief-lead-time') ~ 6:69, 3:55",
    ),
    Case(
        "total-differs",
        "sessions and their days",
        """\
policies:
  - {id: thematic-sessions, title: Sessions, amount: 3, unit: sessions, of: {group: thematic-session}, source: x}
  - {id: thematic-session-days, title: Max, amount: 2, unit: days, of: {group: thematic-session}, per: event, source: x}
events:
  - {id: a, title: A, group: thematic-session, kind: meeting, when: 8-9 May 2017, source: x}
  - {id: b, title: B, group: thematic-session, kind: meeting, when: 3 days in June 2017, source: x}
  - {id: c, title: C, group: thematic-session, kind: document, when: 8 May 2017, source: x}
  - {id: d, title: D, group: thematic-session, kind: meeting, when: 8 May 2017, status: cancelled, source: x}
""",
        "2:54 warning [a b] Sessions: 2 sessions in the plan, 3 in the policy ~ 5:69, 6:69",
        "3:53 warning [b] Max, 'b': 3 days in the plan, 2 in the policy ~ 6:69",
    ),
    Case(
        "total-differs",
        "hearings: half and full days, days that are not known",
        """\
policies:
  - {id: hearing-days, title: Hearings, amount: 2, unit: days, of: {group: multi-stakeholder}, source: x}
  - {id: hearing-days-phase-one, title: Hearings in Phase I, amount: 2, unit: days,
     of: {group: multi-stakeholder, phase: I}, source: x}
events:
  - {id: a, title: A, phase: I, group: multi-stakeholder, kind: meeting, when: 8 May 2017, takes: half day,
     source: x}
  - {id: b, title: B (half day), phase: I, group: multi-stakeholder, kind: meeting, when: May 2017, takes: full day,
     source: x}
  - {id: c, title: Hearing, phase: II, group: multi-stakeholder, kind: meeting, when: December 2017 TBC, source: x}
""",
        "2:49 warning [a b c] Hearings: at least 2.5 days in the plan, 2 in the policy ~ 6:80, 8:91, 10:87",
        "3:70 warning [a b] Hearings in Phase I: 1.5 days in the plan, 2 in the policy ~ 6:80, 8:91",
    ),
    Case(
        "total-differs",
        "hearings of several days; amounts in weeks",
        """\
policies:
  - {id: hearing-days, title: Hearings, amount: 2, unit: days, of: {group: multi-stakeholder}, source: x}
  - {id: negotiation-days, title: Talks, amount: 2, unit: weeks, of: {mandate: OP28}, source: x}
events:
  - {id: a, title: A, group: multi-stakeholder, kind: meeting, when: 8-10 May 2017, takes: full day, source: x}
  - {id: b, title: B, mandate: OP28, group: other, kind: meeting, when: 1-13 May 2018, source: x}
""",
        "2:49 warning [a] Hearings: 3 days in the plan, 2 in the policy ~ 5:70",
        "3:50 warning [b] Talks: 13 days in the plan, 2 weeks in the policy ~ 6:73",
    ),
    Case(
        "same-room",
        "a room of a place that is not known may be anywhere",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 8 May 2017, venue: Room XIX, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 8 May 2017, venue: Room XIX, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: 8 May 2017, place: TBA, venue: Room XIX, source: x}
""",
    ),
    Case(
        "total-differs",
        "negotiations by month, across months; the total is no news then",
        """\
policies:
  - id: negotiation-days
    title: Talks
    amount: 8
    unit: days
    by_month: {2018-02: 3, 2018-03: 4, 2018-04: 2}
    of: {mandate: OP28}
    source: x
events:
  - {id: a, title: A, mandate: OP28, group: other, kind: meeting, when: 27 February - 2 March 2018, source: x}
  - {id: b, title: B, mandate: OP28, group: other, kind: meeting, when: 3 days in March 2018 TBA, source: x}
  - {id: c, title: C, mandate: OP28, group: other, kind: meeting, when: 2 days in April 2018 TBA, source: x}
  - {id: d, title: D, mandate: OP15, group: other, kind: meeting, when: 2 days in April 2018 TBA, source: x}
""",
        "6:25 warning [a] Talks in February 2018: 2 days in the plan, 3 in the policy ~ 10:73",
        "6:37 warning [a b] Talks in March 2018: 5 days in the plan, 4 in the policy ~ 10:73, 11:73",
    ),
    Case(
        "total-differs",
        "the total alone, where no month differs",
        """\
policies:
  - {id: negotiation-days, title: Talks, amount: 3, unit: days, of: {mandate: OP28}, by_month: {2018-02: 3, 0000-01: 5},
     source: x}
events:
  - {id: a, title: A, mandate: OP28, group: other, kind: meeting, when: 3 days in February 2018, source: x}
  - {id: b, title: B, mandate: OP28, group: other, kind: meeting, when: May 2018, source: x}
""",
        "2:50 warning [a b] Talks: at least 4 days in the plan, 3 in the policy ~ 5:73, 6:73",
    ),
    Case(
        "total-differs",
        "what is not certain, what a policy does not ask",
        """\
policies:
  - {id: negotiation-days, title: Talks, amount: 9, unit: days, of: {mandate: OP28}, by_month: {2018-02: 3, 2018-03: 4},
     source: x}
  - {id: thematic-session-days, title: Max, amount: 2, unit: days, of: {group: thematic-session}, per: event, source: x}
events:
  - {id: a, title: A, mandate: OP28, group: other, kind: meeting, when: TBC, source: x}
  - {id: b, title: B, mandate: OP28, group: other, kind: meeting, when: 4 days in February-March 2018, source: x}
  - {id: c, title: C, group: thematic-session, kind: meeting, when: May 2017, source: x}
  - {id: d, title: D, group: multi-stakeholder, kind: meeting, when: 8 May 2017, takes: half day, source: x}
""",
    ),
    Case(
        "total-differs",
        "negotiations without a date may be in any month",
        """\
policies:
  - {id: negotiation-days, title: Talks, amount: 3, unit: days, of: {mandate: OP28}, by_month: {2018-02: 3}, source: x}
events:
  - {id: a, title: A, mandate: OP28, group: other, kind: meeting, when: TBC, source: x}
""",
    ),
    Case(
        "total-differs",
        "no event at all of a policy that is stated",
        """\
policies:
  - {id: thematic-sessions, title: Sessions, amount: 1, unit: sessions, of: {group: thematic-session}, source: x}
""",
        "2:54 warning [] Sessions: 0 sessions in the plan, 1 in the policy",
    ),
    Case(
        "contradicts-source",
        "dates: behind, before, partly in, days inside days, days wider than a window, other gaps, other lengths",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 8-9 May 2017, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: May 2017 TBA, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: May/June 2017, source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 8-9 May 2017, source: x}
  - {id: e, title: E, group: other, kind: meeting, when: 8-12 May 2017, source: x}
  - {id: f, title: F, group: other, kind: meeting, when: 8 and 10 May 2017, source: x}
  - {id: g, title: G, group: other, kind: meeting, when: 3 days in May 2017, source: x}
  - {id: h, title: H, group: other, kind: document, when: 3 days in May 2017, source: x}
# sources/note.yaml
title: A note
as_of: 13 April 2017
events:
  - {id: a, title: A, when: 10 May 2017, source: x}
  - {id: b, title: B, when: April 2017 TBA, source: x}
  - {id: c, title: C, when: April/May 2017, source: x}
  - {id: d, title: D, when: 8-10 May 2017 TBC, source: x}
  - {id: e, title: E, when: between 9 and 11 May 2017, source: x}
  - {id: f, title: F, when: 8-10 May 2017, source: x}
  - {id: g, title: G, when: 4 days in May 2017, source: x}
  - {id: h, title: H, when: 8-9 May 2017, source: x}
""",
        (
            "2:58 warning [a] the date of 'a' is 8-9 May 2017 in the plan, 10 May 2017 in 'A note' "
            "~ sources/note.yaml:4:29"
        ),
        (
            "3:58 warning [b] the date of 'b' is May 2017 TBA in the plan, April 2017 TBA in 'A note' "
            "~ sources/note.yaml:5:29"
        ),
        (
            "4:58 warning [c] the date of 'c' is May/June 2017 in the plan, April/May 2017 in 'A note' "
            "~ sources/note.yaml:6:29"
        ),
        (
            "5:58 warning [d] the date of 'd' is 8-9 May 2017 in the plan, 8-10 May 2017 TBC in 'A note' "
            "~ sources/note.yaml:7:29"
        ),
        (
            "6:58 warning [e] the date of 'e' is 8-12 May 2017 in the plan, between 9 and 11 May 2017 in 'A note' "
            "~ sources/note.yaml:8:29"
        ),
        (
            "7:58 warning [f] the date of 'f' is 8 and 10 May 2017 in the plan, 8-10 May 2017 in 'A note' "
            "~ sources/note.yaml:9:29"
        ),
        (
            "8:58 warning [g] the date of 'g' is 3 days in May 2017 in the plan, 4 days in May 2017 in 'A note' "
            "~ sources/note.yaml:10:29"
        ),
        (
            "9:59 warning [h] the date of 'h' is 3 days in May 2017 in the plan, 8-9 May 2017 in 'A note' "
            "~ sources/note.yaml:11:29"
        ),
    ),
    Case(
        "contradicts-source",
        "dates: equal but for the certainty, more precise on either side, not known, not told, cancelled",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 8-9 May 2017 TBC, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 30-31 August 2017, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: June/July 2018 TBA, source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 3 days in May 2017, source: x}
  - {id: e, title: E, group: other, kind: meeting, when: TBC, source: x}
  - {id: f, title: F, group: other, kind: meeting, when: 8 May 2017, source: x}
  - {id: g, title: G, group: other, kind: meeting, when: 8 May 2017, status: cancelled, source: x}
  - {id: h, title: H, group: other, kind: meeting, when: 8 May 2017, source: x}
# sources/note.yaml
title: A note
as_of: 13 April 2017
events:
  - {id: a, title: A, when: 8-9 May 2017, source: x}
  - {id: b, title: B, when: August 2017, source: x}
  - {id: c, title: C, when: mid-June 2018 TBA, source: x}
  - {id: d, title: D, when: 8 and 10-11 May 2017, source: x}
  - {id: e, title: E, when: 8-10 May 2017, source: x}
  - {id: f, title: F, when: TBA, source: x}
  - {id: g, title: G, when: 9 May 2017, source: x}
  - {id: h, title: H, source: x}
""",
    ),
    Case(
        "contradicts-source",
        "places: another city, another country; beside the date; in two papers",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 8 May 2017, place: Geneva, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 9 May 2017, place: Nowhere, source: x}
# sources/letter.yaml
title: A letter
as_of: 13 April 2017
events:
  - {id: a, title: A, place: New York, source: x}
# sources/note.yaml
title: A note
as_of: 13 April 2017
events:
  - {id: b, title: B, place: Cairo, source: x}
  - {id: a, title: A, when: 9 May 2017, place: Vienna, source: x}
""",
        ("2:58 warning [a] the date of 'a' is 8 May 2017 in the plan, 9 May 2017 in 'A note' ~ sources/note.yaml:5:29"),
        "2:77 warning [a] the place of 'a' is Geneva in the plan, New York in 'A letter' ~ sources/letter.yaml:4:30",
        "2:77 warning [a] the place of 'a' is Geneva in the plan, Vienna in 'A note' ~ sources/note.yaml:5:48",
        "3:77 warning [b] the place of 'b' is Nowhere in the plan, Cairo in 'A note' ~ sources/note.yaml:4:30",
    ),
    Case(
        "contradicts-source",
        "places: the same but for the certainty, not sure, not named, not told, the country of the city",
        """\
events:
  - {id: a, title: A, group: other, kind: meeting, when: 8 May 2017, place: Geneva, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 8 May 2017, place: Geneva, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: 8 May 2017, place: Geneva TBC, source: x}
  - {id: d, title: D, group: other, kind: meeting, when: 8 May 2017, place: TBA, source: x}
  - {id: e, title: E, group: other, kind: meeting, when: 8 May 2017, source: x}
  - {id: f, title: F, group: other, kind: meeting, when: 8 May 2017, place: Switzerland, source: x}
# sources/note.yaml
title: A note
as_of: 13 April 2017
events:
  - {id: a, title: A, place: Geneva TBC, source: x}
  - {id: b, title: B, place: Vienna TBC, source: x}
  - {id: c, title: C, place: Vienna, source: x}
  - {id: d, title: D, place: Vienna, source: x}
  - {id: e, title: E, place: Vienna, source: x}
  - {id: f, title: F, place: Geneva, source: x}
""",
    ),
    Case(
        "unused-waiver",
        "nothing met, other events, no such rule, a second for the same problem",
        """\
waivers:
  - {rule: weekend, events: [b], reason: x}
  - {rule: GP203, events: [a, b], reason: x}
  - {rule: weeknd, events: [a], reason: x}
  - {rule: weekend, events: [a], reason: x}
  - {rule: GP203, events: [a], reason: x}
  - {rule: zzz, reason: x}
  - {rule: unsorted-events, events: [a], reason: x}
events:
  - {id: a, title: A, group: other, kind: meeting, when: 13 May 2017, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 15 May 2017, source: x}
""",
        "2:12 warning [b] the waiver of 'weekend' for 'b' matches no problem",
        "3:12 warning [a b] the waiver of 'GP203' for 'a', 'b' matches no problem",
        "4:12 warning [a] there is no rule 'weeknd' to waive",
        "5:12 warning [a] the waiver of 'weekend' for 'a' matches no problem",
        "7:12 warning [] there is no rule 'zzz' to waive",
        "8:12 warning [a] the waiver of 'unsorted-events' for 'a' matches no problem",
    ),
    Case(
        "expired-waiver",
        "over, with and without its problem; the last day holds",
        """\
waivers:
  - {rule: weekend, events: [a], reason: x, until: 9 May 2017}
  - {rule: weekend, events: [b], reason: x, until: 2017-05-01}
  - {rule: weekend, events: [c], reason: x, until: 10 May 2017}
events:
  - {id: a, title: A, group: other, kind: meeting, when: 13 May 2017, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 15 May 2017, source: x}
  - {id: c, title: C, group: other, kind: meeting, when: 20 May 2017, source: x}
""",
        "2:52 warning [a] the waiver of 'weekend' for 'a' ended on 9 May 2017",
        "3:52 warning [b] the waiver of 'weekend' for 'b' ended on 1 May 2017",
        on=date(2017, 5, 10),
    ),
    Case(
        "unsorted-events",
        "each step back, in its phase",
        """\
events:
  - {id: a, title: A, phase: I, group: other, kind: meeting, when: 10 May 2017, source: x}
  - {id: b, title: B, phase: II, group: other, kind: meeting, when: 1 December 2017, source: x}
  - {id: c, title: C, phase: I, group: other, kind: document, when: 8 May 2017, source: x}
  - {id: d, title: D, phase: I, group: other, kind: meeting, when: 9 May 2017, source: x}
  - {id: e, title: E, phase: I, group: other, kind: meeting, when: April 2017, source: x}
  - {id: f, title: F, phase: I, group: other, kind: meeting, when: 8 May 2017, source: x}
  - {id: g, title: G, group: other, kind: meeting, when: 1 May 2017, source: x}
""",
        "4:69 warning [a c] 'c' (8 May 2017) is listed below 'a' (10 May 2017) ~ 2:68",
        "7:68 warning [d f] 'f' (8 May 2017) is listed below 'd' (9 May 2017) ~ 5:68",
    ),
]


def test_of_two_waivers_the_one_that_is_not_over_holds() -> None:
    text = """\
waivers:
  - {rule: weekend, events: [a], reason: x, until: 9 May 2017}
  - {rule: weekend, events: [a], reason: y}
events:
  - {id: a, title: A, group: other, kind: meeting, when: 13 May 2017, source: x}
"""
    found = {problem.code: problem.waived for problem in problems_of(text, on=date(2017, 5, 10))}
    assert found == {"GP203": "y", "GP902": None}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_what_a_rule_finds(case: Case) -> None:
    problems = problems_of(case.text, on=case.on)
    assert [told(problem) for problem in problems if problem.name == case.rule] == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_fingerprints_tell_problems_apart(case: Case) -> None:
    prints = Counter(problem.fingerprint for problem in problems_of(case.text, on=case.on))
    assert max(prints.values(), default=1) == 1


HINTS = [
    ("short-lead-time", "circulate by 10 April 2017"),
    (
        "near-duplicate",
        "delete one of them if '8-9 May 2017' and '10 May 2017 TBC' are one event, or give them other titles",
    ),
    ("unused-waiver", "delete it, or correct its rule and events"),
    ("stale-tbc", "confirm the date, or give the new one"),
]


@pytest.mark.parametrize(("name", "hint"), HINTS)
def test_hints_can_be_acted_on(name: str, hint: str) -> None:
    assert [problem.hint for problem in example(BY_NAME[name], "fails")] == [hint]


def test_a_region_that_is_not_known_has_the_days_of_its_country() -> None:
    text = "events:\n  - {id: a, title: A, group: other, kind: meeting, when: 7-8 %s 2017, place: Geneva, source: x}\n"
    plan = plan_of(text % "September")
    (geneva,) = [place for place in plan.places if place.name == "Geneva"]
    calendar = Context(plan, plan.as_of).calendar_of(plan.events[0])
    assert calendar is not None
    assert calendar.get(date(2017, 9, 7)) == "Genevan Fast"
    places = tuple(
        place.model_copy(update={"subdivision": "XX"}) if place == geneva else place for place in plan.places
    )
    elsewhere = Context(replace(plan, places=places), plan.as_of)
    calendar = elsewhere.calendar_of(plan.events[0])
    assert calendar is not None
    assert calendar.get(date(2017, 9, 7)) is None
    assert calendar.get(date(2017, 8, 1)) == "National Day"


def test_holidays_of_the_plan_name_places_that_exist() -> None:
    text = "holidays:\n  - {date: 9 May 2017, name: X, places: [Geneva, Vena], source: x}\n"
    assert [told(problem) for problem in problems_of(text)] == ["2:50 error [] 'Vena' is not in places.yaml"]


def test_public_holidays_are_loaded_only_for_places_and_known_days() -> None:
    code = """
import sys
from rule_examples import problems_of
problems_of("events:\\n  - {id: a, title: A, group: other, kind: meeting, when: 8 May 2017%s, source: x}\\n")
print("holidays" in sys.modules)
"""
    for place, loaded in (("", "False"), (", place: Geneva", "True"), (", place: TBA", "False")):
        command = [sys.executable, "-c", code % place]
        run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT / "tests" / "support")
        assert run.stdout.strip() == loaded


# -- waivers, one delegation -----------------------------------------------------------------------------------------

WAIVED = """\
waivers:
  - {rule: weekend, events: [a], reason: The host asks for it}
  - {rule: weekend, events: [b], reason: x}
  - {rule: stale-tbc, events: [a], reason: x}
events:
  - {id: a, title: A, group: other, kind: meeting, when: 13 May 2017, body: north, source: x}
  - {id: b, title: B, group: other, kind: meeting, when: 15 May 2017, body: south, source: x}
"""


Told = tuple[str, tuple[str, ...], str | None]


def asked(*names: str, text: str = WAIVED, delegation: str | None = None) -> list[Told]:
    rules = [BY_NAME[name] for name in names] or RULES
    return [(one.name, one.events, one.waived) for one in problems_of(text, rules, delegation=delegation)]


def test_a_waived_problem_keeps_its_reason() -> None:
    assert asked("weekend") == [("weekend", ("a",), "The host asks for it")]


def test_only_waivers_of_rules_that_were_asked_are_unused() -> None:
    assert asked("unused-waiver") == []
    unused = [("unused-waiver", ("b",), None), ("weekend", ("a",), "The host asks for it")]
    assert asked("unused-waiver", "weekend") == unused
    assert ("unused-waiver", ("a",), None) in asked()


def test_a_waiver_of_an_unused_waiver_is_not_judged() -> None:
    text = WAIVED.replace("waivers:\n", "waivers:\n  - {rule: unused-waiver, events: [b], reason: Kept for May}\n")
    assert [one for one in asked("weekend", "unused-waiver", text=text) if one[0] == "unused-waiver"] == [
        ("unused-waiver", ("b",), "Kept for May")
    ]


def test_waivers_are_not_judged_for_one_delegation() -> None:
    assert asked(delegation="NOR") == [("weekend", ("a",), "The host asks for it")]
    assert asked(delegation="ARG") == []


def test_a_waiver_of_a_later_rule_is_judged_after_it() -> None:
    text = WAIVED.replace("{rule: weekend, events: [b]", "{rule: unsorted-events, events: [a, b]")
    assert ("unused-waiver", ("a", "b"), None) in asked(text=text)
    text = text.replace("13 May", "20 May")
    assert ("unused-waiver", ("a", "b"), None) not in asked(text=text)


def test_a_check_leaves_what_it_looks_at_as_it_was() -> None:
    """The plan under check is frozen, and what one check notes of waivers is not the next one's."""
    plan = load_plan(ROOT / "data")
    context = Context(plan, plan.as_of)
    first = check(context, RULES, RULES)
    assert [one.code for one in first if one.waived]
    assert check(context, RULES, RULES) == first
    assert (context.ledger.asked, context.ledger.met) == (set(), set())
    with pytest.raises(FrozenInstanceError):
        context.on = plan.as_of  # type: ignore[misc]


def test_what_a_policy_counts_stands_in_it() -> None:
    """Any name, group, kind, phase, body or mandate will do: the code knows none of them."""
    text = """\
policies:
  - {id: papers, title: Papers, amount: 2, unit: sessions, of: {kind: document, group: other}, source: x}
  - {id: mine, title: Mine, amount: 1, unit: days, of: {body: north, phase: I}, source: x}
  - {id: asked, title: Asked, amount: 2, unit: days, of: {mandate: OP1}, source: x}
events:
  - {id: a, title: A, group: other, kind: document, when: 8 May 2017, source: x}
  - {id: b, title: B, group: other, kind: meeting, phase: I, body: north, when: 8-9 May 2017, mandate: OP1, source: x}
  - {id: c, title: C, group: other, kind: meeting, body: north, when: 8-9 May 2017, mandate: OP2, source: x}
"""
    found = [(one.message, one.events) for one in problems_of(text, [BY_NAME["total-differs"]])]
    assert found == [
        ("Papers: 1 session in the plan, 2 in the policy", ("a",)),
        ("Mine: 2 days in the plan, 1 in the policy", ("b",)),
    ]


@pytest.mark.parametrize(("months", "told"), [(12, 12), (13, 1)])
def test_many_months_that_differ_are_one_problem(months: int, told: int) -> None:
    """Each month would name all meetings that may fall into it."""
    names = [f"{2018 + number // 12}-{number % 12 + 1:02}" for number in range(months)]
    amounts = ", ".join(f"'{name}': 3" for name in names)
    text = f"""\
policies:
  - {{id: negotiation-days, title: Talks, amount: 3, unit: days, of: {{mandate: OP28}}, source: x,
     by_month: {{{amounts}}}}}
events:
  - {{id: a, title: A, mandate: OP28, group: other, kind: meeting, when: 1 January 2018 - 31 January 2019, source: x}}
"""
    found = problems_of(text, [BY_NAME["total-differs"]])
    assert len(found) == told
    if told == 1:
        message = "Talks: 13 months differ; January 2018: 31 days in the plan, 3 in the policy"
        assert (found[0].message, found[0].events) == (message, ("a",))
        assert found[0].fields == ("negotiation-days", "by_month")
        related = [(place.line, place.column) for place in found[0].related]
        assert related == [(5, 73)]


def test_totals_are_not_those_of_one_delegation() -> None:
    policy = "{id: sessions, title: Sessions, amount: 1, unit: sessions, of: {group: thematic-session}, source: x}"
    text = f"policies:\n  - {policy}\n"
    assert asked(text=text) == [("total-differs", (), None)]
    assert asked(text=text, delegation="NOR") == []


# -- what holds for any plan -----------------------------------------------------------------------------------------

Row = dict[str, str]
SPRING = (date(2017, 4, 3), date(2017, 6, 20))
near_whens = known(*SPRING) | within(any_days(*SPRING)) | bare
maybe = st.booleans()
OPTIONS = {
    "phase": ["I", "II"],
    "place": ["Geneva", "Vienna TBC", "New York", "TBA"],
    "body": ["all", "north", "south"],
    "venue": ["Room I", "Room II"],
    "status": ["cancelled", "postponed"],
}


@st.composite
def rows(draw: DrawFn) -> list[Row]:
    """Up to seven events within some weeks; each comes after some of those drawn before, so in no circle."""
    found: list[Row] = []
    for number in range(draw(st.integers(2, 7))):
        row = {
            "id": f"e{number}",
            "title": draw(st.sampled_from(["Talks", "Forum", "talks"])),
            "group": draw(st.sampled_from(["official", "other", "thematic-session"])),
            "kind": draw(st.sampled_from(["meeting", "meeting", "meeting", "document"])),
            "when": str(draw(near_whens)),
            "source": "a letter",
        }
        row |= {key: draw(st.sampled_from(values)) for key, values in OPTIONS.items() if draw(maybe)}
        if number and draw(maybe):
            earlier = draw(st.sets(st.integers(0, number - 1), min_size=1, max_size=2))
            row["after"] = f"[{', '.join(f'e{other}' for other in sorted(earlier))}]"
        found.append(row)
    return found


def text_of(found: list[Row], waivers: str = "") -> str:
    lines = ["events:"]
    for row in found:
        lines += [f"  {'-' if key == 'id' else ' '} {key}: {value}" for key, value in row.items()]
    return "\n".join((*lines, waivers))


def findings(problems: list[Problem], names: dict[str, str] | None = None) -> Counter[object]:
    """Return what is found of which events (by other names, if given) and delegations, without places and wording.

    Pairs that may overlap name one or the other; here each is by itself.
    """
    found: Counter[object] = Counter()
    for one in problems:
        events = [names[event] if names else event for event in one.events]
        if one.name == "possible-overlap":
            found.update((one.code, frozenset((events[0], other))) for other in events[1:])
        elif one.name != "unsorted-events":
            found[one.code, one.severity, frozenset(events), one.delegations] += 1
    return found


@few
@given(rows())
def test_double_booking_agrees_with_every_pair(found: list[Row]) -> None:
    plan = plan_of(text_of(found))
    stand = [event for event in plan.events if event.kind == "meeting" and event.status != "cancelled"]
    expected = {}
    for one, other in combinations(stand, 2):
        bodies = [plan.body_of(event) for event in (one, other)]
        members = [plan.members_of(body) if body else frozenset[str]() for body in bodies]
        if certainly_overlap(one.when, other.when) and members[0] & members[1]:
            expected[tuple(sorted((one.id, other.id)))] = tuple(sorted(members[0] & members[1]))
    problems = check(Context(plan, plan.as_of), [BY_NAME["double-booked"]], RULES)
    assert {tuple(sorted(pair)): one.delegations for pair, one in all_pairs(problems).items()} == expected


@few
@given(rows(), st.data())
def test_order_and_ids_change_no_finding(found: list[Row], data: st.DataObject) -> None:
    new_names = data.draw(st.permutations([f"n{number}" for number in range(len(found))]))
    names = {row["id"]: name for row, name in zip(found, new_names, strict=True)}
    renamed = [
        {key: re.sub(r"\be\d\b", lambda match: names[match[0]], value) for key, value in row.items()} for row in found
    ]
    moved = data.draw(st.permutations(renamed))
    before, after = problems_of(text_of(found)), problems_of(text_of(moved))
    assert findings(after) == findings(before, names)


@few
@given(rows(), st.data())
def test_a_renamed_event_brings_no_problem_in(found: list[Row], data: st.DataObject) -> None:
    new_names = data.draw(st.permutations([f"n{number}" for number in range(len(found))]))
    names = {row["id"]: name for row, name in zip(found, new_names, strict=True)}
    renamed = [
        {key: re.sub(r"\be\d\b", lambda match: names[match[0]], value) for key, value in row.items()}
        | {"formerly": f"[{row['id']}, {row['id']}-later]"}
        for row in found
    ]
    before, after = problems_of(text_of(found)), problems_of(text_of(renamed))
    assert Counter(problem.fingerprint for problem in after) == Counter(problem.fingerprint for problem in before)
    assert new_problems(after, before) == []


def test_a_circle_stays_the_same_when_its_events_are_renamed() -> None:
    """Among several circles through the same events, their first ids decide which is reported."""

    def circle(names: dict[str, str]) -> list[Problem]:
        lines = ["events:"]
        for letter, others in (("a", "bc"), ("b", "ac"), ("c", "ab")):
            name, after = names[letter], ", ".join(names[other] for other in others)
            formerly = f"formerly: [{letter}], " if name != letter else ""
            lines.append(
                f"  - {{id: {name}, title: {letter}, group: other, kind: document, {formerly}when: May 2017 TBA, "
                f"after: [{after}], source: x}}"
            )
        return problems_of("\n".join(lines), [BY_NAME["wrong-order"]])

    before, after = circle({"a": "a", "b": "b", "c": "c"}), circle({"a": "z", "b": "y", "c": "c"})
    assert [problem.events for problem in before] == [("a", "b")]
    assert [problem.events for problem in after] == [("z", "y")]
    assert new_problems(after, before) == []


@few
@given(rows(), st.data())
def test_a_waiver_removes_exactly_one_problem(found: list[Row], data: st.DataObject) -> None:
    before = problems_of(text_of(found))
    if not before:
        return
    chosen = data.draw(st.sampled_from(before))
    rule = data.draw(st.sampled_from([chosen.code, chosen.name]))
    events = data.draw(st.permutations(chosen.events))
    waiver = f"waivers:\n  - {{rule: {rule}, events: [{', '.join(events)}], reason: It is known}}"
    after = problems_of(text_of(found, waiver))
    assert [problem.fingerprint for problem in after if problem.waived] == [chosen.fingerprint]
    assert [problem.fingerprint for problem in after] == [problem.fingerprint for problem in before]


@few
@given(rows())
def test_positions_lie_on_the_text_they_name(found: list[Row]) -> None:
    text = text_of(found)
    lines = files_of(text).workplan.data.decode().split("\n")

    def at(position: Position) -> str:
        return lines[position.line - 1][position.column - 1 :][: position.length]

    values = {row["id"]: set(row.values()) for row in found}
    phases = {"April-November 2017", "November 2017 - January 2018"}
    for problem in problems_of(text):
        named = set().union(*(values[event] for event in problem.events))
        assert at(problem.position) in named
        assert all(at(place) in named | phases for place in problem.related)


@few
@given(rows())
def test_moving_all_dates_by_a_week_changes_no_double_booking(found: list[Row]) -> None:
    moved = [{**row, "when": str(When.parse(row["when"]).shifted(7))} for row in found]
    rules = [BY_NAME["double-booked"]]
    before, after = (problems_of(text_of(some), rules) for some in (found, moved))
    assert findings(before) == findings(after)


# -- the real plan ---------------------------------------------------------------------------------------------------


def test_the_problems_of_the_real_plan(plan: Workplan, golden: Golden) -> None:
    problems = check(Context(plan, plan.as_of), RULES, RULES)
    waived = (f" (waived: {problem.waived})" if problem.waived else "" for problem in problems)
    lines = (
        f"{one.position.line}:{one.position.column} {one.severity} {one.code} {one.message}{why}\n"
        for one, why in zip(problems, waived, strict=True)
    )
    golden("rules/workplan.txt", "".join(lines))
    assert not any(problem.severity is Severity.ERROR for problem in problems if problem.waived is None)
    assert not any(problem.name.endswith("-waiver") for problem in problems)
