"""Why a date was refused that is understood and says too little: no day, no end, or one of several things."""

from __future__ import annotations

import re

from gcmplan.dates.meant import Explained, day_first, quoted, tidy, without
from gcmplan.dates.patterns import (
    ABOUT,
    DASHED,
    DAY_OR_MONTH,
    DAY_TO_MONTH,
    FIRST_DAY,
    LAST_DAY,
    LENGTH,
    MONTH_NUMBER,
    MONTH_WORD,
    MOVED,
    NO_DATE,
    NUMERAL_SPAN,
    NUMERALS,
    REPEATED,
    SEASON,
    SECOND_DATE,
    SHORT_YEAR,
    SLASH,
    SOME_DAYS,
    SOME_TIME,
    STATUS,
    TIMES,
    TWO_NUMBERS,
    UNSURE,
    YEARS,
)
from gcmplan.dates.read import read_or_none
from gcmplan.dates.span import MONTHS, Certainty
from gcmplan.dates.tokens import DASHES

_HOURS = "put the hours into 'hours'"
_ENDS = "give both days (between … and …)"


def numerals(text: str) -> Explained:
    """Explain "5/9/2017": both readings are named where there are two."""
    if NUMERAL_SPAN.search(text):
        return "a date in numbers", "write the month as a word, and the year in four digits"
    found = NUMERALS.search(text)
    if not found or re.search(rf"{MONTH_WORD}\s*$", text[: found.start()], re.IGNORECASE):
        return None
    first, second, third = found[1], found[3], found[4]
    iso = f"{first}-{int(second):02}-{int(third):02}" if len(first) == len("2017") else ""
    if found[0] == iso:
        return None
    if listed := _listed(text, found):
        return listed
    if re.search("[0-9]", text[: found.start()] + text[found.end() :]):
        return f"{found[0]!r} can be read in two ways", "write the month as a word"
    if iso:
        message = f"{found[0]!r} is no date of ISO 8601"
        return message, f"write '{iso}'" if read_or_none(iso) else "write the month as a word"
    year = third if len(third) == len("2017") else ""
    readings = [one for day, month in ((first, second), (second, first))
                if year and 0 < int(month) <= len(MONTHS)
                and (one := quoted(f"{int(day)} {MONTHS[int(month) - 1]} {year}"))]  # fmt: skip
    readings = list(dict.fromkeys(readings))
    message = f"{found[0]!r}: a date in numbers" if len(readings) == 1 else f"{found[0]!r} can be read in two ways"
    if not readings:
        return message, "write the month as a word, and the year in four digits"
    return message, f"write {' or '.join(readings)}"


def _listed(text: str, found: re.Match[str]) -> Explained:
    """Explain "25/26/27 May 2017", which are three days: the month is a word."""
    days = [found[1], found[3], found[4]]
    named = [quoted(text.replace(found[0], joint.join(days))) for joint in (", ", " or ")]
    if not all(named):
        return None
    mark, rest = found[2], f"; {named[1]} for one of them" if found[2] == "/" else ""
    return f"days are joined with {mark!r}", f"write {named[0]}{rest}"


def times(text: str) -> Explained:
    """Explain a time of day."""
    rest = without(TIMES, text)
    if rest == tidy(text):
        return None
    named = quoted(rest)
    return "the date contains a time of day", f"{f'write {named}; ' if named else ''}{_HOURS}"


def open_end(text: str) -> Explained:
    """Explain a first or a last day alone."""
    if found := LAST_DAY.search(text):
        return f"{found[0]!r}: a last day alone", f"make it a deadline, or {_ENDS}"
    if found := FIRST_DAY.search(text):
        named = quoted(without(FIRST_DAY, text)) if re.match(r"\s*from\b", text, re.IGNORECASE) else ""
        if named and re.search(
            rf"\b(?:to(?! be)|until|till|through)\b|[{DASHES}]", DASHED.sub("", text), re.IGNORECASE
        ):
            return "'from' is not needed", f"write {named}"
        return f"{tidy(found[0]) or found[0].strip()!r}: a first day alone", f"{_ENDS}, or write TBC"
    return None


def guess(text: str) -> Explained:
    """Explain words that make a date unsure."""
    about = ABOUT.search(text)
    rest = without(UNSURE, without(ABOUT, text))
    if rest == tidy(text):
        return None
    named = quoted(day_first(rest), Certainty.TBC)
    window = "write TBC behind the date" if not named else f"write {named}"
    return "the date is not sure", f"{window}{', or its window' if about else ''}"


def season(text: str) -> Explained:
    """Explain times that begin on no fixed day, and dates that come again."""
    found = SEASON.search(text)
    if found:
        return f"{found[0].strip()!r} is no fixed time", "name months or a quarter"
    if found := SOME_TIME.search(text):
        return f"{found[0].strip()!r} is no fixed time", "give the first and the last day"
    found = REPEATED.search(text)
    return (f"{found[0]!r}: a date that comes again", "make an event of each date") if found else None


def years(text: str) -> Explained:
    """Explain "2017/18" and "2017-2018"."""
    found = YEARS.fullmatch(text)
    if not found or not (found[2] or int(found[0].strip()[-2:]) == (int(found[1]) + 1) % 100):
        return None
    is_choice = found[2] and int(found[2]) > int(found[1]) + 1 and re.search(r"or|and|/", text)
    named = quoted(f"January {found[1]} - December {found[2]}") if found[2] and not is_choice else ""
    return "a range of years", f"name months{f': {named}' if named else ''}, or {_ENDS}"


def no_date(text: str) -> Explained:
    """Explain words in place of a date."""
    words = text.strip()
    if not words or not NO_DATE.fullmatch(words):
        return None
    return f"{words!r} is no date", "write TBC or TBA, or leave the event out"


def length(text: str) -> Explained:
    """Explain a length in weeks, months or hours."""
    found = LENGTH.match(text.strip())
    return ("a length that is not in days", "give the length as a number of days") if found else None


def moved(text: str) -> Explained:
    """Explain the status of an event in place of its date."""
    found = MOVED.fullmatch(text.strip())
    if not found:
        return None
    # From one date to another: the later one is the date.
    new = re.sub(r"from\b.*?\bto\b(?! be)", "", found[2], count=1, flags=re.IGNORECASE | re.DOTALL)
    named = quoted(new)
    word = found[1].lower()
    status = f"; put {word} into 'status'" if STATUS.match(word) else ""
    return f"{found[1]!r} is no date", f"write {named or 'the date, or TBA'}{status}"


def several(text: str) -> Explained:
    """Explain what leaves open which of two things it says, or how many."""
    if found := SOME_DAYS.search(text):
        return f"{found[0]!r}: a length that is open", "give one number of days, or leave it out"
    if SHORT_YEAR.search(text):
        return "a year of two digits", "give the year in four digits"
    if MONTH_NUMBER.fullmatch(text):
        return "a day or a year of two digits", "write the day, then the month, and the year in four digits"
    if SECOND_DATE.search(text) and "(" not in text:
        return "more than one date", "write the current date; put the old one into 'note'"
    if DAY_OR_MONTH.search(text):
        return "a day or a month", "write a window (between … and …), or TBC"
    return None


def day_to_month(text: str) -> Explained:
    """Explain "16 September - December 2003"."""
    found = DAY_TO_MONTH.fullmatch(text)
    if not found or (parts := read_or_none(found[2])) is None or parts.window is None:
        return None
    last = parts.window.last
    year = "" if re.search(r"[0-9]{4}", found[1]) else f" {last.year}"
    named = quoted(f"between {found[1]}{year} and {last.day} {MONTHS[last.month - 1]} {last.year}")
    return ("a day to a month", f"give the last day{f', or write {named}' if named else ''}") if named else None


def slash(text: str) -> Explained:
    """Explain "8/9 May 2017": both days, or one of them."""
    if not SLASH.search(text):
        return None
    both, either = quoted(SLASH.sub(r"\1 - \2", text)), SLASH.sub(r"\1 or \2", text)
    years = re.findall("[0-9]{4}", text)
    if not both and len(years) == 1 and quoted(SLASH.sub(rf"\1 {int(years[0]) - 1} - \2", text)):
        hint = "write a dash for all the days, or TBC if it is one of them, and the year to both"
        return "'/' between days can be read in two ways", hint
    if not both:
        return None
    one = f", '{tidy(either)}' for one of them" if read_or_none(either) else ", or TBC if it is one of them"
    return "'/' between days can be read in two ways", f"write {both} for both days{one}"


def two_numbers(text: str) -> Explained:
    """Explain "2 14 December 2018"."""
    if not TWO_NUMBERS.search(text):
        return None
    span, days = quoted(TWO_NUMBERS.sub(r"\1-\2", text)), quoted(TWO_NUMBERS.sub(r"\1 and \2", text))
    named = " or ".join(filter(None, (span, days)))
    return ("nothing is between two days", f"write {named}") if named else None
