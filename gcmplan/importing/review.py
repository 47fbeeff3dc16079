"""The review of a file: how each row is read, as a YAML file that people change and give back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gcmplan.dates.span import WhenError
from gcmplan.dates.when import When
from gcmplan.files.parse import Limits, read
from gcmplan.importing.draft import Draft
from gcmplan.importing.table import CannotImportError
from gcmplan.plan.keys import keys_of
from gcmplan.plan.model import Event
from gcmplan.text.suggest import did_you_mean
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gcmplan.files.document import Document
    from gcmplan.importing.draft import Read

_AT = "at"
_KEYS = (_AT, *keys_of(Event))


def lines_of(found: Read) -> Iterator[str]:
    """Yield a line for each row, its doubts below it, and a count."""
    for draft in found.drafts:
        values = draft.values
        more = ", ".join(values[key] for key in ("place", "venue", "hours", "group") if key in values)
        yield f"{draft.where}: {values['when']}  {values['title']}" + (f"  ({more})" if more else "")
        yield from (f"    ? {doubt}" for doubt in draft.doubts)
    yield ""
    yield from found.remarks
    doubtful = sum(bool(draft.doubts) for draft in found.drafts)
    yield f"{plural(len(found.drafts), '{} event', '{} events')}, {doubtful} with a doubt"


def written(found: Read, file: str, review: str) -> Iterator[str]:
    """Yield the review as YAML; every text is in double quotes."""
    yield f"# How the rows of {file} are read. Change what is wrong, delete the rows that are not wanted, then:\n"
    yield f"# gcmplan import {file} --review {review}\n"
    yield from (f"# {remark}\n" for remark in found.remarks)
    yield "rows:\n" if found.drafts else "rows: []\n"
    for draft in found.drafts:
        values = {_AT: draft.where, **draft.values}
        values |= {"doubt": "; ".join(draft.doubts)} if draft.doubts else {}
        for number, (key, text) in enumerate(values.items()):
            yield f"  {'-' if number == 0 else ' '} {key}: {json.dumps(text, ensure_ascii=False)}\n"


def given_back(path: Path, limits: Limits) -> list[Draft]:
    """Return the drafts of a review.

    Raises:
        CannotImportError: it cannot be read, or a row of it is wrong; with its line.

    """
    try:
        document = read(path.as_posix(), path.read_bytes(), limits)
    except OSError as error:
        raise CannotImportError(f"'{path}' cannot be read: {error.strerror}") from None
    if document.problems:
        problem = document.problems[0]
        raise CannotImportError(f"{path}:{problem.position.line}: {problem.message}", problem.hint)
    rows = document.root.get("rows") if isinstance(document.root, dict) else None
    if not isinstance(rows, list):
        raise CannotImportError(f"{path} has no list 'rows'", "take the review that gcmplan wrote, and change it")
    return [_draft(document, index, row) for index, row in enumerate(rows)]


def _draft(document: Document, index: int, row: Any) -> Draft:  # noqa: ANN401 - what a file holds
    if not isinstance(row, dict):
        raise _wrong(document, (index,), "a row is no mapping", "write 'title: …' and 'when: …'")
    for key, value in row.items():
        if key not in _KEYS:
            hint = did_you_mean(key, _KEYS) or f"known: {', '.join(_KEYS)}"
            raise _wrong(document, (index, key), f"the key {key!r} is not known", hint)
        if value is not None and not isinstance(value, str):
            raise _wrong(document, (index, key), f"{key!r} is no text", "write one text")
    values = {key: value for key, value in row.items() if value and key != _AT}
    for key in ("title", "when"):
        if key not in values:
            raise _wrong(document, (index,), f"a row has no {key!r}", "give it, or delete the row")
    try:
        When.parse(values["when"])
    except WhenError as error:
        raise _wrong(document, (index, "when"), f"the date {values['when']!r}: {error.message}", error.hint) from None
    doubt = values.pop("doubt", "")
    return Draft(str(row.get(_AT) or f"row {index + 1}"), values, (doubt,) if doubt else ())


def _wrong(document: Document, path: tuple[str | int, ...], message: str, hint: str) -> CannotImportError:
    line = document.position_of(("rows", *path)).line
    return CannotImportError(f"{document.path}:{line}: {message}", hint)
