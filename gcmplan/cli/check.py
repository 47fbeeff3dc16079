"""`gcmplan check`: what is wrong with a plan."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from gcmplan.cli.check_paths import from_root, plans_of_commit, plans_to_check
from gcmplan.cli.checking import HEAD, Checking
from gcmplan.cli.complete import complete_rule, complete_state
from gcmplan.cli.formats import ReportFormat
from gcmplan.cli.options import Color, ColorOption, PlanOption, values_of
from gcmplan.cli.output import (
    STDOUT,
    refuse_folder,
    refuse_plan_file,
    write,
    write_file,
)

if TYPE_CHECKING:
    from gcmplan.checks.check import Report
    from gcmplan.plan.attendees import DelegationNames

_FOUND = 1


class Level(StrEnum):
    """From which severity on a check fails."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_FOR_SERVICES = (ReportFormat.GITHUB, ReportFormat.GITLAB, ReportFormat.SARIF, ReportFormat.JUNIT)
"""Other services read these: paths are relative to the repository's root."""


_Plans = Annotated[list[str] | None, typer.Argument(metavar="[PLAN]...", help="Folders or files of plans.")]
_Format = Annotated[ReportFormat, typer.Option("--format", "-f", help="Output format.")]
_Reports = Annotated[list[str] | None, typer.Option(metavar="FORMAT=PATH", help="Write it to a file too.")]
_Select = Annotated[
    list[str] | None,
    typer.Option(metavar="RULE", help="Only these: GP101, GP1, weekend.", autocompletion=complete_rule),
]
_Ignore = Annotated[list[str] | None, typer.Option(metavar="RULE", help="Not these.", autocompletion=complete_rule)]
_FailOn = Annotated[Level, typer.Option(help="From which level on the exit status is 1.")]
_ExitZero = Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even if there are problems.")]
_On = Annotated[str | None, typer.Option(metavar="DATE", help="The day of the check; else the plan's as_of.")]
_For = Annotated[
    str | None,
    typer.Option("--for", metavar="STATE", help="Only this delegation's calendar.", autocompletion=complete_state),
]
_NewSince = Annotated[str | None, typer.Option(metavar="REV", help="Only what came in since a git revision.")]
_Hook = Annotated[
    bool, typer.Option("--hook", help="The plans of a commit's files: what is new since HEAD, errors last.")
]
_Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show infos, name every delegation (format full).")]


def check(
    ctx: typer.Context,
    plans: _Plans = None,
    *,
    plan: PlanOption = None,
    form: _Format = ReportFormat.FULL,
    report: _Reports = None,
    select: _Select = None,
    ignore: _Ignore = None,
    fail_on: _FailOn = Level.ERROR,
    exit_zero: _ExitZero = False,
    on: _On = None,
    for_: _For = None,
    new_since: _NewSince = None,
    hook: _Hook = False,
    verbose: _Verbose = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Check a plan for date conflicts and other problems.

    In the format full errors come first, then warnings; infos are counted.

    The exit status is 1 if there is a problem of the level of --fail-on that is not waived. 'gcmplan rule' lists the
    rules, 'gcmplan rule GP101' explains one.
    """
    from gcmplan.checks.check import Report, selected
    from gcmplan.checks.rules import RULES
    from gcmplan.problems.problem import Severity

    of_commit = hook and (plans or "PRE_COMMIT" in os.environ)
    paths = plans_of_commit(plans or []) if of_commit else plans_to_check(ctx, plans or [], plan)
    targets = _targets(report or [], paths)
    rules = selected(RULES, values_of(select), values_of(ignore))
    checking = Checking(rules, on, for_, HEAD if hook and new_since is None else new_since)
    for path in paths:
        checking.add(path)
    sys.stderr.writelines(checking.said)
    result = Report(tuple(checking.problems), checking.documents, RULES, tuple(checking.unread), checking.only)
    view = View(
        names=checking.names if verbose else None,
        with_infos=verbose or bool(select) or fail_on is Level.INFO,
        errors_last=hook,
    )
    for kind, target in targets:
        write_file(target, [_text(kind, result, view, Color.NEVER)])
    write([_text(form, result, view, color)])
    if result.fails(Severity(fail_on.value)) and not exit_zero:
        raise typer.Exit(_FOUND)


class View(NamedTuple):
    """How the format full shows a report."""

    names: DelegationNames | None
    """The names of delegations by alpha-3 code, if each is to be named."""
    with_infos: bool
    errors_last: bool


def _targets(texts: list[str], plans: list[Path]) -> list[tuple[ReportFormat, Path]]:
    """Return which reports go to which files.

    Raises:
        typer.BadParameter: a text is no FORMAT=PATH, a file is named twice, or it is one of the plans' own.

    """
    targets = [_target(text) for text in texts]
    if len({path for _, path in targets}) < len(targets):
        raise typer.BadParameter("two reports to one file", param_hint="--report")
    for plan in plans:
        for _, target in targets:
            refuse_plan_file(target, plan, "--report")
    return targets


def _target(text: str) -> tuple[ReportFormat, Path]:
    """Read "sarif=out.sarif"."""
    name, equals, path = text.partition("=")
    if path == STDOUT:
        raise typer.BadParameter("--format writes to standard output", param_hint="--report")
    if not equals or not path or name not in set(ReportFormat):
        known = ", ".join(ReportFormat)
        raise typer.BadParameter(f"{text!r} is not FORMAT=PATH with a format of {known}", param_hint="--report")
    refuse_folder(path, "--report")
    return ReportFormat(name), Path(path)


def _text(form: ReportFormat, report: Report, view: View, color: Color) -> str:
    if form is ReportFormat.FULL:
        from gcmplan.terminal.console import console
        from gcmplan.terminal.problems import full_report

        return full_report(report, console(color.value), **view._asdict())
    # One module a format, each found by its name: only the one asked for is imported.
    module = import_module(f"gcmplan.export.report.{form.value}")
    text: str = module.render(from_root(report) if form in _FOR_SERVICES else report)
    return text
