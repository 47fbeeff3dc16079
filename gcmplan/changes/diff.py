"""The changes between two plans, row by row, by id; the order of rows, comments and formatting do not count."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter, is_
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from gcmplan.changes.change import Change, ChangeKind, FieldChange, Positions, by_weight
from gcmplan.changes.kinds import days_between, kinds_of_row
from gcmplan.changes.values import facts_of
from gcmplan.plan.model import PlanHead
from gcmplan.plan.sections import MODELS, PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from gcmplan.changes.values import Facts
    from gcmplan.plan.row import Row
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Position

EVENTS, SESSIONS, DEADLINES, PLACES = "events", "sessions", "deadlines", "places"
SECTIONS = tuple(MODELS)


def difference(old: Workplan | None, new: Workplan, *, placed: bool = True) -> list[Change]:
    """Return what changed from one plan to another, the weightiest first; without an old one, all is added.

    Positions of rows are looked up only if `placed`.
    """
    return by_weight(
        change
        for section in SECTIONS
        if old is None or not _is_shared(old, new, section)
        for change in _compared(old, new, section, placed=placed)
    )


def _compared(old: Workplan | None, new: Workplan, section: str, *, placed: bool) -> Iterator[Change]:
    """Yield what changed in a section; of events, which have ids of their own, those that are the same are left out."""
    same: set[int] = set()
    if old and section == EVENTS:
        same = set(map(id, old.events)) & set(map(id, new.events))
    yield from _differences(_Rows(old, section, same), _Rows(new, section, same), placed=placed)


def facts_of_plan(plan: Workplan) -> dict[tuple[str, str], Facts]:
    """Return all that a plan says, by section and id."""
    return {
        (section, key): facts_of(model)
        for section in SECTIONS
        for key, (_, model) in _Rows(plan, section).by_id.items()
    }


def applied(changes: Iterable[Change], facts: Mapping[tuple[str, str], Facts]) -> dict[tuple[str, str], Facts]:
    """Return what a plan says after some changes, given what it said before."""
    result = {key: dict(row) for key, row in facts.items()}
    for change in changes:
        row = result.pop((change.section, change.old_id), {})
        row |= {field.path: field.new for field in change.fields}
        if row := {path: value for path, value in row.items() if value is not None}:
            result[change.section, change.id] = row
    return result


class _Rows:
    """The rows of one part of a plan, without some objects: `by_id` holds each with its index."""

    def __init__(self, plan: Workplan | None, section: str, without: Container[int] = ()) -> None:
        self.plan, self.section = plan, section
        self.by_id: dict[str, tuple[int, Row]] = {}
        self._alike: Counter[str] = Counter()
        found = [one for one in enumerate(_keyed(plan, section)) if id(one[1][1]) not in without] if plan else []
        if len({key for _, (key, _) in found}) < len(found):
            # Rows with the same name are numbered by their contents, not by their position.
            found.sort(key=lambda row: str(facts_of(row[1][1])))
        for index, (key, model) in found:
            self.by_id[self._free(key)] = (index, model)

    def _free(self, key: str) -> str:
        """Return a key, numbered if it is taken."""
        name = key
        while name in self.by_id:
            self._alike[key] += 1
            name = f"{key} ({self._alike[key] + 1})"
        return name

    def model(self, key: str | None) -> Row | None:
        """Return a row, if there is one of that id."""
        found = self.by_id.get(key) if key is not None else None
        return found[1] if found else None

    def names(self, key: str) -> tuple[str, ...]:
        """Return what a row is called, and what it was called before, the latest name first."""
        return (key, *getattr(self.by_id[key][1], "formerly", ())[::-1])

    def position(self, key: str | None) -> Position | None:
        """Return the position of a row."""
        found = self.by_id.get(key) if key is not None else None
        return self.plan.position_of_row(self.section, found[0]) if self.plan and found else None


def _is_shared(old: Workplan, new: Workplan, section: str) -> bool:
    """Whether the rows of a section are the same objects, as they are after loads with one memory."""
    if section == PLAN:
        return False
    name = "papers" if section == "sources" else section
    before, after = getattr(old, name), getattr(new, name)
    return len(before) == len(after) and all(map(is_, before, after))


def _keyed(plan: Workplan, section: str) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a section, each with what it is recognised by."""
    if section == PLAN:
        yield PLAN, PlanHead(**{name: getattr(plan, name) for name in PlanHead.model_fields})
    elif section == SESSIONS:
        yield from ((filed.session.id, filed.session) for filed in plan.sessions)
    elif section == "sources":
        yield from ((PurePosixPath(filed.document.name).stem, filed.paper) for filed in plan.papers)
    else:
        name = _KEYS.get(section, attrgetter("id"))
        yield from ((name(row), row) for row in getattr(plan, section))


_KEYS: dict[str, Callable[[Any], str]] = {
    "waivers": lambda waiver: " ".join(filter(None, (waiver.rule, *sorted(waiver.events), waiver.about))),
    "holidays": lambda holiday: f"{holiday.date} {holiday.name}",
    "observances": lambda observance: f"{observance.date} {observance.name}",
    "states": attrgetter("alpha3"),
    "places": attrgetter("name"),
}


def _differences(old: _Rows, new: _Rows, *, placed: bool) -> Iterator[Change]:
    for old_id, new_id in _matched(old, new):
        before, after = old.model(old_id), new.model(new_id)
        # Most rows are unchanged, which is found without looking at their parts.
        if before is after or (before and after and before.__dict__ == after.__dict__):
            continue
        change = _change(old, new, old_id, new_id)
        if change.fields:
            positions = Positions(old.position(old_id), new.position(new_id)) if placed else Positions()
            yield change._replace(positions=positions)


def _matched(old: _Rows, new: _Rows) -> Iterator[tuple[str | None, str | None]]:
    """Yield the ids of each row on either side; a removed row may continue under an earlier or later id."""
    gone = {key: None for key in old.by_id if key not in new.by_id}
    come = {key: None for key in new.by_id if key not in old.by_id}
    yield from ((key, key) for key in old.by_id if key not in gone)
    for before, after in _renamed(old, new, gone, come):
        # If there are several names, the latest decides; the result does not depend on the direction of the comparison.
        if before in gone and after in come:
            del gone[before], come[after]
            yield before, after
    yield from ((None, key) for key in come)
    yield from ((key, None) for key in gone)


def _renamed(old: _Rows, new: _Rows, gone: Iterable[str], come: Iterable[str]) -> list[tuple[str, str]]:
    """Return the ids of rows that share a name, now or formerly: those that were so called last come first."""
    owners = {name: (rank, key) for key in gone for rank, name in enumerate(old.names(key))}
    shared = [
        (owners[name][0] + rank, (owners[name][1], key))
        for key in come
        for rank, name in enumerate(new.names(key))
        if name in owners
    ]
    return [names for _, names in sorted(shared, key=lambda one: (one[0], *sorted(one[1])))]


def _change(old: _Rows, new: _Rows, old_id: str | None, new_id: str | None) -> Change:
    before, after = old.model(old_id), new.model(new_id)
    row = after or before
    was, now = facts_of(before), facts_of(after)
    fields = tuple(
        FieldChange(path, was.get(path), now.get(path))
        for path in dict.fromkeys((*was, *now))
        if was.get(path) != now.get(path)
    )
    kinds: tuple[ChangeKind, ...] = (ChangeKind.ADDED,) if after else (ChangeKind.REMOVED,)
    if before and after:
        kinds = kinds_of_row(before, after, {field.key for field in fields})
    return Change(
        section=new.section,
        id=new_id or old_id or "",
        title=next((text for name in ("title", "name", "who", "reason") if (text := getattr(row, name, None))), ""),
        kinds=kinds,
        days=days_between(before, after),
        fields=fields,
        first=when.earliest if (when := getattr(row, "when", None)) else None,
    )
