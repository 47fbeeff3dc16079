"""Values of a YAML file to the models, or the problems in words that a user can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from gcmplan.errors import did_you_mean, nearest
from gcmplan.hours import HoursError
from gcmplan.problem import Problem, Severity
from gcmplan.source import MAX_PROBLEMS, Mapping, Sequence
from gcmplan.span import WhenError

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from gcmplan.problem import Position
    from gcmplan.source import Document, Value

M = TypeVar("M", bound="BaseModel")
Location = tuple[str | int, ...]

_PATTERNS = {
    "id": "lower-case letters, digits and single hyphens, like 'thematic-1'",
    "color": "a colour like '#E69F00', in quotes",
    "url": "an address that begins with https://",
    "domain": "a domain like 'example.org'",
    "country": "two capital letters of ISO 3166-1, like 'CH'",
    "alpha2": "two capital letters of ISO 3166-1, like 'CH'",
    "alpha3": "three capital letters of ISO 3166-1, like 'CHE'",
    "members": "three capital letters of ISO 3166-1, like 'CHE'",
    "associates": "three capital letters of ISO 3166-1, like 'CHE'",
    "by_month": "a month like '2018-02'",
}


class Reader:
    """Reads one document into models; collects what is wrong with it in `problems`."""

    def __init__(self, document: Document) -> None:
        """Begin with the problems of the file itself."""
        self.document = document
        self.problems = list(document.problems)

    # -- reading -------------------------------------------------------------------------------------------------

    def model(self, kind: type[M], value: Value, location: Location) -> M | None:
        """Return a value as a model, or nothing and the reasons."""
        try:
            return kind.__pydantic_validator__.validate_python(value)  # type: ignore[no-any-return]
        except ValidationError as error:
            details = error.errors(include_url=False)
            misspelt = _misspelt(kind, details)
            for detail in details:
                if not (detail["type"] == "missing" and detail["loc"] in misspelt):
                    self.explain(kind, detail, location)
            return None

    def rows(self, kind: type[M], section: str) -> tuple[M, ...]:
        """Return the rows of a section that can be read."""
        value = self.document.root.get(section) if isinstance(self.document.root, Mapping) else None
        if value is None:
            return ()
        if not isinstance(value, Sequence):
            self.report("GP002", (section,), f"'{section}' is not a list", "begin each entry with '- '")
            return ()
        found: list[M] = []
        for index, row in enumerate(value):
            if self.full:
                break
            model = self.model(kind, row, (section, index))
            if model is not None:
                found.append(model)
        return tuple(found)

    def head(self, kind: type[M], sections: set[str]) -> M | None:
        """Return the file's own keys as a model, with its sections left empty."""
        root = self.document.root
        if not isinstance(root, Mapping):
            if not self.problems:
                what = "is empty" if root is None else "is not a mapping of keys to values"
                self.report("GP002", (), f"the file {what}", f"it begins with '{next(iter(kind.model_fields))}:'")
            return None
        return self.model(kind, {key: () if key in sections else value for key, value in root.items()}, ())

    @property
    def full(self) -> bool:
        """Whether there are more problems than anyone reads."""
        return len(self.problems) >= MAX_PROBLEMS

    # -- saying what is wrong ------------------------------------------------------------------------------------

    def explain(self, kind: type[BaseModel], detail: ErrorDetails, base: Location) -> None:
        """Note one error of pydantic's in the user's terms."""
        location = (*base, *detail["loc"])
        value, name = detail["input"], str(detail["loc"][-1]) if detail["loc"] else ""
        error = detail.get("ctx", {}).get("error")
        if isinstance(error, WhenError):
            place = self.document.position_in(location, error.start, error.end)
            self.report("GP003", location, f"'{name}' cannot be read: {error.message}", error.hint, place)
        elif isinstance(error, HoursError):
            self.report("GP002", location, f"'{name}' cannot be read: {error}", error.hint)
        elif detail["type"] == "missing":
            self.report("GP002", location[:-1], f"the key '{name}' is missing{self.owner(base)}", f"add '{name}:'")
        elif detail["type"] == "extra_forbidden":
            hint = did_you_mean(name, kind.model_fields) or f"known keys: {', '.join(kind.model_fields)}"
            self.report(
                "GP002",
                location,
                f"the key '{name[:60]}' is not known{self.owner(base)}",
                hint,
                self.document.position_of(location, key=True),
            )
        else:
            message, hint = _wording(detail, name, value)
            self.report("GP002", location, message, hint)

    def owner(self, base: Location) -> str:
        """Name the row that a problem is in."""
        row = self.document.value_at(base)
        label = row.get("id") or row.get("name") if isinstance(row, Mapping) else None
        return f" in '{label[:60]}'" if isinstance(label, str) else ""

    def report(self, code: str, location: Location, message: str, hint: str, position: Position | None = None) -> None:
        """Note a problem, unless one has been told of the same node."""
        if self.full:
            return
        mark = self.document.mark_of(location)
        if mark in self.document.tainted and location:
            return
        name = {
            "GP002": "wrong-shape",
            "GP003": "unreadable-date",
            "GP004": "duplicate-id",
            "GP005": "unknown-reference",
        }[code]
        where = position or self.document.position_of(location)
        row = self.document.value_at(location[:2])
        owner = row.get("id") if isinstance(row, Mapping) and location[:1] == ("events",) else None
        events = (owner,) if isinstance(owner, str) else ()
        fields = (self.document.path, *map(str, location if not events else location[2:]))
        self.problems.append(Problem(code, name, Severity.ERROR, where, message, hint, events, fields=fields))
        if self.full:
            message = f"there are {MAX_PROBLEMS} problems or more; the rest is not told"
            self.problems.append(Problem("GP002", "wrong-shape", Severity.ERROR, where, message, "mend these first"))


def _misspelt(kind: type[BaseModel], details: list[ErrorDetails]) -> set[Location]:
    """Return the missing keys that stand there under a name like theirs: one mistake is told once."""
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    return {(*loc[:-1], name) for loc in unknown if (name := nearest(str(loc[-1]), kind.model_fields))}


def _wording(detail: ErrorDetails, name: str, value: Any) -> tuple[str, str]:  # noqa: ANN401
    """Return message and hint for an error of a value's type or form."""
    kind, context = detail["type"], detail.get("ctx", {})
    field = next((str(step) for step in reversed(detail["loc"]) if isinstance(step, str) and step in _PATTERNS), name)
    label = f"'{name}'" if name and not name.isdecimal() else "this entry"
    shown = f"{label} is {_shown(value)}"
    match kind:
        case "string_pattern_mismatch" | "literal_error" | "enum" if not isinstance(value, str):
            return f"{label} {_shape(value)}", "write a word"
        case "string_pattern_mismatch":
            return shown, f"write {_PATTERNS[field]}" if field in _PATTERNS else "write a text that is not empty"
        case "literal_error" | "enum":
            known = [word.strip(" '") for word in str(context["expected"]).replace(" or ", ", ").split(",")]
            return shown, f"known: {', '.join(known)}" + (
                f"; {did_you_mean(value, known)}" if did_you_mean(value, known) else ""
            )
        case "string_type":
            return f"{label} {_shape(value)}", "write a text"
        case "tuple_type":
            return f"{label} {_shape(value)}, not a list", "begin each entry with '- ', or write [one, two]"
        case "model_type" | "dict_type":
            return f"{label} {_shape(value)}, not keys with values", "write 'key: value', one a line, indented below it"
        case "string_too_short":
            return f"{label} has no value", "write a text, or leave the key out"
        case "string_too_long":
            return f"{label} has {len(value):,} characters", f"at most {context['max_length']:,} are allowed"
        case _:
            return f"{label} {detail['msg']}", ""


def _shape(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "has no value"
    return (
        "is a list"
        if isinstance(value, list)
        else "is a mapping"
        if isinstance(value, dict)
        else f"is the text {_shown(value)}"
    )


def _shown(value: Any) -> str:  # noqa: ANN401
    text = str(value)
    return f"'{text[:60]}{'…' * (len(text) > 60)}'"  # noqa: PLR2004
