"""The parts of a plan that hold rows, and the models of these."""

# Annotations are not postponed here: pydantic would evaluate each from its text, which takes as long as all the rest.
from gcmplan.plan import model
from gcmplan.plan.attendees import OwnMember
from gcmplan.plan.bodies import Body, State
from gcmplan.plan.observances import Observance
from gcmplan.plan.official_document import Paper
from gcmplan.plan.place_rows import PlaceRow
from gcmplan.plan.row import Row
from gcmplan.plan.session import Session

PLAN = "plan"
"""The head of workplan.yaml, as if it were the one row of a section."""
MODELS: dict[str, type[Row]] = {
    PLAN: model.PlanHead,
    "phases": model.Phase,
    "groups": model.Group,
    "policies": model.Policy,
    "deadlines": model.Deadline,
    "participation": model.Participation,
    "events": model.Event,
    "waivers": model.Waiver,
    "holidays": model.Holiday,
    "states": State,
    "members": OwnMember,
    "bodies": Body,
    "places": PlaceRow,
    "observances": Observance,
    "sessions": Session,
    "sources": Paper,
}
"""In the order of the files. A session and another document are a file each."""


class WorkplanFile(model.PlanHead):
    """workplan.yaml."""

    phases: tuple[model.Phase, ...] = ()
    groups: tuple[model.Group, ...]
    policies: tuple[model.Policy, ...] = ()
    deadlines: tuple[model.Deadline, ...] = ()
    participation: tuple[model.Participation, ...] = ()
    events: tuple[model.Event, ...]
    waivers: tuple[model.Waiver, ...] = ()
    holidays: tuple[model.Holiday, ...] = ()


class BodiesFile(Row):
    """bodies.yaml."""

    states: tuple[State, ...] = ()
    members: tuple[OwnMember, ...] = ()
    bodies: tuple[Body, ...]


class PlacesFile(Row):
    """places.yaml."""

    places: tuple[PlaceRow, ...]


class ObservancesFile(Row):
    """observances.yaml."""

    observances: tuple[Observance, ...]


MAIN = tuple(name for name in WorkplanFile.model_fields if name not in model.PlanHead.model_fields)
"""The sections of workplan.yaml."""
