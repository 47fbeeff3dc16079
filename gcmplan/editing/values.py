"""Words of the command line as values of a key: a text, a list of names or texts, a person, or a part of one."""

from __future__ import annotations

import re
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from gcmplan.editing.edit import CannotEditError
from gcmplan.files.parse import Limits, read
from gcmplan.plan.model import Row
from gcmplan.plan.session import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcmplan.editing.operation import Value

_NAMES = {"after", "formerly", "event", "groups", "members", "associates", "joint"}
"""Lists of ids and codes: of these a comma or a blank separates two."""
_ONE_OR_MORE = {"event", "chair"}
"""Lists that may be written as the one value that they hold."""
_PERSON = re.compile(r"(?P<name>.*?)\s*\((?P<role>.+)\)")


def value_of(key: str, annotation: Any, words: Sequence[str]) -> Value:  # noqa: ANN401 - a field's type
    """Return the value that some words give a key of a type.

    Raises:
        CannotEditError: they give none.

    """
    text = " ".join(words)
    kind = plain_type(annotation)
    if get_origin(kind) is tuple:
        if text.strip().startswith("[") and text.strip().endswith("]"):
            return _in_brackets(text)
        return _list(key, get_args(kind)[0], words)
    if get_origin(kind) is dict:
        raise CannotEditError(f"'{key}' has parts of its own", f"write the part behind a point, like '{key}.PART'")
    if is_row(kind):
        if text.strip().startswith("{"):
            return _in_brackets(text)
        return _row(key, kind, text)
    return text


def plain_type(annotation: Any) -> Any:  # noqa: ANN401 - a type
    """Return a type without what it is annotated with, and without None; a scalar type is `str`: its text is meant."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in {Union, UnionType}:
            kinds = [one for one in get_args(annotation) if one is not type(None)]
            annotation = next((one for one in kinds if plain_type(one) is not str), str)
        elif is_row(annotation) or get_origin(annotation) in {tuple, dict}:
            return annotation
        else:
            return str


def is_row(kind: Any) -> bool:  # noqa: ANN401 - a type
    """Whether a type is a mapping with keys of its own."""
    return isinstance(kind, type) and issubclass(kind, Row)


def _list(key: str, kind: Any, words: Sequence[str]) -> Value:  # noqa: ANN401 - a type
    """Return a list; a single value stays one where the file may have it so."""
    if key in _NAMES:
        words = [name for word in words for name in re.split(r"[\s,]+", word) if name]
    found: list[Value] = [value_of(key, kind, [word]) for word in words]
    return found[0] if len(found) == 1 and key in _ONE_OR_MORE else found


def _row(key: str, kind: Any, text: str) -> Value:  # noqa: ANN401 - a type
    if kind is not Person:
        example = ", ".join(f"{name}: …" for name in kind.model_fields)
        raise CannotEditError(f"'{key}' has parts of its own", f"write them like '{{{example}}}', or '{key}.1.PART'")
    match = _PERSON.fullmatch(text.strip())
    if not match:
        return {"name": text}
    return {part: found for part, found in match.groupdict().items() if found}


def _in_brackets(text: str) -> Value:
    """Return what a text in brackets says, as it would in the file."""
    document = read("", text.encode("utf-8", "surrogatepass"), Limits())
    if document.problems:
        raise CannotEditError(f"{text!r} cannot be read: {document.problems[0].message}")
    value: Value = _plain(document.root)
    return value


def _plain(value: Any) -> Any:  # noqa: ANN401 - what a file holds
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if one is not None}
    return [_plain(one) for one in value if one is not None] if isinstance(value, list) else value
