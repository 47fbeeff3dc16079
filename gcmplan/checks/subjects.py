"""Which programmes a check is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.plan.programme import programmes

if TYPE_CHECKING:
    from gcmplan.checks.rule import Context
    from gcmplan.plan.programme import Programme


def judged(context: Context) -> list[Programme]:
    """Return the programmes that a check is about: of the events that stand and concern the delegation asked about.

    Of meetings that are not in the workplan it is not known whom they concern: they are left out for a delegation.
    """
    found = programmes(context.plan)
    standing = {event.id for event in context.events} if any(programme.event for programme in found) else ()
    return [one for one in found if (one.event.id in standing if one.event else context.delegation is None)]
