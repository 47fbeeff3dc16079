"""Ways of writing a date that say the same as a text of the grammar, put into its words for a hint.

Each says what is replaced, by what, and what is wrong with it. None may add to what the words say, or take from it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gcmplan.dates.patterns import DAY, MONTH_WORD, NAMED_DAY, ORDINAL_WORD
from gcmplan.dates.span import MONTHS, ORDINALS, WEEKDAYS
from gcmplan.dates.tokens import DASHES, MONTH, WEEKDAY

if TYPE_CHECKING:
    from collections.abc import Callable

_WEEK, _FIFTH = 7, 4
_MARK = rf"(?:\s*[{DASHES}/.,]\s*|\s+|(?<=[0-9a-z])(?=[0-9]))"
"""Allowed between a quarter and its year: "Q3/2017", "Q3-2017", "Q3 2017"."""
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def _nth(unit: str) -> Callable[[re.Match[str]], str]:
    """Return "third quarter of 2017" for "3Q 2017"."""

    def turned(found: re.Match[str]) -> str:
        number, year = found.group("number").lower(), found.group("year")
        return f"{ORDINALS[int(_ROMAN.get(number, number)) - 1]} {unit} of {year}"

    return turned


def _nth_week(found: re.Match[str]) -> str:
    """Return "second week of May 2017" for "week 2 of May 2017"."""
    number = ("1", "2", "3", "4").index(found["number"])
    return f"{ORDINALS[number]} week of {found['month']}"


def _days_on(found: re.Match[str]) -> str:
    """Return "8 May 2017 - 10 May 2017" for "8 May 2017 for 3 days"."""
    count = found["count"].lower()
    number = _NUMBERS.index(count) + 1 if count in _NUMBERS else int(count)
    month, year = MONTH[found["month"].lower().rstrip(".")], int(found["year"])
    try:
        first = date(year, month, int(re.sub(r"\D", "", found["day"])))
        last = first + timedelta(days=number - 1)
    except (ValueError, OverflowError):
        return found[0]
    return " - ".join(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in (first, last)[: min(number, 2)])


def _iso_week(found: re.Match[str]) -> str:
    return f"{found['year']}-W{int(found['number']):02}"


def _weekday_of_month(found: re.Match[str]) -> str:
    """Return "1 May 2017" for "first Monday of May 2017"."""
    month, year = MONTH[found["month"].lower().rstrip(".")], int(found["year"])
    length = monthrange(year, month)[1]
    which = found["nth"].lower()
    number = _FIFTH if which == "fifth" else ORDINALS.index(which) if which in ORDINALS else int(which[0]) - 1
    kind = found["day"].lower()
    step = 1 if kind == "day" else _WEEK
    days = [
        day
        for day in range(1, length + 1)
        if step == 1 or WEEKDAYS[_weekday(year, month, day)] == WEEKDAYS[WEEKDAY[kind]]
    ]
    if which != "last" and number >= len(days):
        return found[0]
    day = days[-1] if which == "last" else days[number]
    return f"{day} {MONTHS[month - 1]} {year}"


def _weekday(year: int, month: int, day: int) -> int:
    from datetime import date  # noqa: PLC0415 - only here

    return date(year, month, day).weekday()


_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNT = rf"(?P<count>{'|'.join(_NUMBERS)}|[1-9][0-9]?)"
_ORDINALS = (*ORDINALS[:_FIFTH], "fifth")
_FIRST_DAY = rf"(?P<day>{DAY})\s+(?P<month>{MONTH_WORD}),?\s+(?P<year>[0-9]{{4}})(?![0-9-])"
_YEAR = r"(?P<year>[0-9]{4})(?![0-9-])"
TURNS = tuple(
    (re.compile(pattern, re.IGNORECASE), turned, message)
    for pattern, turned, message in (
        (rf"(?<=[0-9a-z])\s*(?:\.{{2,}}|[{DASHES}]{{2,}}|~|\uff5e|\u301c)\s*(?=[0-9a-z])", " - ",
         "a span of days is written with a dash"),
        (r"\bt\.\s?b\.\s?([cad])\b\.?", r"TB\1", "there are full stops between the letters"),
        (r"\b(?:(?:yet\s+)?to\s+be|not\s+yet)\s+(?:decided|agreed|fixed|set|scheduled|defined|specified)\b", "TBA",
         "an unknown date is written as TBA"),
        (rf"^\s*(0?[1-9]|1[0-2])\s*[{DASHES}/.]\s*([0-9]{{4}})\b",
         lambda found: f"{MONTHS[int(found[1]) - 1]} {found[2]}", "the month is a number"),
        (rf"^\s*([0-9]{{4}})\s*[{DASHES}/.]\s*(0?[1-9]|1[0-2])(?![0-9./-])",
         lambda found: f"{MONTHS[int(found[2]) - 1]} {found[1]}", "the month is a number"),
        (r"(?<=\bdate)s?\s+and\s+(?:venue|place|location)\b", "", "a word that is not needed"),
        (r"\b(?:exact|precise|final|specific|actual)\s+(?=dates?\b)|(?<=\bdate)s?:|(?<=\bdates):", "",
         "a word that is not needed"),
        (r"\b(?:middle|mid)(?:\s+of)?(?:\s+the)?(?=\s)", "mid", "the middle of a time is written with mid"),
        (rf"\b(early|mid|late)\s*[{DASHES}]?\s*(?:to|/)\s*[{DASHES}]?\s*(mid|late)\b", r"\1 to \2",
         "a dash that is not needed"),
        (r"\b(first|1st)\s+(?:two|2)\s+weeks\b", "first/second week", "several weeks"),
        (r"\b(first|1st)\s+(?:three|3)\s+weeks\b", "first - third week", "several weeks"),
        (rf"\b({ORDINAL_WORD})\s*(?:and|&|/)\s*({ORDINAL_WORD})\s+weeks?\b", r"\1/\2 week", "several weeks"),
        (r"\bfirst\s+six\s+months\b", "first half", "a half of a year"),
        (r"\b(?:last|latter|second)\s+(?:six\s+months|half)\b", "second half", "a half of a year"),
        (r"\b(first|last)\s+three\s+months\b", r"\1 quarter", "a quarter"),
        (r"\((?=[0-9]{4}\))(....)\)", r" \1 ", "the year is in brackets"),
        (r"^\s*[\"'\u2018\u201c\xab]\s*|\s*[\"'\u2019\u201d\xbb]\s*$", "", "the date is in quotation marks"),
        (rf"^\s*(?:[x?_.\u2026]\s*(?:[{DASHES}/]\s*)?)+(?={MONTH_WORD})", "", "the day is left open"),
        (r"\b(?:w\s?/\s?e|(?:week|wk)\s+ending(?:\s+on)?)\s+", "week of ", "a week by its last day"),
        ((r"\b(?:w\s?/\s?[bsco]\b|w\.?[bc]\b|wk\.?\s+(?:of|beginning|commencing|starting)"
         r"|week\s+(?:starting|beginning|commencing|of)\s+(?:on|the))\.?\s+"), "week of ", "a week by its first day"),
        (rf"\bweek\s+of\s+(?=\S+\s*[{DASHES}])", "", "days are not a week"),
        (rf"\b(?:week|wk\.?)\s+(?:no\.?\s*)?(?P<number>[1-4])\s*(?:,|\bof\b|\bin\b)\s*(?P<month>{MONTH_WORD})",
         _nth_week, "a week of a month by its number"),
        (rf"\b(?P<month>{MONTH_WORD}\s+[0-9]{{4}})\s*[,:]?\s*(?:week|wk\.?)\s+(?P<number>[1-4])(?![0-9])",
         _nth_week, "a week of a month by its number"),
        (rf"\b({ORDINAL_WORD}\s+week)\s*,\s*", r"\1 of ", "a comma that is not needed"),
        (rf"\b(?:(?:calendar\s+)?(?:week|wk\.?)\s+|[CK]W\s*|W)(?P<number>[0-5]?[0-9])(?:\s+of)?{_MARK}{_YEAR}",
         _iso_week, "a week by its number"),
        (r"\b(?P<year>[0-9]{4})[\s/,]*W(?:eek\s*)?(?P<number>[0-5]?[0-9])\b", _iso_week, "a week by its number"),
        (r"\b(?:([1-4])\s*Q|Q\s+([1-4]))\b", lambda found: f"Q{found[1] or found[2]}", "a quarter by its number"),
        (rf"\b(?:Q\s*|(?:quarter|qtr\.?)\s+)(?P<number>[1-4])(?:\s+of)?{_MARK}{_YEAR}", _nth("quarter"),
         "a quarter by its number"),
        (rf"\b(?P<number>[1-4])(?:st|nd|rd|th)?\s*(?:Q|qtr\.?)(?:\s+of)?{_MARK}{_YEAR}", _nth("quarter"),
         "a quarter by its number"),
        (rf"\b(?P<number>I{{1,3}}|IV)\s+quarter(?:\s+of)?\s+{_YEAR}", _nth("quarter"), "a quarter by its number"),
        (rf"\b(?P<year>[0-9]{{4}})\s*[{DASHES}/,]?\s*Q\s*(?P<number>[1-4])\b", _nth("quarter"),
         "the quarter is after its year"),
        (rf"\b(?:[HS]\s*|(?:half|semester)\s+)(?P<number>[12])(?:\s+of)?{_MARK}{_YEAR}", _nth("half"),
         "a half by its number"),
        (rf"\b(?P<number>[12])(?:st|nd)?\s*[HS](?:\s+of)?{_MARK}{_YEAR}", _nth("half"), "a half by its number"),
        (r"\b(?P<year>[0-9]{4})[\s,/-]*[HS](?P<number>[12])\b", _nth("half"), "a half by its number"),
        (r"\bhalf[\s-]year\b", "half", "a half of a year"),
        (r"\b(?:year[- ]end|EOY)\b", "end of", "the end of a year"),
        ((rf"\b(?P<nth>{ORDINAL_WORD})\s+(?P<day>{NAMED_DAY}|day)\s+(?:of|in)\s+(?:the\s+month\s+of\s+)?"
         rf"(?P<month>{MONTH_WORD}),?\s+{_YEAR}"), _weekday_of_month, "a day by its weekday in the month"),
        (rf"({DAY})\s*[{DASHES}/]\s*({MONTH_WORD})\s*[{DASHES}/,]\s*([0-9]{{4}})\b", r"\1 \2 \3",
         "the words of a day are joined"),
        (rf"\b([0-9]{{4}})[\s,]*[{DASHES}/]?\s*({MONTH_WORD})\s*[{DASHES}/]?\s*({DAY})$", r"\3 \2 \1",
         "the year is before the day"),
        (rf"\b([0-9]{{4}})\s+({DAY})\s+({MONTH_WORD})$", r"\2 \3 \1", "the year is before the day"),
        (rf"(?<=[a-z.])\s*(?:[{DASHES}/]|\bof\b(?:\s+the\s+year)?|\bin\b)\s*(?=[0-9]{{4}}(?:\s|$|[,(\[]))", " ",
         "there is something between the month and the year"),
        (r"(?<=[0-9])\.(?=\s*[-\u2013]|\s+[a-z])", "", "there is a full stop after the day"),
        (rf"\b({NAMED_DAY})\s*/\s*({NAMED_DAY})\b", r"\1-\2", "weekdays are joined with a dash"),
        (r"(?<=[0-9a-z])\s*(?:[;+]|\bplus\b)\s*(?=[0-9])", " and ", "days are joined with and"),
        (rf"\bbetween\s+(?=[0-9])(.+?)\s*(?:[{DASHES}]|\bto\b)\s*(?=[0-9])", r"between \1 and ",
         "the two days of 'between' are joined with and"),
        (r"\bfrom\s+(?=.+\b(?:to(?!\s+be\b)|until|till|through|thru)\b)", "", "'from' is not needed"),
        (r"(?<=[0-9a-z])\s+(?:up\s+to|through|thru|till|until)\s+(?:and\s+including\s+)?(?=[0-9a-z])", " - ",
         "a span of days is written with a dash"),
        (r"\bbetween\s+(?![0-9])(.+?)\s+and\s+", r"\1 - ", "these are not two days"),
        (r"([0-9]{4}-[0-9]{2}-)([0-9]{2})/([0-9]{2})\b(?!-)", r"\1\2/\1\3", "the second day lacks its month"),
        (r"\b([0-9]{4})([01][0-9])([0-3][0-9])\b", r"\1-\2-\3", "a day of ISO 8601 without its dashes"),
        ((r"\b(an?|one|two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,2})[\s-](?:consecutive\s+)?days?"
         r"(?:\s+(?:long\s+)?(?:meeting|session|conference|event|workshop|seminar))?\s*,?\s*"
         r"(?:\b(?:in|within|during)\s+)?(?:the\s+)?(?!between|in\b)(?=[a-z0-9])"),
         lambda found: f"{'one' if found[1].lower() in {'a', 'an'} else found[1]} days in ", "a number of days"),
        (rf"\b{_FIRST_DAY}\s*,?\s+for\s+{_COUNT}\s+days?\b", _days_on, "a first day and a number of days"),
        (r"(.*[0-9]{4})\s*(?:[,\u2013-]|\bfor\b)\s*((?:one|two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,2})[\s-]days?)\b",
         r"\1 (\2)", "the number of days is after the time"),
        (r"(?<=[0-9a-z])\.(?=\s*[0-9A-Za-z])", " ", "there are full stops between the words"),
        (r"\.\s*$", "", "a full stop ends the date"),
        (r"[,;:|]\s*$", "", "a mark is after the date"),
        (rf"\b(?:the\s+)?(first|second|third|fourth|fifth)\s+of\s+(?={MONTH_WORD})",
         lambda found: f"{_ORDINALS.index(found[1].lower()) + 1} ", "the day is a word"),
    )
)  # fmt: skip
APART = re.compile(
    r"(?<=[a-z0-9.])\s*(?:,\s*(?:and\b)?|\band\b|&)\s*"
    r"(?=(?:(?:[a-z]+|[1-4](?:st|nd|rd|th))[\s-]+)*(?:[a-z]+\.?|Q[1-4])\s+[0-9]{4}\b)",
    re.IGNORECASE,
)
"""Words that join months, quarters or weeks as if they were days: "May and June 2017"."""
