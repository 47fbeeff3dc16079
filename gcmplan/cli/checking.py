"""Collecting the problems of plans, also of those that came in since a revision."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from gcmplan.cli.options import read_day
from gcmplan.cli.output import limits, said_without_body, today
from gcmplan.cli.past import plan_cache
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gcmplan.checks.rule import Context, Rule
    from gcmplan.files.document import Document
    from gcmplan.files.folder import PlanFiles
    from gcmplan.git.repository import Repository
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem

HEAD = "HEAD"


class Checking:
    """Collects the problems of one plan after another."""

    def __init__(self, rules: tuple[Rule, ...], on: str | None, delegation: str | None, new_since: str | None) -> None:
        """Begin with nothing found."""
        self.rules, self.on, self.delegation, self.new_since = rules, on, delegation, new_since
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}
        from gcmplan.plan.attendees import DelegationNames

        self.names = DelegationNames()
        """The names of delegations by alpha-3 code."""
        self.unread: list[str] = []
        """The plans that could not be loaded: other rules were not run for them."""
        self.said: list[str] = []
        """Remarks beside the report."""
        self.only = ""
        """The delegation asked about, in words."""
        self.asked: str | None = None
        """The delegation asked about, by its code in the plan that was checked last: its name may have been another."""

    def add(self, path: Path) -> None:
        """Check a plan."""
        from gcmplan.files.folder import read_files

        files, earlier = read_files(path, limits()), None
        if self.new_since is not None:
            from gcmplan.git.repository import Repository

            repository = Repository.of(path)
            # A problem that prevents loading hides everything else, so an edit must not leave it.
            if self.new_since != HEAD or not repository.is_empty:
                earlier = partial(self.earlier, repository, repository.commit(self.new_since))
        self.problems.extend(self.find(files, earlier))

    def earlier(self, repository: Repository, commit: str) -> list[Problem]:
        """Return the problems of the plan at a commit, and say so if it is those of another commit that count."""
        from gcmplan.checks.baseline import earlier_problems

        checking = Checking(self.rules, self.on, self.asked, None)
        found = earlier_problems(repository, commit, checking.of_sound_plan)
        told = f"The plan at {self.new_since} cannot be read", "the last at which it can"
        if not found.is_there:
            told = f"There is no plan at {self.new_since}", "the last at which there was one"
        if found.commit is None:
            sys.stderr.write(visible(f"{told[0]}: all problems count as new") + "\n")
        elif found.commit != commit:
            sys.stderr.write(visible(f"{told[0]}: compared with {found.commit[:10]}, {told[1]}") + "\n")
        return found.problems

    def of_sound_plan(self, files: PlanFiles) -> list[Problem] | None:
        """Return all the problems of a plan's files, or None if it cannot be loaded."""
        before = len(self.unread)
        found = self.find(files, most=sys.maxsize)
        return found if len(self.unread) == before else None

    def find(
        self, files: PlanFiles, earlier: Callable[[], list[Problem]] | None = None, most: int | None = None
    ) -> list[Problem]:
        """Return the problems of a plan's files; if it cannot be loaded, these are why.

        Given earlier problems, only the news are returned.
        """
        from gcmplan.checks.baseline import Baseline
        from gcmplan.checks.check import MOST_PROBLEMS
        from gcmplan.checks.check import check as check_plan
        from gcmplan.checks.rules import RULES
        from gcmplan.loading.broken import BrokenPlanError

        try:
            plan = plan_cache().load_files(files, limits())
        except BrokenPlanError as error:
            self.documents.update(error.documents)
            self.unread.append(files.workplan.path)
            return list(error.problems)
        context = self.context(plan, files.workplan.path)
        baseline = Baseline(earlier()) if earlier else None
        return check_plan(context, self.rules, RULES, baseline, most or MOST_PROBLEMS)

    def context(self, plan: Workplan, path: str) -> Context:
        """Return what rules look at in a plan, and note what the report says of it.

        Raises:
            UnknownValueError, AmbiguousValueError: the plan has no such delegation, or several.

        """
        from gcmplan.checks.rule import Context
        from gcmplan.errors import UnknownValueError
        from gcmplan.query.filter_words import filter_words
        from gcmplan.query.filters import Criteria
        from gcmplan.query.states import find_state

        self.documents.update(plan.documents)
        self.names.update(plan.delegation_names)
        self.names.words = plan.attendees
        day = plan.as_of if self.on is None else read_day(self.on, "--on", today(), plan)
        try:
            self.asked = None if self.delegation is None else find_state(plan, self.delegation)
        except UnknownValueError as error:
            error.args = (f"{path}: {error}",)
            raise
        if self.delegation is not None:
            self.only = filter_words(plan, Criteria(delegations=(self.delegation,)))
        self.said.extend(said_without_body(plan, filter(None, [self.asked]), path))
        return Context(plan, day, self.asked)
