"""Writing the words for dates: the parts of a `When` to its one canonical text."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

from gcmplan.dates.span import MONTHS, MONTHS_IN, ORDINALS, THIRDS, Certainty, day_text, week_of
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from datetime import date

    from gcmplan.dates.span import Span


def write(spans: tuple[Span, ...], window: Span | None, days: int | None, certainty: Certainty) -> str:
    """Return the canonical text of the parts of a `When`."""
    words = _known_text(spans) if spans else _window_text(window, days) if window else ""
    sure = "" if certainty is Certainty.CONFIRMED else certainty.value.upper()
    return " ".join(filter(None, (words, sure)))


def _known_text(spans: tuple[Span, ...]) -> str:
    """Return "20 and 22-23 February 2018": month and year where what follows has another."""
    texts: list[str] = []
    follows: Span | None = None
    for span in reversed(spans):
        texts.append(_span_text(span, follows))
        follows = span
    texts.reverse()
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _span_text(span: Span, follows: Span | None) -> str:
    first, last = span
    end = _shortened(
        last, follows.first if follows else None, within_month=not _crosses(span) and not _crosses(follows)
    )
    if first == last:
        return end
    if not _crosses(span):
        return f"{first.day}-{end}"
    return f"{_shortened(first, last, within_month=False)} - {end}"


def _crosses(span: Span | None) -> bool:
    return span is not None and (span.first.year, span.first.month) != (span.last.year, span.last.month)


def _shortened(day: date, follows: date | None, *, within_month: bool) -> str:
    """Return the day with as much of its month and year as what follows does not say."""
    if follows and day.year == follows.year:
        return str(day.day) if within_month and day.month == follows.month else f"{day.day} {MONTHS[day.month - 1]}"
    return day_text(day)


def _window_text(window: Span, days: int | None) -> str:
    name = _month_part(window) or _months_text(window)
    between = (
        ""
        if name
        else f"between {_shortened(window.first, window.last, within_month=True)} and {day_text(window.last)}"
    )
    if days is None:
        return name or between
    return f"{plural(days, '{} day', '{} days')} {'in ' + name if name else between}"


def _month_part(window: Span) -> str:
    """Return the name of an early, mid, late or n-th part of one month."""
    first, last = window
    if _crosses(window):
        return ""
    length = monthrange(first.year, first.month)[1]
    month = f"{MONTHS[first.month - 1]} {first.year}"
    for word, (start, end) in THIRDS.items():
        if (first.day, last.day) == (start, min(end, length)):
            return f"{word}{'-' if word == 'mid' else ' '}{month}"
    for index in (-1, *range(len(ORDINALS) - 1)):
        if week_of(index, first.month, first.year) == window:
            return f"{ORDINALS[index]} week of {month}"
    return ""


def _months_text(window: Span) -> str:
    """Return the name of a window of whole months."""
    first, last = window
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return ""
    if first.year != last.year:
        return f"{MONTHS[first.month - 1]} {first.year} - {MONTHS[last.month - 1]} {last.year}"
    count = last.month - first.month + 1
    if count == len(MONTHS):
        return str(first.year)
    if name := _part_of_year(first.month - 1, count):
        return f"{name} of {first.year}"
    start, end = MONTHS[first.month - 1], MONTHS[last.month - 1]
    joined = start if count == 1 else f"{start}{'/' if count == 2 else '-'}{end}"  # noqa: PLR2004 - two months
    return f"{joined} {first.year}"


def _part_of_year(before: int, count: int) -> str:
    """Return the name of `count` months after `before` months of a year, if it has one besides theirs."""
    for unit, size in MONTHS_IN.items():
        if count == size and before % size == 0:
            return f"{ORDINALS[before // size]} {unit}"
    if (before, count) == (3, 6):
        return "second/third quarter"
    return ""
