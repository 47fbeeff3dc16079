"""A key is unknown or missing, or its value has the wrong form.

A key that is spelt wrongly would otherwise be passed over without a word, and what it says with it. Found by loading
the plan; `gcmplan schema workplan` prints all keys and forms, for editors that complete and check as you type.

Fails:

    events:
      - {id: talks, titel: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 8 May 2017, source: x}

To mend: write the key or the form that the hint names. It cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP002", "wrong-shape", Severity.ERROR, __doc__)
