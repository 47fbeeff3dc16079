"""Our own feed as rows: an entry says in its description what the plan says of its event."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from gcmplan.importing.table import CannotImportError, Cell, Row, Table, one_line
from gcmplan.plan.countries import find_country

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PRODUCT = "gcmplan//gcmplan"
"""In the PRODID of our own feeds."""
HEADING = (
    "id", "title", "short", "when", "hours", "place", "venue", "phase", "group", "status", "certainty", "body",
    "mandate", "note", "source", "url", "uid",
)  # fmt: skip
_MARK = re.compile(
    r"\[(?P<word>TBC|TBA|PLACE TB[AC]|DATES DIFFER|POSTPONED|TENTATIVE|(?:CONFIRMED|MOVED): [^\]]*)\] "
    r"|(?P<off>CANCELLED: )"
)
_NUMBER = re.compile(r"(?:\.[0-9]+)+\Z")
"""Behind the id in the UID of an event's further entries."""
_LABELS = {"Place": "place", "Meeting of": "body", "Mandate": "mandate", "Source": "source"}
_WITHDRAWN = "Only this entry is withdrawn."
_NO_EVENTS = ("Deadline", "Session")
"""Categories of entries that are no events of the plan."""
_OF_ITEM = "Part of: "


def own_rows(entries: Iterable[Any]) -> Table:
    """Return a heading and a row for each event; its entries are one row."""
    found: dict[str, dict[str, str]] = {}
    known_entries = list(entries)
    domains = Counter(_uid_of(entry).rpartition("@")[2] for entry in known_entries)
    own = next(iter(domains.most_common(1)), ("", 0))[0]
    for entry in known_entries:
        first, _, domain = _uid_of(entry).rpartition("@")
        name = _NUMBER.sub("", first) if domain == own else _uid_of(entry)
        lines = str(entry.get("DESCRIPTION", "")).split("\n")
        try:
            if not _is_of_event(entry, lines):
                continue
            values = {"id" if domain == own else "uid": name, **_values(entry, lines)}
        except Exception as error:  # noqa: BLE001 - the library raises whatever its parts raise
            said = f"the entry '{name}' of this feed cannot be read: {one_line(str(error))[:100]}"
            raise CannotImportError(said, "export it anew") from None
        known = found.setdefault(name, values)
        if "hours" in values and values["hours"] not in known.get("hours", ""):
            # Each slot of a day has an entry of its own.
            known["hours"] = " and ".join(filter(None, (known.get("hours"), values["hours"])))
    return [Row("heading", tuple(map(Cell, HEADING))), *(_row(values) for values in found.values())]


def _uid_of(entry: Any) -> str:  # noqa: ANN401 - a component of the library
    """Return the UID of an event's first entry; the later ones are related to it."""
    return str(entry.get("RELATED-TO") or entry.get("UID", ""))


def _row(values: dict[str, str]) -> Row:
    cells = (Cell(one_line(values.get(key, ""))) for key in HEADING)
    return Row(f"entry '{values.get('id') or values.get('uid', '')}'", tuple(cells))


def _is_of_event(entry: Any, lines: list[str]) -> bool:  # noqa: ANN401 - a component of the library
    is_part = lines[0].startswith(_OF_ITEM) or any(line.startswith(_WITHDRAWN) for line in lines)
    return not (is_part or set(_categories(entry)).intersection(_NO_EVENTS))


def _values(entry: Any, lines: list[str]) -> dict[str, str]:  # noqa: ANN401
    summary = str(entry.get("SUMMARY", ""))
    mark = _MARK.match(summary)
    short = summary[mark.end() :] if mark else summary
    categories = _categories(entry)
    values = dict(_located(str(entry.get("LOCATION", ""))))
    values |= dict(_described(lines))
    values |= {"group": categories[-1] if categories else "", "phase": categories[0] if len(categories) > 1 else ""}
    is_long = lines[0] and not lines[0].startswith("When: ")
    values |= {"title": lines[0], "short": short} if is_long else {"title": short}
    if mark and (mark["off"] or mark["word"] == "POSTPONED"):
        values["status"] = "cancelled" if mark["off"] else "postponed"
    if mark and mark["word"] in {"TBC", "TBA"}:
        values["certainty"] = mark["word"].lower()
    address = str(entry.get("URL", ""))
    return values | ({"url": address} if address and "#" not in address else {})


def _described(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what the lines of a description say; the note has no label, and is behind all others but the source."""
    last = 0
    for number, line in enumerate(lines):
        label, colon, text = line.partition(": ")
        if not colon:
            continue
        if label == "When":
            yield "when", text
        elif label in {"Hours", "Time"}:
            yield "hours", re.split(r" on |, local time", text)[0]
        elif label in _LABELS:
            yield _LABELS[label], text
        last = number if label in {"Meeting of", "Mandate"} else last
    note = [line for line in lines[last + 1 :] if not line.startswith("Source: ")] if last else []
    if note:
        yield "note", " ".join(note)


def _located(text: str) -> Iterator[tuple[str, str]]:
    """Yield the venue and the place of "Room 1, Geneva, Switzerland"."""
    parts = text.split(", ")
    # The name of a country may have a comma itself.
    for size in (1, 2):
        if len(parts) > size and find_country(", ".join(parts[-size:])):
            parts = parts[:-size]
            break
    if parts[-1]:
        yield "place", parts[-1]
    if len(parts) > 1:
        yield "venue", ", ".join(parts[:-1])


def _categories(entry: Any) -> list[str]:  # noqa: ANN401
    found = entry.get("CATEGORIES", [])
    return [str(one) for part in (found if isinstance(found, list) else [found]) for one in part.cats]
