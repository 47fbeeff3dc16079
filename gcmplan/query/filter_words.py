"""Filters in words: the line below the heading of filtered output."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gcmplan.dates.span import day_text
from gcmplan.errors import GcmplanError
from gcmplan.plan.place import ONLINE
from gcmplan.query.filters import phases_by_name
from gcmplan.query.states import find_state, name_of_state
from gcmplan.text.accents import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gcmplan.dates.span import Span
    from gcmplan.plan.workplan import Workplan
    from gcmplan.query.filters import Criteria

_SURE = {"confirmed": "confirmed", "tbc": "TBC", "tba": "TBA", "tbd": "TBA"}


def filter_words(plan: Workplan, criteria: Criteria) -> str:
    """Return "Only phase I; in Geneva; for Kenya", or nothing if nothing is filtered."""
    groups = {name: group.title for group in plan.groups for name in (group.title, group.short, group.id)}
    bodies = {body.id: body.name for body in plan.bodies}
    places = {place.name: place.name for place in plan.places} | _SURE
    only_online = set(map(folded, criteria.places)) == {ONLINE}
    words = (
        _named("", criteria.phases, _phases(plan)),
        _named("", criteria.groups, groups),
        _named("", criteria.kinds),
        _named("meetings of ", criteria.bodies, bodies),
        _named("" if only_online else "in ", criteria.places, places),
        _alternatives("in ", (_state(plan, text) for text in criteria.countries)),
        _named("", criteria.statuses),
        _named("", criteria.certainties, _SURE),
        _alternatives("", map(_days, criteria.days)),
        _alternatives("with ", (f"“{text}”" for text in criteria.texts)),
        _alternatives("for ", (_state(plan, text) for text in criteria.delegations)),
    )
    kept = "; ".join(filter(None, words))
    return f"Only {kept}" if kept else ""


def _phases(plan: Workplan) -> Mapping[str, str]:
    known: dict[str, str] = {
        phase.id: f"phase {phase.id}" if phase.is_numbered else phase.title for phase in plan.phases
    }
    return {name: known.get(phase, "outside the phases") for name, phase in phases_by_name(plan).items()}


def _named(before: str, values: Iterable[str], names: Mapping[str, str] | None = None) -> str:
    """Return values by their names in the plan; one that it does not know, as it was typed."""
    known = {folded(name): text for name, text in (names or {}).items()}
    return _alternatives(before, (known.get(folded(value), value.strip()) for value in values))


def day_words(number: int, days: int) -> str:
    """Return "Only day 2 of 2", of a programme."""
    return f"Only day {number} of {days}"


def _alternatives(before: str, words: Iterable[str]) -> str:
    """Return "in Geneva, Bali or Lima"."""
    *first, last = list(dict.fromkeys(words)) or [""]
    return before + " or ".join(filter(None, (", ".join(first), last))) if last else ""


def _state(plan: Workplan, text: str) -> str:
    """Return the name of a state that a text names; the text itself if it names none."""
    try:
        return name_of_state(plan, find_state(plan, text))
    except GcmplanError:
        return text.strip()


def _days(span: Span) -> str:
    """Return "8 May 2017", "1 May 2017 to 31 May 2017", "from 1 May 2017" or "until 31 May 2017"."""
    if span.first == date.min:
        return f"until {day_text(span.last)}"
    if span.last == date.max:
        return f"from {day_text(span.first)}"
    return day_text(span.first) if span.first == span.last else f"{day_text(span.first)} to {day_text(span.last)}"
