"""The common part of every row of the YAML.

Rows are plain objects: a plan from the cache needs no pydantic. `gcmplan.plan.validation` reads rows from files.
"""

# Annotations are not postponed here: `Row` keeps them as they are.
from itertools import chain
from typing import Any, NamedTuple, Self, dataclass_transform

from gcmplan.plan.fields import Line

Source = Line | None
"""The document that says so; left out, the plan's."""
_REQUIRED: Any = object()


class RowField(NamedTuple):
    """A key of a row: the type of its value with all its markers, and its value where it is left out."""

    annotation: Any
    default: Any

    def is_required(self) -> bool:
        """Whether the key cannot be left out."""
        return self.default is _REQUIRED


class RowKind(type):
    """The class of row classes: `model_fields` are the keys, those of its base first."""

    def __init__(cls, name: str, bases: tuple[type, ...], names: dict[str, Any]) -> None:
        """Keep the keys in the order in which the class names them."""
        super().__init__(name, bases, names)
        own = {key: RowField(kind, names.get(key, _REQUIRED)) for key, kind in cls.__annotations__.items()}
        above = (base.model_fields for base in bases if isinstance(base, RowKind))
        cls.model_fields: dict[str, RowField] = dict(chain(*(fields.items() for fields in (*above, own))))


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Row(metaclass=RowKind):
    """A row of YAML: frozen, every key known."""

    def __init__(self, **values: Any) -> None:
        """Take values as they are: `model_validate` checks them."""
        found = {key: values.get(key, field.default) for key, field in type(self).model_fields.items()}
        object.__setattr__(self, "__dict__", found)

    @classmethod
    def model_construct(cls, values: dict[str, Any]) -> Self:
        """Return the row of the checked values of all keys, in their order; it keeps the dictionary."""
        row = object.__new__(cls)
        object.__setattr__(row, "__dict__", values)
        return row

    @classmethod
    def model_validate(cls, values: object) -> Self:
        """Return the row of values as a file holds them.

        Raises:
            pydantic.ValidationError: it cannot have them.

        """
        from gcmplan.plan.reading import quick_reader_of  # noqa: PLC0415 - it knows this class

        try:
            row: Self = quick_reader_of(cls)(values)
        except (ValueError, KeyError):
            from gcmplan.plan.validation import reader_of  # noqa: PLC0415 - imports pydantic

            row = reader_of(cls)(values)
        return row

    @classmethod
    def can_have(cls, values: object) -> bool:
        """Whether a row can have some values, as a file holds them."""
        try:
            cls.model_validate(values)
        except ValueError:
            return False
        return True

    @classmethod
    def __get_pydantic_core_schema__(cls, _: object, handler: Any) -> Any:  # noqa: ANN401 - pydantic's
        """Return how pydantic reads a row inside another."""
        from gcmplan.plan.validation import schema_of  # noqa: PLC0415 - as above

        return schema_of(cls, handler)

    def model_checked(self) -> Self:
        """Return the row; a class that knows which of its values contradict each other raises `refused`."""
        return self

    def model_copy(self, *, update: dict[str, Any]) -> Self:
        """Return a row with some values changed, which are not checked."""
        return self.model_construct(vars(self) | update)

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse it."""
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __delattr__(self, name: str) -> None:
        """Refuse it."""
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __eq__(self, other: object) -> bool:
        """Whether it is a row of the same class with the same values."""
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        """Return a number that rows with the same values share."""
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        """Return the class with all values."""
        return f"{type(self).__name__}({', '.join(f'{key}={value!r}' for key, value in vars(self).items())})"
