"""The pydantic models of rows, made from their classes: strict, with no other keys."""

from __future__ import annotations

from functools import cache, partial
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import pydantic
from pydantic_core import core_schema

from gcmplan.plan.constraints import Constraint
from gcmplan.plan.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic_core import ErrorDetails

R = TypeVar("R", bound=Row)


class _Model(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", strict=True)


@cache
def model_of(kind: type[Row]) -> type[pydantic.BaseModel]:
    """Return the pydantic model of a row class."""
    fields: dict[str, Any] = {
        name: (_made(field.annotation), ... if field.is_required() else field.default)
        for name, field in kind.model_fields.items()
    }
    checks: dict[str, Any] = {}
    if kind.model_checked is not Row.model_checked:
        checks["model_checked"] = pydantic.model_validator(mode="after")(kind.model_checked)
    names: dict[str, Any] = {"__module__": kind.__module__, "__doc__": kind.__doc__, "__validators__": checks}
    return pydantic.create_model(kind.__name__, __base__=_Model, **names, **fields)


@cache
def reader_of(kind: type[R]) -> Callable[[object], R]:
    """Return the function that makes a row of a class from values as a file holds them.

    It raises pydantic.ValidationError.
    """
    validate = model_of(kind).__pydantic_validator__.validate_python
    return lambda values: _row(kind, validate(values))


def read_or_errors(kind: type[R], values: object) -> R | list[ErrorDetails]:
    """Return the row of values as a file holds them, or what is wrong with them."""
    try:
        row: R = reader_of(kind)(values)
    except pydantic.ValidationError as error:
        return error.errors(include_url=False)
    return row


def _row(kind: type[R], model: Any) -> R:  # noqa: ANN401 - checked by pydantic
    return kind.model_construct(vars(model))


def schema_of(kind: type[Row], handler: pydantic.GetCoreSchemaHandler) -> core_schema.CoreSchema:
    """Return how pydantic reads a row, also inside another, and writes it as the default of a key."""
    return core_schema.no_info_after_validator_function(
        partial(_row, kind),
        handler(model_of(kind)),
        serialization=core_schema.plain_serializer_function_ser_schema(vars),
    )


def _made(annotation: Any) -> Any:  # noqa: ANN401 - a type
    """Return a type with pydantic's markers in place of the constraints in it."""
    if isinstance(annotation, Constraint):
        make = getattr(pydantic, type(annotation).__name__)
        return make(*annotation.arguments, **{name: _made(value) for name, value in annotation.options.items()})
    kind, parts = get_origin(annotation), get_args(annotation)
    if kind is None or kind is Literal:
        return annotation
    made = tuple(map(_made, parts))
    return {UnionType: Union, Annotated: Annotated}.get(kind, kind)[made]
