"""The speaking limits of an item add up to more than its time.

If all speakers use their time, the item runs late and there is no time for the discussion. The rule adds the longest
time that each limit allows, times the number of speakers. Limits without a number of speakers, like that of the floor,
are not added. Items without a time are not compared.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}
    # sessions/talks.yaml
    id: talks
    event: talks
    source: x
    days:
      - date: 8 May 2017
        items:
          - {id: panel, time: 10:00-10:30, title: Panel, kind: panel,
             limits: [{who: moderator, minutes: 7, times: 2}, {who: expert, minutes: 5-7, times: 3}]}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}
    # sessions/talks.yaml
    id: talks
    event: talks
    source: x
    days:
      - date: 8 May 2017
        items:
          - {id: panel, time: 10:00-13:00, title: Panel, kind: panel,
             limits: [{who: moderator, minutes: 7, times: 2}, {who: expert, minutes: 5-7, times: 3},
             {who: floor, minutes: 3}]}

To fix: shorten the limits or the list of speakers, or give the item more time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.checks.rule import Context, Rule
from gcmplan.checks.subjects import judged
from gcmplan.problems.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(context: Context) -> Iterator[Problem]:
    for programme in judged(context):
        for item in programme.items:
            planned, minutes = item.planned, item.minutes
            if planned is None or minutes is None or planned.most <= minutes:
                continue
            yield RULE.problem(
                f"the speaking limits of '{item.item.id}' add up to {planned} minutes, its slot has {minutes}",
                programme.position_of(item, "limits"),
                hint="shorten the limits, or give it more time",
                events=filter(None, (programme.event,)),
                related=(programme.position_of(item, "time"),),
                fields=(programme.session.id, item.item.id),
                first_fields=(programme.first_id, item.item.id),
            )


RULE = Rule("GP405", "overfull-slot", Severity.WARNING, __doc__, _check)
