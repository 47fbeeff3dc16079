"""The steps of an import, by the kind of file: its review, and the edit of what is accepted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import typer

from gcmplan.cli.editing import plan_to_edit, run_made
from gcmplan.cli.output import limits, load, today
from gcmplan.cli.questions import answers_to, can_ask, group_question, is_agreed
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gcmplan.cli.editing import EditOptions
    from gcmplan.dates.span import Span
    from gcmplan.editing.edit import Edit, Wish
    from gcmplan.importing.compared import Compared
    from gcmplan.importing.draft import Draft, Read
    from gcmplan.importing.own_workbook import Book, Exported
    from gcmplan.importing.review import Review
    from gcmplan.plan.workplan import Workplan

_COLOUR = ("colour", "color")


class Steps(NamedTuple):
    """The steps of an import."""

    lines: Callable[[], Iterable[str]]
    """The review, for the screen."""
    review: Callable[[str], Iterable[str]]
    """The review as a file, given its name."""
    wish: Callable[[Review | None], Wish]
    """The edit of a review that was given back, or of all that is read."""
    drafts: Callable[[Review | None], list[Draft]]
    """The rows of a review that was given back, or all that are read."""
    nothing: str
    """If there is nothing to write, the reason."""
    is_empty: bool = False
    """Whether it is known already that there is nothing to write."""
    conflicts: Sequence[str] = ()
    """Changes that are not written, as the plan has changed, too."""


class Wishes(NamedTuple):
    """How a file is to be read."""

    names: Sequence[str] = ()
    """Keys by the names of columns, and events by the UIDs of entries, as NAME=KEY."""
    group: str | None = None
    """The group of events without one."""
    groups_by: str | None = None
    """The column that becomes groups, or "colour"."""
    as_table: bool = False
    """Whether a workbook of the plan is a table as any other."""


def steps_of(file: Path, wishes: Wishes, options: EditOptions) -> Steps:
    """Return the steps for a file: a workbook of the plan is one of changes, another file a table.

    Raises:
        CannotImportError: it cannot be read.
        Other errors as loading a plan.

    """
    from gcmplan.importing.compared import is_of
    from gcmplan.importing.readers import book_of, bytes_of

    book = book_of(file)
    plan = load(plan_to_edit(options.plan))
    if book and is_of(plan, book) and not wishes.as_table:
        return _of_book(file, book, wishes.group, options, plan)
    bytes_of(file)  # It is there, also if the review has all that is needed of it.
    return _of_table(file, cache(lambda: _read(file, wishes, book, plan)), wishes, options, plan)


def _of_table(file: Path, read: Callable[[], Read], wishes: Wishes, options: EditOptions, plan: Workplan) -> Steps:
    """Return the steps of a table; one whose review is given back is not read again, unless its groups are needed."""
    from gcmplan.importing.changing import Changing
    from gcmplan.importing.edit import edit_of_table, missing
    from gcmplan.importing.review import lines_of, written

    def drafts(review: Review | None) -> list[Draft]:
        return review.drafts() if review else [_asked(draft, plan) for draft in read().drafts]

    def wish(review: Review | None) -> Wish:
        accepted = drafts(review)
        group = wishes.group or _asked_group(plan, accepted)

        def edit(now: Workplan) -> Edit:
            changing = Changing(now, options.source)
            new_groups = read().new_groups if wishes.groups_by else None
            if new_groups is not None:
                names = (draft.values.get("group", "") for draft in accepted)
                changing.add_groups(filter(None, names), new_groups)
            return edit_of_table(accepted, changing, file.name, group)

        return edit

    def shown() -> Read:
        found = read()
        gone = missing(plan, options.source or file.name, {draft.event for draft in found.drafts})
        return found._replace(remarks=[*found.remarks, *gone])

    return Steps(
        lambda: lines_of(shown(), plan),
        lambda name: written(shown(), file, name),
        wish,
        drafts,
        "No row is new",
    )


def _asked(draft: Draft, plan: Workplan) -> Draft:
    """Return a draft with its event if it is that one; where there is no terminal to ask on, it is."""
    if not (draft.is_guess and can_ask()):
        return draft
    event, values = plan.event(draft.event), draft.values
    known = f"{event.id} (“{event.title}”, {event.when})"
    text = f"{draft.where}: is “{values['title']}”, {values['when']}, the event {known}?"
    return draft if is_agreed(visible(text)) else draft._replace(event="")


def _asked_group(plan: Workplan, drafts: Iterable[Draft]) -> str | None:
    """Ask for the group of new events that have none; None if there are none, or nobody is there to answer."""
    if not (can_ask() and any(_without_group(plan, None, drafts))):
        return None
    question = group_question(plan, "Which group are the new events of?")
    return answers_to((question,), {})[question.key]


def _given(names: Iterable[str]) -> dict[str, str]:
    """Return the keys or events of --map by the names of columns or the UIDs of entries."""
    given = {}
    for part in (part for text in names for part in text.split(",")):
        name, equals, key = part.rpartition("=")
        if not equals:
            raise typer.BadParameter(f"{part!r} is not NAME=KEY", param_hint="--map")
        given[name.strip()] = key.strip()
    return given


def _read(file: Path, wishes: Wishes, book: Book | None, plan: Workplan) -> Read:
    from gcmplan.importing.colours import COLUMN, with_groups
    from gcmplan.importing.compared import all_new
    from gcmplan.importing.draft import Read, drafts_of
    from gcmplan.importing.matched import matched
    from gcmplan.importing.readers import tables_of, uids_of

    if book:
        return Read(matched(plan, all_new(book), {}), [*book.remarks, "the workbook is read as a table of events"])
    tables, given, colours = tables_of(file, _phases(plan)), _given(wishes.names), None
    if wishes.groups_by and wishes.groups_by.lower() in _COLOUR:
        tables, colours = with_groups(tables, given)
        given[COLUMN] = "group"
    elif wishes.groups_by:
        given[wishes.groups_by], colours = "group", {}
    named = {uid: event for uid, event in given.items() if uid in uids_of(file, tables)}
    found = drafts_of(tables, {name: key for name, key in given.items() if name not in named})
    drafts = matched(plan, found.drafts, named, adds_groups=colours is not None)
    remarks = [*found.remarks, *_without_group(plan, wishes.group, drafts), *_of_examples(plan)]
    return Read(drafts, remarks, colours)


def _without_group(plan: Workplan, group: str | None, drafts: Iterable[Draft]) -> Iterator[str]:
    """Yield a remark if an event would have no group."""
    is_open = any(not (draft.event or draft.values.get("group")) for draft in drafts)
    if is_open and not group and len(plan.groups) > 1:
        yield f"new events have no group yet: give one with --group: {', '.join(one.id for one in plan.groups)}"


def _of_examples(plan: Workplan) -> Iterator[str]:
    """Yield a remark if the plan has no events but the examples of `init`."""
    from gcmplan.starting.texts import EXAMPLES

    if {event.id for event in plan.events} == set(EXAMPLES):
        yield f"the plan has the examples of 'init' still; remove them first: gcmplan remove {' '.join(EXAMPLES)}"


def _phases(plan: Workplan) -> Span | None:
    """Return the days from the first to the last of a plan's phases; None if it has none with dates."""
    from gcmplan.dates.span import Span

    windows = [phase.when.window for phase in plan.phases if phase.when.window]
    return Span(min(one.first for one in windows), max(one.last for one in windows)) if windows else None


def _of_book(file: Path, book: Book, group: str | None, options: EditOptions, plan: Workplan) -> Steps:
    from gcmplan.importing.book_review import changes_in, changes_written, lines_of, removed_in
    from gcmplan.importing.compared import compared, still_made
    from gcmplan.importing.draft import Read
    from gcmplan.importing.matched import with_hints
    from gcmplan.importing.review import written

    found = compared(plan, book, _exported(plan))
    found = found._replace(drafts=with_hints(plan, found.drafts))

    def text(name: str) -> Iterable[str]:
        return written(Read(found.drafts, found.remarks), file, name, changes_written(found, plan))

    def wish(review: Review | None) -> Wish:
        if review:
            given, removed, drafts = changes_in(review), removed_in(review), review.drafts()
            return lambda now: _edit(
                now,
                still_made(now, book, _exported(now), given)._replace(removed=removed, drafts=drafts),
                file,
                group,
                options,
            )
        removed = [name for name in found.removed if can_ask() and is_agreed(f"Remove {name}?")]
        return lambda now: _edit(
            now, compared(now, book, _exported(now))._replace(removed=removed), file, group, options
        )

    is_empty = not (found.changes or found.drafts or found.removed)
    return Steps(
        lambda: lines_of(found, plan),
        text,
        wish,
        lambda _: found.drafts,
        "Nothing in the workbook can be taken over" if found.remarks else "Nothing in the workbook is changed",
        is_empty,
        found.conflicts,
    )


def _edit(plan: Workplan, found: Compared, file: Path, group: str | None, options: EditOptions) -> Edit:
    from gcmplan.cli.remove import published
    from gcmplan.importing.changing import Changing
    from gcmplan.importing.edit import edit_of

    changing = Changing(plan, options.source)
    changing.change(found.changes)
    changing.remove(found.removed, set() if options.anyway else published(plan.document.path))
    changing.remarks[:0] = found.remarks
    return edit_of(found.drafts, changing, file.name, group)


def _exported(plan: Workplan) -> Mapping[str, Exported]:
    """Return the values of the events of a plan as they would be exported now."""
    from gcmplan.importing.own_workbook import Exported
    from gcmplan.views.row import records_of
    from gcmplan.views.workbook_rows import shown_values

    return {record.id: Exported.of(shown_values(record)) for record in records_of(plan, plan.events)}


def write_source(options: EditOptions, drafts: Sequence[Draft], file: Path, name: str) -> None:
    """Write drafts as another document, after its effect is shown.

    Raises:
        CannotImportError, RefusedValueError: it cannot be made.
        typer.Exit: it is refused.

    """
    from gcmplan.cli.edit_effect import EditEffect
    from gcmplan.importing.as_source import file_of, source_of

    path = plan_to_edit(options.plan)
    target, head = file_of(path, name), (options.source or file.name, file.name, today())
    run_made(options, path, lambda: source_of(path, target, drafts, head, limits()), EditEffect)
