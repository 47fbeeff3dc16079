"""Changes in words: the summary above them, and what changed in each, as pairs of a label and a text."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from gcmplan.changes.change import WEIGHT, ChangeKind, Path
from gcmplan.changes.crosscheck import Verdict
from gcmplan.changes.diff import EVENTS, SESSIONS
from gcmplan.plan.attendees import DelegationNames
from gcmplan.plan.caveats import counted
from gcmplan.plan.keys import keys_of
from gcmplan.plan.sections import MODELS, PLAN
from gcmplan.text.decimals import plain_decimals
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gcmplan.changes.change import Change, FieldChange
    from gcmplan.changes.impact import Conflict, Impact
    from gcmplan.plan.keys import Listed
    from gcmplan.plan.workplan import Workplan

_ROWS = {
    PLAN: ("plan", "plans"), "phases": ("phase", "phases"), "groups": ("group", "groups"),
    "policies": ("policy", "policies"), "deadlines": ("deadline", "deadlines"),
    "participation": ("rule of participation", "rules of participation"), EVENTS: ("event", "events"),
    "waivers": ("waiver", "waivers"), "holidays": ("holiday", "holidays"), "states": ("state", "states"),
    "members": ("member", "members"),
    "bodies": ("body", "bodies"), "places": ("place", "places"),
    "observances": ("observance", "observances"), "sessions": ("programme", "programmes"),
    "sources": ("other document", "other documents"),
}  # fmt: skip
"""The words for one row of each section, and for several."""
_HEAD = "the plan's head"
_TOLD = ("when", "place")
"""The facts shown of a row that was added or removed."""
_NAMED = 3
_Values = dict[str, dict[Path, tuple[str, "FieldChange"]]]
"""The values of items by item and key, each with its day."""
_INNER = {"days", "items", "events"}
"""Names of lists inside a row, which say nothing in front of what they hold."""
_LONG = 60
"""Beyond this many characters, only the changed part of a text is shown."""
_AROUND = 3
"""Words shown on either side of it."""


class Telling(NamedTuple):
    """A report of changes: where from, where to, the changes, and their effect on conflicts, by event."""

    old: str
    new: str
    changes: Sequence[Change]
    unchanged: int
    """How many events are as they were."""
    impacts: Mapping[str, Impact]
    names: DelegationNames
    """The names of delegations, by their alpha-3 codes."""
    verdicts: Mapping[str, Verdict] | None = None
    """How another document and the plan speak of each event, if it is these that are compared."""
    only: str = ""
    """The filters in words, if there are any."""

    @property
    def summary(self) -> str:
        """Return "2 postponed, 1 cancelled, 64 unchanged; 1 policy changed", or "2 contradict, 14 agree"."""
        if self.verdicts is None:
            words = summary(self.changes, self.unchanged)
        else:
            count = Counter(self.verdicts.values())
            words = ", ".join(f"{count[verdict]} {verdict}" for verdict in Verdict if count[verdict])
        return words or "nothing to compare"

    def what(self, change: Change) -> str:
        """Return the kinds of a change, behind the verdict if there is one: "more precise (narrowed)"."""
        kinds = ", ".join(change.kinds)
        verdict = self.verdict(change)
        return kinds if verdict is None else f"{verdict} ({kinds})" if kinds else verdict

    def verdict(self, change: Change) -> Verdict | None:
        """Return how another document and the plan speak of an event, if it is these that are compared."""
        return self.verdicts.get(change.id) if self.verdicts else None

    def impact(self, change: Change) -> Impact | None:
        """Return what a change does to conflicts, if anything; a programme may have the id of its event."""
        return self.impacts.get(change.id) if change.section == EVENTS else None

    def lines(self, change: Change) -> Iterator[tuple[str, str]]:
        """Yield what changed, and what that does to conflicts: a label and a text each."""
        return lines(change, self.impact(change), self.names)


def names_of(*plans: Workplan) -> DelegationNames:
    """Return the names of the delegations of some plans by their alpha-3 codes; the last plan's hold."""
    found = DelegationNames(pair for plan in plans for pair in plan.delegation_names.items())
    found.words = plans[-1].attendees
    return found


def summary(changes: Iterable[Change], unchanged: int | None = None) -> str:
    """Return how many events changed, each counted once by its weightiest kind, and what else did."""
    kinds: Counter[ChangeKind] = Counter()
    others: Counter[tuple[str, str]] = Counter()
    for change in changes:
        if change.section == EVENTS:
            kinds[change.kinds[0]] += 1
        else:
            others[change.section, _done(change)] += 1
    words = [f"{kinds[kind]} {kind}" for kind in WEIGHT if kinds[kind]]
    if unchanged:
        words.append(f"{unchanged} unchanged" if kinds else f"no event changed, {unchanged} compared")
    rest = [_counted(section, number, done) for (section, done), number in others.items()]
    return "; ".join(filter(None, (", ".join(words), ", ".join(rest))))


def _done(change: Change) -> str:
    whole = (ChangeKind.ADDED, ChangeKind.REMOVED)
    return str(change.kinds[0]) if change.kinds[0] in whole else "changed"


def _counted(section: str, number: int, done: str) -> str:
    return f"{_HEAD} {done}" if section == PLAN else f"{number} {_ROWS[section][number > 1]} {done}"


def heading(change: Change) -> str:
    """Return "thematic-3", "policy hearing-days" or "the plan's head"."""
    if change.section == PLAN:
        return _HEAD
    return change.id if change.section == EVENTS else f"{_ROWS[change.section][0]} {change.id}"


def title(change: Change) -> str:
    """Return the title of what changed, unless its heading says it already."""
    return "" if change.id.endswith(change.title) else change.title


def lines(change: Change, impact: Impact | None, names: DelegationNames) -> Iterator[tuple[str, str]]:
    """Yield what changed, and what it does to conflicts: a label and a text each."""
    moves, moved = _moved_items(change.fields) if change.section == SESSIONS else ([], set())
    told = tuple(field for field in fields(change) if field.path not in moved)
    rows = {field.path[:-1]: field for field in told if _is_name_of_row(field)}
    titles = {field.path[:-1]: field for field in told if field.path[-1] == "title"}
    for field in told:
        if field.old is None and ChangeKind.ADDED in change.kinds:
            yield field.dotted, _text(field.new)
        elif field.new is None and ChangeKind.REMOVED in change.kinds:
            yield field.dotted, _text(field.old)
        elif row := next((row for row in _outer(field.path) if row in rows), None):
            if field is rows[row]:
                yield _label(row), _came_or_went(field, titles.get(row))
        # An id that changes is kept among those that the row had before.
        elif field.key != "formerly" or change.old_id == change.id:
            yield from _field(change, field, names)
    yield from moves
    if impact:
        yield from _conflicts("brings a conflict", impact.brought, names)
        yield from _conflicts("ends a conflict", impact.resolved, names)


def _moved_items(changed: Iterable[FieldChange]) -> tuple[list[tuple[str, str]], set[Path]]:
    """Return a label and a text on each programme item that went to another day, and the paths of its values."""
    gone: _Values = {}
    come: _Values = {}
    for field in changed:
        # A value on both sides belongs to an item that stays.
        if field.path[2:3] == ("items",) and field.path[4:] and (field.old is None) is not (field.new is None):
            day, item, key = field.path[1], field.path[3], field.path[4:]
            (come if field.old is None else gone).setdefault(item, {})[key] = (day, field)
    texts, paths, name = [], set[Path](), ("id",)
    for item in (item for item in gone if name in gone[item] and name in come.get(item, {})):
        old, new = gone[item], come[item]
        texts.append((item, f"{old[name][0]} → {new[name][0]}"))
        for key in dict.fromkeys((*old, *new)):
            before, after = old[key][1].old if key in old else None, new[key][1].new if key in new else None
            if before != after:
                texts.append((f"{item}, {_label(key)}", _differing(_text(before), _text(after))))
        paths.update(field.path for side in (old, new) for _, field in side.values())
    return texts, paths


def _is_name_of_row(field: FieldChange) -> bool:
    """Whether a value identifies a row inside another, and was added or removed with that row."""
    return field.path[1:] != () and field.path[-1] in {"id", "date"} and (field.old is None or field.new is None)


def _outer(path: Path) -> Iterator[Path]:
    """Yield the paths around a value, the innermost first."""
    while path := path[:-1]:
        yield path


def _came_or_went(name: FieldChange, title: FieldChange | None) -> str:
    """Return "added: Opening"."""
    word = "added" if name.old is None else "removed"
    return f"{word}: {_text(title.new or title.old)}" if title else word


def fields(change: Change) -> tuple[FieldChange, ...]:
    """Return the values to show: of a row that was added or removed, when and where."""
    if {ChangeKind.ADDED, ChangeKind.REMOVED}.isdisjoint(change.kinds):
        return change.fields
    return tuple(field for field in change.fields if field.dotted in _TOLD)


def delegations(conflict: Conflict, names: DelegationNames) -> str:
    """Return "21 delegations: Algeria, Bahrain, Comoros and 18 more"."""
    codes, suspended = conflict.delegations, [names.get(code, code) for code in conflict.suspended]
    number = counted(len(codes), names.words, conflict.assumptions, suspended).removesuffix(",")
    known = sorted(names.get(code, code) for code in codes)
    text = ", ".join(known[:_NAMED]) + (f" and {len(known) - _NAMED} more" if len(known) > _NAMED else "")
    return f"{number}: {text}"


def _conflicts(label: str, conflicts: Sequence[Conflict], names: DelegationNames) -> Iterator[tuple[str, str]]:
    for conflict in conflicts:
        rest = f"; {conflict.remaining} as before" if conflict.remaining else ""
        also = f" and {conflict.more:,} other meetings" if conflict.more else ""
        yield label, f"with {conflict.event}{also}, {delegations(conflict, names)}{rest}"


def _field(change: Change, field: FieldChange, names: DelegationNames) -> Iterator[tuple[str, str]]:
    label, days = _label(field.path), change.days
    key = keys_of(MODELS[change.section]).get(field.dotted)
    if key and key.listed:
        yield from ((label, text) for text in _listed(field, key.listed, names))
        return
    moved = f" ({plural(abs(days), '{} day', '{} days')} {'later' if days > 0 else 'earlier'})" if days else ""
    yield label, _differing(_text(field.old), _text(field.new)) + moved * (field.path == ("when",))


def _label(path: Path) -> str:
    """Return "2017-05-08, opening, time" of a path."""
    return ", ".join((*(step for step in path[:-1] if step not in _INNER), path[-1]))


def _differing(old: str, new: str) -> str:
    """Return two texts with an arrow between; if both are long, only where they differ, with some words around."""
    before, after = old.split(), new.split()
    if before == after:
        return "the same words, set out otherwise"
    if min(len(old), len(new)) < _LONG:
        return f"{old} → {new}"
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    start, end = max(0, head - _AROUND), max(0, tail - _AROUND)
    return f"{_cut(before, start, end)} → {_cut(after, start, end)}"


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many equal words two texts begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(words: Sequence[str], start: int, end: int) -> str:
    """Return words without so many at the start and at the end, with dots in their place."""
    return " ".join(["…"] * (start > 0) + list(words[start : len(words) - end]) + ["…"] * (end > 0))


def _listed(field: FieldChange, words: Listed, names: DelegationNames) -> Iterator[str]:
    """Yield what came into a list, and what went."""
    old, new = (dict.fromkeys(value or ()) for value in (field.old, field.new))
    come, gone = ([one for one in here if one not in there] for here, there in ((new, old), (old, new)))
    for word, some in ((words.came, come), (words.went, gone)):
        if some:
            yield f"{word}: {', '.join(names.get(one, one) for one in some)}"
    if not come and not gone:
        yield "in another order"


def _text(value: Any) -> str:  # noqa: ANN401 - a plain JSON value
    if value is None or value == []:
        return "none"
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, dict):
        return ", ".join(_text(part) if key == "name" else f"{key} {_text(part)}" for key, part in value.items())
    return plain_decimals(str(value)) if isinstance(value, float) else str(value)
