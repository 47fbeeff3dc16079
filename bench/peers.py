"""What other libraries make of the same events, each as a script that a user would write, in a process of its own.

`python bench/peers.py edit FOLDER` runs one on the plan and the table in a folder.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_INDEX = "Events\n======\n\n.. toctree::\n   :glob:\n\n   event-*\n"


def edit(folder: Path) -> None:
    """Change a date by the library that keeps comments: it checks nothing, and writes the whole file anew."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - each script loads what it needs

    yaml = YAML()
    plan = yaml.load((folder / "workplan.yaml").read_text(encoding="utf-8"))
    plan["events"][0]["when"] = "8-9 March 2095"
    with (folder / "edited.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(plan, file)


def table_to_calendar(folder: Path) -> None:
    """Make a calendar of the table, and trust every cell."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - as above

    calendar = Calendar()
    for number, row in enumerate(_rows(folder)):
        event = Event()
        event.add("uid", str(number))
        event.add("summary", row["Title"])
        event.add("location", row["Place"])
        event.add("dtstart", _day(row))
        calendar.add_component(event)
    (folder / "table.ics").write_bytes(calendar.to_ical())


def free_days(folder: Path) -> None:
    """Print the workdays that no entry of the plan's calendar touches."""
    from icalendar import Calendar  # noqa: PLC0415 - as above

    calendar: Any = Calendar.from_ical((folder / "plan.ics").read_bytes())
    taken: set[date] = set()
    for entry in calendar.walk("VEVENT"):
        first, end = (moment.date() if isinstance(moment, datetime) else moment for moment in (entry.start, entry.end))
        taken.update(first + timedelta(days) for days in range(max(1, (end - first).days)))
    days = (min(taken) + timedelta(number) for number in range((max(taken) - min(taken)).days))
    print(*(day for day in days if day not in taken and day.isoweekday() < 6), sep="\n")  # noqa: PLR2004 - Saturday


def bars(folder: Path) -> None:
    """Draw the table as a picture, one bar for each row."""
    from matplotlib import pyplot as plt  # noqa: PLC0415 - as above
    from matplotlib.dates import date2num  # noqa: PLC0415 - as above

    rows = list(_rows(folder))
    figure, axes = plt.subplots(figsize=(12, max(4, len(rows) / 5)))
    axes.barh([row["Title"] for row in rows], [1] * len(rows), left=date2num([_day(row) for row in rows]))
    axes.xaxis_date()
    figure.savefig(folder / "bars.svg")


def write_pages(folder: Path) -> None:
    """Write a page for each row of the table, from which Sphinx makes a site."""
    pages = folder / "pages"
    pages.mkdir()
    # With the list of all pages beside each, its time would grow with the square of their number.
    (pages / "conf.py").write_text('project = "Events"\nhtml_sidebars = {"**": []}\n', encoding="utf-8")
    (pages / "index.rst").write_text(_INDEX, encoding="utf-8")
    for number, row in enumerate(_rows(folder)):
        text = f"{row['Title']}\n{'=' * len(row['Title'])}\n\n- {row['Date']}\n- {row['Place']}\n"
        (pages / f"event-{number}.rst").write_text(text, encoding="utf-8")


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    with (folder / "rows.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(row: dict[str, str]) -> date:
    return datetime.strptime(row["Date"], "%d %B %Y").date()  # noqa: DTZ007 - a day, nowhere


if __name__ == "__main__":
    scripts = {"edit": edit, "table-to-calendar": table_to_calendar, "free-days": free_days, "bars": bars}
    scripts[sys.argv[1]](Path(sys.argv[2]))
