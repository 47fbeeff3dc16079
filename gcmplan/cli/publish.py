"""`gcmplan publish`: the plan as a website."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.find import find_plan
from gcmplan.cli.options import Filters, PlanOption, StartOption, filtered
from gcmplan.cli.output import refuse_plan_file

if TYPE_CHECKING:
    from gcmplan.site.folder import Report

_Folder = Annotated[str, typer.Argument(metavar="DIR", help="The folder of the site: new, empty, or published before.")]
_BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="The address of the site's folder.", show_default=False),
]


@filtered
def publish(
    filters: Filters,
    folder: _Folder,
    *,
    base_url: _BaseUrl = None,
    on: StartOption = None,
    plan: PlanOption = None,
) -> None:
    """Write the plan as a website: pages, and a calendar for everyone.

    Files with the same bytes are not touched, and only files that 'publish' wrote are removed. The whole history in git
    is needed if there is one: without it, calendars would take changes back.
    """
    from gcmplan.cli.base_url import base_of
    from gcmplan.cli.built_site import built_site
    from gcmplan.cli.past import lock_folder
    from gcmplan.cli.published_feed import refuse_if_behind
    from gcmplan.site.folder import publish as written_to
    from gcmplan.site.folder import refuse_others
    from gcmplan.site.names import DEADLINES, EVERYTHING, PROGRAMMES

    if folder in {"", "-"}:
        raise typer.BadParameter("name a folder: a site is many files", param_hint="DIR")
    path = find_plan(plan)
    refuse_plan_file(Path(folder), path, "DIR")
    refuse_others(Path(folder))
    files, subject = built_site(path, filters, base_url=base_of(base_url), on=on)
    refuse_others(Path(folder), subject)
    for name in (EVERYTHING, PROGRAMMES, DEADLINES):
        refuse_if_behind(Path(folder) / name, files.get(name, b""))
    _tell(folder, written_to(Path(folder), files, subject, lock_folder()))


def _tell(folder: str, report: Report) -> None:
    """Say what was done, and which files of others stay in the folder."""
    from gcmplan.text.escape import visible
    from gcmplan.words.plural import plural

    written = plural(len(report.written), "{:,} file written", "{:,} files written")
    removed = f", {len(report.removed):,} removed" if report.removed else ""
    sys.stdout.write(visible(f"{folder}: {written}{removed}, {report.unchanged:,} unchanged") + "\n")
    if report.foreign:
        kept = plural(len(report.foreign), "{:,} file that is", "{:,} files that are")
        sys.stderr.write(visible(f"Kept in {folder}: {kept} not of the site") + "\n")
