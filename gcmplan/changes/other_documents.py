"""The statements of other official documents about an event that the plan lacks or contradicts.

A document that is older than the plan's `as_of` is superseded. The date of an event is disputed if another document
gives another and no waiver of GP304 accepts that; as in a check, waivers count by the plan's own day.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.changes.crosscheck import KEYS, Verdict, contradictions, precision
from gcmplan.plan.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.model import Event, Waiver
    from gcmplan.plan.official_document import FiledPaper, PaperEvent
    from gcmplan.plan.workplan import Workplan

CONTRADICTS = ("GP304", "contradicts-source")
"""Code and name of the rule that reports contradictions."""


class Statement(NamedTuple):
    """The statement of another document: "General concept note of 13 April 2017: 2-3 October 2017"."""

    text: str
    is_superseded: bool


def statements_of(plan: Workplan, event: Event, before: Event | None = None) -> Iterator[Statement]:
    """Yield a statement for each other document that says otherwise or more of an event.

    Given the event before a change, without the dates and places that were its own then.
    """
    for filed, row in plan.other_documents_on(event):
        if values := list(_otherwise_or_more(plan, event, row, before)):
            text = f"{filed.paper.title}: {', '.join(values)}"
            yield Statement(text, is_superseded=is_superseded(plan, filed))


def current_statements(plan: Workplan, event: Event, before: Event | None = None) -> tuple[str, ...]:
    """Return the statements of documents that are not superseded."""
    return tuple(one.text for one in statements_of(plan, event, before) if not one.is_superseded)


def is_superseded(plan: Workplan, filed: FiledPaper) -> bool:
    """Whether a document is older than the plan."""
    return filed.paper.as_of < plan.as_of


def is_disputed(plan: Workplan, event: Event) -> bool:
    """Whether a document that is not superseded gives another date, and no waiver accepts that."""
    if event.status is Status.CANCELLED:
        return False
    found = [
        (f"{filed.document.name} {key}", key == "when" and not is_superseded(plan, filed))
        for filed, row in plan.other_documents_on(event)
        for key in contradictions(plan, row, event)
    ]
    return any(disputes for disputes in _not_waived(plan, event, found)) if found else False


def _not_waived(plan: Workplan, event: Event, found: list[tuple[str, bool]]) -> list[bool]:
    """Return of contradictions, known by what a waiver is about, whether each that is not waived is a dispute."""
    waivers = [one for one in plan.waivers if one.rule in CONTRADICTS and {*one.events} == {event.id}]
    about = Counter(one.about for one in waivers if _holds(plan, one))
    rest = [disputes for name, disputes in found if not about[name]]
    # A waiver that does not say what it is about is good for the one contradiction that is left.
    return [] if len(rest) == 1 and about[None] else rest


def _holds(plan: Workplan, waiver: Waiver) -> bool:
    return waiver.until is None or plan.as_of <= waiver.until


def _otherwise_or_more(plan: Workplan, event: Event, row: PaperEvent, before: Event | None) -> Iterator[str]:
    """Yield the date and the place of a document, each if it contradicts the plan's or is more precise."""
    contrary = set(contradictions(plan, row, event))
    past = {key for key in KEYS if before and _was_the_same(plan, event, row, before, key)} & contrary
    for key in KEYS:
        planned, told = getattr(event, key), getattr(row, key)
        is_more = Verdict.MORE_PRECISE in precision(plan, key, event, row)
        said = key in contrary or is_more or (planned is None and told and told.name)
        if told is not None and said and key not in past:
            yield str(told)


def _was_the_same(plan: Workplan, event: Event, row: PaperEvent, before: Event, key: str) -> bool:
    """Whether a document has no other and no more than an event had before it changed in that."""
    if getattr(before, key) in {None, getattr(event, key)} or key in contradictions(plan, row, before):
        return False
    return Verdict.MORE_PRECISE not in precision(plan, key, before, row)
