"""A name stands for nothing in the plan.

Phases, groups, bodies, places, states and events are named by what is written elsewhere in the plan folder. A name that
is not there hides who meets, where, or what comes before. Found by loading the plan.

Fails:

    events:
      - {id: talks, title: Talks, group: oficial, kind: meeting, when: 8 May 2017, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}

To mend: write the name that the hint gives, or add what it names. It cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP005", "unknown-reference", Severity.ERROR, __doc__)
