"""The account of what changed between two sides, as far as filters keep it: what every format of the diff tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.comparison import Verdict, comparison
from gcmplan.diff import EVENTS, difference
from gcmplan.errors import GcmplanError
from gcmplan.impact import impacts_of
from gcmplan.kept import kept_of
from gcmplan.query import Criteria
from gcmplan.sides import PaperSide
from gcmplan.telling import Telling, names_of

if TYPE_CHECKING:
    from gcmplan.comparison import Comparison
    from gcmplan.sides import Side
    from gcmplan.workplan import Workplan


class NoPlanError(GcmplanError):
    """Two other documents were to be compared: they say nothing of each other."""

    hint = "compare each of them to the plan"

    def __init__(self, old: str, new: str) -> None:
        """Name both."""
        super().__init__(f"neither {old} nor {new} is a plan")


def account_of(old: Side | PaperSide, new: Side | PaperSide, criteria: Criteria) -> Telling:
    """Return what changed in what the filters keep on either side.

    Raises:
        NoPlanError: neither side is a plan.
        UnknownValueError, AmbiguousValueError: a value of the filters is none of either plan's, or fits several.

    """
    if isinstance(old, PaperSide):
        if isinstance(new, PaperSide):
            raise NoPlanError(old.name, new.name)
        return _compared(old.name, new.name, comparison(old.filed, new.plan), new.plan, criteria)
    if isinstance(new, PaperSide):
        return _compared(old.name, new.name, comparison(new.filed, old.plan, from_plan=True), old.plan, criteria)
    return _changed(old, new, criteria)


def _compared(old: str, new: str, found: list[Comparison], plan: Workplan, criteria: Criteria) -> Telling:
    """Return how another document and a plan speak of the events that the filters keep, contradictions first."""
    (kept,) = kept_of([plan], criteria)
    found = [one for one in found if (EVENTS, one.change.id) in kept]
    order = list(Verdict)
    changes = [change for _, change in sorted(found, key=lambda one: order.index(one.verdict))]
    verdicts = {change.id: verdict for verdict, change in found}
    unchanged = sum(not change.kinds for change in changes)
    return Telling(old, new, changes, unchanged, {}, names_of(plan), verdicts)


def _changed(old: Side, new: Side, criteria: Criteria) -> Telling:
    """Return what changed from one plan to another."""
    changes = difference(old.plan, new.plan)
    impacts = impacts_of(old.plan, new.plan, changes)
    unchanged = {event.id for event in new.plan.events}.difference(
        change.id for change in changes if change.section == EVENTS
    )
    if criteria != Criteria():
        before, after = kept_of([old.plan, new.plan], criteria)
        changes = [one for one in changes if (one.section, one.old_id) in before or (one.section, one.id) in after]
        unchanged = {name for name in unchanged if (EVENTS, name) in after}
    return Telling(old.name, new.name, changes, len(unchanged), impacts, names_of(old.plan, new.plan))
