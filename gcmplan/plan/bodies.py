"""bodies.yaml: who belongs to what."""

# Annotations are not postponed here, as in `gcmplan.plan.model`.
from typing import Annotated, Literal, Self

from gcmplan.plan.constraints import refused
from gcmplan.plan.countries import codes
from gcmplan.plan.fields import Alpha2, Alpha3, Codes, Doubt, Id, Identifiers, Label, Name, Text, Whole
from gcmplan.plan.keys import ADDED, Aspect, Refers, Trait
from gcmplan.plan.row import Row, Source

Members = Annotated[Codes, Aspect.OWNER]


class State(Row):
    """A state or territory that is a member of a body."""

    alpha3: Annotated[Alpha3, Trait.IDENTITY]
    """Its three letters of ISO 3166-1."""
    alpha2: Alpha2
    """Its two letters of ISO 3166-1."""
    name: Name
    note: Text | None = None
    doubt: Doubt | None = None

    def model_checked(self) -> Self:
        """Refuse the codes of two countries."""
        if self.alpha2 != codes()[self.alpha3]:
            message = "has the codes {alpha3} and {alpha2}, which are of two countries"
            context = {"alpha3": self.alpha3, "alpha2": self.alpha2, "hint": f"write 'alpha2: {codes()[self.alpha3]}'"}
            raise refused("two_countries", message, context)
        return self


class Body(Row):
    """The body of an event."""

    id: Id
    name: Name
    kind: Annotated[Label | None, Aspect.OWNER] = None
    """The sort of body: membership, board, committee."""
    members: Members = ()
    """States by their alpha-3 codes (ISO 3166-1) or as a set, `UN Member States`; members of the plan's own by their
    ids. The members of a joint body's parts are added.
    """
    suspended: Annotated[Members, ADDED] = ()
    """Members that do not take part at present, also listed in `members` or not: never counted, but named."""
    observers: Members = ()
    """Counted in meetings that invite them."""
    associates: Members = ()
    """Counted in meetings that invite them."""
    joint: Annotated[Identifiers, Aspect.OWNER, Refers("bodies")] = ()
    """The bodies that meet together."""
    count: Whole | None = None
    """How many members the source counts, with the suspended."""
    assumption: Label | None = None
    """The assumption of findings about its delegations: "who sits on the board is not known"."""
    source: Source = None
    confidence: Literal["high", "medium", "low"] = "high"
    """How sure its members are; left out, high."""
    note: Text | None = None
    doubt: Doubt | None = None
