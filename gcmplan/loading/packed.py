"""A plan as plain JSON, and back: without the texts of its files, their positions, and values that are defaults."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from gcmplan.dates.hours import Hours, Slot
from gcmplan.dates.span import Certainty, Span
from gcmplan.dates.when import When
from gcmplan.plan.fields import Minutes
from gcmplan.plan.model import Kind, Status
from gcmplan.plan.official_document import FiledPaper
from gcmplan.plan.place import Place
from gcmplan.plan.row import Row
from gcmplan.plan.sections import BodiesFile, ObservancesFile, PlacesFile
from gcmplan.plan.session import FiledSession
from gcmplan.plan.workplan import Workplan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gcmplan.files.document import Document
    from gcmplan.files.folder import PlanFiles

_WITH_FILES = ("document", "beside", "sessions", "papers")
"""The parts of a plan that have to do with its files."""
_KEYS = tuple(key for key in Workplan.__dataclass_fields__ if key not in _WITH_FILES)


def packed(plan: Workplan) -> dict[str, Any]:
    """Return a plan as plain JSON."""
    return {
        "plan": {key: as_json(getattr(plan, key)) for key in _KEYS},
        "sessions": [as_json(one.session) for one in plan.sessions],
        "papers": [as_json(one.paper) for one in plan.papers],
    }


def unpacked(json: Any, files: PlanFiles, documents: Mapping[str, Document]) -> Workplan:  # noqa: ANN401 - JSON
    """Return the plan of what `packed` returned for the same files; their documents are by path.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is something else.

    """
    beside: dict[str, Document] = {}
    for kind, file in (
        (BodiesFile, files.bodies),
        (PlacesFile, files.places),
        (ObservancesFile, files.observances),
    ):
        beside |= dict.fromkeys(kind.model_fields, documents[file.path]) if file else {}
    sessions, papers = ([from_json(row) for row in json[section]] for section in ("sessions", "papers"))
    values: dict[str, Any] = {key: from_json(json["plan"][key]) for key in _KEYS}
    return Workplan(
        **values,
        document=documents[files.workplan.path],
        beside=beside,
        sessions=tuple(
            FiledSession(row, documents[file.path]) for row, file in zip(sessions, files.sessions, strict=True)
        ),
        papers=tuple(FiledPaper(row, documents[file.path]) for row, file in zip(papers, files.sources, strict=True)),
    )


def as_json(value: Any) -> Any:  # noqa: ANN401 - any value of a plan
    """Return a value as plain JSON: all but texts and numbers are lists, which begin with the name of their type."""
    write = _WRITE.get(type(value))
    return value if write is None else [_name(type(value)), *write(value)]


def from_json(json: Any) -> Any:  # noqa: ANN401 - as above
    """Return the value of what `as_json` returned."""
    if type(json) is not list:
        return json
    name, *parts = json
    return _READ[name](*parts)


def _name(kind: type) -> str:
    # Most values are tuples.
    return "" if kind is tuple else kind.__name__


def _row_parts(row: Row) -> list[Any]:
    fields = type(row).model_fields
    return [{key: as_json(value) for key, value in vars(row).items() if value != fields[key].default}]


def _row(kind: type[Row], given: dict[str, Any]) -> Row:
    values = _defaults[kind] | {key: from_json(value) for key, value in given.items()}
    if len(values) != len(kind.model_fields):
        raise KeyError(kind)
    return kind.model_construct(values)


def _when_parts(when: When) -> list[Any]:
    days = [day.toordinal() for span in when.spans for day in span]
    window = when.window and [day.toordinal() for day in when.window]
    return [when.certainty.value, when.days, window, days]


def _when(certainty: str, days: int | None, window: list[int] | None, ordinals: list[int]) -> When:
    spans = tuple(map(_span, ordinals[::2], ordinals[1::2]))
    return When(spans, _span(*window) if window else None, days, Certainty(certainty))


def _span(first: int, last: int) -> Span:
    return Span(date.fromordinal(first), date.fromordinal(last))


def _tuple(*items: Any) -> tuple[Any, ...]:
    return tuple(map(from_json, items))


_Write = dict[type, "Callable[[Any], Any]"]
_ROWS = Row.__subclasses__()
_defaults = {kind: {key: field.default for key, field in kind.model_fields.items()} for kind in _ROWS}
_ENUMS = (Certainty, Kind, Status)
_WRITE: _Write = dict.fromkeys(_ROWS, _row_parts) | dict.fromkeys(_ENUMS, lambda one: [one.value])
_WRITE |= {
    tuple: lambda items: map(as_json, items),
    dict: lambda items: [{key: as_json(value) for key, value in items.items()}],
    date: lambda day: [day.toordinal()],
    When: _when_parts,
    Place: lambda place: [place.name, place.certainty.value],
    Hours: lambda hours: [[*slot] for slot in hours],
    Slot: list,
    Minutes: list,
}
_READ: dict[str, Callable[..., Any]] = {_name(kind): partial(_row, kind) for kind in _ROWS}
_READ |= {kind.__name__: kind for kind in (*_ENUMS, Slot, Minutes)}
_READ |= {
    "": _tuple,
    "dict": lambda items: {key: from_json(value) for key, value in items.items()},
    "date": date.fromordinal,
    "When": _when,
    "Place": lambda name, certainty: Place(name, Certainty(certainty)),
    "Hours": lambda *slots: Hours(Slot(*slot) for slot in slots),
}
