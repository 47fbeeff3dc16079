"""`gcmplan check`: what is wrong with a plan."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.complete import complete_state
from gcmplan.cli.find import find_plan
from gcmplan.cli.options import Color, ColorOption, PlanOption, read_day, values_of
from gcmplan.cli.output import (
    STDOUT,
    limits,
    refuse_folder,
    refuse_plan_file,
    said_without_body,
    today,
    write,
    write_file,
)
from gcmplan.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from gcmplan.check import Report
    from gcmplan.document import Document
    from gcmplan.files import PlanFiles
    from gcmplan.problem import Problem
    from gcmplan.repository import Repository
    from gcmplan.rule import Rule

_FOUND = 1


class Level(StrEnum):
    """From which severity on a check fails."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ReportFormat(StrEnum):
    """How to write a report."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"
    MARKDOWN = "markdown"


def check(
    ctx: typer.Context,
    plans: Annotated[list[str] | None, typer.Argument(metavar="[PLAN]...", help="Folders or files of plans.")] = None,
    *,
    plan: PlanOption = None,
    form: Annotated[ReportFormat, typer.Option("--format", "-f", help="How to write it.")] = ReportFormat.FULL,
    report: Annotated[list[str] | None, typer.Option(metavar="FORMAT=PATH", help="Write it to a file too.")] = None,
    select: Annotated[list[str] | None, typer.Option(metavar="RULE", help="Only these: GP101, GP1, weekend.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="RULE", help="Not these.")] = None,
    fail_on: Annotated[Level, typer.Option(help="From which level on the exit status is 1.")] = Level.ERROR,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day of the check; else the plan's as_of.")] = None,
    for_: Annotated[
        str | None,
        typer.Option("--for", metavar="STATE", help="Only this delegation's calendar.", autocompletion=complete_state),
    ] = None,
    new_since: Annotated[
        str | None, typer.Option(metavar="REV", help="Only what came in since a git revision.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name every delegation (format full).")] = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Check a plan for date conflicts and other problems.

    The exit status is 1 if there is a problem of the level of --fail-on that is not waived. 'gcmplan rule' lists the
    rules, 'gcmplan rule GP101' explains one.
    """
    from gcmplan.check import Report, selected
    from gcmplan.problem import Severity
    from gcmplan.rules import RULES

    paths = _paths(ctx, plans or [], plan)
    targets = _targets(report or [], paths)
    rules = selected(RULES, values_of(select), values_of(ignore))
    checking = Checking(rules, on, for_, new_since)
    for path in paths:
        checking.add(path)
    sys.stderr.writelines(checking.said)
    result = Report(tuple(checking.problems), checking.documents, RULES)
    for kind, target in targets:
        write_file(target, [_text(kind, result, checking.names, Color.NEVER, verbose=verbose)])
    write([_text(form, result, checking.names, color, verbose=verbose)])
    if result.fails(Severity(fail_on.value)) and not exit_zero:
        raise typer.Exit(_FOUND)


class Checking:
    """Collects the problems of one plan after another."""

    def __init__(self, rules: tuple[Rule, ...], on: str | None, delegation: str | None, new_since: str | None) -> None:
        """Begin with nothing found."""
        self.rules, self.on, self.delegation, self.new_since = rules, on, delegation, new_since
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}
        self.names: dict[str, str] = {}
        """The names of delegations by alpha-3 code."""
        self.said: list[str] = []
        """What is to be said beside the report."""
        self.asked: str | None = None
        """The delegation asked about, by its code in the plan that was checked last: its name may have been another."""

    def add(self, path: Path) -> None:
        """Check a plan."""
        from gcmplan.files import read_files

        files, earlier = read_files(path, limits()), None
        if self.new_since is not None:
            from gcmplan.repository import Repository

            repository = Repository.of(path)
            commit = repository.commit(self.new_since)
            # What forbids loading the plan hides everything else: an edit must not leave it so.
            earlier = partial(self.earlier, repository, commit)
        found, _ = self.find(files, earlier)
        self.problems.extend(found)

    def earlier(self, repository: Repository, commit: str) -> list[Problem]:
        """Return the problems of the plan at a commit, or at the last before it at which it can be loaded.

        What a broken plan hides is none of the news of the edit that mends it.
        """
        from gcmplan.errors import LinkedPlanError
        from gcmplan.moves import place_at

        repository = place_at(repository, commit)
        checking = Checking(self.rules, self.on, self.asked, None)
        told = f"The plan at {self.new_since} cannot be read", "the last at which it can"
        for one in repository.trail(commit):
            try:
                files = repository.plan_at(one)
            except LinkedPlanError:
                continue
            if one == commit and files is None:
                told = f"There is no plan at {self.new_since}", "the last at which there was one"
            found, loaded = checking.find(files, most=sys.maxsize) if files else ([], False)
            if loaded:
                if one != commit:
                    sys.stderr.write(visible(f"{told[0]}: compared with {one[:10]}, {told[1]}") + "\n")
                return found
        sys.stderr.write(visible(f"{told[0]}: all problems count as new") + "\n")
        return []

    def find(
        self, files: PlanFiles, earlier: Callable[[], list[Problem]] | None = None, most: int | None = None
    ) -> tuple[list[Problem], bool]:
        """Return the problems of a plan's files, and whether it could be loaded; if not, these are why.

        Given earlier problems, only the news are returned.
        """
        from gcmplan.baseline import Baseline
        from gcmplan.check import MOST_PROBLEMS
        from gcmplan.check import check as check_plan
        from gcmplan.errors import BrokenPlanError, UnknownValueError
        from gcmplan.load import load_files
        from gcmplan.rule import Context
        from gcmplan.rules import RULES
        from gcmplan.states import find_state

        try:
            plan = load_files(files, limits())
        except BrokenPlanError as error:
            self.documents.update(error.documents)
            return list(error.problems), False
        self.documents.update(plan.documents)
        self.names.update({state.alpha3: state.name for state in plan.states})
        day = plan.as_of if self.on is None else read_day(self.on, "--on", today())
        try:
            self.asked = None if self.delegation is None else find_state(plan, self.delegation)
        except UnknownValueError as error:
            error.args = (f"{files.workplan.path}: {error}",)
            raise
        self.said.extend(said_without_body(plan, filter(None, [self.asked]), files.workplan.path))
        baseline = Baseline(earlier()) if earlier else None
        context = Context(plan, day, self.asked)
        return check_plan(context, self.rules, RULES, baseline, most or MOST_PROBLEMS), True


def _paths(ctx: typer.Context, named: list[str], plan: str | None) -> list[Path]:
    """Return the plans to check, each once, though it be named as a folder and as its file.

    Raises:
        typer.BadParameter: some are named, and one by --plan.

    """
    from gcmplan.files import workplan_file

    source = ctx.get_parameter_source("plan")
    # What GCMPLAN_PLAN says is only what holds if no plan is named.
    if named and source and source.name == "COMMANDLINE":
        together = " ".join(("gcmplan check", plan or "", *named))
        reason = f"plans stand on the line too: give all of them there, '{together}'"
        raise typer.BadParameter(reason, param_hint="--plan")
    paths = [find_plan(one) for one in named] or [find_plan(plan)]
    return list({os.path.realpath(workplan_file(path)): path for path in reversed(paths)}.values())[::-1]


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


def _text(form: ReportFormat, report: Report, names: dict[str, str], color: Color, *, verbose: bool) -> str:
    if form is ReportFormat.FULL:
        from gcmplan.terminal.console import console
        from gcmplan.terminal.problems import full_report

        return full_report(report, console(color.value), names if verbose else None)
    # One module a format, each found by its name: only the one asked for is imported.
    text: str = import_module(f"gcmplan.export.report.{form.value}").render(report)
    return text
