"""A date says nothing that can be relied on.

A day that does not exist, a weekday that is not the day's, numerals that may be read in two ways, a range that runs
backwards, words that are not known: whoever reads the plan would take them for something else than was meant. Found by
loading the plan; the place is that of the offending words.

Fails:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 31 June 2017 TBC, source: x}

Passes:

    events:
      - {id: talks, title: Talks, group: official, kind: meeting, when: 3 days in June 2017 TBC, source: x}

To mend: write it like `8-9 May 2017`, `24 April 2017 TBC`, `last week of July 2017`, `3 days in February 2018 TBA`,
`2018` or `TBC`. It cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP003", "unreadable-date", Severity.ERROR, __doc__)
