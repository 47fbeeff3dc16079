"""Checking a plan: the problems that the rules find, and which of them are waived."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.ledger import Ledger
from gcmplan.errors import UnknownValueError
from gcmplan.problems.problem import RANK, Problem, Severity
from gcmplan.text.escape import visible
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gcmplan.checks.baseline import Baseline
    from gcmplan.checks.rule import Context, Rule
    from gcmplan.files.document import Document
    from gcmplan.problems.problem import Position

MOST_PROBLEMS, _EVENTS_EACH = 10_000, 10
"""Up to this many problems of each rule are shown, with this many events each on average; the rest are counted."""


_COUNTED = {
    Severity.ERROR: ("{} error", "{} errors"),
    Severity.WARNING: ("{} warning", "{} warnings"),
    Severity.INFO: ("{} info", "{} info"),
}


class Report(NamedTuple):
    """The outcome of a check: every problem in order of place, also the waived, and the texts they point into."""

    problems: tuple[Problem, ...]
    documents: Mapping[str, Document]
    rules: tuple[Rule, ...]
    """The whole catalogue, for formats that describe it."""
    unread: tuple[str, ...] = ()
    """The files of the plans that could not be loaded."""
    only: str = ""
    """The delegation that was asked about, in words: "Only for Kenya"."""

    @property
    def open(self) -> tuple[Problem, ...]:
        """The problems that are not waived."""
        return tuple(problem for problem in self.problems if problem.waived is None)

    @property
    def waived(self) -> int:
        """How many problems are waived."""
        return len(self.problems) - len(self.open)

    def count(self, severity: Severity) -> int:
        """Count the problems of a severity that are not waived."""
        return sum(problem.stands_for for problem in self.open if problem.severity is severity)

    def fails(self, at: Severity) -> bool:
        """Whether an unwaived problem has at least a level."""
        return any(RANK[problem.severity] <= RANK[at] for problem in self.open)

    def summary(self) -> str:
        """Return "2 errors, 1 warning, 4 waived" or "no problems"."""
        words = [plural(number, *_COUNTED[one]) for one in Severity if (number := self.count(one))]
        text = ", ".join([*(words or ["no problems"]), *([f"{self.waived} waived"] if self.waived else [])])
        return f"{text}; {self.not_run}" if self.unread else text

    @property
    def not_run(self) -> str:
        """Say for which plans only the rules of loading were run: "other rules were not run for data/workplan.yaml"."""
        if not self.unread:
            return ""
        more = len(self.unread) - 1
        others = f" and {plural(more, '{} other plan', '{} other plans')}" if more else ""
        return f"other rules were not run for {visible(self.unread[0])}{others}"


def check(
    context: Context,
    rules: Sequence[Rule],
    catalogue: Sequence[Rule],
    baseline: Baseline | None = None,
    most: int = MOST_PROBLEMS,
) -> list[Problem]:
    """Return the problems that rules find in a plan, in order of place; waived ones carry their reason.

    The catalogue is all the rules there are: a waiver may name any of it. With a baseline, only the news are returned.
    Each rule returns at most this many problems, and one more that counts the rest.
    """
    names = frozenset(name for rule in catalogue for name in (rule.code, rule.name))
    context = replace(context, ledger=Ledger(catalogue=names))
    found: dict[str, list[Problem]] = {}
    for rule in sorted(rules, key=lambda rule: rule.last):
        context.ledger.asked |= {rule.code, rule.name}
        problems: Iterable[Problem] = rule.check(context.within(rule.reach)) if rule.check else ()
        is_waived = rule.code in context.waivers or rule.name in context.waivers
        if is_waived:
            problems = _waived(problems, context)
        if baseline:
            problems = baseline.news(problems)
        may_count = not is_waived and baseline is None
        found[rule.code] = _limited(problems, most, context.ledger.full if may_count else set())
    # Problems at one place keep the order of the rules, and those of one rule the order of their other places.
    by_code = chain.from_iterable(found[code] for code in sorted(found))
    return sorted(by_code, key=attrgetter("position"))


def _limited(problems: Iterable[Problem], most: int, full: set[str]) -> list[Problem]:
    """Return the problems of a rule in order of place: as many as someone may read, and how many there are more.

    From then on the rule is among the `full`.
    """
    shown: list[Problem] = []
    room = most * _EVENTS_EACH
    more: dict[Severity, Problem] = {}
    for problem in problems:
        # Waived problems are no more than the plan has waivers.
        if problem.waived is None and (problem.stands_for > 1 or len(shown) >= most or room <= 0):
            full.add(problem.code)
            counted = more.get(problem.severity, problem._replace(stands_for=0))
            more[problem.severity] = counted._replace(stands_for=counted.stands_for + problem.stands_for)
        else:
            shown.append(problem)
            room -= len(problem.events)
    shown.sort(key=attrgetter("position", "related"))
    return shown + [_more((shown or [more[one]])[-1].position, more[one]) for one in Severity if one in more]


def _more(position: Position, counted: Problem) -> Problem:
    """Return the problem that counts the hidden problems of a rule, below the last shown one."""
    return Problem(
        code=counted.code,
        name=counted.name,
        severity=counted.severity,
        position=position,
        message=f"and {counted.stands_for:,} more of this rule, not shown",
        hint="fix some of those shown first",
        fields=("more", counted.severity),
        stands_for=counted.stands_for,
    )


def _waived(problems: Iterable[Problem], context: Context) -> Iterator[Problem]:
    """Yield the problems of a rule, some with the reason of the waiver that names the rule and exactly their events.

    A waiver that says what it is about is good for that problem; another for the one that is left, if it is one.
    """
    named: list[Problem] = []
    for problem in problems:
        if any(frozenset(problem.events) in context.waivers.get(rule, ()) for rule in (problem.code, problem.name)):
            named.append(problem)
        else:
            yield problem
    found = [_by_waivers(problem, _fitting(problem, context, about=True), context) for problem in named]
    rest = Counter(frozenset(problem.events) for problem in found if problem.waived is None)
    for problem in found:
        fitting = _fitting(problem, context, about=False) if problem.waived is None else []
        if rest[frozenset(problem.events)] == 1:
            yield _by_waivers(problem, fitting, context)
            continue
        yield problem
        for waiver in fitting:
            context.ledger.vague.setdefault(waiver, []).append(" ".join(problem.fields))


def _fitting(problem: Problem, context: Context, *, about: bool) -> list[int]:
    """Return the waivers of a problem's rule and events, by their index: those about it, or those that say nothing."""
    wanted = " ".join(problem.fields) if about else None
    events = frozenset(problem.events)
    known = [index for rule in (problem.code, problem.name) for index in context.waivers.get(rule, {}).get(events, ())]
    waivers = context.plan.waivers
    return [index for index in known if waivers[index].about == wanted and (about or waivers[index].events)]


def _by_waivers(problem: Problem, waivers: Iterable[int], context: Context) -> Problem:
    """Return a problem with the reason of the first of some waivers that is not over."""
    for index in waivers:
        context.ledger.met.add(index)
        waiver = context.plan.waivers[index]
        if waiver.until is None or context.on <= waiver.until:
            return problem._replace(waived=waiver.reason)
    return problem


def selected(rules: Sequence[Rule], select: Iterable[str], ignore: Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules named by code, by the beginning of a code or by name; all if none is selected.

    Raises:
        UnknownValueError: a text names no rule.

    """
    chosen = [_named(rules, text) for text in select] or [set(rules)]
    ignored = [_named(rules, text) for text in ignore]
    return tuple(rule for rule in rules if rule in set().union(*chosen) - set().union(*ignored))


def _named(rules: Sequence[Rule], text: str) -> set[Rule]:
    wanted = text.strip()
    found = {rule for rule in rules if rule.name == wanted.lower() or (wanted and rule.code.startswith(wanted.upper()))}
    if not found:
        names = [name for rule in rules for name in (rule.name, rule.code)]
        raise UnknownValueError("rule", text, [rule.name for rule in rules], names)
    return found
