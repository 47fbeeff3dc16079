"""Rows from the values of a file, without pydantic, whose import and models take as long as reading a plan.

Only what is surely right is read here. On all else pydantic decides, and says what is wrong (`plan/validation.py`).
Both go by the types of the keys and the constraints in them.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from gcmplan.plan.constraints import AfterValidator, BeforeValidator, Field, PlainValidator
from gcmplan.plan.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[Any], Any]

R = TypeVar("R", bound=Row)
_NOT_BLANK = r"\S"
_LIMITS = {"pattern", "min_length", "max_length"}


class UnclearError(ValueError):
    """A value on which pydantic has to decide."""


@cache
def quick_reader_of(kind: type[R]) -> Callable[[Any], R]:
    """Return the function that makes a row from values as a file holds them.

    It raises ValueError or KeyError if they may be wrong.
    """
    readers = {key: _reader(field.annotation) for key, field in kind.model_fields.items()}
    defaults = {key: field.default for key, field in kind.model_fields.items()}
    required = {key for key, field in kind.model_fields.items() if field.is_required()}

    def read(values: Any) -> R:  # noqa: ANN401 - whatever a file holds
        if not isinstance(values, dict) or not required <= values.keys():
            raise UnclearError
        # In the order of the keys of the class.
        found = defaults.copy()
        for key, value in values.items():
            found[key] = readers[key](value)
        return kind.model_construct(found).model_checked()

    return read


def _reader(annotation: Any) -> Read:  # noqa: ANN401 - a type
    """Return the function that reads a value of a type."""
    kind, parts = get_origin(annotation), get_args(annotation)
    if kind is Annotated:
        return _constrained(parts[0], parts[1:])
    if kind in {Union, UnionType}:
        return _optional(parts)
    if kind is Literal:
        return _word(dict(zip(parts, parts, strict=True)))
    if kind is tuple:
        return _tuple(_reader(parts[0]), tuple)
    if kind is dict:
        return _dict(_reader(parts[0]), _reader(parts[1]))
    if annotation is str:
        return _text
    return quick_reader_of(annotation) if isinstance(annotation, type) and issubclass(annotation, Row) else _unclear


def _constrained(kind: Any, markers: tuple[Any, ...]) -> Read:  # noqa: ANN401 - a type
    """Return the function that reads a value of a type with constraints, which apply from the inside out."""
    is_lenient = any(isinstance(one, Field) and one.options.get("strict") is False for one in markers)
    read = _lenient(kind) if is_lenient else _reader(kind)
    for one in markers:
        if isinstance(one, PlainValidator):
            read = one.arguments[0]
        elif isinstance(one, BeforeValidator):
            read = _one_by_one(one.arguments[0], read)
        elif isinstance(one, AfterValidator):
            read = _one_by_one(read, one.arguments[0])
        elif isinstance(one, Field) and (limits := one.options.keys() & _LIMITS):
            read = _limited(read, **{name: one.options[name] for name in limits})
    return read


def _lenient(kind: Any) -> Read:  # noqa: ANN401 - a type
    """Return the function that reads a value of a type that a file can only hold as another."""
    if get_origin(kind) is tuple:
        return _tuple(_reader(get_args(kind)[0]), (list, tuple))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _word({one.value: one for one in kind})
    return _reader(kind)


def _one_by_one(first: Read, second: Read) -> Read:
    return lambda value: second(first(value))


def _optional(parts: tuple[Any, ...]) -> Read:
    """Return the function that reads a value or None."""
    kinds = [part for part in parts if part is not type(None)]
    read = _reader(kinds[0]) if len(kinds) == 1 else _unclear
    return lambda value: None if value is None else read(value)


def _limited(read: Read, pattern: str | None = None, min_length: int = 0, max_length: int | None = None) -> Read:
    """Return a function that reads a text that has some form."""
    # In pydantic's patterns, $ is only the end itself.
    form = re.compile(pattern.replace("$", r"\Z")).search if pattern else None

    def limited(value: Any) -> Any:  # noqa: ANN401 - whatever a file holds
        text = read(value)
        if len(text) < min_length or (max_length is not None and len(text) > max_length):
            raise UnclearError
        # Pydantic's classes of letters are not quite Python's.
        if form and not (form(text) and (pattern == _NOT_BLANK or text.isascii())):
            raise UnclearError
        return text

    return limited


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a file holds
    if type(value) is not str:
        raise UnclearError
    if not value.isascii():
        # Half of a pair of surrogates is no text.
        value.encode()
    return value


def _word(known: dict[Any, Any]) -> Read:
    """Return the function that reads one of some words."""
    return lambda value: known[_text(value)]


def _tuple(read: Read, kinds: Any) -> Read:  # noqa: ANN401 - what `isinstance` takes
    """Return the function that reads a list, if it is of one of some kinds."""

    def items(values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - whatever a file holds
        if not isinstance(values, kinds):
            raise UnclearError
        return tuple(map(read, values))

    return items


def _dict(read_key: Read, read: Read) -> Read:
    """Return the function that reads a mapping."""

    def items(values: Any) -> dict[Any, Any]:  # noqa: ANN401 - whatever a file holds
        if not isinstance(values, dict):
            raise UnclearError
        return {read_key(key): read(value) for key, value in values.items()}

    return items


def _unclear(_: Any) -> Any:  # noqa: ANN401 - whatever a file holds
    raise UnclearError
