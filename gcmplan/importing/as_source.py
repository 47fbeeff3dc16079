"""Drafts as another document about the events of a plan: a file in sources/, which GP304 and `diff` compare with it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from gcmplan.editing.edit import Edited, loaded
from gcmplan.files.folder import SOURCES, File, read_files, workplan_file
from gcmplan.importing.new_values import WrongCellError, value_in
from gcmplan.importing.table import CannotImportError
from gcmplan.loading.load import load_files
from gcmplan.plan.place import Place
from gcmplan.query.filters import find_event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from gcmplan.files.parse import Limits
    from gcmplan.importing.draft import Draft
    from gcmplan.plan.workplan import Workplan

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_FIRST = "# Written by gcmplan import; the next import of a newer edition replaces it.\n"
_KEYS = ("title", "when", "place", "venue", "hours")
"""The keys that such a file has of an event's."""


def file_of(plan: Path, name: str) -> Path:
    """Return the file of a document.

    Raises:
        CannotImportError: the name is none for a file, or another file has it.

    """
    if not _NAME.fullmatch(stem := name.removesuffix(".yaml")):
        raise CannotImportError(f"{name!r} cannot be the name of a file", "write letters, digits and hyphens")
    file = workplan_file(plan).parent / SOURCES / f"{stem}.yaml"
    if file.exists() and not file.read_text(encoding="utf-8", errors="replace").startswith(_FIRST):
        raise CannotImportError(f"'{file}' was written by hand", "choose another name, or remove the file")
    return file


def source_of(plan: Path, file: Path, drafts: Sequence[Draft], head: tuple[str, str, date], limits: Limits) -> Edited:
    """Return what a plan becomes with a document; its head is its title, the name of its own file, and its day.

    Raises:
        CannotImportError: no draft is an event of the plan.
        RefusedValueError: the plan could not be loaded with it.

    """
    files = read_files(plan, limits)
    old = load_files(files, limits)
    remarks = [
        f"{draft.where}: no event of the plan is “{draft.values['title']}”" for draft in drafts if not draft.event
    ]
    rows = [_row(old, draft, head[1]) for draft in drafts if draft.event]
    if not rows:
        raise CannotImportError(
            "no row is an event of the plan", "give the rows ids, or name entries with --map UID=id"
        )
    data = "".join((_FIRST, *_lines({"title": head[0], "as_of": head[2].isoformat()}, ""), "events:\n", *_items(rows)))
    remarks.append(f"the day of the document is not known: 'as_of' in {file.name} is that of today")
    before = file.read_bytes() if file.exists() else None
    others = [one for one in files.sources if one.path != file.as_posix()]
    new = files._replace(sources=(*others, File(file.as_posix(), data.encode())))
    return Edited(old, loaded(new, limits), tuple(remarks), {file: (before, data.encode())})


def _row(plan: Workplan, draft: Draft, file: str) -> dict[str, str]:
    """Return the statements of a draft; what the plan does not know becomes a doubt."""
    values, doubts = {"id": find_event(plan, draft.event).id}, [*draft.doubts]
    for key in _KEYS:
        text = draft.values.get(key, "")
        try:
            value = value_in(plan, key, text) if text else ""
        except WrongCellError as error:
            doubts.append(str(error))
            continue
        if key == "place" and value and not plan.has_place(Place.parse(value)):
            doubts.append(f"the place “{text}” is none of the plan's")
        elif value and not (key == "when" and draft.has_no_date):
            values[key] = value
    values["source"] = f"{file}, {draft.where}"
    return values | ({"doubt": "; ".join(doubts)} if doubts else {})


def _items(rows: Sequence[dict[str, str]]) -> Iterator[str]:
    for row in rows:
        first, *more = _lines(row, "    ")
        yield f"  - {first.lstrip()}"
        yield from more


def _lines(values: dict[str, str], indent: str) -> Iterator[str]:
    for key, text in values.items():
        yield f"{indent}{key}: {json.dumps(text, ensure_ascii=False)}\n"
