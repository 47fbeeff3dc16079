"""An event, its date or its place is still TBC or TBA after its day.

By now the event has taken place, or it has not: the plan should say which. The rule reports an event if the day of the
check (the plan's `as_of`, or `--on`) is later than its last possible day. If the date is confirmed, the rule looks at
the event itself (`certainty: tbc`), then at the place. Events without a date are never reported.

Fails:

    as_of: 12 May 2017
    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017 TBC, source: x}

Passes:

    as_of: 9 May 2017
    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017 TBC, source: x}

To fix: confirm the event, the date or the place, or give the new date or place, or cancel the event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.checks.rule import Context, Rule
from gcmplan.dates.span import Certainty, day_text
from gcmplan.problems.problem import Problem, Severity
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.plan.model import Event


def _check(context: Context) -> Iterator[Problem]:
    for event in context.events:
        found = _unsure(event)
        window = event.when.window
        if found is None or window is None or context.on <= window.last:
            continue
        key, word, certainty = found
        days = (context.on - window.last).days
        ago = f"{plural(days, '{} day', '{} days')} after {day_text(window.last)}"
        subject = f"'{event.id}' itself" if key == "certainty" else f"the {word} of '{event.id}'"
        yield RULE.problem(
            f"{subject} is still {certainty.upper()}, {ago}",
            context.position(event, key),
            hint=f"confirm the event (gcmplan confirm {event.id}), or cancel it"
            if key == "certainty"
            else f"confirm the {word}, or give the new one",
            events=(event,),
            fields=(key,),
        )


def _unsure(event: Event) -> tuple[str, str, Certainty] | None:
    """Return the key, the word for it and the certainty of what is not sure: the date, else the event or the place."""
    if event.when.certainty is not Certainty.CONFIRMED:
        return "when", "date", event.when.certainty
    if event.certainty is not Certainty.CONFIRMED:
        return "certainty", "event", event.certainty
    if event.place and event.place.certainty is not Certainty.CONFIRMED:
        return "place", "place", event.place.certainty
    return None


RULE = Rule("GP202", "stale-tbc", Severity.WARNING, __doc__, _check)
