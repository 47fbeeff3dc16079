"""Checking a plan: the problems that the rules find, and which of them are waived."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.errors import UnknownValueError
from gcmplan.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gcmplan.document import Document
    from gcmplan.rule import Context, Rule

RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
"""The smaller, the more severe."""


class Report(NamedTuple):
    """The outcome of a check: every problem in order of place, also the waived, and the texts they point into."""

    problems: tuple[Problem, ...]
    documents: Mapping[str, Document]
    rules: tuple[Rule, ...]
    """The whole catalogue, for formats that describe it."""

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
        return sum(problem.severity is severity for problem in self.open)

    def fails(self, at: Severity) -> bool:
        """Tell whether a problem that is not waived is as severe as a level, or more."""
        return any(RANK[problem.severity] <= RANK[at] for problem in self.open)

    def summary(self) -> str:
        """Return "2 errors, 1 warning, 4 waived" or "no problems"."""
        counts = [(self.count(severity), severity.value) for severity in Severity]
        words = [f"{number} {word}{'s' * (number != 1 and word != 'info')}" for number, word in counts if number]
        return ", ".join([*(words or ["no problems"]), *([f"{self.waived} waived"] if self.waived else [])])


def check(context: Context, rules: Sequence[Rule], catalogue: Sequence[Rule]) -> list[Problem]:
    """Return the problems that rules find in a plan, in order of place; waived ones carry their reason.

    The catalogue is all the rules there are: a waiver may name any of it.
    """
    context.catalogue = frozenset(name for rule in catalogue for name in (rule.code, rule.name))
    found: dict[str, Iterable[Problem]] = {}
    for rule in sorted(rules, key=lambda rule: rule.last):
        context.asked |= {rule.code, rule.name}
        problems = rule.check(context) if rule.check else ()
        is_waived = rule.code in context.waivers or rule.name in context.waivers
        found[rule.code] = _waived(list(problems), context) if is_waived else list(problems)
    # What one place has stays in the order of the rules, and of one rule as it found it: in the order of the file.
    by_code = chain.from_iterable(found[code] for code in sorted(found))
    return sorted(by_code, key=attrgetter("position"))


def _waived(problems: list[Problem], context: Context) -> list[Problem]:
    """Return the problems of a rule, some with the reason of the waiver that names the rule and exactly their events.

    A waiver that says what it is about is good for that problem; another for the one that is left, if it is one.
    """
    found = [_by_waivers(problem, _fitting(problem, context, about=True), context) for problem in problems]
    rest = Counter(frozenset(problem.events) for problem in found if problem.waived is None)
    for index, problem in enumerate(found):
        fitting = _fitting(problem, context, about=False) if problem.waived is None else []
        if rest[frozenset(problem.events)] == 1:
            found[index] = _by_waivers(problem, fitting, context)
            continue
        for waiver in fitting:
            context.vague.setdefault(waiver, []).append(" ".join(problem.fields))
    return found


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
        context.met.add(index)
        waiver = context.plan.waivers[index]
        if waiver.until is None or context.on <= waiver.until:
            return problem._replace(waived=waiver.reason)
    return problem


def new_problems(problems: Iterable[Problem], earlier: Iterable[Problem]) -> list[Problem]:
    """Return the problems that an edit brings in, given those before it.

    A problem is known if the same was there before, was no less severe, and was not waived unless it still is.
    """
    known: dict[str, Problem] = {problem.fingerprint: problem for problem in earlier}
    return [problem for problem in problems if not _is_known(problem, known.get(problem.fingerprint))]


def _is_known(problem: Problem, before: Problem | None) -> bool:
    if before is None or RANK[before.severity] > RANK[problem.severity]:
        return False
    return before.waived is None or problem.waived is not None


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
