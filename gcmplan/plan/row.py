"""The common part of every row of the YAML."""

from pydantic import BaseModel, ConfigDict

from gcmplan.plan.fields import Line

Source = Line | None
"""The document that says so; left out, the plan's."""


class Row(BaseModel):
    """The models of YAML rows: frozen, every key known."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
