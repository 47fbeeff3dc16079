"""The review of a file: how each row is read, as a YAML file that people change and give back."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from gcmplan.dates.span import WhenError
from gcmplan.dates.when import When
from gcmplan.files.parse import Limits, read
from gcmplan.importing.draft import Draft
from gcmplan.importing.matched import change_of
from gcmplan.importing.readers import bytes_of
from gcmplan.importing.table import CannotImportError
from gcmplan.plan.keys import keys_of
from gcmplan.plan.model import Event
from gcmplan.text.escape import visible
from gcmplan.text.suggest import did_you_mean
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from gcmplan.importing.draft import Read
    from gcmplan.plan.workplan import Workplan

_AT = "at"
_EVENT = "event"
"""The key of a row that is an event of the plan already."""
_FILE, _HASH = "file", "sha256"
"""The file that a review is of: its name, and the hash of its bytes."""
_KEYS = (_AT, _EVENT, *keys_of(Event))


def lines_of(found: Read, plan: Workplan) -> Iterator[str]:
    """Yield a line for each row, below it its doubts and the event that it is, and a count."""
    for draft in found.drafts:
        values = draft.values
        more = ", ".join(values[key] for key in ("place", "venue", "hours", "group") if key in values)
        yield f"{draft.where}: {values['when']}  {values['title']}" + (f"  ({more})" if more else "")
        yield from (f"    ? {doubt}" for doubt in (*draft.doubts, *draft.hints))
        if draft.event:
            change = change_of(plan, draft)
            texts = "; ".join(told(key, change.was[key], text) for key, text in change.values.items())
            yield f"    = {'perhaps ' if draft.is_guess else ''}{draft.event}: {texts or 'as in the plan'}"
    yield ""
    yield from found.remarks
    doubtful = sum(bool(draft.doubts or draft.hints) for draft in found.drafts)
    yield f"{plural(len(found.drafts), '{} event', '{} events')}, {doubtful} with a doubt"


def told(key: str, was: str, new: str) -> str:
    """Return the change of a value in words."""
    if not new:
        return f"{key} removed, was “{was}”"
    return f"{key} “{new}”" + (f", was “{was}”" if was else "")


def written(found: Read, file: Path, review: str, more: Iterable[str] = ()) -> Iterator[str]:
    """Yield the review as YAML; every text is in double quotes. `more` are its other sections."""
    name = visible(file.name)
    yield f"# How the rows of {name} are read. Change what is wrong, delete the rows that are not wanted, then:\n"
    yield f"# gcmplan import {name} --review {review}\n"
    yield f'{_FILE}: {json.dumps(name, ensure_ascii=False)}\n{_HASH}: "{_hash_of(file)}"\n'
    yield from (f"# {remark}\n" for remark in found.remarks)
    yield from more
    yield "rows:\n" if found.drafts else "rows: []\n"
    for draft in found.drafts:
        yield from (f"  # {hint}\n" for hint in draft.hints)
        if draft.is_guess:
            yield f"  # perhaps '{draft.event}'; delete the line 'event:' if it is another event\n"
        values = {_AT: draft.where, **({_EVENT: draft.event} if draft.event else {}), **draft.values}
        values |= {"doubt": "; ".join(draft.doubts)} if draft.doubts else {}
        for number, (key, text) in enumerate(values.items()):
            yield f"  {'-' if number == 0 else ' '} {key}: {json.dumps(text, ensure_ascii=False)}\n"


def _hash_of(file: Path) -> str:
    return sha256(bytes_of(file)).hexdigest()


class Review:
    """A review that was given back."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Read it.

        Raises:
            CannotImportError: it cannot be read; with the line.

        """
        try:
            self.document = read(path.as_posix(), path.read_bytes(), limits)
        except OSError as error:
            raise CannotImportError(f"'{path}' cannot be read: {error.strerror}") from None
        if self.document.problems:
            problem = self.document.problems[0]
            raise CannotImportError(f"{path}:{problem.position.line}: {problem.message}", problem.hint)
        self.path = path

    def check_file(self, file: Path) -> None:
        """Refuse another file than that of the review.

        Raises:
            CannotImportError: it is another one, or the review names none.

        """
        root = self.document.root
        if not (isinstance(root, dict) and root.get(_FILE)):
            raise CannotImportError(
                f"'{self.path}' is no review", "name a new file with --review: the review is written"
            )
        if root.get(_HASH) != _hash_of(file):
            raise CannotImportError(
                f"'{self.path}' is the review of '{root[_FILE]}'; '{file.name}' is another file, or was changed since",
                "delete the review, or name another one with --review",
            )

    def section(self, name: str) -> list[Any]:
        """Return the rows of a section; none if the review has no such section.

        Raises:
            CannotImportError: it is no list, or the review has no rows at all.

        """
        root = self.document.root
        if not (isinstance(root, dict) and isinstance(root.get("rows"), list)):
            raise CannotImportError(
                f"{self.path} has no list 'rows'", "take the review that gcmplan wrote, and change it"
            )
        rows = root.get(name, [])
        if not isinstance(rows, list):
            raise self.wrong((name,), f"'{name}' is no list", "take the review that gcmplan wrote, and change it")
        return rows

    def drafts(self) -> list[Draft]:
        """Return the drafts of new events.

        Raises:
            CannotImportError: a row is wrong; with its line.

        """
        return [self._draft(index, row) for index, row in enumerate(self.section("rows"))]

    def check_texts(self, section: str, index: int, row: Any, known: Sequence[str], needed: Sequence[str]) -> None:  # noqa: ANN401 - a value of a file
        """Refuse a row with other keys, with values that are no texts, or without those that are needed.

        Raises:
            CannotImportError: it is so.

        """
        if not isinstance(row, dict):
            hint = f"write {' and '.join(repr(f'{key}: …') for key in needed)}"
            raise self.wrong((section, index), "a row is no mapping", hint)
        for key, value in row.items():
            if key not in known:
                hint = did_you_mean(key, known) or f"known: {', '.join(known)}"
                raise self.wrong((section, index, key), f"the key {key!r} is not known", hint)
            if value is not None and not isinstance(value, str):
                raise self.wrong((section, index, key), f"{key!r} is no text", "write one text")
        for key in needed:
            if not row.get(key):
                raise self.wrong((section, index), f"a row has no {key!r}", "give it, or delete the row")

    def wrong(self, path: tuple[str | int, ...], message: str, hint: str) -> CannotImportError:
        """Return the error of a value, with its line."""
        return CannotImportError(f"{self.document.path}:{self.document.position_of(path).line}: {message}", hint)

    def _draft(self, index: int, row: Any) -> Draft:  # noqa: ANN401
        self.check_texts("rows", index, row, _KEYS, ("title", "when"))
        values = {key: value for key, value in row.items() if value and key not in {_AT, _EVENT}}
        try:
            When.parse(values["when"])
        except WhenError as error:
            fault = f"the date {values['when']!r}: {error.message}"
            raise self.wrong(("rows", index, "when"), fault, error.hint) from None
        doubt = values.pop("doubt", "")
        has_no_date = bool(doubt) and values["when"] == "TBC"
        doubts = (doubt,) if doubt else ()
        return Draft(str(row.get(_AT) or f"row {index + 1}"), values, doubts, has_no_date, event=row.get(_EVENT) or "")
