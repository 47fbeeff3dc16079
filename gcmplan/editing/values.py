"""Words of the command line as values of a key: a text, a list of names or texts, a person, or a part of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from gcmplan.editing.edit import CannotEditError
from gcmplan.files.parse import Limits, read
from gcmplan.plan.keys import Trait, form_of, is_row, markers_of, plain_type
from gcmplan.plan.session import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcmplan.editing.operation import Value

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
        return _list(key, annotation, words)
    if get_origin(kind) is dict:
        raise CannotEditError(f"'{key}' has parts of its own", f"write the part behind a point, like '{key}.PART'")
    if is_row(kind):
        if text.strip().startswith("{"):
            return _in_brackets(text)
        return _row(key, kind, text)
    return text


def _list(key: str, annotation: Any, words: Sequence[str]) -> Value:  # noqa: ANN401 - a type
    """Return a list; a single value stays one where the file may have it so."""
    kind = get_args(plain_type(annotation))[0]
    if form_of(kind) or get_origin(kind) is Literal:
        # Ids, codes and words are separated by a comma or a blank.
        words = [name for word in words for name in re.split(r"[\s,]+", word) if name]
    found: list[Value] = [value_of(f"{key}.1", kind, [word]) for word in words]
    return found[0] if len(found) == 1 and Trait.ONE_OR_MORE in markers_of(annotation) else found


def _row(key: str, kind: Any, text: str) -> Value:  # noqa: ANN401 - a type
    if kind is not Person:
        example = ", ".join(f"{name}: …" for name in kind.model_fields)
        raise CannotEditError(f"'{key}' has parts of its own", f"write them like '{{{example}}}', or '{key}.PART'")
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
