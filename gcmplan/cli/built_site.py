"""The site of a plan as bytes, for `publish` and `serve`: one load, one walk of the history."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.cli.export_ics import read_with_history, tell_if_in_repository
from gcmplan.cli.find import shipped_plan
from gcmplan.cli.options import Filters, read_day
from gcmplan.cli.output import say_if_without_body, today, words_of
from gcmplan.cli.schema import schema_text

if TYPE_CHECKING:
    from pathlib import Path

    from gcmplan.errors import GitError
    from gcmplan.plan.workplan import Workplan
    from gcmplan.site.build import Files
    from gcmplan.site.contents import Past
    from gcmplan.site.manifest import Subject

SCHEMAS = ("site", "events")


class Built(NamedTuple):
    """The files of a site, and whose they are."""

    files: Files
    subject: Subject


def built_site(path: Path, filters: Filters, *, base_url: str | None = None, on: str | None = None) -> Built:
    """Return the files of the site of a plan in a folder; without an address, with that of the plan, if it has one.

    Raises:
        UnreadablePlanError, BrokenPlanError: the plan cannot be loaded.
        GitError: the history in git is not whole.
        UnknownValueError, AmbiguousValueError: a value of the filters is none of the plan's, or fits several.

    """
    # With lxml, which the extra docx brings along, openpyxl writes other bytes.
    os.environ["OPENPYXL_LXML"] = "False"
    from gcmplan.site.build import build
    from gcmplan.site.manifest import Subject
    from gcmplan.site.options import Options

    plan, past = _read(path)
    criteria = filters.criteria(today(), plan)
    say_if_without_body(plan, criteria.delegations)
    day = read_day(on, "--on", today(), plan) if on is not None else None
    options = Options(criteria, words_of(plan, filters), base_url or _own_address(plan), day)
    subject = Subject(plan.calendar.domain, plan.calendar.name, filters.as_options())
    return Built(build(plan, past, options, {name: schema_text(name) for name in SCHEMAS}), subject)


def _read(path: Path) -> tuple[Workplan, Past]:
    """Return the plan and its history; without a repository, everything is as of the plan's day.

    Raises:
        GitError: the history is not whole or cannot be read, so that calendars would take changes back.

    """
    from gcmplan.errors import GitError
    from gcmplan.feeds.versions import without_history
    from gcmplan.site.contents import Past

    plan, found = read_with_history(path)
    if isinstance(found, GitError):
        _refuse_if_committed(path, found)
        tell_if_in_repository(path, found)
        return plan, Past((), without_history(plan))
    history, editions = found
    if history.is_shallow:
        message = "this clone is shallow, so entries that were published would seem unchanged or new"
        raise GitError(message, "'git fetch --unshallow' gets the whole history")
    return plan, Past(history.revisions, editions)


def _refuse_if_committed(path: Path, error: GitError) -> None:
    """End if a plan has a history that cannot be read: git is missing, refuses the repository, or lacks a part of it.

    Raises:
        GitError: it has.

    """
    from gcmplan.errors import GitError, NoRepositoryError
    from gcmplan.git.repository import HEAD, Repository

    place = path.resolve()
    is_inside = any((folder / ".git").exists() for folder in (place, *place.parents))
    is_installed = path == shipped_plan() and not (place.parent / ".git").exists()
    if not is_inside or is_installed or isinstance(error, NoRepositoryError):
        return
    try:
        repository = Repository.of(path)
        is_new = repository.is_empty or repository.plan_at(repository.commit(HEAD)) is None
    except GitError as fault:
        error, is_new = fault, False
    if not is_new:
        raise GitError(f"the history of {path} is needed and cannot be read: {error}", error.hint)


def _own_address(plan: Workplan) -> str | None:
    """Return the address that a plan gives for its site, with a slash at its end."""
    from gcmplan.text.web_address import folder_of

    return folder_of(plan.site.url) if plan.site and plan.site.url else None
