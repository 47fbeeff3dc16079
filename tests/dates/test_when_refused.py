"""Dates that are refused: the place, the reason, and a hint that leads to what was meant and to nothing else."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from gcmplan.dates.tokens import EXAMPLES
from gcmplan.dates.when import Span, When, WhenError
from strategies import any_texts, grammar_texts, moderate

REFUSED = [
    # text with the offending words in square brackets (empty: where something is missing), message, hint
    ("[31] June 2017", "there is no day 31 in June 2017", "June 2017 has 30 days"),
    ("[29] February 2018", "there is no day 29 in February 2018", "February 2018 has 28 days"),
    ("[0] May 2017", "there is no day 0 in May 2017", "May 2017 has 31 days"),
    ("30-[31] June 2017", "there is no day 31 in June 2017", "June 2017 has 30 days"),
    ("between 30 and [31] June 2017", "there is no day 31 in June 2017", "June 2017 has 30 days"),
    ("[2017-02-30]", "there is no day 30 in February 2017", "February 2017 has 28 days"),
    ("2017-02-27/[2017-02-30]", "there is no day 30 in February 2017", "February 2017 has 28 days"),
    ("[2017-05-00]", "there is no day 0 in May 2017", "May 2017 has 31 days"),
    ("[2017-13-01]", "there is no month 13", "months go from 01 to 12"),
    ("[2017-00]", "there is no month 00", "months go from 01 to 12"),
    (
        "[32] days in May 2018",
        "32 days do not fit into a window of 31 days",
        "give a shorter duration or a longer window",
    ),
    ("[Tuesday] 17 April 2017", "17 April 2017 is a Monday, not a Tuesday", "write Monday, or check the day"),
    (
        "Monday 17 - [Friday] 18 April 2017",
        "18 April 2017 is a Tuesday, not a Friday",
        "write Tuesday, or check the day",
    ),
    ("[9]-8 May 2017", "9 May 2017 - 8 May 2017 runs backwards", "give the earlier day first, and the year to both"),
    (
        "[30] December - 2 January 2018",
        "30 December 2018 - 2 January 2018 runs backwards",
        "give the earlier day first, and the year to both",
    ),
    (
        "[2017-05-09]/2017-05-08",
        "9 May 2017 - 8 May 2017 runs backwards",
        "give the earlier day first, and the year to both",
    ),
    ("[July]/June 2018", "the months run backwards, or are the same", "give the earlier first, and the year to both"),
    ("[June]/June 2018", "the months run backwards, or are the same", "give the earlier first, and the year to both"),
    (
        "[December] - January 2018",
        "the months run backwards, or are the same",
        "give the earlier first, and the year to both",
    ),
    (
        "[third]/second quarter of 2017",
        "the quarters run backwards, or are the same",
        "give the earlier first, and the year to both",
    ),
    (
        "[second]/first half of 2017",
        "the halves run backwards, or are the same",
        "give the earlier first, and the year to both",
    ),
    (
        "[second]/second quarter of 2017",
        "the quarters run backwards, or are the same",
        "give the earlier first, and the year to both",
    ),
    ("[between] 16 and 5 June 2018", "'between' runs backwards", "give two days, the earlier first"),
    ("[between] 5 and 5 June 2018", "'between' is one day", "give two days, the earlier first"),
    (
        "[29] days in February 2018",
        "29 days do not fit into a window of 28 days",
        "give a shorter duration or a longer window",
    ),
    (
        "[13] days between 5 and 16 June 2018",
        "13 days do not fit into a window of 12 days",
        "give a shorter duration or a longer window",
    ),
    (
        "[0] days in May 2018",
        "0 days do not fit into a window of 31 days",
        "give a shorter duration or a longer window",
    ),
    ("3 days in [8] May 2018", "no window, found '8'", "name a month or more, or two days (between … and …)"),
    ("3 days in []", "no window", "name a month or more, or two days (between … and …)"),
    ("3 days []", "expected 'in' or 'between'", EXAMPLES),
    ("3 days [on] May 2018", "a word that is not needed", "write '3 days in May 2018'"),
    ("3 days [T]BA", "expected 'in' or 'between'", EXAMPLES),
    ("TBC [TBA]", "two certainties", "keep one of TBC (to be confirmed) and TBA (to be announced)"),
    ("24 April 2017 TBC ([TBC])", "two certainties", "keep one of TBC (to be confirmed) and TBA (to be announced)"),
    ("24 April 2017 TBC/[TBA]", "two certainties", "keep one of TBC (to be confirmed) and TBA (to be announced)"),
    ("[TBC] 24 April 2017", "TBC is before the date's end", "write '24 April 2017 TBC'"),
    ("24 [tbd] April 2017", "TBD is before the date's end", "write '24 April 2017 TBA'"),
    ("24 April 2017 [(]TBC", "not understood: '('", "write '24 April 2017 TBC'"),
    (
        "8 May 2017 [TBCs]",
        "more than a date: 'TBCs'",
        "only a date is allowed here: put a place into 'place', a remark into 'note'",
    ),
    ("8 May [1944]", "1944 is not a year from 1945 to 2100", "name one from 1945 to 2100"),
    ("August [2101]", "2101 is not a year from 1945 to 2100", "name one from 1945 to 2100"),
    ("[1944]", "1944 is not a year from 1945 to 2100", "name one from 1945 to 2100"),
    ("first half of [1944]", "1944 is not a year from 1945 to 2100", "name one from 1945 to 2100"),
    ("last week of July [2101]", "2101 is not a year from 1945 to 2100", "name one from 1945 to 2100"),
    ("[1944-12-31]", "1944 is not a year from 1945 to 2100", "check the year"),
    ("[2101-01]", "2101 is not a year from 1945 to 2100", "check the year"),
    ("[0000-05-08]", "0000 is not a year from 1945 to 2100", "check the year"),
    ("[0000-13-01]", "0000 is not a year from 1945 to 2100", "check the year"),
    ("[0000-05-08]/2017-05-09", "0000 is not a year from 1945 to 2100", "check the year"),
    ("[0000-05]", "0000 is not a year from 1945 to 2100", "check the year"),
    ("8 May [17]", "17 is not a year from 1945 to 2100", "give the year in four digits"),
    ("8 May [20177]", "a number too long for a day or a year", EXAMPLES),
    ("[20170508]", "a day of ISO 8601 without its dashes", "write '8 May 2017'"),
    ("22-[23] and 20 February 2018", "the days are not in order", "list the days in order, each once"),
    ("[20] and 20 February 2018", "the days overlap", "list the days in order, each once"),
    ("20-[22] and 21 February 2018", "the days overlap", "list the days in order, each once"),
    ("[5], 3 and 8 June 2018", "the days are not in order", "list the days in order, each once"),
    ("[5/9/2017]", "'5/9/2017' can be read in two ways", "write '5 September 2017' or '9 May 2017'"),
    ("[05/09/17]", "'05/09/17' can be read in two ways", "write the month as a word, and the year in four digits"),
    ("[5.9.2017] TBC", "'5.9.2017' can be read in two ways", "write '5 September 2017' or '9 May 2017'"),
    ("[2017/09/05]", "'2017/09/05' is no date of ISO 8601", "write '2017-09-05'"),
    ("[2017-9-5]", "'2017-9-5' is no date of ISO 8601", "write '2017-09-05'"),
    ("[5 / 9 / 2017]", "'5 / 9 / 2017' can be read in two ways", "write '5 September 2017' or '9 May 2017'"),
    ("[5-9-2017]", "'5-9-2017' can be read in two ways", "write '5 September 2017' or '9 May 2017'"),
    (
        "5[/]9 May 2017",
        "'/' between days can be read in two ways",
        "write '5-9 May 2017' for both days, or TBC if it is one of them",
    ),
    (
        "8 May[/]9 May 2017",
        "'/' between days can be read in two ways",
        "write '8-9 May 2017' for both days, '8 May or 9 May 2017' for one of them",
    ),
    (
        "8 May 2017[/]9 May 2017",
        "'/' between days can be read in two ways",
        "write '8-9 May 2017' for both days, '8 May 2017 or 9 May 2017' for one of them",
    ),
    ("[]", "no date", EXAMPLES),
    ("  []", "no date", EXAMPLES),
    ("[8]", "no month", "name the month and the year"),
    ("8-[9]", "no month", "name the month and the year"),
    ("8 May 2017 and [9]", "no month", "name the month and the year"),
    ("[8] May", "no year", "add the year"),
    ("[July] TBC", "no year", "add the year"),
    ("June/[July]", "no year", "add the year"),
    ("[mid]-July", "no year", "add the year"),
    ("[last] week of July", "no year", "add the year"),
    ("[second] quarter of ", "no year", "add the year"),
    ("[first] week of 2017", "no month", "say of which month"),
    ("June/[]", "no month", "name a month, or a part of one"),
    ("8 and []", "the date breaks off", EXAMPLES),
    ("8 May 2017 -[]", "'-': a first day alone", "give both days (between … and …), or write TBC"),
    ("[8] - TBC", "no month", "name the month and the year"),
    ("Monday[]", "the date breaks off", EXAMPLES),
    ("[last] week ", "no month", "say of which month"),
    ("last []", "expected a week, a quarter or a half", EXAMPLES),
    ("between 5 []", "expected 'and'", EXAMPLES),
    ("between 5 [-] 6 June 2018", "the two days of 'between' are joined with and", "write 'between 5 and 6 June 2018'"),
    ("May [8], 2017", "the day is after the month", "write '8 May 2017'"),
    ("May [8] 2017", "the day is after the month", "write '8 May 2017'"),
    (
        "May [20]",
        "a day or a year of two digits",
        "write the day, then the month, and the year in four digits",
    ),
    ("[the] last week of July 2017", "a word that is not needed", "write 'last week of July 2017'"),
    ("8 [Augst] 2017", "not understood: 'Augst'", "did you mean '8 August 2017'?"),
    ("8 May 2017 [at] noon", "the date contains a time of day", "write '8 May 2017'; put the hours into 'hours'"),
    ("[Mondy] 17 April 2017", "not understood: 'Mondy'", "did you mean '17 April 2017'?"),
    ("last [wek] of July 2017", "expected a week, a quarter or a half, found 'wek'", EXAMPLES),
    ("mid-[Febuary] 2018", "no month, found 'Febuary'", "did you mean 'mid-February 2018'?"),
    ("June/[Jully] 2018", "no month, found 'Jully'", "did you mean 'June/July 2018'?"),
    ("first [day] of July 2017", "a day by its weekday in the month", "write '1 July 2017'"),
    ("[third] half of 2017", "there is no such half", "there are 2"),
    ("[fifth] week of July 2017", "not understood: 'fifth'", EXAMPLES),
    ("first/[foo] quarter of 2017", "no month, found 'foo'", "name a month, or a part of one"),
    ("second-[/]third quarter of 2017", "no month, found '/'", "name a month, or a part of one"),
    ("[spring] 2018", "'spring' is no fixed time", "name months or a quarter"),
    ("8 May 2017 [9]", "not understood: '9'", EXAMPLES),
    ("8 May 2017[.]", "a full stop ends the date", "write '8 May 2017'"),
    ("[\u0661] May 2017", "the date is not in English", "write '1 May 2017'"),
    ("8[\u200b] May 2017", "not understood: '\\u200b'", EXAMPLES),
    ("[\U0001f4c5] 8 May 2017", "not understood: '\U0001f4c5'", EXAMPLES),
    (
        "\xa0 8 May 2017 [\xe9t\xe9]",
        "'\xe9t\xe9' is no fixed time",
        "name months or a quarter",
    ),
    ("[" + "8 May 2017, " * 500 + "]", "a date of 6000 characters", EXAMPLES),
    ("3 [weeks] in April/May 2002", "a length that is not in days", "give the length as a number of days"),
    (
        "16 September-[December] 2003",
        "a day to a month",
        "give the last day, or write 'between 16 September and 31 December 2003'",
    ),
    (
        "Tuesday, 12 September 2017, [p].m.",
        "the date contains a time of day",
        "write '12 September 2017'; put the hours into 'hours'",
    ),
    ("[by] July 2018", "'by': a last day alone", "make it a deadline, or give both days (between … and …)"),
    ("8 May 2017 [onwards]", "'onwards': a first day alone", "give both days (between … and …), or write TBC"),
    ("[from] 8 to 10 May 2017", "'from' is not needed", "write '8-10 May 2017'"),
    ("[tentatively] 3-5 March 2018", "the date is not sure", "write '3-5 March 2018 TBC'"),
    ("[on] or around 23 July 2024", "the date is not sure", "write '23 July 2024 TBC', or its window"),
    ("May [12]-13 & 15, 2017", "the day is after the month", "write '12-13 and 15 May 2017'"),
    (
        "30 June[/]1 July 2017",
        "'/' between days can be read in two ways",
        "write '30 June - 1 July 2017' for both days, '30 June or 1 July 2017' for one of them",
    ),
    ("[winter] 2017/18", "'winter' is no fixed time", "name months or a quarter"),
    (
        "2017-[2018]",
        "a range of years",
        "name months: 'January 2017 - December 2018', or give both days (between … and …)",
    ),
    ("2017/[18]", "a range of years", "name months, or give both days (between … and …)"),
    ("[ongoing]", "'ongoing' is no date", "write TBC or TBA, or leave the event out"),
    ("1[er] mai 2017", "the date is not in English", "write '1 May 2017'"),
    ("8 [de] mayo de 2017", "the date is not in English", "write '8 May 2017'"),
    ("8 [\u043c\u0430\u044f] 2017 \u0433\u043e\u0434\u0430", "the date is not in English", "write '8 May 2017'"),
    ("2017[\u5e74]5\u67088\u65e5", "the date is not in English", "write '8 May 2017'"),
    ("8-[V]-2017", "the month is a Roman number", "write '8 May 2017'"),
    (
        "2 [14] December 2018",
        "nothing is between two days",
        "write '2-14 December 2018' or '2 and 14 December 2018'",
    ),
    ("2017-05-08[T]10:00", "the date contains a time of day", "write '8 May 2017'; put the hours into 'hours'"),
    (
        "3-6 April 2023 [(]to be resumed)",
        "the date contains a remark: '(to be resumed)'",
        "write '3-6 April 2023'; put the remark into 'note'",
    ),
    ("8 May 2017 [(]or 9 May)", "the date contains a remark: '(or 9 May)'", "put the remark into 'note'"),
    (
        "8 May 2017 [(]cancelled)",
        "the date contains a remark: '(cancelled)'",
        "write '8 May 2017'; put it into 'status'",
    ),
    (
        "8 May 2017, [Geneva]",
        "more than a date: 'Geneva'",
        "only a date is allowed here: put a place into 'place', a remark into 'note'",
    ),
    ("[13/5/2017]", "'13/5/2017': a date in numbers", "write '13 May 2017'"),
    ("[8st] May 2017", "'8st' is no ordinal", "write 8th, or the number alone"),
    ("[Martes] 9 May 2017", "the date is not in English", "write '9 May 2017'"),
    ("second/[third] week of July", "no year", "add the year"),
    (
        "[25] or 27 May 2017",
        "either of several dates",
        "only single days next to each other can be joined by or: write TBC, or a window",
    ),
    (
        "[8]-9 or 15-16 May 2017",
        "either of several dates",
        "only single days next to each other can be joined by or: write TBC, or a window",
    ),
    (
        "[June] or August 2018",
        "either of two months",
        "only what is next to each other can be joined so: name the whole window, or write TBC",
    ),
    (
        "[first]/third quarter of 2018",
        "either of two quarters",
        "only what is next to each other can be joined so: name the whole window, or write TBC",
    ),
    ("8-9 May 2017 ([3] days)", "these are 2 days, not 3", "leave out the number, or check the days"),
    ("[Tuesday] to Friday, 8-19 May 2017", "8 May 2017 is a Monday, not a Tuesday", "write Monday, or check the day"),
    (
        "Monday, Tuesday and [Friday], 8-10 May 2017",
        "10 May 2017 is a Wednesday, not a Friday",
        "write Wednesday, or check the day",
    ),
    (
        "[Monday] and Tuesday, 8-10 May 2017",
        "the weekdays are not as many as the days",
        "give one for each day, or both ends",
    ),
    ("8 May 2017 ([Tuesday])", "8 May 2017 is a Monday, not a Tuesday", "write Monday, or check the day"),
    ("[2017-W53]", "2017 has no week 53", "ISO weeks go from 01 to 52 or 53"),
    ("[TBC] May 2017", "TBC is before the date's end", "write 'May 2017 TBC'"),
    ("between [May] and June 2017", "these are not two days", "write 'May/June 2017'"),
    ("[week] ending 26 May 2017", "a week by its last day", "write 'week of 26 May 2017'"),
    ("week of [22]-26 May 2017", "days are not a week", "write '22-26 May 2017'"),
    ("[H]1 2018", "a half by its number", "write 'first half of 2018'"),
    ("2017-05-08/[09]", "the second day lacks its month", "write '8-9 May 2017'"),
    ("[8] or 9 and 10 May 2017", "'or' among days that are listed", "write the days, or a window and TBC"),
    ("[8] and 9 or 10 May 2017", "'or' among days that are listed", "write the days, or a window and TBC"),
    ("[8] or 9, 10 May 2017", "'or' among days that are listed", "write the days, or a window and TBC"),
    ("8 or 9 May 2017 ([2] days)", "these are 1 day, not 2", "leave out the number, or check the days"),
    ("TBC ([2] days)", "a number of days, and no time", "name a month or more, or write TBC alone"),
    ("12[.]Sept.2017", "there are full stops between the words", "write '12 September 2017'"),
]
KEYS = {"hours", "note", "place", "status"}
"""Keys of an event that a hint may name in quotes."""
with (ROOT / "tests" / "data" / "dates.tsv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize(("marked", "message", "hint"), REFUSED, ids=lambda text: ascii(text)[1:60])
def test_refused(marked: str, message: str, hint: str) -> None:
    """A refusal names the offending words, the reason and what would be right."""
    start, end = marked.index("["), marked.rindex("]") - 1
    text = marked[:start] + marked[start + 1 : end + 1] + marked[end + 2 :]
    error = refused(text)
    assert (error.start, error.end) == (start, end if start < end else start + 1)
    assert (error.message, error.hint) == (message, hint)


def refused(text: str) -> WhenError:
    with pytest.raises(WhenError) as caught:
        When.parse(text)
    return caught.value


def named(hint: str) -> list[str]:
    """Return the texts that a hint puts in quotes, without the keys of an event."""
    return [text for text in re.findall(r"'([^']*)'", hint) if text not in KEYS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["text"])[1:-1])
def test_dates_as_officials_print_them(case: dict[str, str]) -> None:
    """Each has its value, or is refused with a hint that leads to what it means; to no day that it cannot mean."""
    if case["outcome"] == "refused":
        error = refused(case["text"])
        wanted = LEADS.get(case["text"], [case["hint leads to"]])
        assert all(words in error.hint for words in wanted), error.hint
        for lead in named(error.hint):
            window = When.parse(lead).window
            can_mean = not case["earliest"] or Span(*map(date.fromisoformat, (case["earliest"], case["latest"])))
            assert can_mean is True or window is None or can_mean.first <= window.first <= window.last <= can_mean.last
        return
    when = When.parse(case["text"])
    assert (str(when.earliest or ""), str(when.latest or "")) == (case["earliest"], case["latest"])
    assert (str(when.days or ""), "yes" if when.exact else "no") == (case["days"], case["exact"])
    assert when.certainty == case["certainty"]


DEADLINE, BOTH, HOURS, NAME = (
    "make it a deadline",
    "give both days",
    "put the hours into 'hours'",
    "name months or a quarter",
)
LEADS = {
    "3 weeks in April/May 2002": ["a number of days"],
    "16 September-December 2003": ["'between 16 September and 31 December 2003'", "the last day"],
    "Tuesday, 12 September 2017, p.m.": [HOURS, "'12 September 2017'"],
    "25 May 2017 (a.m.)": [HOURS, "'25 May 2017'"],
    "by July 2018": [DEADLINE, BOTH],
    "no later than Saturday, 1 June 2024": [DEADLINE, BOTH],
    "until 8 May 2017": [DEADLINE, BOTH],
    "8 May 2017 onwards": [BOTH],
    "tentatively 3-5 March 2018": ["'3-5 March 2018 TBC'"],
    "May 12 2015 (poss.)": ["'12 May 2015 TBC'"],
    "on or around 23 July 2024": ["TBC'", "its window"],
    "November 4-15, 2024": ["'4-15 November 2024'"],
    "June 20-22 2012": ["'20-22 June 2012'"],
    "8/9 May 2017": ["'8-9 May 2017'", "'8 or 9 May 2017'"],
    "Spring 2005": [NAME],
    "winter 2017/18": [NAME],
    "2017-2018": ["name months", BOTH],
    "Tuesday 25 and Monday October 1 2018": ["the day, then the month"],
    "ongoing": ["TBC or TBA", "leave the event out"],
    "1er mai 2017": ["'1 May 2017'"],
    "2017-05-08T10:00": [HOURS],
    "8-V-2017": ["'8 May 2017'"],
    "2 14 December 2018": ["'2-14 December 2018'", "'2 and 14 December 2018'"],
    "3\u20136 April 2023 (to be resumed)": ["the remark into 'note'", "'3-6 April 2023'"],
}


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("May 2017 (exact dates to be determined)", ["May 2017 TBA"]),
        ("week of 8 May 2017 (exact dates TBC)", ["second week of May 2017 TBC"]),
        ("8-9 May 2017 (dates and venue TBC)", ["8-9 May 2017 TBC"]),
        ("8-9 May 2017 (venue TBC)", ["8-9 May 2017"]),
        ("May 2017 (first week)", ["first week of May 2017"]),
        ("May 2017 (early or mid)", ["between 1 and 20 May 2017"]),
        ("May 2017 (not the last week)", []),
        ("May 2017 (8)", []),
        ("2018 (second half)", ["second half of 2018"]),
        ("2018, third quarter", ["third quarter of 2018"]),
        ("2017 Q3 TBC", ["third quarter of 2017 TBC"]),
        ("8 May 2017, Monday", ["8 May 2017"]),
        ("May and June 2017", ["May - June 2017"]),
        ("late April and early May 2017", ["late April - early May 2017"]),
        ("Dec. 30 - Jan. 2, 2018", []),
        ("8-9 May 2017 TBC.", ["8-9 May 2017 TBC"]),
    ],
)
def test_a_hint_keeps_what_stands_behind_the_date(text: str, leads: list[str]) -> None:
    error = refused(text)
    assert named(error.hint) == leads
    assert "not sure" not in error.message


def test_not_before_a_day_is_a_first_day() -> None:
    assert refused("not before 8 May 2017").message == "'not before': a first day alone"


# -- properties ------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"[0-9]+")


def leads_right(text: str) -> None:
    """A text that a hint names can be read, and has no day, month or year that the words do not have."""
    try:
        When.parse(text)
    except WhenError as error:
        for lead in named(error.hint):
            when = When.parse(lead)
            assert str(When.parse(str(when))) == str(when)
            years = {int(number) for number in _NUMBER.findall(text) if len(number) == 4}
            if when.window:
                # The week of a day may begin in the year before, or end in the year after.
                is_week = when.window.days == 7 and when.window.first.weekday() == 0
                near = years | {year + step for year in years for step in (-1, 1) if is_week}
                assert {when.window.first.year, when.window.last.year} <= near


@moderate
@given(any_texts)
def test_a_hint_names_what_can_be_read(text: str) -> None:
    leads_right(text)


AROUND = [
    "{} onwards", "by {}", "from {}", "around {}", "({})", "{} (poss.)", "{}, p.m.", "{} at 10:00", "the {}", "on {}",
    "{} TBC TBA", "TBC {}", "{}?", "tentatively {}", "{}, Geneva", "{} (cancelled)", "{} (or later)", "week of {}",
    "week ending {}", "{} / {}", "{} or {}", "between {} and {}", "2 weeks in {}", "spring {}", "{}.", "du {}",
    "w/b {}", "w/e {}", "middle of {}", "{} or TBC", "{} (TBC by host)", "postponed to {}", "first two weeks of {}",
    "first Monday of {}", "either {}", "{} and/or {}", "{} ~ {}", "2 days, {}", "{} (exact dates TBC)",
]  # fmt: skip


@moderate
@given(grammar_texts, st.sampled_from(AROUND))
def test_a_hint_names_no_other_date(text: str, around: str) -> None:
    leads_right(around.replace("{}", text))


@pytest.mark.parametrize("word", ["rd", "of", "sep", "jun", "a", "no", "day"])
def test_no_other_word_is_guessed_for_one_of_three_letters_or_fewer(word: str) -> None:
    for text in (f"3 {word} 2017x", f"{word} {word}", f"3 {word} {word} 2017"):
        assert "did you mean" not in refused(text).hint


def test_examples_are_no_text_that_is_named() -> None:
    assert not named(EXAMPLES)


OPEN = {
    "May": ["by", "until", "before", "after", "from", "since", "about", "around", "as of", "not before", "up to"],
    "mai": ["avant le", "après le", "jusqu'au", "à partir du", "vers le", "dès le", "au"],
    "mayo de": ["hasta el", "antes del", "después del", "a partir del", "desde el", "al"],
    "мая": ["до", "после", "\u0441", "около", "по"],
    "Mai": ["bis", "bis zum", "ab", "ab dem", "vor dem", "nach dem", "um den", "gegen"],
}
"""Words that make of a day the first or the last one, or one near it; by the word for May of their language."""


@pytest.mark.parametrize(("word", "month"), [(word, month) for month, words in OPEN.items() for word in words])
@pytest.mark.parametrize("day", ["15", "8"])
def test_hints_make_no_sure_day_of_a_first_or_last_one(word: str, month: str, day: str) -> None:
    error = refused(f"{word} {day} {month} 2017")
    named = [When.parse_or_none(text) for text in re.findall(r"'([^']+)'", error.hint)]
    assert not any(when and when.exact and when.certainty == "confirmed" for when in named), error.hint
