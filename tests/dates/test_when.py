"""Reading, writing and holding what is known about a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcmplan.dates.when import Certainty, Span, When, WhenError
from gcmplan.plan.overlap import certainly_overlap, possibly_overlap
from strategies import (
    FIRST,
    HYPHENS,
    LAST,
    after,
    any_texts,
    bare,
    certainties,
    few,
    grammar_texts,
    known,
    moderate,
    near_pairs,
    respelled,
    shifts,
    whens,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIRMED, TBC, TBA = Certainty


class Row(NamedTuple):
    """A text and all that it says; days are written "first..last", known days without a window have their hull."""

    text: str
    spans: str
    window: str
    days: int | None
    certainty: Certainty
    canonical: str


TABLE = [
    # the table of the contract, row for row
    Row("2 March 2017", "2017-03-02", "", 1, CONFIRMED, "2 March 2017"),
    Row("8-9 May 2017", "2017-05-08..2017-05-09", "", 2, CONFIRMED, "8-9 May 2017"),
    Row("29 June - 1 July 2017", "2017-06-29..2017-07-01", "", 3, CONFIRMED, "29 June - 1 July 2017"),
    Row(
        "30 December 2017 - 2 January 2018",
        "2017-12-30..2018-01-02",
        "",
        4,
        CONFIRMED,
        "30 December 2017 - 2 January 2018",
    ),
    Row(
        "20 and 22-23 February 2018",
        "2018-02-20 2018-02-22..2018-02-23",
        "2018-02-20..2018-02-23",
        3,
        CONFIRMED,
        "20 and 22-23 February 2018",
    ),
    Row(
        "1, 3 and 5 June 2018",
        "2018-06-01 2018-06-03 2018-06-05",
        "2018-06-01..2018-06-05",
        3,
        CONFIRMED,
        "1, 3 and 5 June 2018",
    ),
    Row("Monday 17 April 2017", "2017-04-17", "", 1, CONFIRMED, "17 April 2017"),
    Row("2017-05-08", "2017-05-08", "", 1, CONFIRMED, "8 May 2017"),
    Row("2017-05-08/2017-05-09", "2017-05-08..2017-05-09", "", 2, CONFIRMED, "8-9 May 2017"),
    Row("24 April 2017 TBC", "2017-04-24", "", 1, TBC, "24 April 2017 TBC"),
    Row("24 April 2017 (TBC)", "2017-04-24", "", 1, TBC, "24 April 2017 TBC"),
    Row("August 2017", "", "2017-08-01..2017-08-31", None, CONFIRMED, "August 2017"),
    Row("2017-08", "", "2017-08-01..2017-08-31", None, CONFIRMED, "August 2017"),
    Row("July 2017 TBA", "", "2017-07-01..2017-07-31", None, TBA, "July 2017 TBA"),
    Row("3 days in February 2018 TBA", "", "2018-02-01..2018-02-28", 3, TBA, "3 days in February 2018 TBA"),
    Row("June/July 2018 TBA", "", "2018-06-01..2018-07-31", None, TBA, "June/July 2018 TBA"),
    Row("June-July 2018 TBA", "", "2018-06-01..2018-07-31", None, TBA, "June/July 2018 TBA"),
    Row("mid-February 2018 TBA", "", "2018-02-11..2018-02-20", None, TBA, "mid-February 2018 TBA"),
    Row("last week of July 2017", "", "2017-07-24..2017-07-31", None, CONFIRMED, "last week of July 2017"),
    Row("1st week of June 2018", "", "2018-06-01..2018-06-10", None, CONFIRMED, "early June 2018"),
    Row("second/third week of July 2017", "", "2017-07-03..2017-07-23", None, CONFIRMED, "between 3 and 23 July 2017"),
    Row("second half of 2017 TBC", "", "2017-07-01..2017-12-31", None, TBC, "second half of 2017 TBC"),
    Row("second quarter of 2017", "", "2017-04-01..2017-06-30", None, CONFIRMED, "second quarter of 2017"),
    Row(
        "second/third quarter of 2017 TBC", "", "2017-04-01..2017-09-30", None, TBC, "second/third quarter of 2017 TBC"
    ),
    Row("2018", "", "2018-01-01..2018-12-31", None, CONFIRMED, "2018"),
    Row("TBC", "", "", None, TBC, "TBC"),
    Row("TBA", "", "", None, TBA, "TBA"),
    Row("TBD", "", "", None, TBA, "TBA"),
    # the rest of the table of the contract
    Row("Mon-Tue, 8-9 May 2017", "2017-05-08..2017-05-09", "", 2, CONFIRMED, "8-9 May 2017"),
    Row("24 April 2017 [TBC]", "2017-04-24", "", 1, TBC, "24 April 2017 TBC"),
    Row("24 April 2017 - TBC", "2017-04-24", "", 1, TBC, "24 April 2017 TBC"),
    Row("24 April 2017 (dates TBC)", "2017-04-24", "", 1, TBC, "24 April 2017 TBC"),
    Row("24 April 2017 (to be confirmed)", "2017-04-24", "", 1, TBC, "24 April 2017 TBC"),
    Row("25 or 26 May 2017", "", "2017-05-25..2017-05-26", 1, CONFIRMED, "1 day between 25 and 26 May 2017"),
    Row("February 2018 (3 days) TBA", "", "2018-02-01..2018-02-28", 3, TBA, "3 days in February 2018 TBA"),
    Row("two days in May 2017", "", "2017-05-01..2017-05-31", 2, CONFIRMED, "2 days in May 2017"),
    Row("June or July 2018", "", "2018-06-01..2018-07-31", None, CONFIRMED, "June/July 2018"),
    Row("beginning of June 2018", "", "2018-06-01..2018-06-10", None, CONFIRMED, "early June 2018"),
    Row("end of June 2018", "", "2018-06-21..2018-06-30", None, CONFIRMED, "late June 2018"),
    Row("mid/late June 2018", "", "2018-06-11..2018-06-30", None, CONFIRMED, "between 11 and 30 June 2018"),
    Row(
        "late June - early July 2018", "", "2018-06-21..2018-07-10", None, CONFIRMED, "between 21 June and 10 July 2018"
    ),
    Row(
        "mid-January to mid-February 2016",
        "",
        "2016-01-11..2016-02-20",
        None,
        CONFIRMED,
        "between 11 January and 20 February 2016",
    ),
    Row(
        "end of October or early November 2014",
        "",
        "2014-10-21..2014-11-10",
        None,
        CONFIRMED,
        "between 21 October and 10 November 2014",
    ),
    Row("first half of June 2017", "", "2017-06-01..2017-06-15", None, CONFIRMED, "between 1 and 15 June 2017"),
    Row("second half of June 2017", "", "2017-06-16..2017-06-30", None, CONFIRMED, "between 16 and 30 June 2017"),
    Row("week of 24 May 2000", "", "2000-05-22..2000-05-28", None, CONFIRMED, "fourth week of May 2000"),
    Row("week beginning 30 May 2018", "", "2018-05-28..2018-06-03", None, CONFIRMED, "between 28 May and 3 June 2018"),
    Row("w/c 22 May 2000", "", "2000-05-22..2000-05-28", None, CONFIRMED, "fourth week of May 2000"),
    Row("2017-W19", "", "2017-05-08..2017-05-14", None, CONFIRMED, "second week of May 2017"),
    Row("first semester of 2018", "", "2018-01-01..2018-06-30", None, CONFIRMED, "first half of 2018"),
    Row("3rd quarter of 2017", "", "2017-07-01..2017-09-30", None, CONFIRMED, "third quarter of 2017"),
    Row("Q3 2017", "", "2017-07-01..2017-09-30", None, CONFIRMED, "third quarter of 2017"),
    Row("2017-Q3", "", "2017-07-01..2017-09-30", None, CONFIRMED, "third quarter of 2017"),
    Row("early 2018", "", "2018-01-01..2018-04-30", None, CONFIRMED, "January-April 2018"),
    Row("mid-2018", "", "2018-05-01..2018-08-31", None, CONFIRMED, "May-August 2018"),
    Row("late 2018", "", "2018-09-01..2018-12-31", None, CONFIRMED, "September-December 2018"),
    Row("end-2018", "", "2018-09-01..2018-12-31", None, CONFIRMED, "September-December 2018"),
    Row("to be confirmed", "", "", None, TBC, "TBC"),
    Row("to be announced", "", "", None, TBA, "TBA"),
    Row("to be determined", "", "", None, TBA, "TBA"),
    # weekdays and joints as officials write them
    Row("Monday to Friday, 8-19 May 2017", "2017-05-08..2017-05-19", "", 12, CONFIRMED, "8-19 May 2017"),
    Row(
        "Monday and Tuesday, 8 and 9 May 2017",
        "2017-05-08 2017-05-09",
        "2017-05-08..2017-05-09",
        2,
        CONFIRMED,
        "8 and 9 May 2017",
    ),
    Row("8-9 May 2017 (Mon.-Tues.)", "2017-05-08..2017-05-09", "", 2, CONFIRMED, "8-9 May 2017"),
    Row("25, 26 or 27 May 2017 TBC", "", "2017-05-25..2017-05-27", 1, TBC, "1 day between 25 and 27 May 2017 TBC"),
    Row("30 June or 1 July 2017", "", "2017-06-30..2017-07-01", 1, CONFIRMED, "1 day between 30 June and 1 July 2017"),
    Row("late 2017 or early 2018", "", "2017-09-01..2018-04-30", None, CONFIRMED, "September 2017 - April 2018"),
    Row(
        "second half of June/first half of July 2017",
        "",
        "2017-06-16..2017-07-15",
        None,
        CONFIRMED,
        "between 16 June and 15 July 2017",
    ),
    Row("8-9 May 2017 (2 days), TBC", "2017-05-08..2017-05-09", "", 2, TBC, "8-9 May 2017 TBC"),
    # what its remarks say besides
    Row("early June 2018", "", "2018-06-01..2018-06-10", None, CONFIRMED, "early June 2018"),
    Row("late June 2018", "", "2018-06-21..2018-06-30", None, CONFIRMED, "late June 2018"),
    Row("late February 2018", "", "2018-02-21..2018-02-28", None, CONFIRMED, "late February 2018"),
    Row("late February 2016", "", "2016-02-21..2016-02-29", None, CONFIRMED, "late February 2016"),
    Row("first week of July 2017", "", "2017-07-01..2017-07-09", None, CONFIRMED, "first week of July 2017"),
    Row("fourth week of July 2017", "", "2017-07-17..2017-07-30", None, CONFIRMED, "fourth week of July 2017"),
    Row("fourth week of February 2018", "", "2018-02-19..2018-02-28", None, CONFIRMED, "last week of February 2018"),
    Row("first half of 2017", "", "2017-01-01..2017-06-30", None, CONFIRMED, "first half of 2017"),
    Row("last quarter of 2017", "", "2017-10-01..2017-12-31", None, CONFIRMED, "fourth quarter of 2017"),
    Row("first/second quarter of 2017", "", "2017-01-01..2017-06-30", None, CONFIRMED, "first half of 2017"),
    Row("first/second half of 2017", "", "2017-01-01..2017-12-31", None, CONFIRMED, "2017"),
    Row("April-June 2017", "", "2017-04-01..2017-06-30", None, CONFIRMED, "second quarter of 2017"),
    Row("June-August 2017", "", "2017-06-01..2017-08-31", None, CONFIRMED, "June-August 2017"),
    Row(
        "November 2017 - January 2018",
        "",
        "2017-11-01..2018-01-31",
        None,
        CONFIRMED,
        "November 2017 - January 2018",
    ),
    Row("1 day in 2018", "", "2018-01-01..2018-12-31", 1, CONFIRMED, "1 day in 2018"),
    Row("28 days in February 2018", "", "2018-02-01..2018-02-28", 28, CONFIRMED, "28 days in February 2018"),
    Row("2 days in mid-May 2018", "", "2018-05-11..2018-05-20", 2, CONFIRMED, "2 days in mid-May 2018"),
    # a window without a name
    Row("between 5 and 16 June 2018", "", "2018-06-05..2018-06-16", None, CONFIRMED, "between 5 and 16 June 2018"),
    Row(
        "3 days between 30 May and 2 June 2018 TBC",
        "",
        "2018-05-30..2018-06-02",
        3,
        TBC,
        "3 days between 30 May and 2 June 2018 TBC",
    ),
    Row(
        "between 30 December 2017 and 2 January 2018",
        "",
        "2017-12-30..2018-01-02",
        None,
        CONFIRMED,
        "between 30 December 2017 and 2 January 2018",
    ),
    Row("between 2018-06-01 and 2018-06-30", "", "2018-06-01..2018-06-30", None, CONFIRMED, "June 2018"),
    # months and years of several spans
    Row(
        "30 June, 2-3 July and 29 July - 1 August 2018",
        "2018-06-30 2018-07-02..2018-07-03 2018-07-29..2018-08-01",
        "2018-06-30..2018-08-01",
        7,
        CONFIRMED,
        "30 June, 2-3 July and 29 July - 1 August 2018",
    ),
    Row(
        "31 December 2017 and 2 January 2018",
        "2017-12-31 2018-01-02",
        "2017-12-31..2018-01-02",
        2,
        CONFIRMED,
        "31 December 2017 and 2 January 2018",
    ),
    Row("1, 2 and 3 June 2018", "2018-06-01 2018-06-02 2018-06-03", "2018-06-01..2018-06-03", 3, CONFIRMED, ""),
    Row("29 February 2016", "2016-02-29", "", 1, CONFIRMED, "29 February 2016"),
    Row("1 January 1945", "1945-01-01", "", 1, CONFIRMED, "1 January 1945"),
    Row("31 December 2100", "2100-12-31", "", 1, CONFIRMED, "31 December 2100"),
]


def span(text: str) -> Span:
    first, _, last = text.partition("..")
    return Span(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.text)
def test_table(row: Row) -> None:
    """Each text says exactly what its row says, and has one canonical text."""
    when = When.parse(row.text)
    spans = tuple(map(span, row.spans.split()))
    window = span(row.window or row.spans) if row.window or row.spans else None
    assert (when.spans, when.window, when.days, when.certainty) == (spans, window, row.days, row.certainty)
    assert when.exact is bool(spans)
    assert (when.earliest, when.latest) == (window or (None, None))
    assert str(when) == (row.canonical or row.text)
    assert When.parse(str(when)) == when


SPELLINGS = [
    (
        "8-9 May 2017",
        "8 - 9 May 2017",
        "8 \u2212 9 May 2017",
        "8\u20129 May 2017",
        "8th-9th of May, 2017",
        "Monday-Tuesday 8-9 May 2017",
        "Mon. 8 - Tues. 9 May 2017",
        "8-9\u202fMay\u20092017",
        "8\u20139 May 2017",
        "8 \u2014 9 may 2017",
        "8\u20119 May 2017",
        "8 to 9 MAY 2017",
        "  8\t-\n9  May 2017 ",
        "8-9\u00a0May\u00a02017",
        "08-09 May 2017",
        "8 May - 9 May 2017",
        "8 May 2017 - 9 May 2017",
        "Monday 8 - Tuesday 9 May 2017",
        "2017-05-08/2017-05-09",
        "2017-05-08 / 2017-05-09",
        "2017-05-08 to 2017-05-09",
        "2017-05-08 \u2013 2017-05-09",
    ),
    ("December 2017 - January 2018", "Dec 2017-Jan 2018", "2017-12 - 2018-01", "December 2017/January 2018"),
    (
        "30 December 2017 - 12 January 2018",
        "30 Dec 2017 to 12 Jan 2018",
        "30 December 2017\u201312 January 2018",
        "30 December 2017-12 January 2018",
    ),
    (
        "20 and 22-23 February 2018",
        "20 & 22-23 Feb. 2018",
        "20th, and 22nd to 23rd of February 2018",
        "20, 22-23 Feb 2018",
        "20 February and 22 to 23 February 2018",
    ),
    ("1, 3 and 5 June 2018", "1,3,5 june 2018", "1 and 3 and 5 June 2018", "1, 3, and 5 JUN 2018"),
    ("24 April 2017 TBC", "24 April 2017 (TBC)", "24 april 2017 tbc", "24 Apr 2017 ( Tbc )", "2017-04-24 TBC"),
    ("July 2017 TBA", "July 2017 TBD", "JUL 2017 (tbd)", "2017-07 tba"),
    (
        "June/July 2018",
        "June - July 2018",
        "June to July 2018",
        "Jun / Jul 2018",
        "2018-06/2018-07",
        "2018-06 to 2018-07",
    ),
    ("June-August 2018", "June/August 2018", "June 2018 - August 2018", "june \u2014 august 2018"),
    ("mid-February 2018", "mid February 2018", "Mid \u2013 February 2018", "MID\u2014FEB 2018"),
    ("late June 2018", "late-June 2018", "Late  June 2018"),
    ("last week of July 2017", "Last week of Jul 2017", "LAST WEEK OF JULY 2017"),
    ("second/third quarter of 2017", "Second - third quarter of 2017", "second to third Quarter of 2017"),
    (
        "3 days in February 2018 TBA",
        "3 Days in Feb 2018 TBD",
        "3  days  in  february  2018  (TBA)",
        "3 days in 2018-02 TBA",
    ),
    ("1 day in May 2018", "1 days in May 2018"),
    ("between 5 and 16 June 2018", "Between 5 June and 16 June 2018", "between 2018-06-05 and 2018-06-16"),
    ("TBC", "tbc", "(TBC)", " Tbc "),
    ("TBA", "TBD", "tbd", "(tba)"),
]


@pytest.mark.parametrize(
    ("canonical", "text"),
    [(group[0], text) for group in SPELLINGS for text in group],
    ids=lambda text: ascii(text)[1:-1],
)
def test_spellings(canonical: str, text: str) -> None:
    """Case, blanks, dashes, short names and repeated months make no difference."""
    assert When.parse(text) == When.parse(canonical)
    assert str(When.parse(text)) == canonical


@pytest.mark.parametrize("number", range(1, 13))
def test_months_have_a_full_and_a_short_name(number: int) -> None:
    name = f"{date(2017, number, 1):%B}"
    for spelled in (name, name[:3], name.upper(), name[:3].lower()):
        assert When.parse(f"8 {spelled} 2017") == When.parse(f"2017-{number:02}-08")
        assert When.parse(f"{spelled} 2017") == When.parse(f"2017-{number:02}")


@pytest.mark.parametrize("day", range(17, 24))
def test_weekdays(day: int) -> None:
    """The right weekday makes no difference; each wrong one is refused with the right one in the hint."""
    names = [f"{date(2017, 4, number):%A}" for number in range(17, 24)]
    for number, name in enumerate(names, 17):
        text = f"{name} {day} April 2017"
        if number == day:
            assert When.parse(text) == When.parse(f"{day} April 2017")
        else:
            with pytest.raises(WhenError) as caught:
                When.parse(text)
            assert names[day - 17] in caught.value.message
            assert names[day - 17] in caught.value.hint


JUNE = span("2018-06-01..2018-06-30")
FIRST_OF_JUNE = span("2018-06-01")
NO_VALUES: list[Callable[[], When]] = [
    When.known,
    lambda: When.known(span("2018-06-02..2018-06-01")),
    lambda: When.known(span("2018-06-02"), span("2018-06-01")),
    lambda: When.known(span("2018-06-01"), span("2018-06-01")),
    lambda: When.known(span("2018-06-01..2018-06-03"), span("2018-06-03..2018-06-04")),
    lambda: When.known(span("1944-12-31")),
    lambda: When.known(span("2100-12-31..2101-01-01")),
    lambda: When.within(span("1944-12-31..1945-01-02")),
    lambda: When.within(span("2100-12-01..2101-01-01")),
    lambda: When.within(span("2018-06-02..2018-06-01")),
    lambda: When.within(FIRST_OF_JUNE),
    lambda: When.within(FIRST_OF_JUNE, 1),
    lambda: When.within(JUNE, 31),
    lambda: When.within(JUNE, 0),
    lambda: When.within(JUNE, -1),
    lambda: When.unknown(CONFIRMED),
    lambda: When((), None, 3, TBC),
    lambda: When((FIRST_OF_JUNE,), None, 1),
    lambda: When((FIRST_OF_JUNE,), FIRST_OF_JUNE, None),
    lambda: When((FIRST_OF_JUNE,), FIRST_OF_JUNE, 2),
    lambda: When((FIRST_OF_JUNE,), JUNE, 1),
]


@pytest.mark.parametrize("make", NO_VALUES)
def test_values_that_no_words_could_mean(make: Callable[[], When]) -> None:
    with pytest.raises(WhenError) as caught:
        make()
    assert caught.value.message


def test_values_are_frozen_and_compare() -> None:
    when = When.parse("8-9 May 2017")
    assert when == When.known(span("2017-05-08..2017-05-09"))
    assert when != When.parse("8-9 May 2017 TBC")
    assert len({when, When.parse("8 to 9 May 2017"), When.parse("8 and 9 May 2017")}) == 2
    with pytest.raises(AttributeError):
        when.days = 3  # type: ignore[misc]


ENDS = [
    ("8-9 May 2017", "2017-05-08", "2017-05-09"),
    ("20 and 22-23 February 2018", "2018-02-20", "2018-02-23"),
    ("3 days in February 2018", "2018-02-26", "2018-02-03"),
    ("28 days in February 2018", "2018-02-01", "2018-02-28"),
    ("February 2018 TBA", "2018-02-28", "2018-02-01"),
]


@pytest.mark.parametrize(("text", "latest_start", "earliest_end"), ENDS)
def test_latest_start_and_earliest_end(text: str, latest_start: str, earliest_end: str) -> None:
    when = When.parse(text)
    assert (str(when.latest_start), str(when.earliest_end)) == (latest_start, earliest_end)


def test_a_bare_certainty_has_no_days() -> None:
    when = When.parse("TBA")
    assert (when.earliest, when.latest, when.latest_start, when.earliest_end) == (None, None, None, None)


# -- properties ------------------------------------------------------------------------------------------------------


def parsed(text: str) -> When | None:
    """Return the value of a text, or nothing if it is refused as it should be."""
    try:
        return When.parse(text)
    except WhenError as caught:
        error = caught
    assert 0 <= error.start < error.end <= len(text) + 1
    assert error.message
    assert error.hint
    return None


@moderate
@given(whens)
def test_every_value_has_one_text(when: When) -> None:
    text = str(when)
    assert When.parse(text) == when
    assert str(When.parse(text)) == text


def test_many_days_have_a_text() -> None:
    days = [after(date(2018, 1, 1), 40 * number) for number in range(40)]
    when = When.known(*(Span(day, day) for day in days))
    assert When.parse(str(when)) == when


def test_a_long_duration_has_a_text() -> None:
    when = When.within(Span(FIRST, LAST), 10_000)
    assert When.parse(str(when)) == when


@moderate
@given(st.data(), whens)
def test_another_spelling_of_a_text_means_the_same(data: st.DataObject, when: When) -> None:
    assert When.parse(data.draw(respelled(str(when)))) == when


@moderate
@given(grammar_texts)
def test_a_canonical_text_stays(text: str) -> None:
    when = parsed(text)
    if when:
        assert When.parse(str(when)) == when
        assert str(When.parse(str(when))) == str(when)


@moderate
@given(any_texts)
def test_any_text_is_read_or_refused_in_its_place(text: str) -> None:
    when = parsed(text)
    assert when is None or When.parse(str(when)) == when


@moderate
@given(known() | within(), certainties)
def test_the_parts_agree(when: When, certainty: Certainty) -> None:
    """The window is the hull, both ends are included, and a certainty changes nothing else."""
    assert when.window == Span(when.earliest or LAST, when.latest or FIRST)
    if when.exact:
        assert when.days == sum((last - first).days + 1 for first, last in when.spans)
        assert (when.earliest, when.latest) == (when.spans[0].first, when.spans[-1].last)
    else:
        least = (when.days or 1) - 1
        assert when.latest_start == after(when.window.last, -least)
        assert when.earliest_end == after(when.window.first, least)
    other = When(when.spans, when.window, when.days, certainty)
    assert (other == when) is (certainty is when.certainty)
    assert When.parse(str(other)) == other


@moderate
@given(st.data(), whens)
def test_a_shift_moves_all_dates_and_nothing_else(data: st.DataObject, when: When) -> None:
    days = data.draw(shifts(when))
    moved = when.shifted(days)
    assert moved.shifted(-days) == when
    assert (moved.days, moved.certainty, moved.exact) == (when.days, when.certainty, when.exact)
    assert [tuple(part) for part in moved.spans] == [
        (after(first, days), after(last, days)) for first, last in when.spans
    ]
    for name in ("earliest", "latest", "latest_start", "earliest_end"):
        before = getattr(when, name)
        assert getattr(moved, name) == (before and after(before, days))
    assert When.parse(str(moved)) == moved


@moderate
@given(st.data(), near_pairs())
def test_a_shift_of_both_keeps_their_overlap(data: st.DataObject, pair: tuple[When, When]) -> None:
    one, other = pair
    days = data.draw(shifts(one, other))
    moved, moved_other = one.shifted(days), other.shifted(days)
    assert certainly_overlap(moved, moved_other) is certainly_overlap(one, other)
    assert possibly_overlap(moved, moved_other) is possibly_overlap(one, other)


@pytest.mark.parametrize("days", [1, 10**6, 10**10, -(10**5), -(10**30)])
def test_a_shift_out_of_the_years_is_refused(days: int) -> None:
    with pytest.raises(WhenError):
        When.within(Span(FIRST, LAST)).shifted(days)


@few
@given(bare, st.integers())
def test_a_shift_leaves_a_bare_certainty(when: When, days: int) -> None:
    assert when.shifted(days) == when


def test_hyphens_are_told_apart_from_other_marks() -> None:
    for hyphen in HYPHENS:
        assert When.parse(f"8{hyphen}9 May 2017") == When.parse("8-9 May 2017")
    for mark in ["_", "~", "+", "|", ":", ";", "\\", "\u00ad"]:
        assert parsed(f"8{mark}9 May 2017") is None


@pytest.mark.parametrize("piece", ["x", "?_", "x - ", "x x", "word ", "8 ", "May ", "-", "( "])
def test_a_long_text_is_refused_in_no_time(piece: str) -> None:
    """A run of 50 letters x took the search for a better text longer than anybody waits."""
    for text in (piece * 200, f"{piece * 200}y", f"{piece * 200} 2017"):
        with pytest.raises(WhenError):
            When.parse(text)
