"""Why a date was refused, and what would be right: for the ways in which officials write dates.

A hint that puts a text in quotes puts one there that can be read and that says no more than the words do: each is tried
before it is named. Ambiguous words get every reading, never one of them.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from gcmplan.dates.foreign import in_english
from gcmplan.dates.meant import Explained, day_first, quoted, reworded, tidy, without
from gcmplan.dates.patterns import (
    DATED,
    FOOTNOTE,
    JOINING,
    MONTH_FIRST,
    MONTH_WORD,
    MORE,
    NAMED_DAY,
    NUMERALS,
    REMARK,
    ROMAN,
    ROMANS,
    SOME,
    STATUS,
    SURE,
    SURE_REMARK,
)
from gcmplan.dates.read import read_or_none, read_strictly
from gcmplan.dates.rewording import APART
from gcmplan.dates.span import MONTHS, ORDINALS, WEEKDAYS, Certainty, WhenError
from gcmplan.dates.tokens import EXAMPLES, MONTH
from gcmplan.dates.unclear import (
    day_to_month,
    guess,
    length,
    moved,
    no_date,
    numerals,
    open_end,
    season,
    several,
    slash,
    times,
    two_numbers,
    years,
)

if TYPE_CHECKING:
    from collections.abc import Callable


_WORDS = [*MONTHS, *WEEKDAYS, *ORDINALS, "early", "week", "quarter", "half", "between", "days"]
_LEAST_LETTERS = 4
"""Shorter words are near nearly every other word, so no nearest word is looked for."""

_ONLY_A_DATE = "only a date is allowed here: put a place into 'place', a remark into 'note'"
_NOTE = "put the remark into 'note'"


def explained(text: str, error: WhenError) -> WhenError:
    """Return why a text is refused, with the best hint that can be given; the place stays that of the error given."""
    if len(text) <= _LONGEST and not error.is_final:
        for explain in _EXPLANATIONS:
            if found := explain(text):
                message, hint = found
                place = NUMERALS.search(text) if explain is numerals else None
                start, end = place.span() if place else (error.start, error.end)
                return WhenError(message or error.message, hint, start=start, end=end)
    return error


_TWO = 2
_DATED_REMARK = re.compile(
    rf"[0-9]|\b(?:or|not|except|excl(?:uding)?|without|only|minus|if|{'|'.join(MONTH)})\b|\b{NAMED_DAY}", re.IGNORECASE
)
_LONGEST = 300
"""Characters: no date is longer, and looking for the meaning takes time."""


def _month_first(text: str) -> Explained:
    if not MONTH_FIRST.search(text):
        return None
    turned = day_first(text)
    named = quoted(turned)
    is_one_day = len(re.findall(NAMED_DAY, text, re.IGNORECASE)) < _TWO
    if not named and is_one_day and (fault := _fault(turned)):
        return fault
    return "the day is after the month", f"write {named}" if named else "write the day, then the month"


def _roman(text: str) -> Explained:
    found = ROMAN.search(text)
    named = (
        quoted(ROMAN.sub(lambda one: f"{one[1]} {MONTHS[ROMANS.index(one[2].upper())]} {one[3]}", text))
        if found
        else ""
    )
    return ("the month is a Roman number", f"write {named}") if named else None


def _remark(text: str) -> Explained:
    found = REMARK.search(text)
    if not found and (mark := FOOTNOTE.search(text)):
        named = quoted(text[: mark.start()])
        return ("a mark is after the date", f"write {named}; {_NOTE}") if named else None
    if found and (sure := SURE.fullmatch(found[1].strip(" .!?*"))):
        named = quoted(f"{REMARK.sub(' ', text)} {sure[0]}")
        return ("", f"write {named}") if named else None
    if not found or re.search(r"[0-9]\s*days?\b", found[1], re.IGNORECASE):
        return None
    is_about_date = _DATED_REMARK.search(found[1])
    rest = REMARK.sub(" ", text)
    is_footnote = re.fullmatch(r"\s*[0-9]+(?:st|nd|rd|th)?\s*", found[1])
    if not is_footnote and (part := quoted(f"{found[1]} {rest}")):
        return "a part of the date is in brackets", f"write {part}"
    if re.match(NAMED_DAY, found[1], re.IGNORECASE) and (fault := _fault(f"{found[1]} {rest}")):
        return fault
    sure = SURE.search(found[1]) if re.search(r"\b(?:date|day)s?\b", found[1], re.IGNORECASE) else None
    named = "" if is_about_date or SOME.search(found[1]) else quoted(f"{rest} {sure[0]}" if sure else rest)
    belongs = "put it into 'status'" if STATUS.search(found[1]) else _NOTE
    return f"the date contains a remark: {found[0].strip()!r}", f"{f'write {named}; ' if named else ''}{belongs}"


def _turned(text: str) -> Explained:
    if not (found := reworded(text)):
        return None
    rest, message = found
    is_clearer = re.search(r"\b(?:week|half|quarter|end)\b|W[0-9]", rest) and not SURE.search(rest)
    return message, f"write '{rest}'" if is_clearer else f"write {quoted(rest, Certainty.CONFIRMED)}"


def _apart(text: str) -> Explained:
    """Explain months, quarters or weeks that are joined like days: only what is next to each other is one window."""
    if not APART.search(text):
        return None
    rest = tidy(APART.sub(" - ", text))
    if not read_or_none(rest):
        return None
    if read_or_none(tidy(APART.sub(" or ", text))):
        return "months are joined with a dash", f"write '{rest}'"
    return "several separate times", "make an event of each, or write TBC"


def _without_year(text: str) -> Explained:
    """Explain what has no year by what it would be with one: the same in each of several years."""
    is_whole = DATED.search(text) and not re.search(r"[0-9]{4}|\W$", without(SURE, text))
    if not is_whole or read_or_none(f"{without(SURE, text)} {_ANY_YEARS[0]}"):
        return None
    hints = set()
    message = ""
    for year in _ANY_YEARS:
        found = next(filter(None, (explain(f"{text} {year}") for explain in _EXPLANATIONS[_AFTER_YEAR:])), None)
        if not found or f" {year}" not in found[1]:
            return None
        message = found[0]
        hints.add(re.sub(rf"(?: of)? {year}|['?]", "", found[1]))
    hint = f"{hints.pop()}, and add the year" if len(hints) == 1 else "give the day, the month and the year"
    return message or "no year", hint


_ANY_YEARS = (2017, 2018, 2020)


def _either(text: str) -> Explained:
    """Name both readings of a text that has two."""
    for pattern, readings, message in _TWO_WAYS:
        found = pattern.search(text)
        named = [tidy(pattern.sub(reading, text)) for reading in readings] if found else []
        if named and all(map(read_or_none, named)):
            return f"{message} can be read in two ways", "write '{}' or '{}'".format(*named)
    return None


def _read_certainty(text: str) -> Certainty | None:
    parts = read_or_none(text)
    return parts.certainty if parts else None


def _sure_remark(text: str) -> Explained:
    found = SURE_REMARK.search(text)
    if not found or (not tidy(text[: found.start()]) and re.search(r"[0-9]", found[2])):
        return None
    named = quoted(SURE_REMARK.sub(r"\1", text), _read_certainty(found[1]))
    hint = f"write {named}; {_NOTE}" if named else _NOTE
    return f"a remark after {found[1]}: {tidy(text[found.end(1) :].strip(')]'))!r}", hint


def _sure_elsewhere(text: str) -> Explained:
    found = SURE.findall(text)
    if len(found) != 1:
        return None
    rest = tidy(re.sub(r"[()\[\]]", " ", SURE.sub(" ", text)))
    named = next(filter(None, (quoted(f"{one} {found[0]}") for one in (rest, without(MORE, rest)) if one)), "")
    return ("", f"write {named}") if named else None


def _more_than_a_date(text: str) -> Explained:
    """Explain words behind a date that are none of one: a place, a remark."""
    found = re.search(r"[\s,;:/@]+([^\W\d_][^0-9]*)$", text)
    while found:
        parts = read_or_none(rest := tidy(text[: found.start()]))
        if parts and parts.window:
            if part := quoted(f"{found[1]} {rest}"):
                return "a part of the date is after its year", f"write {part}"
            if fault := _fault(f"{found[1]} {rest}"):
                return fault
            hint = _ONLY_A_DATE
            if STATUS.search(found[1]):
                hint = "only a date is allowed here: put this into 'status'"
            return f"more than a date: {found[1].strip()!r}", hint
        found = re.search(r"[\s,;:/@]+([^\W\d_][^0-9]*)$", text[: found.start()])
    return None


def _more_before_a_date(text: str) -> Explained:
    """Explain words before a date that are none of one; they may deny it, so that the date is not named."""
    before = re.match(r"\s*[^\W\d_][^0-9]*", text)
    if not before:
        return None
    for gap in re.finditer(r"[\s,;:]+", before[0]):
        words, rest = text[: gap.start()], tidy(text[gap.end() :])
        is_none = not any(pattern.search(words) for pattern in (DATED, SURE, SOME, JOINING))
        if is_none and re.search(r"[0-9]{4}", rest) and read_or_none(rest):
            return f"more than a date: {words.strip()!r}", _ONLY_A_DATE
    return None


def _needless(text: str) -> Explained:
    rest = without(MORE, text)
    named = quoted(rest) if rest != tidy(text) else ""
    return ("a word that is not needed", f"write {named}") if named else None


def _foreign(text: str) -> Explained:
    english = in_english(text)
    if not english:
        return None
    if named := quoted(english, Certainty.CONFIRMED):
        return "the date is not in English", f"write {named}"
    if fault := _fault(english):
        return f"the date is not in English; {fault[0]}", fault[1]
    return ("the date is not in English", "write it in English") if DATED.search(english) or "年" in english else None


def _fault(text: str) -> Explained:
    """Return why a text cannot be true though it is understood; None if that is not what is wrong with it."""
    try:
        read_strictly(text)
    except WhenError as error:
        return (error.message, error.hint) if error.is_final else None
    return None


def _misspelled(text: str) -> Explained:
    """Look for words of four letters or more that are nearly words of the grammar."""

    def nearest(found: re.Match[str]) -> str:
        word = found[0]
        close = get_close_matches(word.capitalize(), _WORDS, 1, 0.7) if len(word) >= _LEAST_LETTERS else []
        return close[0] if close else word

    corrected = re.sub(r"[^\W\d_]+", nearest, text)
    named = quoted(corrected) if corrected != text else ""
    return ("", f"did you mean {named}?") if named else None


_EXPLANATIONS: tuple[Callable[[str], Explained], ...] = (
    no_date, years, moved, several, _without_year, times, numerals, length, season, _sure_remark, _either,
    _turned, _apart, open_end, guess, slash, day_to_month, _month_first, two_numbers, _roman, _foreign,
    _sure_elsewhere, _misspelled, _needless, _remark, _more_than_a_date,
    _more_before_a_date,
)  # fmt: skip
_AFTER_YEAR = _EXPLANATIONS.index(_without_year) + 1
_TWO_WAYS: tuple[tuple[re.Pattern[str], tuple[str | Callable[[re.Match[str]], str], ...], str], ...] = (
    (re.compile(r"\s*\band\s*/\s*or\b\s*", re.IGNORECASE), (" and ", " or "), "'and/or'"),
    (re.compile(rf"\b(?:week|wk\.?)\s+([1-4])\s+(?={MONTH_WORD})", re.IGNORECASE),
     (lambda found: f"{ORDINALS[int(found[1]) - 1]} week of ", r"week of \1 "), "a week with a number"),
)  # fmt: skip
"""In this order: the first that knows the text explains it."""

__all__ = ["EXAMPLES", "explained"]
