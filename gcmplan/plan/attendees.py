"""The attendees of meetings: states, or members of the plan's own; and the plan's word for them."""

# Annotations are not postponed here, as in `gcmplan.plan.model`.
from typing import Annotated, NamedTuple

from gcmplan.plan.constraints import Field
from gcmplan.plan.fields import Doubt, Id, Label, Name, Text
from gcmplan.plan.keys import Form
from gcmplan.plan.row import Row

_Word = Annotated[
    str,
    Field(pattern=r"^[^\W\d_]+([ -][^\W\d_]+)*$", max_length=40),
    Form("a word or words of letters, like 'delegation'"),
]


class Attendees(Row):
    """The plan's word for the attendees that it counts."""

    one: _Word = "delegation"
    """The word for one."""
    many: _Word = "delegations"
    """The word for several."""


class OwnMember(Row):
    """A member of bodies that is no state: a company, a national committee, a person."""

    id: Id
    name: Name
    also: Annotated[tuple[Label, ...], Field(strict=False)] = ()
    """Its other names, by which `--for` finds it."""
    note: Text | None = None
    doubt: Doubt | None = None


class Delegation(NamedTuple):
    """A state or a member of the plan's own, as far as messages and conflicts need it."""

    code: str
    """Alpha-3 of a state, the id of a member of the plan's own."""
    name: str


class DelegationNames(dict[str, str]):
    """The names of delegations by their codes, with what the plan calls them."""

    words: Attendees = Attendees()
