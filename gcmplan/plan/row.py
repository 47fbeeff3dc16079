"""The common part of every row of the YAML."""

from pydantic import BaseModel, ConfigDict, ValidationError

from gcmplan.plan.fields import Line

Source = Line | None
"""The document that says so; left out, the plan's."""


class Row(BaseModel):
    """The models of YAML rows: frozen, every key known."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @classmethod
    def can_have(cls, values: object) -> bool:
        """Whether a row can have some values, as a file holds them."""
        try:
            cls.model_validate(values)
        except ValidationError:
            return False
        return True
