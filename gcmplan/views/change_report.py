"""The report of the changes between two sides, as far as filters keep them: the contents of every diff format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gcmplan.changes.crosscheck import Verdict, comparison
from gcmplan.changes.diff import EVENTS, difference
from gcmplan.changes.filtered import delegations_asked, kept_of
from gcmplan.changes.impact import impacts_of
from gcmplan.errors import GcmplanError
from gcmplan.loading.compared_plans import NoSide, PaperSide, Side
from gcmplan.query.filter_words import filter_words
from gcmplan.query.filters import Criteria
from gcmplan.views.change_words import Telling, names_of

if TYPE_CHECKING:
    from gcmplan.changes.crosscheck import Comparison
    from gcmplan.plan.model import Event
    from gcmplan.plan.official_document import FiledPaper
    from gcmplan.plan.workplan import Workplan


class NoPlanError(GcmplanError):
    """Two other documents were to be compared: they say nothing of each other."""

    hint = "compare each of them to the plan"

    def __init__(self, old: str, new: str) -> None:
        """Name both."""
        super().__init__(f"neither {old} nor {new} is a plan")


def account_of(old: Side | PaperSide | NoSide, new: Side | PaperSide, criteria: Criteria) -> Telling:
    """Return what changed in what the filters keep on either side.

    Raises:
        NoPlanError: neither side is a plan.
        UnknownValueError, AmbiguousValueError: a value of the filters is none of either plan's, or fits several.

    """
    if isinstance(new, PaperSide):
        if not isinstance(old, Side):
            raise NoPlanError(old.name, new.name)
        found = comparison(new.filed, old.plan, from_plan=True)
        return _compared((old.name, new.name), found, new.filed, old.plan, criteria)
    if isinstance(old, PaperSide):
        return _compared((old.name, new.name), comparison(old.filed, new.plan), old.filed, new.plan, criteria)
    return _begun(old, new, criteria) if isinstance(old, NoSide) else _changed(old, new, criteria)


def _compared(
    names: tuple[str, str], found: list[Comparison], filed: FiledPaper, plan: Workplan, criteria: Criteria
) -> Telling:
    """Return how another document and a plan speak of what the filters keep of either, contradictions first."""
    kept = set[tuple[str, str]]().union(*kept_of([plan, _as_in(filed, plan)], criteria))
    found = [one for one in found if (EVENTS, one.change.id) in kept]
    order = list(Verdict)
    changes = [change for _, change in sorted(found, key=lambda one: order.index(one.verdict))]
    verdicts = {change.id: verdict for verdict, change in found}
    unchanged = sum(not change.kinds for change in changes)
    return Telling(*names, changes, unchanged, {}, names_of(plan), verdicts, filter_words(plan, criteria))


def _as_in(filed: FiledPaper, plan: Workplan) -> Workplan:
    """Return a plan with the dates and places of another document's events; a place that it does not know is left."""
    rows = {row.id: row for row in filed.paper.events}

    def told(event: Event) -> dict[str, object]:
        row = rows.get(event.id)
        when, place = (row.when, row.place) if row else (None, None)
        return {"when": when or event.when, "place": place if place and plan.has_place(place) else event.place}

    return replace(plan, events=tuple(event.model_copy(update=told(event)) for event in plan.events))


def _begun(old: NoSide, new: Side, criteria: Criteria) -> Telling:
    """Return what a plan begins with; its conflicts are no change of it."""
    changes = difference(None, new.plan)
    if criteria != Criteria():
        (kept,) = kept_of([new.plan], criteria)
        changes = [one for one in changes if (one.section, one.id) in kept]
    only = filter_words(new.plan, criteria)
    return Telling(old.name, new.name, changes, 0, {}, names_of(new.plan), only=only)


def _changed(old: Side, new: Side, criteria: Criteria) -> Telling:
    """Return what changed from one plan to another."""
    changes = difference(old.plan, new.plan)
    impacts = impacts_of(old.plan, new.plan, changes, delegations_asked([old.plan, new.plan], criteria))
    unchanged = {event.id for event in new.plan.events}.difference(
        change.id for change in changes if change.section == EVENTS
    )
    if criteria != Criteria():
        before, after = kept_of([old.plan, new.plan], criteria)
        changes = [one for one in changes if (one.section, one.old_id) in before or (one.section, one.id) in after]
        unchanged = {name for name in unchanged if (EVENTS, name) in after}
    names, only = names_of(old.plan, new.plan), filter_words(new.plan, criteria)
    return Telling(old.name, new.name, changes, len(unchanged), impacts, names, only=only)
