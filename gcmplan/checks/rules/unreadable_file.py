"""A file is not readable YAML, or uses YAML features that no plan needs.

A file is UTF-8 and one YAML document, at most 5 MB large and nested at most 40 levels deep. Aliases, anchors, tags,
merge keys and directives are refused: with them a small file can expand into a large one, and a reviewer can see
another text than the program reads. Control characters and other invisible characters are refused too. Loading the
plan finds this problem, and reads no further in that file.

Fails:

    events:
      - {id: talks, title: "Talks, group: official, kind: meeting, when: 8 May 2017, source: x}

Passes:

    events:
      - {id: talks, title: "Talks", group: official, kind: meeting, when: 8 May 2017, source: x}

To fix: the message gives the place and the reason. Often a quote, a bracket or the indentation of the line above is
wrong. This problem cannot be waived.
"""

from __future__ import annotations

from gcmplan.checks.rule import Rule
from gcmplan.problems.problem import Severity

RULE = Rule("GP001", "unreadable-file", Severity.ERROR, __doc__)
