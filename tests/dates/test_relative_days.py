"""Days of the command line that are found from today, from another date, or from an event."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from conftest import Cli
from gcmplan.dates.span import Span, WhenError
from gcmplan.dates.when import When, parse_days

ANY_DAYS = "write a day or a month, such as 8 May 2017, May 2017, today or +30d"
TODAY = date(2017, 1, 31)
DATES = {"talks": When.parse("8-9 and 20 May 2017"), "forum": When.parse("May 2017 TBA"), "open": When.parse("TBC")}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2017-01-31"),
        ("yesterday", "2017-01-30"),
        (" Tomorrow ", "2017-02-01"),
        ("+30d", "2017-03-02"),
        ("-2 weeks", "2017-01-17"),
        ("\u22121w", "2017-01-24"),
        ("+1 month", "2017-02-28"),
        ("in 3 weeks", "2017-02-21"),
        ("3 weeks ago", "2017-01-10"),
        ("1 year ago", "2016-01-31"),
        ("3 weeks before 24 July 2017", "2017-07-03"),
        ("1 day after 8-9 May 2017", "2017-05-10"),
        ("1 month before 31 March 2017", "2017-02-28"),
        ("3 weeks before talks", "2017-04-17"),
        ("2 Days After talks", "2017-05-22"),
    ],
)
def test_a_relative_day(text: str, day: str) -> None:
    assert parse_days(text, TODAY, DATES.__getitem__) == (Span(date.fromisoformat(day), date.fromisoformat(day)),)


@pytest.mark.parametrize(
    "text", ["2 days before forum", "1 week after open", "3 days after May 2017", "2 days after TBC"]
)
def test_no_window_becomes_a_firm_day(text: str) -> None:
    with pytest.raises(WhenError, match=r"the days of .* are not known"):
        parse_days(text, TODAY, DATES.__getitem__)


@pytest.mark.parametrize("text", ["99999 years ago", "99999 days after talks", "80 years before talks"])
def test_no_day_leaves_the_years_of_a_plan(text: str) -> None:
    with pytest.raises(WhenError, match="1945-2100"):
        parse_days(text, TODAY, DATES.__getitem__)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("soon", ANY_DAYS),
        ("nonsense", ANY_DAYS),
        ("TBC", ANY_DAYS),
        ("by July 2017", ANY_DAYS),
        ("from May 2017", ANY_DAYS),
        ("June 2017 or May 2018", ANY_DAYS),
        ("May 2017 TBC TBA", ANY_DAYS),
        ("tentatively May 2017", "write 'May 2017'"),
        ("around 5 May 2017", "write '5 May 2017'"),
        ("5 May 2017 10:00", "write '5 May 2017'"),
        ("Mai 2017", "write 'May 2017'"),
        ("May", "add the year"),
    ],
)
def test_a_hint_names_what_can_be_written_where_days_are_asked_for(text: str, hint: str) -> None:
    with pytest.raises(WhenError) as error:
        parse_days(text, TODAY)
    assert error.value.hint == hint


def test_an_event_needs_a_plan() -> None:
    with pytest.raises(WhenError):
        parse_days("3 weeks before talks", TODAY)


@given(st.integers(0, 500), st.sampled_from(["days", "weeks", "months"]))
def test_before_and_after_are_the_calendars_own(number: int, unit: str) -> None:
    first, last = date(2017, 5, 8), date(2017, 5, 20)
    step = relativedelta(**{unit: number})  # type: ignore[arg-type]
    for text, day in ((f"{number} {unit} before talks", first - step), (f"{number} {unit} after talks", last + step)):
        assert parse_days(text, TODAY, DATES.__getitem__) == (Span(day, day),)
    if unit == "days":
        assert first - step == first - timedelta(days=number)


def test_filters_count_from_events_of_the_plan(cli: Cli) -> None:
    """The fourth thematic session is on 24-25 July 2017."""
    run = cli(
        "list", "--from", "3 weeks before thematic-4", "--to", "1 day after thematic-4", "--group", "thematic,idm"
    )
    assert [line.split("\t")[0] for line in run.out.splitlines()] == ["idm-geneva", "thematic-4"]
    assert run == cli("list", "--in", "between 3 and 26 July 2017", "--group", "thematic,idm")


def test_an_unknown_event_is_named(cli: Cli) -> None:
    run = cli("next", "--on", "1 week before thematik-4")
    assert run.status == 2
    assert "there is no event 'thematik-4'" in run.err
    assert "did you mean 'thematic-4'?" in run.err
