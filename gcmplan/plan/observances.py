"""observances.yaml: days on which meetings are to be avoided."""

# Annotations are not postponed here, as in `gcmplan.plan.model`.
from gcmplan.plan.fields import Day, Doubt, Name, Text
from gcmplan.plan.row import Row, Source


class Observance(Row):
    """A day on which meetings are to be avoided everywhere, though it is no holiday: of a religion, say."""

    date: Day
    """The day, like 2018-04-06 or 6 April 2018."""
    name: Name
    source: Source = None
    """The resolution that asks to avoid meetings on it, and how the day is known."""
    note: Text | None = None
    """When else it is kept, and where."""
    doubt: Doubt | None = None
