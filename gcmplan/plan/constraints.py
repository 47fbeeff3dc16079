"""Pydantic's markers of the same names, which `gcmplan.plan.validation` makes when the first row is read.

Importing pydantic takes a third of `gcmplan list`, which needs none of it where the plan is in the cache.
"""

from __future__ import annotations

from typing import Any


class Constraint:
    """A marker of pydantic's that has not been made yet: its arguments."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Keep them."""
        self.arguments, self.options = arguments, options


class Field(Constraint):
    """Limits of a text or a list."""


class PlainValidator(Constraint):
    """The function that reads a value."""


class BeforeValidator(Constraint):
    """A function that a value passes before it is read."""


class AfterValidator(Constraint):
    """A function that a value passes after it is read."""


class WithJsonSchema(Constraint):
    """The JSON Schema of a value."""


def refused(kind: str, message: str, context: dict[str, str]) -> ValueError:
    """Return the error of a value that is refused; the context has a `hint`."""
    from pydantic_core import PydanticCustomError  # noqa: PLC0415 - only for an error

    return PydanticCustomError(kind, message, context)
