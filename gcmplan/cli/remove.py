"""`gcmplan remove`: an event that was never published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gcmplan.cli.editing import EditOptions, IdArgument, editing_without_source, run_edit

if TYPE_CHECKING:
    from gcmplan.editing.edit import Edit
    from gcmplan.plan.workplan import Workplan


@editing_without_source
def remove(options: EditOptions, name: IdArgument) -> None:
    """Remove an event that nobody has seen yet; one that was published is to be cancelled.

    An event counts as published if the last commit has it; with --anyway it is removed all the same. Nothing in the
    plan may refer to it.
    """
    from gcmplan.editing import rows

    def wish(plan: Workplan) -> Edit:
        return rows.remove(plan, name, set() if options.anyway else _published(plan))

    run_edit(options, wish)


def _published(plan: Workplan) -> set[str]:
    """Return the ids that events have in the last commit, or had before; none where there is none."""
    from pathlib import Path

    from gcmplan.cli.output import limits
    from gcmplan.errors import GitError
    from gcmplan.files.parse import read
    from gcmplan.git.repository import HEAD, Repository

    try:
        repository = Repository.of(Path(plan.document.path))
        files = repository.plan_at(repository.commit(HEAD))
    except GitError:
        return set()
    root: Any = read("", files.workplan.data, limits()).root if files else None
    rows = root.get("events") if isinstance(root, dict) else None
    ids = [(row.get("id"), row.get("formerly")) for row in rows or () if isinstance(row, dict)]
    return {one for name, before in ids for one in (name, *(before or ())) if isinstance(one, str)}
