"""The effect of an edit: what changes, which problems come and go."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING

from gcmplan.cli.output import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.cli.options import Color
    from gcmplan.editing.edit import Edited, Mended
    from gcmplan.problems.problem import Problem
    from gcmplan.views.change_words import Telling
    from gcmplan.views.edit_effect import EffectLine


class Effect(ABC):
    """The effect of an edit."""

    @property
    @abstractmethod
    def brings_error(self) -> bool:
        """Whether the edit brings an error."""

    @property
    @abstractmethod
    def message(self) -> str:
        """The message of its commit."""

    @abstractmethod
    def text(self, color: Color) -> str:
        """Return the effect for people."""

    @abstractmethod
    def json(self, *, written: bool) -> str:
        """Return the effect for programs."""


class EditEffect(Effect):
    """The effect of an edit, found when it is asked for."""

    def __init__(self, found: Edited) -> None:
        """Take an edit that was made, written or not."""
        self.found = found

    @cached_property
    def telling(self) -> Telling:
        """The changes, as in `diff`."""
        from gcmplan.loading.compared_plans import Side
        from gcmplan.query.filters import Criteria
        from gcmplan.views.change_report import account_of

        return account_of(Side("now", self.found.old), Side("after this edit", self.found.new), Criteria())

    @cached_property
    def problems(self) -> tuple[list[Problem], list[Problem]]:
        """The problems that the edit brings, and those that it ends; waived ones are none."""
        from gcmplan.checks.baseline import new_problems
        from gcmplan.checks.check import check
        from gcmplan.checks.reach import scope_of
        from gcmplan.checks.rule import Context
        from gcmplan.checks.rules import RULES

        plans = (self.found.old, self.found.new)
        scope = scope_of(*plans)
        before, after = (check(Context(one, one.as_of, scope=scope), RULES, RULES) for one in plans)
        still = {one.fingerprint for one in after if one.waived is None}
        # A problem that is only less severe now has not ended.
        gone = [one for one in new_problems(before, after) if one.fingerprint not in still]
        return _open(new_problems(after, before)), _open(gone)

    @property
    def brings_error(self) -> bool:
        """Whether the edit brings an error."""
        return any(problem.severity == "error" for problem in self.problems[0])

    @property
    def message(self) -> str:
        """The first line of the notice; if no notice mentions the change, the first headline of the effect."""
        from gcmplan.views.edit_effect import effect_lines
        from gcmplan.views.notice import notice_of

        notice = notice_of(self.found.old, self.found.new, self.telling.changes)
        if line := next((line for section in notice.sections for line in section.lines), None):
            return f"{line.name}: {line.text}" if line.text else f"{line.name}: {'; '.join(line.details)}"
        plans = (self.found.old, self.found.new)
        return next((line.text for line in effect_lines(plans, self.telling, (), (), ())), "Change the plan")

    def text(self, color: Color) -> str:
        """Return the effect for people."""
        from gcmplan.views.edit_effect import effect_lines

        plans = (self.found.old, self.found.new)
        return _shown(effect_lines(plans, self.telling, *self.problems, self.found.remarks), color)

    def json(self, *, written: bool) -> str:
        """Return the effect for programs."""
        from gcmplan.export.edit_json import render

        return render(self.telling, *self.problems, written=written)


class MendEffect(Effect):
    """The effect of an edit of a plan that could not be loaded: what changed besides is not known."""

    brings_error = False

    def __init__(self, found: Mended) -> None:
        """Take an edit that was made, written or not."""
        self.found = found

    @property
    def message(self) -> str:
        """The fault."""
        return f"Fix: {self.found.fixed[0].message}"

    def text(self, color: Color) -> str:
        """Return the effect for people."""
        from gcmplan.views.edit_effect import mended_lines

        return _shown(mended_lines(self.found.fixed, self.found.left, self.found.remarks), color)

    def json(self, *, written: bool) -> str:
        """Return the effect for programs."""
        from gcmplan.export.edit_json import render

        return render(None, (), self.found.fixed, written=written)


def _shown(lines: Iterable[EffectLine], color: Color) -> str:
    from gcmplan.terminal.edit_effect import effect

    if is_plain(color):
        return effect(lines, None)
    from gcmplan.terminal.console import console

    return effect(lines, console(color.value))


def _open(problems: list[Problem]) -> list[Problem]:
    return [one for one in problems if one.waived is None]
