"""Values of a YAML file to the models, or the problems in words that a user can act on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from gcmplan.dates.hours import HoursError
from gcmplan.dates.span import WhenError
from gcmplan.files.document import Mapping, Sequence
from gcmplan.files.parse import MAX_PROBLEMS
from gcmplan.loading.explain import advice_on, label_of, wording_of
from gcmplan.plan.keys import models_in
from gcmplan.plan.reading import quick_reader_of
from gcmplan.plan.row import Row
from gcmplan.problems.problem import Problem, Severity
from gcmplan.text.blanks import PROSE, first_odd, name_of
from gcmplan.text.escape import shown
from gcmplan.text.suggest import did_you_mean, nearest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from gcmplan.files.document import Document, Value
    from gcmplan.problems.problem import Position

M = TypeVar("M", bound="Row")
Location = tuple[str | int, ...]
KnownRows = dict[tuple[type[Row], str | None], tuple[Any, Any]]
"""Rows that could be read, by their kind and id, and without one all rows of a section: in the file, and as models."""

_NULL = re.compile(r"(?:~|null)(?=\s|[,}\]]|\Z)")
_COMMENT_AT_ONCE = re.compile(r"#\w")
_ROW_NAMES = ("id", "alpha3", "name")
_ID_FORM = re.compile(r"[a-z0-9-]{1,80}")
_NAMES = {
    "GP002": "wrong-shape",
    "GP003": "unreadable-date",
    "GP004": "duplicate-id",
    "GP005": "unknown-reference",
}


class Reader:
    """Reads one document into models; collects what is wrong with it in `problems`."""

    def __init__(self, document: Document, known: KnownRows | None = None) -> None:
        """Begin with the problems of the file itself; rows that are `known` are not read again."""
        self.document = document
        self.known = known
        self.problems = list(document.problems)

    # -- reading -------------------------------------------------------------------------------------------------

    def model(self, kind: type[M], value: Value, location: Location) -> M | None:
        """Return a value as a model, or nothing and the reasons."""
        try:
            row: M = quick_reader_of(kind)(value)
        except (ValueError, KeyError):
            from gcmplan.plan.validation import read_or_errors  # noqa: PLC0415 - imports pydantic

            return self.judged(kind, read_or_errors(kind, value), location)
        return row

    def judged(self, kind: type[M], found: M | list[ErrorDetails], location: Location) -> M | None:
        """Return what pydantic found a row to be, or nothing and the reasons."""
        if not isinstance(found, list):
            return found
        misspelt = _misspelt(kind, found)
        for detail in found:
            if not (detail["type"] == "missing" and detail["loc"] in misspelt):
                self.explain(kind, detail, location)
        return None

    def rows(self, kind: type[M], section: str) -> tuple[M, ...]:
        """Return the rows of a section that can be read."""
        value = self.document.root.get(section) if isinstance(self.document.root, Mapping) else None
        if value is None:
            return ()
        if not isinstance(value, Sequence):
            self.report("GP002", (section,), f"{shown(section)} is not a list", "begin each entry with '- '")
            return ()
        before = self.known.get((kind, None)) if self.known else None
        same: dict[int, M] = {}
        if before:
            if before[0] is value or before[0] == value:
                known: tuple[M, ...] = before[1]
                return known
            same = dict(zip(map(id, before[0]), before[1], strict=True))
        found: list[M] = []
        for index, row in enumerate(value):
            if self.full:
                break
            model = same.get(id(row)) or self.row(kind, row, (section, index))
            if model is not None:
                found.append(model)
        if self.known is not None and len(found) == len(value):
            self.known[kind, None] = (value, tuple(found))
        return tuple(found)

    def row(self, kind: type[M], row: Value, location: Location) -> M | None:
        """Return a row as a model: the known one if it is unchanged."""
        name = next((str(row[key]) for key in _ROW_NAMES if key in row), "") if isinstance(row, Mapping) else ""
        if self.known is None or not name:
            return self.model(kind, row, location)
        before = self.known.get((kind, name))
        if before and (before[0] is row or before[0] == row):
            model: M = before[1]
            return model
        read = self.model(kind, row, location)
        if read is not None:
            self.known[kind, name] = (row, read)
        return read

    def head(self, kind: type[M], sections: set[str]) -> M | None:
        """Return the file's own keys as a model, with its sections left empty."""
        root = self.document.root
        if not isinstance(root, Mapping):
            if root is not None or not self.problems:
                what = "is empty" if root is None else "is not a mapping of keys to values"
                self.report("GP002", (), f"the file {what}", f"it begins with '{next(iter(kind.model_fields))}:'")
            return None
        return self.model(kind, {key: () if key in sections else value for key, value in root.items()}, ())

    @property
    def full(self) -> bool:
        """Whether there are more problems than anyone reads."""
        return len(self.problems) >= MAX_PROBLEMS

    # -- saying what is wrong ------------------------------------------------------------------------------------

    def explain(self, kind: type[Row], detail: ErrorDetails, base: Location) -> None:
        """Note one error of pydantic's in the user's terms."""
        location = (*base, *detail["loc"])
        name = str(detail["loc"][-1]) if detail["loc"] else ""
        error = detail.get("ctx", {}).get("error")
        if isinstance(error, WhenError):
            place = self.document.position_in(location, error.start, error.end)
            self.report("GP003", location, f"{shown(name)} cannot be read: {error.message}", error.hint, place)
        elif isinstance(error, HoursError):
            self.report("GP002", location, f"{shown(name)} cannot be read: {error}", error.hint)
        elif detail["type"] == "missing":
            message = f"the key {shown(name)} is missing{self.owner(base)}"
            self.report("GP002", location[:-1], message, f"add '{name}:'", fields=(name,))
        elif detail["type"] == "extra_forbidden":
            known = _model_at(kind, detail["loc"]).model_fields
            hint = did_you_mean(name, known) or f"known keys: {', '.join(known)}"
            self.report("GP002", location, f"the key {shown(name)} is not known{self.owner(base)}", hint, key=True)
        elif name == "[key]":
            key = str(location[-2])
            hint = advice_on(kind, detail)
            self.report("GP002", location[:-1], f"the key {shown(key)} is wrong", hint, key=True)
        else:
            message, hint = self.without_value(kind, detail, location) or wording_of(kind, detail, name)
            self.report("GP002", location, message, hint)

    def without_value(self, kind: type[Row], detail: ErrorDetails, location: Location) -> tuple[str, str] | None:
        """Return message and hint for a key with nothing behind it, or with a word that YAML reads as nothing."""
        if detail["input"] is not None:
            return None
        name = str(detail["loc"][-1]) if detail["loc"] else ""
        form = advice_on(kind, detail)
        written = self.document.rest_of_line(self.document.mark_of(location)).strip()
        if _COMMENT_AT_ONCE.match(written):
            return f"{label_of(name)} has no value", f"{form}, in quotes: '#' without them begins a comment"
        if word := _NULL.match(written):
            return f"{label_of(name)} has no value", f"{form}: {shown(word[0])} without quotes means nothing"
        field = _model_at(kind, detail["loc"]).model_fields.get(name)
        leave = ", or leave the key out" if field and not field.is_required() else ""
        return f"{label_of(name)} has no value", form + leave

    def owner(self, base: Location) -> str:
        """Name the row that a problem is in."""
        row = self.document.value_at(base)
        label = row.get("id") or row.get("name") if isinstance(row, Mapping) else None
        return f" in {shown(label)}" if isinstance(label, str) else ""

    def report(  # noqa: PLR0913 - the parts of a problem
        self,
        code: str,
        location: Location,
        message: str,
        hint: str,
        position: Position | None = None,
        *,
        key: bool = False,
        fields: tuple[str, ...] = (),
    ) -> None:
        """Note a problem of a node or of its key, unless it is reported as unreadable already."""
        if self.full or self.document.mark_of(location, key=key) in self.document.spoilt:
            return
        hint = "; ".join(filter(None, (hint, self.odd_blank(location, key=key))))
        where = position or self.document.position_of(location, key=key)
        row = self.document.value_at(location[:2])
        owner = row.get("id") if isinstance(row, Mapping) and location[:1] == ("events",) else None
        events = (owner,) if isinstance(owner, str) and _ID_FORM.fullmatch(owner) else ()
        fields = (self.document.name, *map(str, location[2:] if events else location), *fields)
        self.problems.append(Problem(code, _NAMES[code], Severity.ERROR, where, message, hint, events, fields=fields))
        if self.full:
            message = f"there are {MAX_PROBLEMS} problems or more; the rest are not shown"
            self.problems.append(Problem("GP002", "wrong-shape", Severity.ERROR, where, message, "fix these first"))

    def odd_blank(self, location: Location, *, key: bool) -> str:
        """Name what only looks like a blank, or like nothing, in a value or a key that is wrong."""
        last = location[-1] if location else ""
        text = last if key else self.document.value_at(location)
        if not isinstance(text, str) or last in PROSE:
            return ""
        found = first_odd(text)
        if found is None and self.document.is_unusual and (key or isinstance(last, int)):
            # In keys, other blanks are errors; in values, they are read as blanks.
            mark = self.document.mark_of(location, key=key)
            found = first_odd(self.document.rest_of_line(mark)[: len(text)])
        return f"it holds a {name_of(found)}" if found else ""


def _model_at(kind: type[Row], location: Location) -> type[Row]:
    """Return the model that a key belongs to: that of the row, or of a mapping in it or in its lists."""
    for step in location[:-1]:
        field = kind.model_fields.get(str(step))
        kind = next(models_in(field.annotation), kind) if field else kind
    return kind


def _misspelt(kind: type[Row], details: list[ErrorDetails]) -> set[Location]:
    """Return the missing keys that are present under a similar name: one mistake is reported once."""
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    return {(*loc[:-1], name) for loc in unknown if (name := nearest(str(loc[-1]), _model_at(kind, loc).model_fields))}
