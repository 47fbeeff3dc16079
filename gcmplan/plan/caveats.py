"""Some delegations in words, and the remarks on their number: its assumption, and the suspended members."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.plan.overlap import delegations_of
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.plan.attendees import Attendees
    from gcmplan.plan.overlap import Meeting
    from gcmplan.plan.workplan import Workplan

_CONDITION = "if "
_NAMED = 3


class Caveats(NamedTuple):
    """The assumption behind the delegations that some meetings share, and the suspended members, as bits."""

    assumptions: tuple[str, ...] = ()
    suspended: int = 0


NO_CAVEATS = Caveats()


class Delegations(NamedTuple):
    """Some delegations: their codes (alpha-3) in order, and in words: "Algeria, Bahrain, Comoros and 18 more"."""

    codes: tuple[str, ...]
    text: str
    number: str
    """"21 delegations", with what that assumes."""

    def counted(self, one: str, many: str) -> str:
        """Return "1 delegation is" or "up to 21 delegations (who attends is not known) are", by the verbs given."""
        return f"{self.number} {one if len(self.codes) == 1 else many}"


def shared_by(plan: Workplan, one: Meeting, other: Meeting) -> Delegations:
    """Return the delegations that belong in two meetings, with what their number assumes."""
    return delegations_in(plan, one.members & other.members, caveats_of(one, other))


def delegations_in(plan: Workplan, members: int, caveats: Caveats = NO_CAVEATS) -> Delegations:
    """Return the delegations of some members (bits as in `Meeting`)."""
    codes, names_of = delegations_of(plan, members), plan.delegation_names
    names = sorted(names_of[code] for code in codes)
    text = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED + 1:
        text = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    else:
        text = f"{text} and {len(names) - _NAMED} more"
    suspended = (names_of[code] for code in delegations_of(plan, caveats.suspended))
    number = counted(len(codes), plan.attendees, caveats.assumptions, suspended)
    return Delegations(tuple(sorted(codes)), text, number)


def caveats_of(one: Meeting, other: Meeting) -> Caveats:
    """Return the caveats of the delegations that two meetings share."""
    first, second = one.caveat, other.caveat
    if first is None and second is None:
        return NO_CAVEATS
    sides = [meeting.members | (meeting.caveat.suspended if meeting.caveat else 0) for meeting in (one, other)]
    texts = sorted({caveat.assumption for caveat in (first, second) if caveat and caveat.assumption})
    return Caveats(tuple(texts), sides[0] & sides[1] & ~(one.members & other.members))


def counted(number: int, words: Attendees, assumptions: Iterable[str] = (), suspended: Iterable[str] = ()) -> str:
    """Return "up to 14 delegations (who sits on the board is not known)", "193 delegations, if all States attend,"."""
    conditions = [text for text in assumptions if text.startswith(_CONDITION)]
    doubts = [text for text in assumptions if not text.startswith(_CONDITION)]
    names = list(suspended)
    absent = [f"not counting the suspended {' and '.join(names)}"] if names else []
    in_brackets = f" ({'; '.join((*doubts, *absent))})" if doubts or absent else ""
    condition = f", {' and '.join(conditions)}," if conditions else ""
    up_to = ("perhaps " if number == 1 else "up to ") if doubts else ""
    return f"{up_to}{plural(number, f'{{}} {words.one}', f'{{}} {words.many}')}{in_brackets}{condition}"
