"""Another official document gives an event another date or place.

The files in `sources/` contain the dates and places of other documents. Two dates agree, or one is more precise: its
days lie in the window of the other ("26-28 September 2017" in "September 2017 TBA"). Otherwise they contradict each
other: their windows do not contain each other, both have known days and these differ, or both have a number of days
and these differ. Places contradict each other if both are confirmed and have different names; a country is less
precise than a city in it. TBC makes no difference, and missing values contradict nothing. Cancelled events are left
out.

A document older than the plan's `as_of` is superseded, and its contradictions are infos. A document of the same day or
later may be right, so its contradictions are warnings.

Date and place are separate problems. A waiver names one of them with `about`: the name of the file and the key
("concept-note.yaml when").

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 3-4 October 2017, source: x}
    # sources/concept-note.yaml
    title: Concept note
    as_of: 13 April 2017
    events:
      - {id: talks, title: Talks, when: 2-3 October 2017 TBC, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 3-4 October 2017, source: x}
    # sources/concept-note.yaml
    title: Concept note
    as_of: 13 April 2017
    events:
      - {id: talks, title: Talks, when: October 2017 TBC, place: Geneva, source: x}

To fix: ask which document is right. If the other one is, correct the plan; else waive the problem with that reason.
Correct a file in `sources/` only if it differs from its document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.changes.crosscheck import contradictions
from gcmplan.changes.other_documents import CONTRADICTS, is_superseded
from gcmplan.checks.rule import Context, Rule
from gcmplan.dates.span import day_text
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

_HINT = "ask which of the two is right; correct the plan, or waive the problem with that reason"
_SUPERSEDED = "if the document is still right, correct the plan; else leave it"
_WORDS = {"when": "date", "place": "place"}


def _check(context: Context) -> Iterator[Problem]:
    events = {event.id: event for event in context.events} if context.plan.papers else {}
    as_of = context.plan.as_of
    for filed in context.plan.papers:
        paper, document = filed
        superseded = is_superseded(context.plan, filed)
        for index, row in enumerate(paper.events):
            event = events.get(row.id)
            if event is None:
                continue
            for key in contradictions(context.plan, row, event):
                planned, told = getattr(event, key), getattr(row, key)
                message = f"the {_WORDS[key]} of '{event.id}' is {planned} in the plan, {told} in '{paper.title}'"
                yield RULE.problem(
                    f"{message}, superseded by the plan as of {day_text(as_of)}" if superseded else message,
                    context.position(event, key),
                    hint=_SUPERSEDED if superseded else _HINT,
                    severity=Severity.INFO if superseded else Severity.WARNING,
                    events=(event,),
                    related=(document.position_of(("events", index, key)),),
                    fields=(document.name, key),
                )


RULE = Rule(*CONTRADICTS, Severity.WARNING, __doc__, _check)
