"""An id is used a second time.

An id is the one name of an event, a group, a policy or a body for ever: the calendars of those who subscribed, the
history and the waivers go by it. That of a cancelled event, or one that an event had formerly, is used as well. Found
by loading the plan.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}
      - {id: talks, title: More talks, group: official, kind: meeting, when: 9 May 2017, source: x}

Passes:

    events:
      - {id: talks-1, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}
      - {id: talks-2, title: More talks, group: official, kind: meeting, when: 9 May 2017, source: x}

To mend: choose another id for the newer one. It cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP004", "duplicate-id", Severity.ERROR, __doc__)
