"""Loading the plan and writing results, the same way in every command."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gcmplan.cli.find import find_plan
from gcmplan.cli.options import Color, Format
from gcmplan.errors import UnwritableFileError

if TYPE_CHECKING:
    from gcmplan.record import Record
    from gcmplan.source import Limits
    from gcmplan.workplan import Workplan

LIMIT = "GCMPLAN_MAX_BYTES"


class Layout(Enum):
    """How a table of events is laid out."""

    BY_MONTH = auto()
    IN_ONE_RUN = auto()


def open_plan(given: str | None) -> Workplan:
    """Load the plan that a command is about.

    Raises:
        UnreadablePlanError, BrokenPlanError: it cannot be loaded.

    """
    from gcmplan.load import load_plan

    return load_plan(find_plan(given), limits())


def limits() -> Limits:
    """Return how large a file may be: the limit in the environment, if there is one.

    Raises:
        typer.BadParameter: it is not a number.

    """
    from gcmplan.source import Limits

    limit = os.environ.get(LIMIT, "")
    if limit and not (limit.isascii() and limit.isdecimal() and len(limit) < len("10000000000")):
        raise typer.BadParameter(f"{limit!r} is not a number of bytes", param_hint=LIMIT)
    return Limits(int(limit)) if limit else Limits()


def today() -> date:
    """Return the user's own calendar day."""
    return date.today()  # noqa: DTZ011 - "today" is a day of the user's wall calendar


def write(chunks: Iterable[str]) -> None:
    """Write text to standard output as it is; quietly end the command if nobody reads it any more.

    Raises:
        typer.Exit: the pipe is closed.

    """
    try:
        sys.stdout.writelines(chunks)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at exit: let it find an open file.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all; what is no regular file (a pipe, a device) is written to as it is.

    Raises:
        UnwritableFileError: it cannot be written; an old file stays as it was.

    """
    temporary = None
    try:
        path = path.resolve()
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="") as file:
                file.write(text)
            return
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=".", delete=False, encoding="utf-8", newline=""
        ) as new:
            temporary = Path(new.name)
            new.write(text)
        temporary.chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
    except (OSError, ValueError, RuntimeError) as error:
        if temporary:
            temporary.unlink(missing_ok=True)
        raise UnwritableFileError(path, str(getattr(error, "strerror", None) or error).lower()) from None


def _umask() -> int:
    """Return which permissions new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def chosen_format(given: Format | None) -> Format:
    """Return the format asked for, else a table on a terminal and plain text elsewhere."""
    return given or (Format.TABLE if sys.stdout.isatty() else Format.PLAIN)


def write_records(
    plan: Workplan, records: list[Record], given: Format | None, color: Color, layout: Layout = Layout.BY_MONTH
) -> None:
    """Write events in the format asked for."""
    form = chosen_format(given)
    if form is Format.TABLE:
        from gcmplan.terminal.console import console, rendered, width_of
        from gcmplan.terminal.listing import listing, run

        out = console(color.value)
        width = width_of(out)
        parts = listing(plan, records, width) if layout is Layout.BY_MONTH else run(records, width)
        write([rendered(out, parts)])
        return
    write(text_of(plan, records, form))


def text_of(plan: Workplan, records: list[Record], form: Format) -> Iterable[str]:
    """Return events in one of the formats for programs and files, in pieces."""
    if form is Format.JSON:
        from gcmplan.export import json

        return json.render(plan, records)
    if form is Format.CSV:
        from gcmplan.export import csv

        return csv.render(records)
    if form is Format.MARKDOWN:
        from gcmplan.export import markdown

        return markdown.render(plan, records)
    from gcmplan.export import plain

    return plain.render(records)
