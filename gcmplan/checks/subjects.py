"""Which programmes a check is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.plan.programme import programmes

if TYPE_CHECKING:
    from gcmplan.checks.rule import Context
    from gcmplan.plan.programme import Programme


def judged(context: Context) -> list[Programme]:
    """Return the programmes of a check: those of scheduled events that concern the delegation.

    The delegations of meetings outside the workplan are unknown, so these are left out for a delegation.
    """
    found = programmes(context.plan)
    standing = {event.id for event in context.events} if any(programme.event for programme in found) else ()
    return [one for one in found if (one.event.id in standing if one.event else context.delegation is None)]
