"""A problem in JSON: the same in the output of `check` and in the effect of an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

from gcmplan.export.json_parts import PositionObject, closed, position_object

if TYPE_CHECKING:
    from gcmplan.problems.problem import Problem


@closed
class ProblemObject(TypedDict):
    """One thing that is wrong; `waived` is why it is accepted, `delegations` are ISO 3166-1 alpha-3, or ids of members.

    `pairs` is how many pairs of events (or of items of a programme) have the problem, null where none are compared: two
    meetings that overlap are one pair, 40 on one day 780. `count` is 1; a problem that only says how many more of its
    rule there are counts them.
    """

    code: str
    name: str
    severity: Literal["error", "warning", "info"]
    message: str
    hint: str | None
    events: list[str]
    pairs: int | None
    count: int
    delegations: list[str]
    position: PositionObject
    related: list[PositionObject]
    waived: str | None
    fingerprint: str


def problem_object(problem: Problem) -> ProblemObject:
    """Return a problem, waived or not."""
    return {
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint or None,
        "events": list(problem.events),
        "pairs": problem.pairs,
        "count": problem.stands_for,
        "delegations": list(problem.delegations),
        "position": position_object(problem.position),
        "related": [position_object(position) for position in problem.related],
        "waived": problem.waived,
        "fingerprint": problem.fingerprint,
    }
