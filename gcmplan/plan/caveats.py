"""The remarks on a number of delegations: its assumption, and the suspended members."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.plan.attendees import Attendees
    from gcmplan.plan.overlap import Meeting

_CONDITION = "if "


class Caveats(NamedTuple):
    """The assumption behind the delegations that some meetings share, and the suspended members, as bits."""

    assumptions: tuple[str, ...] = ()
    suspended: int = 0


NO_CAVEATS = Caveats()


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
