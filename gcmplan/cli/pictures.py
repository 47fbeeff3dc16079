"""Pictures as files: pages beside each other, and what to install where an extra is not there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import typer

from gcmplan.cli.formats import CalendarFormat, TimelineFormat
from gcmplan.cli.output import STDOUT, STRICT, refuse_terminal, write_to
from gcmplan.errors import GcmplanError

FORM = typer.Option("--format", "-f", help="Output format; else by the ending of FILE, else text.", show_default=False)

_Form = TypeVar("_Form", TimelineFormat, CalendarFormat)


class MissingExtraError(GcmplanError):
    """A format needs packages that are not installed."""

    def __init__(self, form: str) -> None:
        """Name the extra."""
        super().__init__(f"{form.upper()} needs packages that are not installed")
        self.hint = f"pip install 'gcmplan[{form}]'; SVG needs nothing more: -f svg"


def form_for(given: _Form | None, output: str | None, kind: type[_Form]) -> _Form:
    """Return the format asked for, else that of the file's ending, else text.

    Raises:
        typer.BadParameter: the ending is of a format that the command cannot write.

    """
    suffix = Path(output or "").suffix.lower()
    ending = suffix.removeprefix(".")
    if given is not None or (suffix not in STRICT and ending not in {form.value for form in TimelineFormat}):
        return given or kind("text")
    try:
        return kind(ending)
    except ValueError:
        forms = ", ".join(kind)
        raise typer.BadParameter(f"{output!r} would be {ending}; the formats are {forms}", param_hint="-o") from None


def write_pages(pages: Sequence[str | bytes], form: str, output: str | None) -> None:
    """Write the pages of a picture: the second to "plan-2.svg" beside "plan.svg".

    Raises:
        typer.BadParameter: several pages have no file named.

    """
    if len(pages) > 1 and output in {None, STDOUT}:
        reason = f"{len(pages)} pages need a file each: name the first, '-o timeline.{form}'"
        raise typer.BadParameter(reason, param_hint="-o")
    first = Path(output or STDOUT)
    for number, page in enumerate(pages, 1):
        name = output if number == 1 else str(first.with_name(f"{first.stem}-{number}{first.suffix}"))
        write_to(name, [page])
        if len(pages) > 1:
            sys.stderr.write(f"Page {number} of {len(pages)}: {name}\n")


def write_drawn(pages: Sequence[str], title: str, form: str, output: str | None, font: Path | None) -> None:
    """Write pages of SVG as PNG, a file each, or as one PDF.

    Raises:
        MissingExtraError: the packages for it are not installed.
        typer.BadParameter: it would go to a terminal, or several pages have no file named.

    """
    from gcmplan.export.timeline import pdf, png

    refuse_terminal(output, form)
    try:
        drawn = png.render(pages, font) if form == "png" else [pdf.render(pages, title, font)]
    except ImportError:
        raise MissingExtraError(form) from None
    write_pages(drawn, form, output)
