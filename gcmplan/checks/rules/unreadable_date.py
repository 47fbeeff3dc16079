"""A date cannot be read with certainty.

The day does not exist, the weekday is wrong, the numbers can be read in two ways, the range runs backwards, or a word
is unknown. Readers of the plan would take such a date for another one. Loading the plan finds this problem, at the
wrong words.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 31 June 2017 TBC, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 3 days in June 2017 TBC, source: x}

To fix: write the date like `8-9 May 2017`, `24 April 2017 TBC`, `last week of July 2017`, `3 days in February 2018
TBA`, `2018` or `TBC`. This problem cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP003", "unreadable-date", Severity.ERROR, __doc__)
