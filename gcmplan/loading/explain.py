"""What an error of pydantic's is called, in words for somebody who has never met YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.plan.countries import ALPHA2, ALPHA3
from gcmplan.text.escape import shown
from gcmplan.text.suggest import did_you_mean

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from gcmplan.files.document import Value

_ID = "lower-case letters, digits and single hyphens, like 'thematic-1'"
FORMS = {
    **dict.fromkeys(("id", "group", "groups", "body", "session", "after", "formerly", "event", "events", "joint"), _ID),
    "deadline": _ID,
    **dict.fromkeys(("alpha3", "members", "associates"), ALPHA3),
    **dict.fromkeys(("alpha2", "country"), ALPHA2),
    "when": "a date like '8-9 May 2017', or TBA",
    **dict.fromkeys(("as_of", "date", "until"), "a day like '2017-04-12'"),
    **dict.fromkeys(("amount", "count", "times"), "a number like 4"),
    "minutes": "minutes like 7 or 5-7",
    "timezone": "a time zone like Europe/Zurich",
    "color": "a colour like '#E69F00', in quotes",
    "url": "an address that begins with https://",
    "domain": "a domain like 'example.org'",
    "by_month": "a month like '2018-02'",
}
"""What to write for a key whose values have a form of their own."""
_TEXT_FORM = "write a text"


def wording_of(detail: ErrorDetails, name: str) -> tuple[str, str]:
    """Return message and hint for an error of a value's type or form."""
    value, context = detail["input"], detail.get("ctx", {})
    form, label = form_of(detail, name), label_of(name)
    said = f"{label} is {shown(value) if isinstance(value, str) else ''}"
    match detail["type"]:
        case "string_pattern_mismatch":
            return said, "write a text that is not empty" if form == _TEXT_FORM else form
        case "literal_error" | "enum" if isinstance(value, str):
            known = _known(detail)
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


def form_of(detail: ErrorDetails, name: str) -> str:
    """Return what to write where an error is."""
    if detail["type"] == "tuple_type":
        return "begin each entry with '- ', or write [one, two]"
    if detail["type"] in {"model_type", "dict_type"}:
        return "write 'key: value', one a line, indented below it"
    if detail["type"] in {"literal_error", "enum"}:
        return f"write one of {', '.join(_known(detail))}"
    field = next((str(step) for step in reversed(detail["loc"]) if step in FORMS), name)
    return f"write {FORMS[field]}" if field in FORMS else _TEXT_FORM


def _known(detail: ErrorDetails) -> list[str]:
    """Return the words that a value can be."""
    expected = str(detail.get("ctx", {})["expected"])
    return [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]


def label_of(name: str) -> str:
    """Return a key as a message names it; an entry of a list has no name."""
    return shown(name) if name and not name.isdecimal() else "this entry"


def _shape(value: Value) -> str:
    return (
        "is a list" if isinstance(value, list) else "is a mapping" if isinstance(value, dict) else f"is {shown(value)}"
    )
