"""Tables one below another in a sheet: each is read by its own heading, and a heading is no event."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gcmplan.importing.draft import Read, drafts_of
from gcmplan.importing.table import Cell, Row, Table

KNOWN = {"when": "Date", "title": "Meeting", "place": "City"}


def sheet(*lines: str) -> Table:
    """Return the rows of lines with a bar between cells; an empty line is no row."""
    return [
        Row(f"row {number}", tuple(Cell(text.strip()) for text in line.split("|")))
        for number, line in enumerate(lines, 1)
        if line
    ]


def read(*lines: str) -> Read:
    return drafts_of([sheet(*lines)], {})


def said(found: Read) -> list[tuple[str, str, str]]:
    return [(one.values["when"], one.values["title"], one.values.get("place", "")) for one in found.drafts]


def test_a_second_table_is_read_by_its_own_heading() -> None:
    found = read(
        "Date | Meeting | City", "1 June 2027 | Alpha | Geneva", "", "Documents", "Title | Date", "Draft | 1 May 2027"
    )
    assert said(found) == [("1 June 2027", "Alpha", "Geneva"), ("1 May 2027", "Draft", "")]
    assert found.remarks == [
        "row 1: 'Date' is when, 'Meeting' is title, 'City' is place",
        "row 4: left out, as it has no title: “Documents”",
        "row 5: 'Title' is title, 'Date' is when",
    ]


def test_a_heading_without_a_known_word_for_titles_keeps_the_column_of_titles() -> None:
    found = read(
        "Date | Meeting | City", "1 June 2027 | Alpha | Bonn", "Date | Document | Venue", "1 May 2027 | Draft | A1"
    )
    assert said(found) == [("1 June 2027", "Alpha", "Bonn"), ("1 May 2027", "Draft", "")]
    assert found.drafts[1].values["venue"] == "A1"
    assert "row 3: 'Date' is when, 'Venue' is venue, 'Document' is title" in found.remarks


def test_the_month_above_a_second_table_is_that_of_its_rows() -> None:
    for heading in ("Date | Meeting", "Meeting | Date"):
        cells = "9 | Beta" if heading.startswith("Date") else "Beta | 9"
        found = read("June 2027", "Date | Meeting", "8 | Alpha", "July 2027", heading, cells)
        assert said(found) == [("8 June 2027", "Alpha", ""), ("9 July 2027", "Beta", "")]


def test_the_dates_of_pages_decide_together_whether_the_day_comes_first() -> None:
    found = read("Date | Meeting", "8/5/2027 | Alpha", "Date | Meeting", "15/5/2027 | Beta")
    assert said(found) == [("8 May 2027", "Alpha", ""), ("15 May 2027", "Beta", "")]


def test_an_event_with_a_word_of_headings_as_its_title_stays() -> None:
    found = read("Date | Meeting | City", "1 June 2027 | Meeting | Geneva", "TBC | Session | Venue")
    assert [one.values["title"] for one in found.drafts] == ["Meeting", "Session"]


def test_a_column_that_was_added_is_that_of_each_table() -> None:
    lines = ("Date | Meeting | by colour", "1 June 2027 | Alpha | red", "Meeting | Date", "Beta | 2 June 2027 | blue")
    found = drafts_of([sheet(*lines)], {"by colour": "group"})
    assert [one.values.get("group") for one in found.drafts] == ["red", "blue"]
    assert said(found)[1] == ("2 June 2027", "Beta", "")


@given(orders=st.lists(st.permutations(list(KNOWN)), min_size=1, max_size=4), counts=st.lists(st.integers(0, 3)))
def test_any_tables_below_one_another_give_the_events_of_each_alone(orders: list[list[str]], counts: list[int]) -> None:
    lines, alone = [], []
    for number, order in enumerate(orders):
        own = [" | ".join(KNOWN[key] for key in order)]
        for row in range(counts[number] if number < len(counts) else 1):
            values = {"when": f"{row + 1} June 2027", "title": f"Talks {number}-{row}", "place": "Geneva"}
            own.append(" | ".join(values[key] for key in order))
        alone += said(read(*own))
        lines += own
    assert said(read(*lines)) == alone
