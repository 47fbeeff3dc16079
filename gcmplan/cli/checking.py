"""Collecting the problems of plans, also of those that came in since a revision."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from gcmplan.cli.options import read_day
from gcmplan.cli.output import limits, said_without_body, today
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gcmplan.checks.rule import Rule
    from gcmplan.files.document import Document
    from gcmplan.files.folder import PlanFiles
    from gcmplan.git.repository import Repository
    from gcmplan.problems.problem import Problem

HEAD = "HEAD"


class Checking:
    """Collects the problems of one plan after another."""

    def __init__(self, rules: tuple[Rule, ...], on: str | None, delegation: str | None, new_since: str | None) -> None:
        """Begin with nothing found."""
        self.rules, self.on, self.delegation, self.new_since = rules, on, delegation, new_since
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}
        self.names: dict[str, str] = {}
        """The names of delegations by alpha-3 code."""
        self.unread: list[str] = []
        """The plans that could not be loaded: other rules were not run for them."""
        self.said: list[str] = []
        """What is to be said beside the report."""
        self.asked: str | None = None
        """The delegation asked about, by its code in the plan that was checked last: its name may have been another."""

    def add(self, path: Path) -> None:
        """Check a plan."""
        from gcmplan.files.folder import read_files

        files, earlier = read_files(path, limits()), None
        if self.new_since is not None:
            from gcmplan.git.repository import Repository

            repository = Repository.of(path)
            # What forbids loading the plan hides everything else: an edit must not leave it so.
            if self.new_since != HEAD or not repository.is_empty:
                earlier = partial(self.earlier, repository, repository.commit(self.new_since))
        found, _ = self.find(files, earlier)
        self.problems.extend(found)

    def earlier(self, repository: Repository, commit: str) -> list[Problem]:
        """Return the problems of the plan at a commit, or at the last before it at which it can be loaded.

        What a broken plan hides is none of the news of the edit that mends it.
        """
        from gcmplan.errors import LinkedPlanError
        from gcmplan.git.moves import place_at

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
        from gcmplan.checks.baseline import Baseline
        from gcmplan.checks.check import MOST_PROBLEMS
        from gcmplan.checks.check import check as check_plan
        from gcmplan.checks.rule import Context
        from gcmplan.checks.rules import RULES
        from gcmplan.errors import UnknownValueError
        from gcmplan.loading.broken import BrokenPlanError
        from gcmplan.loading.load import load_files
        from gcmplan.query.states import find_state

        try:
            plan = load_files(files, limits())
        except BrokenPlanError as error:
            self.documents.update(error.documents)
            self.unread.append(files.workplan.path)
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
