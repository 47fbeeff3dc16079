"""Steps of months and years: a window of months stays one of months, however long they are."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcmplan.dates.span import Certainty, Span
from gcmplan.dates.when import When
from gcmplan.editing.dates import moved

MONTHS = st.integers(1990 * 12, 2050 * 12)


def months(first: int, count: int) -> Span:
    """Return the days of some months, counted from the year 0."""
    (year, month), (last_year, last_month) = divmod(first, 12), divmod(first + count - 1, 12)
    length = monthrange(last_year, last_month + 1)[1]
    return Span(date(year, month + 1, 1), date(last_year, last_month + 1, length))


@given(MONTHS, st.integers(1, 30), st.integers(-40, 40), st.sampled_from(Certainty))
def test_whole_months_stay_whole_months(first: int, count: int, step: int, certainty: Certainty) -> None:
    when = When.within(months(first, count), certainty=certainty)
    assert moved(when, f"{step:+} months") == When.within(months(first + step, count), certainty=certainty)


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(2, 400), st.integers(-500, 500))
def test_a_step_of_days_keeps_the_length_of_a_window(first: date, length: int, step: int) -> None:
    window = Span(first, first + timedelta(days=length - 1))
    expected = Span(*(day + timedelta(days=step) for day in window))
    assert moved(When.within(window), f"{step:+} days") == When.within(expected)


@pytest.mark.parametrize(
    ("when", "step", "expected"),
    [
        ("May 2017 TBC", "+1 month", "June 2017 TBC"),
        ("February 2018", "1 month later", "March 2018"),
        ("Q1 2018", "+3 months", "second quarter of 2018"),
        ("2016", "+1 year", "2017"),
        ("late June 2018", "+1 month", "late July 2018"),
        ("second half of February 2017", "+1 month", "between 16 and 31 March 2017"),
        ("3 days in May 2017 TBA", "2 months earlier", "3 days in March 2017 TBA"),
        ("31 days in May 2017", "+1 month", "31 days between 1 June and 1 July 2017"),
        ("between 30 and 31 January 2017", "+1 month", "between 28 February and 1 March 2017"),
        ("31 January - 2 February 2017", "+1 month", "28 February - 2 March 2017"),
        ("29 February 2016", "+1 year", "28 February 2017"),
    ],
)
def test_steps(when: str, step: str, expected: str) -> None:
    assert str(moved(When.parse(when), step)) == expected
