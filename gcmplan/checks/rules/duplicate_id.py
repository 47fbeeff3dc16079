"""An id is used twice.

An id identifies an event, a group, a policy or a body for ever: subscribed calendars, the history and the waivers
depend on it. The id of a cancelled event, and an id that an event had formerly, are in use as well. The same holds for
the `uid` of an event from another calendar. Loading the plan finds this problem.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}
      - {id: talks, title: More talks, group: official, kind: meeting, when: 9 May 2017, source: x}

Passes:

    events:
      - {id: talks-1, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}
      - {id: talks-2, title: More talks, group: official, kind: meeting, when: 9 May 2017, source: x}

To fix: choose another id for the newer entry. This problem cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP004", "duplicate-id", Severity.ERROR, __doc__)
