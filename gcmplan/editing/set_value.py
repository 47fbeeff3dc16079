"""Giving a key of any row a value, or taking the key away: `set`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args, get_origin

from gcmplan.editing.actions import move
from gcmplan.editing.edit import CannotEditError, Edit
from gcmplan.editing.event_row import EventRow
from gcmplan.editing.new_place import place_named
from gcmplan.editing.operation import Insert, Operation, Remove, Set, Unset
from gcmplan.editing.targets import UnknownKeyError, find_target
from gcmplan.editing.values import value_of
from gcmplan.plan.keys import annotation_of, is_row, key_of, plain_type
from gcmplan.plan.model import PlanHead
from gcmplan.plan.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gcmplan.editing.operation import Path
    from gcmplan.editing.targets import Target
    from gcmplan.files.document import Document
    from gcmplan.plan.row import Row
    from gcmplan.plan.workplan import Workplan


def set_value(plan: Workplan, name: str, key: str, words: Sequence[str], source: str | None = None) -> Edit:
    """Give a key of a row a value, or remove the key if there are no words.

    A key may go on behind a point: "speakers.2.role", "by_month.2018-03". The date of an event is moved; with its
    place, that of its programme changes. A city that the plan does not know gets its row.

    Raises:
        UnknownValueError, AmbiguousValueError, UnknownKeyError: no one row or key is named so.
        CannotEditError: the value is that already, or cannot be one; or the row cannot be without it.
        UnknownPlaceError, SeveralCitiesError: a place is not known, or not to be told which.

    """
    if words and key == "when" and (target := find_target(plan.documents, name, key)).kind == "event":
        return move(plan, target.name, " ".join(words), source)
    edit = set_in_files(plan.documents, name, key, words, source)
    if words and key == "place" and (target := find_target(plan.documents, name, key)).kind == "event":
        place = place_named(plan.documents, " ".join(words)).text
        return _with_programme(plan, target.name, place, edit)
    return edit


def _with_programme(plan: Workplan, name: str, place: str, edit: Edit) -> Edit:
    """Return an edit of an event's place with what changes with it."""
    row = EventRow(plan, name)
    row.remark_on_place(place)
    along = row.edit()
    return Edit({**edit.operations, **along.operations}, (*along.remarks, *edit.remarks))


def set_in_files(
    documents: Mapping[str, Document], name: str, key: str, words: Sequence[str], source: str | None = None
) -> Edit:
    """Do as `set_value`, also where the files make no plan: nothing changes with the value.

    Raises:
        As `set_value`.

    """
    first, _, rest = key.partition(".")
    target = find_target(documents, name, first)
    if not words:
        return _edit(target, key, source, _unset(target, name, first, rest))
    if target.kind == "event" and key == "id":
        raise CannotEditError("an event's id is changed with all references", f"gcmplan rename {target.name} NEW")
    if not rest and is_place(target.model, first):
        place = place_named(documents, " ".join(words))
        return place.added_to(_edit(target, key, source, _set(target, first, rest, [place.text])))
    return _edit(target, key, source, _set(target, first, rest, words))


def is_place(model: type[Row], key: str) -> bool:
    """Whether the value of a key is the name of one place."""
    return key_of(model, key).refers == "places" and get_origin(plain_type(annotation_of(model, key))) is not tuple


def _unset(target: Target, name: str, first: str, rest: str) -> Operation:
    """Return the operation that takes a key of a row away, or an entry of a list."""
    key = f"{first}.{rest}" if rest else first
    path = _path(target, first, rest)
    holder = target.document.value_at((*target.path, *path[:-1]))
    known: Any = holder if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
    if path[-1] not in known:
        raise CannotEditError(f"{target} has no '{key}'")
    if not rest and target.model.model_fields[first].is_required():
        raise CannotEditError(f"{target} cannot be without '{key}'", f"gcmplan set {name} {key} VALUE")
    if len(holder) == 1 and len(path) > 1:
        # A value that becomes empty is removed too.
        path = path[:-1]
    where = (*target.path, *path)
    return Remove(where) if isinstance(path[-1], int) else Unset(where)


def _edit(target: Target, key: str, source: str | None, operation: Operation) -> Edit:
    """Return the edit of one operation, with the document that says so added to those of the row, or of its file."""
    operations = [operation]
    if source is not None:
        path = () if target.kind == "item" else target.path
        model = Session if target.kind == "item" else target.model
        # The source at the head of a plan is that of all rows without one of their own.
        if "source" not in model.model_fields or model is PlanHead or key == "source":
            raise CannotEditError(f"{target} names no source", "leave --source out")
        known = target.document.value_at(path).get("source") or target.document.value_at(()).get("source") or ""
        if source not in known:
            named = "; ".join(filter(None, (known, source)))
            operations.append(Set((*path, "source"), named, tuple(model.model_fields)))
    return Edit({target.document.path: operations})


def _path(target: Target, first: str, rest: str) -> Path:
    """Return the path inside a row that a key names; entries of lists are counted from 1."""
    if not rest:
        return (first,)
    kind = plain_type(target.model.model_fields[first].annotation)
    if get_origin(kind) is dict:
        return (first, rest)
    number, _, part = rest.partition(".")
    if get_origin(kind) is tuple:
        if not number.isdecimal() or number == "0":
            raise UnknownKeyError(f"'{first}' of {target}", number, ("1", "2", "3 …"))
        return (first, int(number) - 1, part) if part else (first, int(number) - 1)
    return (first, rest)


def _set(target: Target, first: str, rest: str, words: Sequence[str]) -> Operation:
    path = _path(target, first, rest)
    kind = _type_at(target, annotation_of(target.model, first), path)
    value = value_of(str(path[-1]) if rest else first, kind, words)
    where = (*target.path, *path)
    if target.document.value_at(where) == value:
        raise CannotEditError(f"'{first}{'.' * bool(rest)}{rest}' of {target} is {' '.join(words)!r} already")
    return _at(target, where, path, value)


def _at(target: Target, where: Path, path: Path, value: Any) -> Operation:  # noqa: ANN401 - a value of a file
    """Return the operation that puts a value there, with what must hold it if that is not there yet."""
    holder = target.document.value_at(where[:-1])
    if len(path) == 1:
        return Set(where, value, tuple(target.model.model_fields))
    if isinstance(holder, dict) and holder:
        return Set(where, value)
    if isinstance(holder, list) and isinstance(path[-1], int) and path[-1] < len(holder):
        return Set(where, value)
    if isinstance(holder, list) and path[-1] == len(holder):
        return Insert(where, value)
    if isinstance(holder, str) and path[-1] == "role":
        # A person is written as the name alone until more is known.
        return Set(where[:-1], {"name": holder, "role": value})
    if isinstance(path[-1], int) and path[-1] > 0:
        raise CannotEditError(f"'{path[0]}' of {target} has no {path[-1]} entries", "entries are counted from 1")
    whole = [value] if isinstance(path[-1], int) else {str(path[-1]): value}
    above = target.document.value_at(where[:-2])
    if holder is None and isinstance(above, list) and isinstance(path[-2], int) and path[-2] == len(above):
        return Insert(where[:-1], whole)
    if not holder and len(path) == 2:  # noqa: PLR2004 - a key and its part
        return Set(where[:-1], whole, tuple(target.model.model_fields))
    raise CannotEditError(f"'{'.'.join(map(str, path[:-1]))}' of {target} is not there", "set the whole of it first")


def _type_at(target: Target, annotation: Any, path: Path) -> Any:  # noqa: ANN401 - types
    """Return the type of what a path inside a row holds."""
    for step in path[1:]:
        kind = plain_type(annotation)
        if get_origin(kind) in {tuple, dict}:
            annotation = get_args(kind)[-1 if get_origin(kind) is dict else 0]
        elif is_row(kind) and step in kind.model_fields:
            annotation = annotation_of(kind, str(step))
        elif is_row(kind):
            raise UnknownKeyError(f"'{path[0]}' of {target}", str(step), kind.model_fields)
        else:
            raise CannotEditError(f"'{path[0]}' of {target} has no part '{step}'")
    return annotation
