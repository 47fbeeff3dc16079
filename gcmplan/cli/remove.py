"""`gcmplan remove`: events that were never published."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gcmplan.cli.complete import complete_event
from gcmplan.cli.editing import EditOptions, editing_without_source, run_edit


@editing_without_source
def remove(
    options: EditOptions,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="The events' ids, or their beginnings.",
            show_default=False,
            autocompletion=complete_event,
        ),
    ],
) -> None:
    """Remove events that were never published; a published one is to be cancelled.

    An event counts as published if the last commit has it; with --anyway it is removed all the same. Nothing that
    stays in the plan may refer to it.
    """
    from gcmplan.editing import mend, rows

    def refused(workplan: str) -> set[str]:
        return set() if options.anyway else published(workplan)

    run_edit(
        options,
        lambda plan: rows.remove(plan, names, refused(plan.document.path)),
        lambda files: mend.remove(files, names, refused(next(iter(files)))),
    )


def published(workplan: str) -> set[str]:
    """Return the ids that events have in the last commit, or had before; none where there is none."""
    from pathlib import Path

    from gcmplan.cli.output import limits
    from gcmplan.errors import GitError
    from gcmplan.files.parse import read
    from gcmplan.git.repository import HEAD, Repository

    try:
        repository = Repository.of(Path(workplan))
        files = repository.plan_at(repository.commit(HEAD))
    except GitError:
        return set()
    root: Any = read("", files.workplan.data, limits()).root if files else None
    rows = root.get("events") if isinstance(root, dict) else None
    ids = [(row.get("id"), row.get("formerly")) for row in rows or () if isinstance(row, dict)]
    return {one for name, before in ids for one in (name, *(before or ())) if isinstance(one, str)}
