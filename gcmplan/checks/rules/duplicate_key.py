"""A key occurs twice in one entry.

Most YAML readers keep the last value and say nothing, so two people can read two dates in one row. Loading the plan
finds this problem.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x, when: 9 May 2017}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8-9 May 2017, source: x}

To fix: keep one of the two. This problem cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP006", "duplicate-key", Severity.ERROR, __doc__)
