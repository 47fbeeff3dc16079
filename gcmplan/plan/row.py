"""What every row of the YAML has in common."""

from pydantic import BaseModel, ConfigDict

from gcmplan.plan.fields import Line

Source = Line | None
"""The document that says so; left out, the plan's."""


class Row(BaseModel):
    """What YAML rows are read into: frozen, every key known."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
