"""The review of a workbook of `export xlsx`: lines to read, and a YAML file that people change and give back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gcmplan.dates.span import WhenError
from gcmplan.dates.when import When
from gcmplan.importing.book_cells import KEYS
from gcmplan.importing.compared import Change
from gcmplan.importing.review import told
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.importing.compared import Compared
    from gcmplan.importing.review import Review
    from gcmplan.plan.workplan import Workplan

_KEYS = ("at", "event", *dict.fromkeys(KEYS.values()))
_REMOVED_KEYS = ("event", "title", "remove")
_ANSWERS = {"yes": True, "no": False}


def lines_of(found: Compared, plan: Workplan) -> Iterator[str]:
    """Yield a line for each change, new event, removed row and remark, and a count."""
    for change in found.changes:
        texts = (told(key, change.was[key], text) for key, text in change.values.items())
        yield f"{change.where}: {change.event}: {'; '.join(texts)}"
    for draft in found.drafts:
        yield f"{draft.where}: new: {draft.values['when']}  {draft.values['title']}"
        yield from (f"    ? {doubt}" for doubt in (*draft.doubts, *draft.hints))
    yield from (f"no row: {name}  {plan.event(name).title}" for name in found.removed)
    yield from found.remarks
    yield (
        f"{plural(len(found.changes), '{} event changed', '{} events changed')}, {len(found.drafts)} new, "
        f"{len(found.removed)} without a row"
    )


def changes_written(found: Compared, plan: Workplan) -> Iterator[str]:
    """Yield the changes and the removed rows as YAML."""
    yield "changes:\n" if found.changes else "changes: []\n"
    for change in found.changes:
        yield f"  - at: {_text(change.where)}\n    event: {_text(change.event)}\n"
        for key, text in change.values.items():
            was = change.was[key]
            yield f"    {key}: {_text(text)}  # {f'plan: {_text(was)}' if was else 'not in the plan'}\n"
    if found.removed:
        yield "# The workbook has no row of these any more: with 'remove: yes' they are removed.\n"
    yield "removed:\n" if found.removed else "removed: []\n"
    for name in found.removed:
        yield f"  - event: {_text(name)}\n    title: {_text(plan.event(name).title)}\n    remove: no\n"


def changes_in(review: Review) -> list[Change]:
    """Return the changes of a review that was given back.

    Raises:
        CannotImportError: one of them is wrong; with its line.

    """
    changes = [_change(review, index, row) for index, row in enumerate(review.section("changes"))]
    names = [change.event for change in changes]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise review.wrong(("changes", index), f"'{name}' has two changes", "write its values into one of them")
    return changes


def removed_in(review: Review) -> list[str]:
    """Return the ids of the events that are to be removed.

    Raises:
        CannotImportError: a row is wrong; with its line.

    """
    found = []
    for index, row in enumerate(review.section("removed")):
        review.check_texts("removed", index, row, _REMOVED_KEYS, ("event",))
        answer = _ANSWERS.get(str(row.get("remove", "no")).lower())
        if answer is None:
            raise review.wrong(("removed", index, "remove"), f"{row['remove']!r} is neither yes nor no", "write one")
        found += [row["event"]] if answer else []
    return found


def _change(review: Review, index: int, row: Any) -> Change:  # noqa: ANN401 - a value of a file
    review.check_texts("changes", index, row, _KEYS, ("event",))
    values = {key: text or "" for key, text in row.items() if key not in {"at", "event"}}
    if "when" in values:
        try:
            values["when"] = str(When.parse(values["when"]))
        except WhenError as error:
            fault = f"the date {values['when']!r}: {error.message}"
            raise review.wrong(("changes", index, "when"), fault, error.hint) from None
    return Change(str(row.get("at") or f"change {index + 1}"), row["event"], values)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
