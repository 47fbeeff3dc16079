"""Which plans a check is about, and how its report names their files."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gcmplan.cli.find import find_plan

if TYPE_CHECKING:
    from gcmplan.checks.check import Report
    from gcmplan.problems.problem import Position, Problem


def plans_to_check(ctx: typer.Context, named: list[str], plan: str | None) -> list[Path]:
    """Return the plans to check, each once, though named by its folder, its workplan and other of its files.

    Raises:
        typer.BadParameter: some are named, and one by --plan.

    """
    source = ctx.get_parameter_source("plan")
    # GCMPLAN_PLAN counts only if no plan is named.
    if named and source and source.name == "COMMANDLINE":
        together = " ".join(("gcmplan check", plan or "", *named))
        reason = f"give all plans as arguments: '{together}'"
        raise typer.BadParameter(reason, param_hint="--plan")
    return _each_once([_plan_of(find_plan(one)) or Path(one) for one in named] or [find_plan(plan)])


def plans_of_commit(files: list[str]) -> list[Path]:
    """Return the plans that the files of a commit belong to, each once; other files only have such names.

    pre-commit does not name the files that a commit deletes: git knows them.

    Raises:
        typer.BadParameter: a file is not there.

    """
    from gcmplan.git.staged import deleted_files

    plans = [_plan_there(Path(file)) for file in files]
    for file, plan in zip(files, plans, strict=True):
        if plan is None and not os.path.lexists(file):
            reason = f"there is no file {file}: name files that are to be committed, or none"
            raise typer.BadParameter(reason, param_hint="--hook")
    plans += [_plan_there(Path(os.path.relpath(file))) for file in deleted_files(Path.cwd())]
    return _each_once([plan for plan in plans if plan])


def _plan_there(path: Path) -> Path | None:
    """Return the plan that a file belongs to; one whose workplan is deleted is no plan any more."""
    from gcmplan.files.folder import workplan_file

    plan = _plan_of(path)
    return plan if plan and os.path.lexists(workplan_file(plan)) else None


def _each_once(paths: list[Path]) -> list[Path]:
    from gcmplan.files.folder import workplan_file

    return list({os.path.realpath(workplan_file(path)): path for path in reversed(paths)}.values())[::-1]


def _plan_of(path: Path) -> Path | None:
    """Return the plan that a file belongs to: its folder for one of its other files.

    A folder is returned as it is, and so is a workplan; None if there is no workplan beside the file.
    """
    from gcmplan.files.folder import BESIDE, SESSIONS, SOURCES, WORKPLAN

    if path.is_dir() or path.name == WORKPLAN:
        return path
    folder = path.parent
    if path.absolute().parent.name in {SESSIONS, SOURCES}:
        folder = folder.parent if folder.name else Path("..")
    elif path.name not in BESIDE:
        return None
    return folder if os.path.lexists(folder / WORKPLAN) else None


def from_root(report: Report) -> Report:
    """Return a report whose paths are relative to the repository of each file, as services read them."""
    return report._replace(problems=tuple(_problem_from_root(problem) for problem in report.problems))


def _problem_from_root(problem: Problem) -> Problem:
    related = tuple(map(_position_from_root, problem.related))
    return problem._replace(position=_position_from_root(problem.position), related=related)


def _position_from_root(position: Position) -> Position:
    return position._replace(path=_path_from_root(position.path)) if position.path else position


@cache
def _path_from_root(path: str) -> str:
    """Return a path below the root of its repository; if there is none, the path as it is."""
    folder = Path(os.path.realpath(os.path.dirname(path)))  # noqa: PTH120 - it takes any text for a path
    for root in (folder, *folder.parents):
        if os.path.lexists(root / ".git"):
            return (folder.relative_to(root) / os.path.basename(path)).as_posix()  # noqa: PTH119 - likewise
    return path
