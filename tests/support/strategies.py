"""Values and texts for property tests. Nothing here asks gcmplan how a text is read or written."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st

from gcmplan.dates.when import Certainty, Span, When

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn, SearchStrategy

FIRST, LAST = date(1945, 1, 1), date(2100, 12, 31)
MONTHS = [date(2017, number, 1).strftime("%B") for number in range(1, 13)]
WEEKDAYS = [date(2018, 1, number).strftime("%A") for number in range(1, 8)]
ORDINALS = ["first", "second", "third", "fourth", "last"]
UNCERTAIN = (Certainty.TBC, Certainty.TBA)


def examples(number: int) -> settings:
    """Look at a number of examples in CI, whose profile looks at 100 by default; at its share under another profile."""
    profile = settings.default
    assert profile
    return settings(max_examples=max(1, number * profile.max_examples // 100), deadline=None)


moderate, few, fewest, thousand = map(examples, (200, 60, 25, 1_000))

certainties = st.sampled_from(Certainty)
years = st.integers(FIRST.year, LAST.year)


# -- values ----------------------------------------------------------------------------------------------------------


def after(day: date, days: int) -> date:
    """Return the day that comes `days` days later."""
    return day + timedelta(days=days)


def days_between(first: date, last: date) -> SearchStrategy[date]:
    """Days of any month and year as often as days about the turn of a year."""
    turns = st.builds(date, st.integers(first.year, last.year), st.sampled_from([1, 2, 3, 12]), st.integers(1, 28))
    return st.dates(first, last) | turns.filter(lambda day: first <= day <= last)


@st.composite
def known(draw: DrawFn, first: date = FIRST, last: date = LAST) -> When:
    """One to four spans, days or months or years apart; some cross months and years."""
    start = draw(days_between(first, last))
    spans: list[Span] = []
    for _ in range(draw(st.integers(1, 4))):
        end = after(start, draw(st.integers(0, 3) | st.integers(0, 400)))
        spans.append(Span(start, min(end, last)))
        start = after(end, draw(st.integers(1, 9) | st.integers(1, 700)))
        if start > last:
            break
    return When.known(*spans, certainty=draw(certainties))


@st.composite
def any_days(draw: DrawFn, first: date = FIRST, last: date = LAST) -> Span:
    """A window of two days or more, wherever it begins and ends."""
    start = draw(days_between(first, after(last, -1)))
    longest = (last - start).days
    return Span(start, after(start, draw(st.integers(1, min(longest, 40)) | st.integers(1, longest))))


def months_from(year: int, month: int, count: int) -> Span:
    """Return `count` whole months; cut at the last year."""
    end_year, end_month = divmod(year * 12 + month - 1 + count - 1, 12)
    end_year, end_month = min((end_year, end_month), (LAST.year, 11))
    return Span(date(year, month, 1), date(end_year, end_month + 1, monthrange(end_year, end_month + 1)[1]))


def part_of_month(year: int, month: int, part: str) -> Span:
    """Return an early, mid, late, n-th or last part of a month."""
    length = monthrange(year, month)[1]
    ends = {"early": (1, 10), "mid": (11, 20), "late": (21, length), "last": (length - 6, length)}
    first, last = ends[part] if part in ends else (7 * int(part) - 6, 7 * int(part))
    return Span(date(year, month, first), date(year, month, last))


months = st.builds(months_from, years, st.integers(1, 12), st.integers(1, 4) | st.integers(1, 40))
quarters = st.builds(months_from, years, st.sampled_from([1, 4, 7, 10]), st.sampled_from([3, 6]))
halves = st.builds(months_from, years, st.sampled_from([1, 7]), st.sampled_from([6, 12]))
parts = st.builds(
    part_of_month, years, st.integers(1, 12), st.sampled_from(["early", "mid", "late", "last", "1", "2", "3", "4"])
)
windows = months | quarters | halves | parts | any_days()


@st.composite
def within(draw: DrawFn, spans: SearchStrategy[Span] = windows) -> When:
    """Return a window, with a duration that fits into it or without."""
    window = draw(spans)
    short = st.integers(1, min(window.days, 9))
    days = draw(st.none() | short | st.integers(1, window.days) | st.just(window.days))
    return When.within(window, days, draw(certainties))


bare = st.builds(When.unknown, st.sampled_from(UNCERTAIN))
whens = known() | within() | bare


@st.composite
def near_pairs(draw: DrawFn) -> tuple[When, When]:
    """Two values within a few weeks."""
    first = draw(st.dates(FIRST, date(LAST.year, 1, 1)))
    last = after(first, draw(st.integers(4, 40)))
    near = known(first, last) | within(any_days(first, last)) | bare
    return draw(near), draw(near)


def shifts(*values: When) -> SearchStrategy[int]:
    """Return numbers of days by which the values can move without leaving the years of the grammar."""
    back = min(((when.earliest or LAST) - FIRST).days for when in values)
    ahead = min((LAST - (when.latest or FIRST)).days for when in values)
    return st.integers(max(-back, -400), min(ahead, 400)) | st.integers(-back, ahead)


# -- texts -----------------------------------------------------------------------------------------------------------

HYPHENS = "-\u2010\u2011\u2013\u2014"
BLANKS = [" ", "  ", "\t", "\n", "\u00a0", " \u2009"]
_PIECE = re.compile(r"(?P<mid>(?<=mid)-)|(?P<dash> ?- ?)|(?P<mark> ?[/,] ?)|(?P<blank> )|(?P<word>[A-Za-z]+)")

blanks = st.sampled_from(BLANKS)
maybe_blank = st.just("") | blanks
cases: SearchStrategy[Callable[[str], str]] = st.sampled_from([str, str.lower, str.upper, str.swapcase])


@st.composite
def respelled(draw: DrawFn, text: str) -> str:
    """Write a canonical text in another way that says the same."""

    def padded(mark: str) -> str:
        return draw(maybe_blank) + mark + draw(maybe_blank)

    def piece(found: re.Match[str]) -> str:
        word = found[0]
        match found.lastgroup:
            case "mid":
                return padded(draw(st.sampled_from(HYPHENS))) if draw(st.booleans()) else draw(blanks)
            case "dash":
                return padded(draw(st.sampled_from(HYPHENS))) if draw(st.integers(0, 3)) else " to "
            case "mark":
                return padded(word.strip())
            case "blank":
                return draw(blanks)
        if word in {"TBC", "TBA"}:
            word = "TBD" if word == "TBA" and draw(st.booleans()) else word
            word = f"({padded(word)})" if draw(st.booleans()) else word
        elif word in MONTHS and draw(st.booleans()):
            word = word[:3]
        return draw(cases)(word)

    return padded(_PIECE.sub(piece, text))


day_numbers = st.integers(1, 28) | st.integers(0, 32)
year_numbers = st.integers(2015, 2020) | st.integers(1900, 2110)
dashes = st.sampled_from(["-", " - ", " to ", "\u2013", "/"])
month_words = st.sampled_from(MONTHS) | st.sampled_from([name[:3] for name in MONTHS])


@st.composite
def day_texts(draw: DrawFn, *, whole: bool = False) -> str:
    """A day in words or in ISO 8601, with or without its weekday, month and year."""
    day, month, year = draw(day_numbers), draw(st.integers(1, 12)), draw(year_numbers)
    if draw(st.integers(0, 5)) == 0:
        return f"{year}-{month:02}-{day:02}"
    weekday = draw(st.sampled_from(WEEKDAYS)) + " " if draw(st.integers(0, 9)) == 0 else ""
    words = [f"{weekday}{day}", MONTHS[month - 1], str(year)]
    return " ".join(words[: 3 if whole else draw(st.integers(1, 3))])


@st.composite
def known_texts(draw: DrawFn) -> str:
    """Known days; numbers in order, so that most of them can be read."""
    numbers = sorted(draw(st.sets(st.integers(1, 31), min_size=1, max_size=5)))
    text = str(numbers[0])
    for number in numbers[1:]:
        text += draw(st.sampled_from(["-", " - ", ", ", " and ", ", and "])) + str(number)
    if draw(st.integers(0, 3)) == 0:
        text = draw(day_texts()) + draw(dashes | st.sampled_from([", ", " and "])) + text
    return f"{text} {draw(month_words)} {draw(year_numbers)}"


@st.composite
def window_texts(draw: DrawFn) -> str:
    """Windows of every form."""
    month, year = draw(month_words), draw(year_numbers)
    nth = draw(st.sampled_from(ORDINALS))
    if draw(st.booleans()):
        nth += draw(dashes) + draw(st.sampled_from(ORDINALS))
    forms = [
        f"{month} {year}",
        f"{draw(month_words)}{draw(dashes)}{month} {year}",
        f"{draw(month_words)} {draw(year_numbers)}{draw(dashes)}{month} {year}",
        f"{year}",
        f"{year}-{draw(st.integers(0, 13)):02}",
        f"{draw(st.sampled_from(['early', 'mid', 'late']))}{draw(st.sampled_from(' -'))}{month} {year}",
        f"{draw(st.sampled_from(ORDINALS))} week of {month} {year}",
        f"{nth} {draw(st.sampled_from(['quarter', 'half']))} of {year}",
        f"between {draw(day_texts())} and {draw(day_texts(whole=True))}",
    ]
    text = draw(st.sampled_from(forms))
    if draw(st.booleans()):
        text = f"{draw(st.integers(0, 40))} days {'' if text.startswith('between') else 'in '}{text}"
    return text


sure_texts = st.sampled_from(["", "", " TBC", " TBA", " TBD", " (TBC)", " tba", " TBC TBA"])
grammar_texts = st.builds(str.__add__, known_texts() | day_texts() | window_texts() | st.just(""), sure_texts)

_SALAD = """
early mid late week quarter half of in days day between and to the TBC TBA TBD ( ) - / , . \u2013 8 31 0 9 2017 2018
1944 2101 99999 2017-05 2017-05-08 2018-02-30 0000-13-01 8th Juni x \u0661 \u00b2 \u200b \U0001f4c5
"""
WORDS = [*MONTHS, *(name[:3].lower() for name in MONTHS), *WEEKDAYS, *ORDINALS, *_SALAD.split()]
word_salads = st.lists(st.sampled_from(WORDS), max_size=9).flatmap(
    lambda words: st.sampled_from([" ", ""]).map(lambda blank: blank.join(words))
)


@st.composite
def slips(draw: DrawFn) -> str:
    """A text of the grammar with some of it cut out or doubled, or something put in."""
    text = draw(grammar_texts)
    first, last = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    middle = draw(st.just("") | st.just(text[first:last] * 2) | st.sampled_from(WORDS) | st.text(max_size=3))
    return text[:first] + middle + text[last:]


any_texts = st.text(max_size=30) | st.text(max_size=250) | word_salads | slips()
