"""Loading the plan and writing results, the same way in every command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from enum import Enum, auto
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.find import find_plan_to_show
from gcmplan.cli.formats import Format
from gcmplan.cli.options import Color, Filters
from gcmplan.errors import UnwritableFileError

if TYPE_CHECKING:
    from gcmplan.files.parse import Limits
    from gcmplan.plan.workplan import Workplan
    from gcmplan.views.row import Record

LIMIT = "GCMPLAN_MAX_BYTES"
STDOUT = "-"
STRICT = (
    ".xlsx", ".xlsm", ".docx", ".pptx", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff",
)  # fmt: skip
"""Endings under which programs open one format alone."""
_ENDINGS = {"markdown": "md", "text": "txt"}
"""The endings of formats that have another name."""
_FORCING = ("FORCE_COLOR", "TTY_COMPATIBLE")
"""Names in the environment by which a pipe counts as a terminal."""

OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="The file to write, else standard output.", show_default=False),
]


class Layout(Enum):
    """How a table of events is laid out."""

    BY_MONTH = auto()
    BY_MONTH_IN_LINES = auto()
    IN_ONE_RUN = auto()


def open_plan(given: str | None) -> Workplan:
    """Load the plan that a command shows.

    Raises:
        UnreadablePlanError, BrokenPlanError: it cannot be loaded.

    """
    return load(find_plan_to_show(given))


def load(path: Path) -> Workplan:
    """Load a plan from its folder or its workplan file.

    Raises:
        UnreadablePlanError, BrokenPlanError: it cannot be loaded.

    """
    from gcmplan.cli.past import plan_cache

    return plan_cache().load(path, limits())


def limits() -> Limits:
    """Return how large a file may be: the limit in the environment, if there is one.

    Raises:
        typer.BadParameter: it is not a number.

    """
    from gcmplan.files.parse import Limits

    limit = os.environ.get(LIMIT, "")
    if limit and not (limit.isascii() and limit.isdecimal() and len(limit) < len("10000000000")):
        raise typer.BadParameter(f"{limit!r} is not a number of bytes", param_hint=LIMIT)
    return Limits(int(limit)) if limit else Limits()


def today() -> date:
    """Return the user's own calendar day."""
    return date.today()  # noqa: DTZ011 - "today" is a day of the user's wall calendar


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def is_plain(color: Color) -> bool:
    """Whether standard output has no width and takes no colours, as a pipe: then no console is needed."""
    is_forced = color is Color.ALWAYS or not os.environ.keys().isdisjoint(_FORCING)
    return not (is_forced or sys.stdout.isatty())


def write(parts: Iterable[str | bytes]) -> None:
    """Write text or bytes to standard output unchanged; if the reader has left, write less and keep the exit status."""
    try:
        for part in parts:
            if isinstance(part, str):
                sys.stdout.write(part)
            else:
                sys.stdout.buffer.write(part)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at exit: let it find an open file.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_table(text: str) -> None:
    """Write what is laid out for people: on a terminal, through a pager if it is longer than the screen."""
    if sys.stdout.isatty():
        from gcmplan.cli.pager import page

        if page(text):
            return
    write([text])


def write_to(target: str | None, parts: Iterable[str | bytes]) -> None:
    """Write text or bytes to a file, or to standard output if none is named.

    Raises:
        UnwritableFileError: the file cannot be written.
        typer.BadParameter: it has no name.

    """
    if target in {None, STDOUT}:
        write(parts)
    elif target:
        write_file(Path(target), parts)
    else:
        raise typer.BadParameter("no file is named; '-' is standard output", param_hint="-o")


def refuse_plan_file(target: Path, plan: Path, option: str) -> None:
    """End the command if it would write over a file of the plan.

    Raises:
        typer.BadParameter: it would.

    """
    from gcmplan.files.folder import is_in_plan

    if is_in_plan(plan, target):
        raise typer.BadParameter(f"{target} is a file of the plan {plan}: name another", param_hint=option)


def refuse_folder(target: str, option: str) -> None:
    """End the command if the name of a file to write is that of a folder: without its "/" it would be one of a file.

    Raises:
        typer.BadParameter: it is.

    """
    if os.path.basename(target) in {"", os.curdir, os.pardir}:  # noqa: PTH119 - a path drops the end
        reason = f"{target!r} names a folder: add the name of the file"
        raise typer.BadParameter(reason, param_hint=option)


def _refuse_ending(target: str, form: str) -> None:
    """End the command if a file would have the ending of a format that no program opens with other contents.

    Raises:
        typer.BadParameter: it would.

    """
    path, is_old = Path(target), form == "xlsx" and target.lower().endswith(".xls")
    if is_old or (path.suffix.lower() in STRICT and path.suffix.lower() != f".{form}"):
        better = path.with_suffix(f".{_ENDINGS.get(form, form)}")
        raise typer.BadParameter(f"{target!r} would hold {form}: name it {better}", param_hint="-o")


def spare_plan(output: str | None, plan: str | None, form: str) -> None:
    """End the command if it would write over a folder or a file of the plan, or under the ending of another format.

    Raises:
        typer.BadParameter: it would.

    """
    if not output or output == STDOUT:
        return
    from gcmplan.cli.find import locate_plan

    refuse_folder(output, "-o")
    _refuse_ending(output, form)
    if found := locate_plan(plan):
        refuse_plan_file(Path(output), found, "-o")


def refuse_terminal(target: str | None, form: str) -> None:
    """End the command if a format that is no text would go to a terminal.

    Raises:
        typer.BadParameter: it would.

    """
    if target in {None, STDOUT} and sys.stdout.isatty():
        reason = f"{form} is not text, a terminal cannot show it: write it to a file, '-o workplan.{form}'"
        raise typer.BadParameter(reason, param_hint="-o")


def write_file(path: Path, parts: Iterable[str | bytes]) -> None:
    """Write a file whole or not at all; what is no regular file (a pipe, a device) is written to as it is.

    Raises:
        UnwritableFileError: it cannot be written; an old file stays as it was.

    """
    try:
        # For a link, the file that it leads to is replaced.
        place = path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise UnwritableFileError(path, str(error).lower()) from None
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                _fill(file, parts)
        else:
            from gcmplan.cli.replacing import replace

            replace(place, lambda file: _fill(file, parts))
    except OSError as error:
        is_homeless = isinstance(error, FileNotFoundError) and not path.parent.is_dir()
        reason = f"there is no folder {path.parent}" if is_homeless else (error.strerror or str(error)).lower()
        raise UnwritableFileError(path, reason) from None


def _fill(file: IO[bytes], parts: Iterable[str | bytes]) -> None:
    """Write text as on standard output: UTF-8, its line ends as they are."""
    for part in parts:
        file.write(part.encode(errors="backslashreplace") if isinstance(part, str) else part)


def chosen(plan: Workplan, filters: Filters) -> list[Record]:
    """Return what filters keep of a plan, by date; meetings outside the workplan if a text or their kind is asked for.

    Raises:
        typer.BadParameter: a date cannot be read.
        UnknownValueError, AmbiguousValueError: a value is none of the plan's.

    """
    from gcmplan.query.filters import listed
    from gcmplan.views.row import records_of

    criteria = filters.criteria(today(), plan)
    found = list(records_of(plan, listed(plan, criteria)))
    say_if_without_body(plan, criteria.delegations)
    return found


def say_if_without_body(plan: Workplan, delegations: Iterable[str]) -> None:
    """Say on standard error which of the delegations asked for no body of the plan has as a member."""
    sys.stderr.writelines(said_without_body(plan, delegations, "the plan"))


def said_without_body(plan: Workplan, delegations: Iterable[str], where: str) -> Iterator[str]:
    """Yield a line for each delegation that no body of the plan has as a member."""
    from gcmplan.query.states import states_without_body
    from gcmplan.text.escape import visible

    for name in states_without_body(plan, delegations):
        yield visible(f"No body of {where} has {name} as a member, so its meetings are not known") + "\n"


def words_of(plan: Workplan, filters: Filters) -> str:
    """Return what filters keep in words, or nothing if nothing is filtered."""
    from gcmplan.query.filter_words import filter_words

    return filter_words(plan, filters.criteria(today(), plan)) if any(filters.typed.values()) else ""


def chosen_format(given: Format | None) -> Format:
    """Return the format asked for, else a table on a terminal and plain text elsewhere."""
    return given or (Format.TABLE if sys.stdout.isatty() else Format.PLAIN)


def write_records(
    plan: Workplan,
    records: list[Record],
    given: Format | None,
    color: Color,
    *,
    layout: Layout = Layout.BY_MONTH,
    only: str = "",
) -> None:
    """Write events in the format asked for; `only` says what filters kept, where the format has a heading."""
    form = chosen_format(given)
    if form is Format.TABLE:
        from gcmplan.terminal.console import console, rendered, width_of
        from gcmplan.terminal.listing import kept, listing, run

        out = console(color.value)
        width = width_of(out)
        short = layout is Layout.BY_MONTH_IN_LINES
        parts = run(records, width) if layout is Layout.IN_ONE_RUN else listing(plan, records, width, short=short)
        write_table(rendered(out, [*kept(only), *parts]))
        return
    write(text_of(plan, records, form, only))


def text_of(plan: Workplan, records: list[Record], form: Format, only: str = "") -> Iterable[str]:
    """Return events in one of the formats for programs and files, in pieces."""
    if form is Format.JSON:
        from gcmplan.export.events import json

        return json.render(plan, records)
    if form is Format.CSV:
        from gcmplan.export.events import csv

        return csv.render(records)
    if form is Format.MARKDOWN:
        from gcmplan.export.events import markdown

        return markdown.render(plan, records, only)
    from gcmplan.export.events import plain

    return plain.render(records)
