"""The effect of an edit, in the words that its author reads before it counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.changes.change import ChangeKind
from gcmplan.changes.diff import EVENTS
from gcmplan.feeds.vevent import uid_of, whole_uid
from gcmplan.plan.caveats import counted
from gcmplan.problems.problem import Severity
from gcmplan.views.change_words import heading, title
from gcmplan.views.notice_words import changed_event
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gcmplan.changes.change import Change
    from gcmplan.changes.impact import Conflict
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem
    from gcmplan.views.change_words import Telling

_IN_HEADLINE = {"when", "status", "certainty", "place", "venue", "hours"}
"""The changes that the headline of an event already has in its own words."""
_CONFLICT_LABELS = {"brings a conflict", "ends a conflict"}
_DOUBLE_BOOKED, _UNUSED_WAIVER = "GP101", "GP901"
_NAMED = 2
_NEWS = re.compile(r"; ([\d,]+ of [\d,]+ \w+) (?:is|are) new\b")
"""The words for a cluster that grew; read backwards, for one that shrank."""
NOTHING_NEW, LOOK = "brings nothing new", "look at"


class EffectLine(NamedTuple):
    """A label and a text below a headline; a headline has no label, and a label alone no text."""

    label: str
    text: str
    severity: str = ""


def effect_lines(
    plans: tuple[Workplan, Workplan], telling: Telling, news: Sequence[Problem], gone: Sequence[Problem],
    remarks: Iterable[str],
) -> Iterator[EffectLine]:  # fmt: skip
    """Yield what changed, which problems come and go, and what should be looked at, from one plan to another.

    A conflict that ends is listed at the meeting that moved; the problem that reported it is not listed again.
    """
    for change in telling.changes:
        yield from _of_change(plans, change, telling)
    told = _pairs_told(telling)
    unused = [one for one in news if one.code == _UNUSED_WAIVER]
    yield from _problems("brings", [one for one in news if one not in unused])
    if len(news) == len(unused):
        yield EffectLine(NOTHING_NEW, "")
    yield from _problems(
        "ends", [one for one in gone if one.code != _DOUBLE_BOOKED or frozenset(one.events) not in told]
    )
    yield from (EffectLine(LOOK, problem.message) for problem in unused)
    yield from (EffectLine(LOOK, remark) for remark in remarks)
    if number := _with_other_uids(*plans, telling.changes):
        one = "{} event gets another UID: calendars that imported it before show it twice"
        many = "{} events get other UIDs: calendars that imported them before show them twice"
        yield EffectLine(LOOK, plural(number, one, many))


def _with_other_uids(old: Workplan, new: Workplan, changes: Iterable[Change]) -> int:
    """Return how many events calendars will take for others than before."""
    before = {change.id: change.old_id for change in changes if change.section == EVENTS}
    known = {event.id: whole_uid(uid_of(event), event, old.calendar.domain) for event in old.events}
    uids = (
        (before.get(event.id, event.id), whole_uid(uid_of(event), event, new.calendar.domain)) for event in new.events
    )
    return sum(known.get(name, uid) != uid for name, uid in uids)


def _problems(label: str, problems: Sequence[Problem]) -> Iterator[EffectLine]:
    """Yield problems that come or go; infos of which only a part does, in one line that counts them."""
    parts = [one for one in problems if one.severity is Severity.INFO and _NEWS.search(one.message)]
    for problem in problems:
        if problem not in parts:
            text = _told(problem)
            yield EffectLine(label, text if label == "brings" else _NEWS.sub(r"; \1 no longer", text), problem.severity)
    if parts:
        rules = ", ".join(f"{code} {name}" for code, name in dict.fromkeys((one.code, one.name) for one in parts))
        yield EffectLine(label, f"{plural(len(parts), '{} info', '{} infos')}: {rules}", Severity.INFO)


def mended_lines(fixed: Sequence[Problem], left: Sequence[Problem], remarks: Iterable[str]) -> Iterator[EffectLine]:
    """Yield what an edit does to a plan that could not be loaded: the problems that it fixes, and those left."""
    now = f"{plural(len(left), '{} problem', '{} problems')} left" if left else "it can be loaded again"
    yield EffectLine("", f"The plan could not be loaded: {now}")
    yield from (EffectLine("fixes", _told(problem)) for problem in fixed)
    yield from (EffectLine("left", _told(problem), problem.severity) for problem in left)
    yield from (EffectLine(LOOK, remark) for remark in remarks)


def _told(problem: Problem) -> str:
    return f"{problem.severity} {problem.code}: {problem.message}"


def _pairs_told(telling: Telling) -> set[frozenset[str]]:
    """Return the pairs of meetings whose conflict ends, each by both ids."""
    return {
        frozenset((change.id, conflict.event))
        for change in telling.changes
        if (impact := telling.impact(change))
        for conflict in impact.resolved
    }


def _of_change(plans: tuple[Workplan, Workplan], change: Change, telling: Telling) -> Iterator[EffectLine]:
    words = _words(plans, change)
    lines = [line for line in telling.lines(change) if line[0] not in _CONFLICT_LABELS]
    if change.section == EVENTS and words:
        yield EffectLine("", f"{name_of(plans, change.id)}: {words}{_days(change)}")
        lines = [line for line in lines if line[0] not in _IN_HEADLINE]
    else:
        name = name_of(plans, change.id) if change.section == EVENTS else heading(change)
        about = f" ({title(change)})" if title(change) and change.section != EVENTS else ""
        yield EffectLine("", f"{name}{about}: {', '.join(change.kinds)}")
    yield from (EffectLine(label, text) for label, text in lines)
    if impact := telling.impact(change):
        yield from _conflicts(plans, "brings a conflict", impact.brought, telling)
        yield from _conflicts(plans, "ends a conflict", impact.resolved, telling)


def _words(plans: tuple[Workplan, Workplan], change: Change) -> str:
    """Return what changed in an event, as its notice says; nothing of another row, or if only details changed."""
    if change.section != EVENTS:
        return ""
    old, new = plans
    was = next((event for event in old.events if event.id == change.old_id), None)
    now = next((event for event in new.events if event.id == change.id), None)
    if ChangeKind.REMOVED in change.kinds:
        return f"removed, was {was.when}" if was else ""
    if was and now and {field.key for field in change.fields}.isdisjoint(_IN_HEADLINE):
        return ""
    return changed_event((old, was), (new, now))


def _days(change: Change) -> str:
    days = change.days
    return f" ({plural(abs(days), '{} day', '{} days')} {'later' if days > 0 else 'earlier'})" if days else ""


def name_of(plans: Iterable[Workplan], event_id: str) -> str:
    """Return the short title of an event that one of some plans has, or its title; the last plan's holds."""
    names = {event.id: event.short or event.title for plan in plans for event in plan.events}
    return names.get(event_id, event_id)


def _conflicts(
    plans: tuple[Workplan, Workplan], label: str, conflicts: Sequence[Conflict], telling: Telling
) -> Iterator[EffectLine]:
    """Yield the conflicts that come or go, in the order of the plan."""
    order = {event.id: place for place, event in enumerate(plans[1].events)}
    for conflict in sorted(conflicts, key=lambda one: order.get(one.event, len(order))):
        also = f" and {conflict.more:,} other meetings" if conflict.more else ""
        rest = f"; {conflict.remaining} as before" if conflict.remaining else ""
        who = _delegations(conflict, telling)
        yield EffectLine(label, f"with {name_of(plans, conflict.event)}{also}, {who}{rest}")


def _delegations(conflict: Conflict, telling: Telling) -> str:
    """Return "43 delegations: Afghanistan, Australia and 41 more", with what their number assumes."""
    known = sorted(telling.names.get(code, code) for code in conflict.delegations)
    suspended = [telling.names.get(code, code) for code in conflict.suspended]
    number = counted(len(known), telling.names.words, conflict.assumptions, suspended).removesuffix(",")
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    return f"{number}: {', '.join(known[:_NAMED])}{more}"
