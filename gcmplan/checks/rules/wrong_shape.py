"""A key is unknown or missing, or its value has the wrong form.

Without this rule a misspelt key would be ignored, together with its value. Loading the plan finds this problem.
`gcmplan schema workplan` prints all keys and forms, for editors that complete and check as you type.

Fails:

    events:
      - {id: talks, titel: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}

To fix: write the key or the form that the hint names. This problem cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP002", "wrong-shape", Severity.ERROR, __doc__)
