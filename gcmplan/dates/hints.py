"""Why a date was refused, and what would be right: for the ways in which officials write dates.

A hint that puts a text in quotes puts one there that can be read and that says no more than the words do: each is tried
before it is named. Ambiguous words get every reading, never one of them.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from gcmplan.dates.foreign import in_english
from gcmplan.dates.patterns import (
    ABOUT,
    DAY_TO_MONTH,
    FIRST_DAY,
    LAST_DAY,
    LENGTH,
    MONTH_FIRST,
    MORE,
    NO_DATE,
    NUMERALS,
    REMARK,
    ROMAN,
    ROMANS,
    SEASON,
    SLASH,
    SOME,
    STATUS,
    SURE,
    TIMES,
    TWO_NUMBERS,
    UNSURE,
    YEARS,
)
from gcmplan.dates.span import MONTHS, ORDINALS, WEEKDAYS, Certainty, WhenError
from gcmplan.dates.tokens import DASHES, EXAMPLES, MONTH
from gcmplan.dates.write import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from gcmplan.dates.read import Parts

_WORDS = [*MONTHS, *WEEKDAYS, *ORDINALS, "early", "week", "quarter", "half", "between", "days"]
_LEAST_LETTERS = 4
"""Of shorter words nearly every one is near another: no nearest word is looked for."""

_HOURS, _NOTE = "hours stand in 'hours'", "a remark belongs into 'note'"
_ENDS = "give both days, with between and and"


def explained(text: str, error: WhenError) -> WhenError:
    """Return why a text is refused, with the best hint that can be given; the place stays that of the error given."""
    if len(text) <= _LONGEST and not error.is_final:
        for explain in _EXPLANATIONS:
            if found := explain(text):
                message, hint = found
                place = NUMERALS.search(text) if explain is _numerals else None
                start, end = place.span() if place else (error.start, error.end)
                return WhenError(message or error.message, hint, start=start, end=end)
    return error


_LONGEST = 300
"""Characters: nobody writes a date of more, and looking for what is meant takes its time."""


# -- what a text would be --------------------------------------------------------------------------------------------


def _read(text: str) -> Parts | None:
    from gcmplan.dates.read import read_strictly  # noqa: PLC0415 - which asks for hints in its turn

    try:
        return read_strictly(text)
    except WhenError:
        return None


def _quoted(text: str, certainty: Certainty | None = None) -> str:
    """Return a text in its canonical form and quotes; nothing if it cannot be read."""
    parts = _read(_tidy(text))
    if parts is None or (parts.window is None and certainty is None):
        return ""
    sure = certainty if certainty and parts.certainty is Certainty.CONFIRMED else parts.certainty
    return f"'{write(parts.spans, parts.window, parts.days, sure)}'"


def _tidy(text: str) -> str:
    """Return a text without what is left of words that were cut out of it."""
    text = re.sub(r"[(\[]\s*[)\]]", " ", text)
    return re.sub(rf"^[{DASHES}\s,;:]+|[{DASHES}\s,;:]+$", "", text)


def _without(pattern: re.Pattern[str], text: str) -> str:
    return _tidy(pattern.sub(" ", text))


# -- why it is refused -----------------------------------------------------------------------------------------------

_Explained = tuple[str, str] | None


def _numerals(text: str) -> _Explained:
    found = NUMERALS.search(text)
    if not found:
        return None
    first, second, third = found[1], found[3], found[4]
    if len(first) == len("2017"):
        iso = f"{first}-{int(second):02}-{int(third):02}"
        if found[0] == iso:
            return None
        message = f"{found[0]!r} is no date of ISO 8601"
        return message, f"write '{iso}'" if _read(iso) else "write the month as a word"
    year = third if len(third) == len("2017") else ""
    readings = [one for day, month in ((first, second), (second, first))
                if year and 0 < int(month) <= len(MONTHS)
                and (one := _quoted(f"{int(day)} {MONTHS[int(month) - 1]} {year}"))]  # fmt: skip
    readings = list(dict.fromkeys(readings))
    message = f"{found[0]!r}: a date in numbers" if len(readings) == 1 else f"{found[0]!r} can be read in two ways"
    if not readings:
        return message, "write the month as a word, and the year in four digits"
    return message, f"write {' or '.join(readings)}"


def _times(text: str) -> _Explained:
    rest = _without(TIMES, text)
    if rest == _tidy(text):
        return None
    named = _quoted(rest)
    return "a time of day stands in the date", f"{f'write {named}; ' if named else ''}{_HOURS}"


def _open_end(text: str) -> _Explained:
    if found := LAST_DAY.search(text):
        return f"{found[0]!r}: a last day alone", f"make it a deadline, or {_ENDS}"
    if found := FIRST_DAY.search(text):
        named = _quoted(_without(FIRST_DAY, text)) if re.match(r"\s*from\b", text, re.IGNORECASE) else ""
        if named and re.search(rf"\b(?:to|until|till|through)\b|[{DASHES}]", text):
            return "'from' is not needed", f"write {named}"
        return f"{found[0]!r}: a first day alone", f"{_ENDS}, or write TBC"
    return None


def _guess(text: str) -> _Explained:
    about = ABOUT.search(text)
    rest = _without(UNSURE, _without(ABOUT, text))
    if rest == _tidy(text):
        return None
    named = _quoted(_month_first_turned(rest), Certainty.TBC)
    window = "write TBC behind the date" if not named else f"write {named}"
    return "the date is not sure", f"{window}{', or the window in which it lies' if about else ''}"


def _season(text: str) -> _Explained:
    found = SEASON.search(text)
    return (f"{found[0]!r} is no fixed time", "name months or a quarter") if found else None


def _years(text: str) -> _Explained:
    found = YEARS.fullmatch(text)
    if not found or not (found[2] or int(found[0].strip()[-2:]) == (int(found[1]) + 1) % 100):
        return None
    named = _quoted(f"January {found[1]} - December {found[2]}") if found[2] else ""
    return "a range of years", f"name months{f': {named}' if named else ''}, or {_ENDS}"


def _no_date(text: str) -> _Explained:
    words = text.strip()
    if not words or not NO_DATE.fullmatch(words):
        return None
    return f"{words!r} is no date", "write TBC or TBA, or leave the event out"


def _month_first_turned(text: str) -> str:
    return MONTH_FIRST.sub(r"\2 \1", text)


def _month_first(text: str) -> _Explained:
    if not MONTH_FIRST.search(text):
        return None
    named = _quoted(_month_first_turned(text))
    return "the day stands after the month", f"write {named}" if named else "write the day, then the month"


def _roman(text: str) -> _Explained:
    found = ROMAN.search(text)
    named = _quoted(ROMAN.sub(lambda one: f"{one[1]} {MONTHS[ROMANS.index(one[2])]} {one[3]}", text)) if found else ""
    return ("the month is a Roman number", f"write {named}") if named else None


def _slash(text: str) -> _Explained:
    if not SLASH.search(text):
        return None
    both, either = _quoted(SLASH.sub(r"\1 - \2", text)), SLASH.sub(r"\1 or \2", text)
    if not both:
        return None
    one = f", '{_tidy(either)}' for one of them" if _read(either) else ", or TBC if it is one of them"
    return "'/' between days can be read in two ways", f"write {both} for both days{one}"


def _two_numbers(text: str) -> _Explained:
    if not TWO_NUMBERS.search(text):
        return None
    span, days = _quoted(TWO_NUMBERS.sub(r"\1-\2", text)), _quoted(TWO_NUMBERS.sub(r"\1 and \2", text))
    named = " or ".join(filter(None, (span, days)))
    return ("nothing stands between two days", f"write {named}") if named else None


def _day_to_month(text: str) -> _Explained:
    found = DAY_TO_MONTH.fullmatch(text)
    if not found or (parts := _read(found[2])) is None or parts.window is None:
        return None
    last = parts.window.last
    year = "" if re.search(r"[0-9]{4}", found[1]) else f" {last.year}"
    named = _quoted(f"between {found[1]}{year} and {last.day} {MONTHS[last.month - 1]} {last.year}")
    return ("a day to a month", f"give the last day{f', or write {named}' if named else ''}") if named else None


def _length(text: str) -> _Explained:
    found = LENGTH.match(text.strip())
    return ("a length that is not in days", "give the length as a number of days") if found else None


def _remark(text: str) -> _Explained:
    found = REMARK.search(text)
    if not found or re.search(r"\bdays?\b", found[1], re.IGNORECASE):
        return None
    is_about_date = re.search(rf"[0-9]|\b(?:or|not|except|excluding|if|{'|'.join(MONTH)})\b", found[1], re.IGNORECASE)
    rest = REMARK.sub(" ", text)
    is_footnote = re.fullmatch(r"\s*[0-9]+(?:st|nd|rd|th)?\s*", found[1])
    if not is_footnote and (part := _quoted(f"{found[1]} {rest}")):
        return "a part of the date stands in brackets", f"write {part}"
    sure = SURE.search(found[1]) if re.search(r"\bdates?\b", found[1], re.IGNORECASE) else None
    named = "" if is_about_date or SOME.search(found[1]) else _quoted(f"{rest} {sure[0]}" if sure else rest)
    belongs = "that stands in 'status'" if STATUS.search(found[1]) else _NOTE
    return f"a remark stands in the date: {found[0].strip()!r}", f"{f'write {named}; ' if named else ''}{belongs}"


_TURNS = tuple(
    (re.compile(pattern, re.IGNORECASE), turned, message)
    for pattern, turned, message in (
        (r"\bweek\s+ending\b", "week of", "a week by its last day"),
        (r"\bweek\s+of\s+(?=\S+\s*[-\u2013])", "", "days are not a week"),
        (r"\bW(?:eek\s+)?([0-9]{2})(?:\s+of|,)?\s+([0-9]{4})\b", r"\2-W\1", "a week by its number"),
        (r"\b([0-9]{4})[\s,]+(Q[1-4])\b", r"\2 \1", "the quarter stands after its year"),
        (
            r"(?<=[a-z])\s*(?:,\s*(?:and\b)?|\band\b|&)\s*(?=(?:[a-z]+[\s-])*[a-z]+\s+[0-9]{4}\b)",
            " - ",
            "months are joined with a dash",
        ),
        (r"\.\s*$", "", "a full stop ends the date"),
        (r"\bH([12])\b", lambda found: f"{ORDINALS[int(found[1]) - 1]} half of", "a half by its number"),
        (r"\byear[- ]end\b", "end of", "the end of a year"),
        (r"(?<=[0-9a-z])\s+(?:through|thru|till|until)\s+", " - ", "a span of days is written with a dash"),
        (r"\bbetween\s+(.+?)\s+and\s+", r"\1 - ", "these are not two days"),
        (r"([0-9]{4}-[0-9]{2}-)([0-9]{2})/([0-9]{2})\b(?!-)", r"\1\2/\1\3", "the second day lacks its month"),
        (r"(?<=[0-9a-z])\.(?=\s*[0-9A-Za-z])", " ", "full stops stand between the words"),
    )
)
"""Ways of writing that say the same as a text of the grammar: what is replaced, by what, and what is wrong with it."""


def _turned(text: str) -> _Explained:
    for pattern, turned, message in _TURNS:
        if pattern.search(text) and (rest := _tidy(pattern.sub(turned, text))) and _read(rest):
            return message, f"write '{rest}'"
    return None


def _sure_elsewhere(text: str) -> _Explained:
    found = SURE.findall(text)
    if len(found) != 1:
        return None
    rest = _tidy(re.sub(r"[()\[\]]", " ", SURE.sub(" ", text)))
    named = _quoted(f"{rest} {found[0]}") if rest else ""
    return ("", f"write {named}") if named else None


def _more_than_a_date(text: str) -> _Explained:
    """Explain words behind a date that are none of one: a place, a remark."""
    found = re.search(r"[\s,;:]+([^\W\d_][^0-9]*)$", text)
    while found:
        if _read(rest := _tidy(text[: found.start()])):
            if part := _quoted(f"{found[1]} {rest}"):
                return "a part of the date stands behind its year", f"write {part}"
            hint = "only the date stands here: a place stands in 'place', a remark in 'note'"
            return f"more than a date: {found[1].strip()!r}", hint
        found = re.search(r"[\s,;:]+([^\W\d_][^0-9]*)$", text[: found.start()])
    return None


def _needless(text: str) -> _Explained:
    rest = _without(MORE, text)
    named = _quoted(rest) if rest != _tidy(text) else ""
    return ("a word that is not needed", f"write {named}") if named else None


def _foreign(text: str) -> _Explained:
    english = in_english(text)
    named = _quoted(english) if english else ""
    return ("the date is not in English", f"write {named}") if named else None


def _misspelled(text: str) -> _Explained:
    """Look for words of four letters or more that are nearly words of the grammar."""

    def nearest(found: re.Match[str]) -> str:
        word = found[0]
        close = get_close_matches(word.capitalize(), _WORDS, 1, 0.7) if len(word) >= _LEAST_LETTERS else []
        return close[0] if close else word

    corrected = re.sub(r"[^\W\d_]+", nearest, text)
    named = _quoted(corrected) if corrected != text else ""
    return ("", f"did you mean {named}?") if named else None


_EXPLANATIONS: tuple[Callable[[str], _Explained], ...] = (
    _no_date, _years, _times, _numerals, _length, _season, _turned, _open_end, _guess, _slash, _day_to_month,
    _month_first, _two_numbers, _roman, _foreign, _sure_elsewhere, _misspelled, _needless, _remark, _more_than_a_date,
)  # fmt: skip
"""In this order: the first that knows the text explains it."""

__all__ = ["EXAMPLES", "explained"]
