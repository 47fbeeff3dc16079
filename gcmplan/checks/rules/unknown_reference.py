"""A name refers to nothing in the plan.

Events refer to phases, groups, bodies, places, states and other events by names that are defined elsewhere in the plan
folder. An undefined name hides who meets, where, or after which event. Loading the plan finds this problem.

Fails:

    events:
      - {id: talks, title: Talks, group: oficial, kind: meeting, when: 8 May 2017, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}

To fix: write the name that the hint gives, or add the missing entry. This problem cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP005", "unknown-reference", Severity.ERROR, __doc__)
