"""A file cannot be read as YAML, or holds what no plan needs.

A file is UTF-8 and one YAML document, not bigger than 5 MB and not nested deeper than 40 levels. Aliases, anchors,
tags, merge keys and directives are refused: they make a small file stand for a large one, or text for something else
than what a reviewer sees. So are control characters and others that nobody sees. Found by loading the plan; nothing
else of the file is judged before this is mended.

Fails:

    events:
      - {id: talks, title: "Talks, group: official, kind: meeting, when: 8 May 2017, source: x}

Passes:

    events:
      - {id: talks, title: "Talks", group: official, kind: meeting, when: 8 May 2017, source: x}

To mend: the message names the place and the reason; often it is a quote, a bracket or the indentation in the line
above. It cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP001", "unreadable-file", Severity.ERROR, __doc__)
