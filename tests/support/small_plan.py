"""A plan with one group and no events, into which tests import."""

from __future__ import annotations

SMALL_PLAN = """\
title: Small
as_of: 1 January 2027
source: x
calendar: {name: Small, domain: small.example}
groups:
  - {id: talks, title: Talks}
events: []
"""
