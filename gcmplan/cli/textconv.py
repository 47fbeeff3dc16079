"""`gcmplan textconv`: a file of a plan as git should compare it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.output import limits, write

if TYPE_CHECKING:
    from gcmplan.files.parse import Limits


def textconv(file: Annotated[str, typer.Argument(metavar="FILE", help="A YAML file of a plan.")]) -> None:
    """Print a file of a plan for 'git diff': one block a row, one line a value.

    Comments, formatting and the order of rows and keys are dropped. A file that is not YAML is printed unchanged. To
    use it:

    git config diff.gcmplan.textconv "gcmplan textconv"

    and 'data/**/*.yaml diff=gcmplan' in the file .gitattributes.
    """
    from gcmplan.git.textconv import converted

    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{file!r}: {(error.strerror or str(error)).lower()}", param_hint="FILE") from None
    write(converted(data, _limits()))


def _limits() -> Limits:
    """Return how large a file may be; a limit that is no number must not break git's diff."""
    from gcmplan.files.parse import Limits

    try:
        return limits()
    except typer.BadParameter:
        return Limits()
