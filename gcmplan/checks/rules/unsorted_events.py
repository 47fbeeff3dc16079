"""An event stands below a later one of its phase.

The rows of a phase stand in order of their days, so that readers of the file and of its changes find them. Compared are
the rows with known days, each with the one above it in the same phase; a row in a window may stand anywhere. Told once
for each step back in time. The check of one delegation's calendar (`--for`) leaves it out. A plan whose head says
`order: document` keeps its rows in the order of its official document: it has no such problem.

Fails:

    events:
      - {id: forum, title: Forum, group: other, kind: meeting, when: 10 May 2017, source: x}
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 10 May 2017, source: x}

To mend: move the row up. Where the order is that of the official document, write `order: document` at the head of the
plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.checks.rule import Context, Rule
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.model import Event


def _check(context: Context) -> Iterator[Problem]:
    if context.delegation is not None or context.plan.order == "document":
        return
    above: dict[str | None, Event] = {}
    for event in context.plan.events:
        if not event.when.spans:
            continue
        last = above.get(event.phase)
        above[event.phase] = event
        if last and event.when.spans[0].first < last.when.spans[0].first:
            yield RULE.problem(
                f"'{event.id}' ({event.when}) stands below '{last.id}' ({last.when})",
                context.position(event, "when"),
                hint=f"move the row of '{event.id}' up, or write 'order: document' if its document has it there",
                events=(last, event),
                related=(context.position(last, "when"),),
                fields=("when",),
            )


RULE = Rule("GP903", "unsorted-events", Severity.WARNING, __doc__, _check)
