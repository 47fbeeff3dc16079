"""Patterns of the ways in which officials write dates that the grammar refuses; `gcmplan.dates.hints` explains them."""

from __future__ import annotations

import re

from gcmplan.dates.span import WEEKDAYS
from gcmplan.dates.tokens import DASHES, MONTH, WEEKDAY

MONTH_WORD = r"(?:{})\b\.?".format("|".join(sorted(MONTH, key=len, reverse=True)))
NAMED_DAY = r"(?:{})\b\.?".format("|".join(sorted(WEEKDAY, key=len, reverse=True)))
ORDINAL_WORD = "(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)"
DASH = f"(?:[{DASHES}]|to|through|thru|until|till)"
DAY = r"[0-9]{1,2}(?![0-9])(?:st|nd|rd|th)?"
_ZONE_OF_TIME = r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
TIMES = re.compile(
    r"(?:[,(\[]\s*)?(?:\b(?:at|from)\s+)?"
    r"(?:(?<![\w.])[0-2]?[0-9](?:[:.h][0-5][0-9])?(?:\s*[-\u2013]\s*[0-2]?[0-9](?:[:.h][0-5][0-9])?)?"
    r"\s*(?:[ap]\.?\s?m\b\.?|(?-i:h)\b|hrs\b|hours\b|o.clock\b)|(?:(?<=[0-9])T)?"
    r"(?<![\w.])[0-2]?[0-9](?::|h)[0-5][0-9](?::[0-5][0-9])?(?![0-9])"
    rf"|(?<=[0-9])T[0-2][0-9](?::?[0-5][0-9]){{0,2}}(?:[.,][0-9]+)?{_ZONE_OF_TIME}"
    r"|(?:(?<=[0-9]{4})[,\s]+|(?<=[a-z]{3}),\s*)[0-2]?[0-9]\.[0-5][0-9]"
    r"(?:\s*[-\u2013]\s*[0-2]?[0-9]\.[0-5][0-9])?(?![0-9.])"
    r"|\b[ap]\.m\b\.?|\b[ap]m\b|\bnoon\b|\bmidnight\b|\bmorning\b|\bafternoon\b|\bevening\b"
    r"|\b(?:all|full|half)[ -]day\b)"
    rf"(?:\s*(?:{DASH}|and|&|,)\s*(?=[0-9]{{1,2}}(?:[:.h]|\s*[-\u2013]\s*[0-9]{{1,2}}\s*[ap]|\s*[ap])))?(?:\s*{DASH}\s*(?=[0-9]))?"
    r"(?:\s*(?:UTC|GMT|CES?T|E[SD]T|local time)\b)?\s*[)\]]?",
    re.IGNORECASE,
)
LAST_DAY = re.compile(
    r"\b(?:by|until|till|(?<!not )before|no later than|not later than|up to|prior to|at the latest|latest|deadline|due"
    r"|COB|EOB|on or before|or (?:before|earlier)|not after)\b|^\s*[-\u2013\u2014]\s*(?=[0-9])",
    re.IGNORECASE,
)
FIRST_DAY = re.compile(
    r"(?<=[0-9a-z])\s*[\u2013-]\s*(?:ongoing|open(?:[- ]ended)?|present)?\s*$"
    r"|\b(?:from|after|since|onwards?|starting|as of|as from|not before|no earlier than|not earlier than|on or after"
    r"|at the earliest|earliest|or (?:later|after)|later than)\b",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\b(?:on\s*(?:or|/)\s*(?:around|about)|around|about|approximately|approx|circa|ca|roughly)\b\.?|\s*(?:\xb1|\+\s?/\s?-)\s*[0-9]+\s*(?:days?|weeks?)\b|(?<![0-9])(?<![0-9]\s)~"
    r"|(?<!\w)(?<!/)c\.(?=\s*[0-9])",
    re.IGNORECASE,
)
UNSURE = re.compile(
    r"\b(?:tentative(?:ly)?|provisional(?:ly)?|possibly|possible|poss|probably|probable|prob|(?:un)?likely|expected"
    r"|proposed|presumably|perhaps|maybe|planned|indicative(?:ly)?|estimated|target(?:ed)?|foreseen|envisaged|anticipated"
    r"|intended|preliminary|potential(?:ly)?|pencill?ed in|under (?:consideration|discussion|review)|unconfirmed"
    r"|not (?:yet )?confirmed|pending confirmation"
    r"|awaiting confirmation|if confirmed|pending|on hold|hold|draft|proposal|suggest(?:ed|ion)|preferred|preferably"
    r"|ideally|doubtful|uncertain|unsure|to be (?:verified|checked|validated|reviewed)|to be advised|est"
    r"|subject to (?:confirmation|change))\b\.?(?:\s+(?:for|in|on|dates?)\b)*|\?|\bor (?=TB[CAD]\b)",
    re.IGNORECASE,
)
SEASON = re.compile(
    r"\b(?:spring|summer|autumn|fall|winter|trimester|christmas|easter|ramadan|biennium|fiscal year"
    r"|financial year|academic year|(?:early|mid|late|beginning of|middle of|end of)[\s-]*Q[1-4]|weekend of"
    r"|(?:next|this|later this) (?:year|month|week|quarter)|later in|printemps|\xe9t\xe9|automne|hiver|primavera|verano"
    r"|oto\xf1o|invierno|fr\xfchjahr|fr\xfchling|sommer|herbst)\b|\bFY(?=\s?[0-9])",
    re.IGNORECASE,
)
SOME_TIME = re.compile(
    r"\b(?:weeks of (?=[0-9])|weekend of|(?:last|next) (?:two|three|four|few|[2-4]) (?:weeks|days|months)\b"
    r"|(?:first|last|next) (?:few )?days\b"
    r"|(?:first|second|third|last|later|latter|early|late) part\b)",
    re.IGNORECASE,
)
"""Days that are not counted, or begin nowhere in particular."""
REPEATED = re.compile(
    rf"\b(?:every|each|weekly|monthly|quarterly|twice|(?:{'|'.join(WEEKDAYS)})s|bi-?annual(?:ly)?|annually)\b",
    re.IGNORECASE,
)
YEARS = re.compile(rf"\s*([0-9]{{4}})\s*(?:/|{DASH}|or|and)\s*(?:[0-9]{{2}}|([0-9]{{4}}))\s*", re.IGNORECASE)
NO_DATE = re.compile(
    r"\W*(?:ongoing|on[- ]going|in due course|asap|as soon as possible|soon|later|tomorrow"
    r"|n\.\s?a\.?|continuous(?:ly)?|various|several dates|n/?a|none|unknown"
    r"|open|pending|confirmed|same(?: as)?\b.*|idem|ditto|see \w+|nil|not applicable|annual(?:ly)?"
    r"|monthly|weekly|daily|regular(?:ly)?|throughout|no dates?|not (?:known|available|set|fixed|yet \w+)|tbh"
    r"|(?:dates?:?\s+)?to be \w+|\?)?\W*",
    re.IGNORECASE,
)
NUMERAL_SPAN = re.compile(
    rf"(?<![0-9./-])(?:[0-9]{{1,2}}\.?\s*[{DASHES}]\s*[0-9]{{1,2}}\s*([./])\s*[0-9]{{1,2}}\s*\1\s*[0-9]{{2,4}}"
    rf"|[0-9]{{1,2}}([./])[0-9]{{1,2}}\s*[{DASHES}]\s*[0-9]{{1,2}}(?:\2[0-9]{{1,2}})?\2[0-9]{{2,4}})(?![0-9])"
)
NUMERALS = re.compile(r"(?<![0-9./-])([0-9]{1,4})\s*([./-])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})(?![0-9])")
DASHED = re.compile(
    rf"[0-9]{{4}}-W?[0-9]{{2}}(?:-[0-9]{{2}})?|\b(?:mid|end|early|late|year)\s*[{DASHES}]", re.IGNORECASE
)
"""Words with a dash that joins no two days."""
MONTH_FIRST = re.compile(
    rf"(?<![0-9]\s)\b({MONTH_WORD})\s*({DAY}(?:\s*(?:{DASH}|,|and|&|/|or)(?:\s*and)?\s*{DAY}(?!\s*{MONTH_WORD}))*)"
    rf"(?!\s*{MONTH_WORD})",
    re.IGNORECASE,
)
ROMAN = re.compile(r"\b([0-9]{1,2})\s*[-./ ]\s*(I{1,3}|IV|VI{0,3}|IX|XI{0,2}|X)\s*[-./ ]\s*([0-9]{4})\b", re.IGNORECASE)
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
SLASH = re.compile(rf"({DAY}(?:\s*{MONTH_WORD})?(?:\s+[0-9]{{4}})?)\s*/\s*({DAY}\s*{MONTH_WORD})", re.IGNORECASE)
TWO_NUMBERS = re.compile(rf"\b({DAY})\s+({DAY}\s+{MONTH_WORD})", re.IGNORECASE)
DAY_TO_MONTH = re.compile(
    rf"\s*({DAY}\s+{MONTH_WORD}(?:\s+[0-9]{{4}})?)\s*{DASH}\s*({MONTH_WORD}\s+[0-9]{{4}})\s*", re.IGNORECASE
)
LENGTH = re.compile(
    r"\b(?:half a day\b|(?:[0-9]+|an?|one|two|three|four)[ -](?:weeks?|months?|hours?|(?:working|business) days?))"
    r"\s+(?:long\s+)?(?:in|of|between|during)\b",
    re.IGNORECASE,
)
DATED = re.compile(rf"\b(?:{MONTH_WORD}|[1-4]?Q[1-4]?|quarter|half|[HS][12]|[12][HS])\b", re.IGNORECASE)
"""Words that name a month, a quarter or a half of a year."""
REMARK = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
SURE_REMARK = re.compile(
    r"(\b(?:TB[CAD]|to be (?:confirmed|announced|determined)))"
    r"(?:\s+(?:by|with|pending|subject|depending|once|after|following|upon|when|if|soon|later|shortly)\b"
    rf"|\s*[,;-](?!.*(?:days?\b|[0-9]\s*{MONTH_WORD}|{MONTH_WORD}\s*[0-9])))([^()\[\]]+)",
    re.IGNORECASE,
)
"""TBC, and behind it by whom or when."""
SURE = re.compile(r"\b(?:TB[CAD]|to be (?:confirmed|announced|determined))\b", re.IGNORECASE)
SURE_AT_END = re.compile(rf"(?:[{DASHES}\s,(\[]|\bdates?\b)*(?P<sure>{SURE.pattern})\s*[)\]]?\s*$", re.IGNORECASE)
SOME = re.compile(
    r"\b(?:early|mid|middle|late|beginning|start|end|first half|second half|last|weeks?|quarter|semester)\b",
    re.IGNORECASE,
)
"""Words that make a time shorter: without them the text means something else."""
MORE = re.compile(
    r"\b(?:the|on|at|towards?|some\s?time|in|during|month of|either|dates?(?!\s+(?:TB|to be))|year)\b:?", re.IGNORECASE
)
STATUS = re.compile(r"cancell?ed|postponed", re.IGNORECASE)
JOINING = re.compile(r"\b(?:of|the|in|for|at|de|du|first|second|third|fourth|fifth|last)$", re.IGNORECASE)
"""A word that belongs to what comes behind it."""
SECOND_DATE = re.compile(
    r"[0-9]{4}.*\b(?:instead of|not|moved|previously|formerly|originally|was)\b.*[0-9]", re.IGNORECASE
)
MOVED = re.compile(
    r"(cancell?ed|postponed|rescheduled|moved|delayed|deferred|adjourned|suspended|shifted)\b\s*(?:(?:to|for|until|till|:)\s*)?(.*)",
    re.IGNORECASE | re.DOTALL,
)
SOME_DAYS = re.compile(
    r"\b(?:[0-9]{1,2}|one|two|three|four|five|six)\s*(?:[-\u2013/]|to|or)\s*(?:[0-9]{1,2}|two|three|four|five|six|seven)[\s-]days?\b",
    re.IGNORECASE,
)
"""A number of days that is open."""
SHORT_YEAR = re.compile(
    rf"(?:{MONTH_WORD}|Q[1-4])\s*['\u2018\u2019][0-9]{{2}}\b|(?<![0-9])[0-9]{{1,2}}\s*[-/.]\s*{MONTH_WORD}\s*[-/.]\s*[0-9]{{2}}\b",
    re.IGNORECASE,
)
DAY_OR_MONTH = re.compile(
    rf"{DAY}\s+{MONTH_WORD}(?:\s+[0-9]{{4}})?\s*(?:or|and|&|/)\s*{MONTH_WORD}\s+[0-9]{{4}}", re.IGNORECASE
)
MONTH_NUMBER = re.compile(rf"\s*{MONTH_WORD}\s+[0-9]{{1,2}}\s*", re.IGNORECASE)
FOOTNOTE = re.compile(r"\s*[*\u2020\u2021\xa7\xb9\xb2\xb3]+\s*$|\s+[0-9]{1,2}/\s*$")
