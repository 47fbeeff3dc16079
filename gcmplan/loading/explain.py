"""The errors of pydantic in words, for readers who do not know YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.plan.keys import annotation_at, choices_of, form_of
from gcmplan.text.escape import shown
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from gcmplan.files.document import Value
    from gcmplan.plan.row import Row

_TEXT_FORM = "write a text"


def wording_of(model: type[Row], detail: ErrorDetails, name: str) -> tuple[str, str]:
    """Return message and hint for an error of a value's type or form, in a row of a model."""
    value, context = detail["input"], detail.get("ctx", {})
    form, label = advice_on(model, detail), label_of(name)
    said = f"{label} is {shown(value) if isinstance(value, str) else ''}"
    match detail["type"]:
        case "string_pattern_mismatch":
            return said, "write a text that is not empty" if form == _TEXT_FORM else form
        case "literal_error" | "enum" if isinstance(value, str):
            known = _choices(model, detail)
            return said, "; ".join(filter(None, (f"known: {', '.join(known)}", did_you_mean(value, known))))
        case "string_type" | "literal_error" | "enum":
            return f"{label} {_shape(value)}", form
        case "tuple_type":
            return f"{label} {_shape(value)}, not a list", form
        case "model_type" | "dict_type":
            return f"{label} {_shape(value)}, not keys with values", form
        case "string_too_short":
            return f"{label} has no value", form
        case "string_too_long":
            return f"{label} has {len(value):,} characters", f"write at most {context['max_length']:,}"
        case _:
            return f"{label} {detail['msg']}", str(context.get("hint", form))


def advice_on(model: type[Row], detail: ErrorDetails) -> str:
    """Return what to write where an error is."""
    if detail["type"] == "tuple_type":
        return "begin each entry with '- ', or write [one, two]"
    if detail["type"] in {"model_type", "dict_type"}:
        return "write 'key: value', one a line, indented below it"
    if detail["type"] in {"literal_error", "enum"}:
        return f"write one of {', '.join(choices_of(annotation_at(model, detail['loc'])))}"
    form = form_of(annotation_at(model, detail["loc"]))
    return f"write {form}" if form else _TEXT_FORM


def _choices(model: type[Row], detail: ErrorDetails) -> list[str]:
    """Return the words that the value can be."""
    return choices_of(annotation_at(model, detail["loc"]))


def label_of(name: str) -> str:
    """Return a key as a message names it; an entry of a list has no name."""
    return shown(name) if name and not name.isdecimal() else "this entry"


def _shape(value: Value) -> str:
    return (
        "is a list" if isinstance(value, list) else "is a mapping" if isinstance(value, dict) else f"is {shown(value)}"
    )
