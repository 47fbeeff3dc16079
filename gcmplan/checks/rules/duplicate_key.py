"""A key stands twice in one entry.

Most YAML readers keep the last of them without a word: two people read two dates in one row. Found by loading the plan.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x, when: 9 May 2017}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, source: x}

To mend: keep one of them. It cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP006", "duplicate-key", Severity.ERROR, __doc__)
