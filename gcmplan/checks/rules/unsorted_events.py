"""An event is listed below a later one of its phase.

The rows of a phase are sorted by their days, so that readers find them in the file and in its changes. The rule
compares each row with known days with the one above it in the same phase; a row with a window may be anywhere. Each
step back in time is reported once. With `--for` the rule does not run. A plan with `order: document` at its head keeps
the order of its official document and has no such problem.

Fails:

    events:
      - {id: forum, title: Forum, group: other, kind: meeting, when: 10 May 2017, source: x}
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}
      - {id: forum, title: Forum, group: other, kind: meeting, when: 10 May 2017, source: x}

To fix: move the row up. If the order is that of the official document, write `order: document` at the head of the
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
                f"'{event.id}' ({event.when}) is listed below '{last.id}' ({last.when})",
                context.position(event, "when"),
                hint=f"move the row of '{event.id}' up, or write 'order: document' if its document has it there",
                events=(last, event),
                related=(context.position(last, "when"),),
                fields=("when",),
            )


RULE = Rule("GP903", "unsorted-events", Severity.WARNING, __doc__, _check)
