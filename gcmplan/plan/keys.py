"""Facts about the keys of the YAML besides their types: on the fields of the models, as markers in `Annotated[...]`.

A marker is on a field or inside its type; of two of one kind the outer counts. Loading, comparing, wording and editing
read them through `key_of`: a new key is one place.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gcmplan.plan.row import Row

T = TypeVar("T")


class Aspect(Enum):
    """The kind of change that a change of a key is."""

    DATE = "date"
    HOURS = "hours"
    PLACE = "place"
    ROOM = "room"
    """The place, apart from its name."""
    CERTAINTY = "certainty"
    STATUS = "status"
    PROGRAMME = "programme"
    OWNER = "owner"
    """The body, or the kind."""
    PHASE = "phase"
    NAME = "name"
    TEXT = "text"
    """Words only."""


class Trait(Enum):
    """Other facts about a key."""

    PROSE = "prose"
    """Carried over as it is, with its blanks; other texts are names, ids, codes or dates."""
    SECRETARIAT = "secretariat"
    """For the secretariat alone: a change of it is no change of what a plan says."""
    ONE_OR_MORE = "one or more"
    """A list that may be written as the one value that it holds."""
    IDENTITY = "identity"
    """The id of its row."""
    EARLIER_IDENTITY = "earlier identity"
    """A former id of its row."""


class Form(NamedTuple):
    """The value to write: "a number like 4"."""

    text: str


class Refers(NamedTuple):
    """Which section has the row that a value names."""

    section: str


class Listed(NamedTuple):
    """A list of names: what is said of those that came into it and of those that went, and whether its order counts."""

    came: str = "joined"
    went: str = "left"
    is_ordered: bool = False


ADDED = Listed("added", "removed")


class Key(NamedTuple):
    """Facts about a key of a model."""

    aspect: Aspect
    traits: frozenset[Trait]
    refers: str | None
    """The section whose rows its values name."""
    listed: Listed | None
    """If it is a list of names."""

    @property
    def is_internal(self) -> bool:
        """Whether it is for the secretariat alone."""
        return Trait.SECRETARIAT in self.traits


@cache
def keys_of(model: type[Row]) -> dict[str, Key]:
    """Return the facts about each key of a model, in the model's order."""
    return {name: _key(list(_inside(field.annotation))) for name, field in model.model_fields.items()}


def key_of(model: type[Row], name: str) -> Key:
    """Return the facts about a key of a model."""
    return keys_of(model)[name]


def form_of(annotation: object) -> str | None:
    """Return what to write for a value of a type, if that has a form of its own."""
    form = _last(markers_of(annotation), Form)
    return form.text if form else None


def choices_of(annotation: object) -> list[str]:
    """Return the words that a value of a type can be, if these are listed."""
    if get_origin(annotation) is Literal:
        return [str(word) for word in get_args(annotation)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(one.value) for one in annotation]
    return [word for part in get_args(annotation) for word in choices_of(part)]


def markers_of(annotation: object) -> list[object]:
    """Return what a type and its parts are annotated with, the innermost first."""
    return list(_inside(annotation))


def annotation_at(model: type[Row], location: Sequence[str | int]) -> object:
    """Return the type of what a location in a row of a model holds; "[key]" at its end means a key of a mapping."""
    is_key = location[-1:] == ("[key]",)
    found: Any = model
    for step in location[:-2] if is_key else location:
        found = _part(found, step)
    return get_args(plain_type(found))[0] if is_key else found


def _part(annotation: object, step: str | int) -> object:
    """Return the type of a part of what is of a type."""
    kind = plain_type(annotation)
    if is_row(kind):
        return annotation_of(kind, str(step)) if step in kind.model_fields else Any
    return get_args(kind)[-1 if get_origin(kind) is dict else 0] if get_args(kind) else Any


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


def models_in(annotation: object) -> Iterator[type[Row]]:
    """Yield the models of the rows that something of a type holds: itself, or in a list."""
    if is_row(annotation):
        yield annotation  # type: ignore[misc]  # is_row says so
    for part in get_args(annotation):
        yield from models_in(part)


def is_row(kind: Any) -> bool:  # noqa: ANN401 - a type
    """Whether a type is a mapping with keys of its own."""
    return isinstance(kind, type) and hasattr(kind, "model_fields")


def annotation_of(model: type[Row], name: str) -> object:
    """Return the type of a field, with all that it is annotated with."""
    return model.model_fields[name].annotation


def _key(markers: list[object]) -> Key:
    refers = _last(markers, Refers)
    return Key(
        aspect=_last(markers, Aspect) or Aspect.TEXT,
        traits=frozenset(one for one in markers if isinstance(one, Trait)),
        refers=refers.section if refers else None,
        listed=_last(markers, Listed),
    )


def _last(markers: list[object], kind: type[T]) -> T | None:
    """Return the outermost marker of a kind."""
    return next((one for one in reversed(markers) if isinstance(one, kind)), None)


def _inside(annotation: object) -> Iterator[object]:
    """Yield what a type and its parts are annotated with, the innermost first; not what rows inside it are."""
    if get_origin(annotation) is Annotated:
        inner, *own = get_args(annotation)
        yield from _inside(inner)
        yield from own
    else:
        for part in get_args(annotation):
            yield from _inside(part)
