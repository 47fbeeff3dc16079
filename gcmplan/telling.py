"""Changes in words: the summary above them, and what changed in each, as pairs of a label and a text."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from gcmplan.change import WEIGHT, ChangeKind
from gcmplan.comparison import Verdict
from gcmplan.diff import EVENTS, PLAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gcmplan.change import Change, FieldChange
    from gcmplan.impact import Conflict, Impact
    from gcmplan.workplan import Workplan

ONE = {
    PLAN: "plan", "phases": "phase", "groups": "group", "policies": "policy", "deadlines": "deadline", EVENTS: "event",
    "waivers": "waiver", "holidays": "holiday", "states": "state", "bodies": "body", "places": "place",
    "sessions": "programme", "sources": "other document",
}  # fmt: skip
"""What a row of each section is called."""
_LISTED = ("joined", "left")
_WORDS = {"members": _LISTED, "associates": _LISTED, "joint": _LISTED, "after": ("added", "removed")}
_TOLD = ("when", "place")
"""What is told of a row that was added or removed."""
_NAMED = 3
_INNER = {"days", "items", "events"}
"""Names of lists inside a row, which say nothing in front of what they hold."""


class Telling(NamedTuple):
    """Changes to be told: where from, where to, what changed, and what that does to conflicts, by event."""

    old: str
    new: str
    changes: Sequence[Change]
    unchanged: int
    """How many events are as they were."""
    impacts: Mapping[str, Impact]
    names: Mapping[str, str]
    """The names of delegations, by their alpha-3 codes."""
    verdicts: Mapping[str, Verdict] = MappingProxyType({})
    """How another document and the plan speak of each event, if it is these that are compared."""

    @property
    def summary(self) -> str:
        """Return "2 postponed, 1 cancelled, 64 unchanged; 1 policy changed", or "2 contradict, 14 agree"."""
        if not self.verdicts:
            return summary(self.changes, self.unchanged)
        count = Counter(self.verdicts.values())
        return ", ".join(f"{count[verdict]} {verdict}" for verdict in Verdict if count[verdict])

    def what(self, change: Change) -> str:
        """Return the kinds of a change, behind the verdict if there is one: "more precise (narrowed)"."""
        kinds = ", ".join(change.kinds)
        verdict = self.verdicts.get(change.id)
        return kinds if verdict is None else f"{verdict} ({kinds})" if kinds else verdict


def names_of(*plans: Workplan) -> dict[str, str]:
    """Return the names of the delegations of some plans by their alpha-3 codes; the last plan's hold."""
    return {state.alpha3: state.name for plan in plans for state in plan.states}


def summary(changes: Iterable[Change], unchanged: int | None = None) -> str:
    """Return how many events changed, each counted once by its weightiest kind, and what else did."""
    kinds: Counter[ChangeKind] = Counter()
    others: Counter[str] = Counter()
    for change in changes:
        if change.section == EVENTS:
            kinds[change.kinds[0]] += 1
        else:
            others[change.section] += 1
    words = [f"{kinds[kind]} {kind}" for kind in WEIGHT if kinds[kind]]
    if unchanged is not None:
        words.append(f"{unchanged} unchanged" if kinds else f"no event changed, {unchanged} compared")
    rest = [_counted(section, number) for section, number in others.items()]
    return "; ".join(filter(None, (", ".join(words), ", ".join(rest))))


def _counted(section: str, number: int) -> str:
    if section == PLAN:
        return "the plan's head changed"
    return f"{number} {ONE[section] if number == 1 else section} changed"


def heading(change: Change) -> str:
    """Return "thematic-3", "policy hearing-days" or "the plan's head"."""
    if change.section == PLAN:
        return "the plan's head"
    return change.id if change.section == EVENTS else f"{ONE[change.section]} {change.id}"


def lines(change: Change, impact: Impact | None, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what changed, and what it does to conflicts: a label and a text each."""
    for field in fields(change):
        if field.old is None and ChangeKind.ADDED in change.kinds:
            yield field.path, _text(field.new)
        elif field.new is None and ChangeKind.REMOVED in change.kinds:
            yield field.path, _text(field.old)
        else:
            yield from _field(field, change.days, names)
    if impact:
        yield from _conflicts("brings a conflict", impact.brought, names)
        yield from _conflicts("ends a conflict", impact.resolved, names)


def fields(change: Change) -> tuple[FieldChange, ...]:
    """Return the values to be told: of a row that was added or removed, when and where."""
    if {ChangeKind.ADDED, ChangeKind.REMOVED}.isdisjoint(change.kinds):
        return change.fields
    return tuple(field for field in change.fields if field.path in _TOLD)


def delegations(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Return "21 delegations: Algeria, Bahrain, Comoros and 18 more"."""
    known = sorted(names.get(code, code) for code in codes)
    text = ", ".join(known[:_NAMED]) + (f" and {len(known) - _NAMED} more" if len(known) > _NAMED else "")
    return f"{len(known)} delegation{'s' * (len(known) != 1)}: {text}"


def _conflicts(label: str, conflicts: Sequence[Conflict], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for conflict in conflicts:
        yield label, f"with {conflict.event}, {delegations(conflict.delegations, names)}"


def _field(field: FieldChange, days: int | None, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    label = ", ".join(part for part in field.path.split(".") if part not in _INNER)
    if field.path in _WORDS:
        yield from ((label, text) for text in _listed(field, names))
        return
    moved = f" ({abs(days)} day{'s' * (abs(days) != 1)} {'later' if days > 0 else 'earlier'})" if days else ""
    yield label, f"{_text(field.old)} → {_text(field.new)}{moved * (field.path == 'when')}"


def _listed(field: FieldChange, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what came into a list, and what went."""
    old, new = (list(value or ()) for value in (field.old, field.new))
    come, gone = ([one for one in here if one not in there] for here, there in ((new, old), (old, new)))
    for word, listed in zip(_WORDS[field.path], (come, gone), strict=True):
        if listed:
            yield f"{word}: {', '.join(names.get(one, one) for one in listed)}"
    if not come and not gone:
        yield "in another order"


def _text(value: Any) -> str:  # noqa: ANN401 - a plain JSON value
    if value is None or value == []:
        return "none"
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(part)}" for key, part in value.items())
    return str(value)
