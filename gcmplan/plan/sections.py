"""The parts of a plan that hold rows, and the models of these."""

# Annotations are not postponed here: `Row` keeps them as they are.
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
    """The parts of the process."""
    groups: tuple[model.Group, ...]
    """The kinds of events: the colour key."""
    policies: tuple[model.Policy, ...] = ()
    """Numbers that the plan has to keep to."""
    deadlines: tuple[model.Deadline, ...] = ()
    """Last days for something."""
    participation: tuple[model.Participation, ...] = ()
    """The persons who may attend, by group of events, and how they attend."""
    events: tuple[model.Event, ...]
    """Meetings, documents and milestones."""
    waivers: tuple[model.Waiver, ...] = ()
    """Known problems that are accepted."""
    holidays: tuple[model.Holiday, ...] = ()
    """Holidays besides those of the host countries."""


class BodiesFile(Row):
    """bodies.yaml."""

    states: tuple[State, ...] = ()
    """States that the plan calls by other names."""
    members: tuple[OwnMember, ...] = ()
    """Members of the plan's own, if they are no states."""
    bodies: tuple[Body, ...]
    """Bodies and their members."""


class PlacesFile(Row):
    """places.yaml."""

    places: tuple[PlaceRow, ...]
    """Cities."""


class ObservancesFile(Row):
    """observances.yaml."""

    observances: tuple[Observance, ...]
    """Days on which meetings are to be avoided."""


MAIN = tuple(name for name in WorkplanFile.model_fields if name not in model.PlanHead.model_fields)
"""The sections of workplan.yaml."""
