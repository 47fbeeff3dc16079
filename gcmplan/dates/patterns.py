"""Patterns of the ways in which officials write dates that the grammar refuses; `gcmplan.dates.hints` explains them."""

from __future__ import annotations

import re

from gcmplan.dates.tokens import DASHES, MONTH

_MONTH = r"(?:{})\b\.?".format("|".join(sorted(MONTH, key=len, reverse=True)))
DASH = f"(?:[{DASHES}]|to|through|thru|until|till)"
DAY = r"[0-9]{1,2}(?![0-9])(?:st|nd|rd|th)?"
TIMES = re.compile(
    r"(?:[,(\[]\s*)?(?:\b(?:at|from)\s+)?"
    r"(?:(?<![\w.])[0-2]?[0-9](?:[:.h][0-5][0-9])?\s*(?:[ap]\.?\s?m\b\.?|hrs\b|hours\b)|(?:(?<=[0-9])T)?"
    r"(?<![\w.])[0-2]?[0-9](?::|h)[0-5][0-9](?![0-9])|(?<=[0-9])T[0-2][0-9](?::?[0-5][0-9])?Z?"
    r"|\b[ap]\.m\b\.?|\b[ap]m\b|\bnoon\b|\bmidnight\b|\bmorning\b|\bafternoon\b|\bevening\b|\b(?:full|half)[ -]day\b)"
    rf"(?:\s*{DASH}\s*(?=[0-9]))?\s*[)\]]?",
    re.IGNORECASE,
)
LAST_DAY = re.compile(
    r"\b(?:by|until|till|(?<!not )before|no later than|not later than|up to|prior to|at the latest|latest|deadline|due"
    r"|on or before|or (?:before|earlier)|not after)\b",
    re.IGNORECASE,
)
FIRST_DAY = re.compile(
    r"\b(?:from|after|since|onwards?|starting|as of|as from|not before|no earlier than|not earlier than|on or after"
    r"|at the earliest|earliest|or (?:later|after)|later than)\b",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\b(?:on or (?:around|about)|around|about|approximately|approx|circa|ca|roughly)\b\.?|~"
    r"|(?<!\w)(?<!/)c\.(?=\s*[0-9])",
    re.IGNORECASE,
)
UNSURE = re.compile(
    r"\b(?:tentative(?:ly)?|provisional(?:ly)?|possibly|possible|poss|probably|probable|prob|likely|expected|proposed"
    r"|presumably|perhaps|maybe|planned|unconfirmed|not (?:yet )?confirmed|t\.b\.[cad]|pending confirmation)\b\.?|\?",
    re.IGNORECASE,
)
SEASON = re.compile(r"\b(?:spring|summer|autumn|fall|winter|trimester|christmas|easter|ramadan)\b", re.IGNORECASE)
YEARS = re.compile(rf"\s*([0-9]{{4}})\s*(?:/|{DASH}|or|and)\s*(?:[0-9]{{2}}|([0-9]{{4}}))\s*", re.IGNORECASE)
NO_DATE = re.compile(
    r"\W*(?:ongoing|on[- ]going|continuous(?:ly)?|various|several dates|n/?a|none|unknown|open|pending|annual(?:ly)?"
    r"|monthly|weekly|daily|regular(?:ly)?|throughout|no dates?|not (?:known|available|set|fixed|yet \w+)|tbh"
    r"|to be \w+|\?)?\W*",
    re.IGNORECASE,
)
NUMERALS = re.compile(r"(?<![0-9./-])([0-9]{1,4})\s*([./-])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})(?![0-9])")
MONTH_FIRST = re.compile(
    rf"(?<![0-9]\s)\b({_MONTH})\s*({DAY}(?:\s*(?:{DASH}|,|and|&|/|or)(?:\s*and)?\s*{DAY}(?!\s*{_MONTH}))*)"
    rf"(?!\s*{_MONTH})",
    re.IGNORECASE,
)
ROMAN = re.compile(r"\b([0-9]{1,2})\s*[-./ ]\s*(I{1,3}|IV|VI{0,3}|IX|XI{0,2}|X)\s*[-./ ]\s*([0-9]{4})\b")
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
SLASH = re.compile(rf"({DAY}(?:\s*{_MONTH})?(?:\s+[0-9]{{4}})?)\s*/\s*({DAY}\s*{_MONTH})", re.IGNORECASE)
TWO_NUMBERS = re.compile(rf"\b({DAY})\s+({DAY}\s+{_MONTH})", re.IGNORECASE)
DAY_TO_MONTH = re.compile(
    rf"\s*({DAY}\s+{_MONTH}(?:\s+[0-9]{{4}})?)\s*{DASH}\s*({_MONTH}\s+[0-9]{{4}})\s*", re.IGNORECASE
)
LENGTH = re.compile(
    r"\b(?:[0-9]+|an?|one|two|three|four|half a)[ -](?:weeks?|months?|hours?)\s+(?:long\s+)?(?:in|of|between|during)\b",
    re.IGNORECASE,
)
REMARK = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
SURE = re.compile(r"\b(?:TB[CAD]|to be (?:confirmed|announced|determined))\b", re.IGNORECASE)
SOME = re.compile(
    r"\b(?:early|mid|middle|late|beginning|start|end|first half|second half|last|weeks?|quarter|semester)\b",
    re.IGNORECASE,
)
"""Words that make a time shorter: what stands without them says something else."""
MORE = re.compile(r"\b(?:the|on|in|during|date|dates|year)\b:?", re.IGNORECASE)
STATUS = re.compile(r"cancell?ed|postponed", re.IGNORECASE)
