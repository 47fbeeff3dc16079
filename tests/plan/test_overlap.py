"""Certain and possible overlap, against every way to place two events."""

from __future__ import annotations

from datetime import date
from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from gcmplan.dates.when import Certainty, Span, When
from gcmplan.plan.overlap import certainly_overlap, possibly_overlap
from strategies import UNCERTAIN, after, certainties, moderate, near_pairs, whens

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS = 6
"""All values within so many days are compared."""


def run(first: int, last: int) -> int:
    """Return the days from `first` to `last` as bits."""
    return (1 << (last + 1)) - (1 << first)


def span(first: int, last: int) -> Span:
    return Span(after(date(2018, 2, 26), first), after(date(2018, 2, 26), last))


def known_days() -> Iterator[tuple[When, frozenset[int]]]:
    """Yield every choice of known days; there is one way to place each."""
    for chosen in range(1, 1 << DAYS):
        runs: list[tuple[int, int]] = []
        for day in range(DAYS):
            if chosen >> day & 1:
                joined = runs and runs[-1][1] == day - 1
                runs[-1:] = [(runs[-1][0], day)] if joined else [*runs[-1:], (day, day)]
        yield When.known(*(span(*ends) for ends in runs)), frozenset({chosen})
    yield When.known(span(1, 1), span(2, 4)), frozenset({run(1, 4)})


def windows() -> Iterator[tuple[When, frozenset[int]]]:
    """Yield every window and duration, with every way to place as many days together (unknown: of any number)."""
    for first, last in combinations_with_replacement(range(DAYS), 2):
        longest = last - first + 1
        for days in (None, *range(1, longest + 1)) if longest > 1 else ():
            lengths = [days] if days else range(1, longest + 1)
            placed = {run(at, at + length - 1) for length in lengths for at in range(first, last - length + 2)}
            yield When.within(span(first, last), days), frozenset(placed)


KNOWN, WINDOWS = list(known_days()), list(windows())


@pytest.mark.parametrize(
    ("ones", "others"),
    [(KNOWN, KNOWN), (KNOWN, WINDOWS), (WINDOWS, WINDOWS)],
    ids=["known-known", "known-window", "window-window"],
)
def test_overlap_is_what_all_placements_say(
    ones: list[tuple[When, frozenset[int]]], others: list[tuple[When, frozenset[int]]]
) -> None:
    """Certain: however both are placed, they share a day. Possible: in some placements, but not in all."""
    for (one, placed), (other, others_placed) in product(ones, others):
        met = {bool(mine & theirs) for mine, theirs in product(placed, others_placed)}
        pair = f"{one} | {other}"
        assert certainly_overlap(one, other) is (met == {True}), pair
        assert certainly_overlap(other, one) is (met == {True}), pair
        assert possibly_overlap(one, other) is (met == {True, False}), pair
        assert possibly_overlap(other, one) is (met == {True, False}), pair


PLAN = [
    # the first thematic session and the ARCP's third meeting; the one in Geneva, the other in Cairo
    ("8-9 May 2017", "8-9 May 2017", "certain"),
    ("22-23 May 2017", "22-25 May 2017", "certain"),
    ("19 June 2017", "19-20 June 2017", "certain"),
    ("28-30 June 2017", "29 June - 1 July 2017", "certain"),
    ("22-23 May 2017", "24 May 2017", "no"),
    # a certainty is no matter of days
    ("22 May 2017 TBC", "22-23 May 2017", "certain"),
    # documents and a hearing
    ("last week of July 2017", "26 July 2017", "possible"),
    ("last week of July 2017", "24-25 July 2017", "possible"),
    ("last week of July 2017", "24 July 2017", "possible"),
    ("last week of July 2017", "23 July 2017", "no"),
    ("July 2017 TBA", "24-25 July 2017", "possible"),
    ("second half of 2017 TBC", "second/third quarter of 2017 TBC", "possible"),
    ("second half of 2017 TBC", "8-9 May 2017", "no"),
    ("TBC", "8-9 May 2017", "no"),
    ("TBA", "2017", "no"),
    ("TBC", "TBC", "no"),
    # negotiations
    ("3 days in February 2018 TBA", "February 2018 TBA", "possible"),
    ("3 days in February 2018 TBA", "4 days in March 2018 TBA", "no"),
    ("3 days in February 2018", "28 days in February 2018", "certain"),
    ("February 2018", "28 days in February 2018", "certain"),
    ("3 days in February 2018", "25 days in February 2018", "possible"),
    ("4 days in February 2018", "25 days in February 2018", "certain"),
    ("14 days in February 2018", "14 days in February 2018", "possible"),
    ("15 days in February 2018", "14 days in February 2018", "certain"),
    ("3 days in February 2018", "3-26 February 2018", "certain"),
    ("3 days in February 2018", "4-26 February 2018", "possible"),
    # known days with gaps
    ("20 and 22-23 February 2018", "21 February 2018", "no"),
    ("20 and 22-23 February 2018", "21-22 February 2018", "certain"),
    ("20 and 23 February 2018", "between 21 and 22 February 2018", "no"),
    ("20 and 22 February 2018", "2 days between 20 and 22 February 2018", "certain"),
    ("20 and 22 February 2018", "between 20 and 22 February 2018", "possible"),
]


@pytest.mark.parametrize(("one", "other", "grade"), PLAN)
def test_dates_of_the_plan(one: str, other: str, grade: str) -> None:
    for pair in ((When.parse(one), When.parse(other)), (When.parse(other), When.parse(one))):
        assert certainly_overlap(*pair) is (grade == "certain")
        assert possibly_overlap(*pair) is (grade == "possible")


@moderate
@given(near_pairs())
def test_overlap_is_symmetric_and_has_one_grade(pair: tuple[When, When]) -> None:
    one, other = pair
    certain, possible = certainly_overlap(one, other), possibly_overlap(one, other)
    assert (certain, possible) == (certainly_overlap(other, one), possibly_overlap(other, one))
    assert not (certain and possible)
    if one.window and other.window:
        meet = max(one.window.first, other.window.first) <= min(one.window.last, other.window.last)
        assert meet or not (certain or possible)


@moderate
@given(near_pairs(), certainties)
def test_overlap_is_a_matter_of_days_alone(pair: tuple[When, When], certainty: Certainty) -> None:
    one, other = pair
    if one.window:
        same_days = When(one.spans, one.window, one.days, certainty)
        assert certainly_overlap(same_days, other) is certainly_overlap(one, other)
        assert possibly_overlap(same_days, other) is possibly_overlap(one, other)


@moderate
@given(whens)
def test_a_bare_certainty_overlaps_nothing(when: When) -> None:
    for bare in map(When.unknown, UNCERTAIN):
        for pair in ((bare, when), (when, bare), (bare, bare)):
            assert not certainly_overlap(*pair)
            assert not possibly_overlap(*pair)


@moderate
@given(whens)
def test_an_event_meets_another_of_its_own_date(when: When) -> None:
    """Known days certainly; days in a window if they fill more than half of it."""
    crowded = when.exact or (when.window is not None and 2 * (when.days or 1) > when.window.days)
    assert certainly_overlap(when, when) is crowded
    assert possibly_overlap(when, when) is (not crowded and when.window is not None)
