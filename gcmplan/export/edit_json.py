"""The effect of an edit as JSON for programs: `gcmplan.edit/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.json_change import DifferenceObject, difference_object
from gcmplan.export.json_parts import closed, json_line
from gcmplan.export.json_problem import ProblemObject, problem_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.problems.problem import Problem
    from gcmplan.views.change_words import Telling

SCHEMA: Literal["gcmplan.edit/1"] = "gcmplan.edit/1"


@closed
class EditProblemsObject(TypedDict):
    """The problems that an edit brings, and those that it ends; waived ones are none."""

    new: list[ProblemObject]
    gone: list[ProblemObject]


@closed
class EditObject(TypedDict):
    """The whole output; `written` says whether the files were changed, `changes` are those of `gcmplan.diff/1`."""

    schema: Literal["gcmplan.edit/1"]
    written: bool
    changes: list[DifferenceObject]
    problems: EditProblemsObject


def render(telling: Telling | None, news: Iterable[Problem], gone: Iterable[Problem], *, written: bool) -> str:
    """Return the text; of a plan that could not be loaded before, no changes are known."""
    result: EditObject = {
        "schema": SCHEMA,
        "written": written,
        "changes": [difference_object(change, telling) for change in telling.changes] if telling else [],
        "problems": {"new": list(map(problem_object, news)), "gone": list(map(problem_object, gone))},
    }
    return json_line(result) + "\n"
