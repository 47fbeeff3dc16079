"""Problems of a typed value, shown at its place on the command line."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gcmplan.editing.dates import WrongDateError
    from gcmplan.editing.edit import RefusedValueError
    from gcmplan.editing.new_place import UnknownPlaceError
    from gcmplan.editing.operation import Path
    from gcmplan.problems.problem import Problem

NAME = "command line"
Values = dict["Path", tuple[int, int]]
"""The place of a value on the command line, by its path in the file: its first and last character."""


def on_the_command_line(
    error: RefusedValueError, path: str, words: Sequence[str | tuple[Path, Sequence[str]]]
) -> RefusedValueError:
    """Return an error with the problems of some values of a file, shown at their places on the command line.

    Words are what was typed; those of a value come with its path in the file.
    """
    from gcmplan.editing.edit import RefusedValueError
    from gcmplan.files.document import Document

    text, values = "gcmplan", Values()
    for word in words:
        start = len(text) + 1
        text += "".join(f" {shlex.quote(one)}" for one in ([word] if isinstance(word, str) else word[1]))
        if not isinstance(word, str):
            values[word[0]] = (start, len(text))
    problems = [_pointing(problem, error, path, text, values) for problem in error.problems]
    return RefusedValueError(problems, {**error.documents, NAME: Document(NAME, text)})


class TypedDate(NamedTuple):
    """The words of a date on the command line, and those before and behind it."""

    before: Sequence[str]
    words: Sequence[str]
    behind: Sequence[str] = ()


def date_on_the_command_line(error: WrongDateError, typed: TypedDate) -> RefusedValueError:
    """Return the error of a date with its place on the command line."""
    from gcmplan.editing.edit import RefusedValueError
    from gcmplan.files.document import Document
    from gcmplan.problems.problem import Position, Problem, Severity

    head = shlex.join(["gcmplan", *typed.before])
    date = shlex.join(typed.words)
    start, end = len(head) + 1, len(head) + 1 + len(date)
    text = " ".join(filter(None, (head, date, shlex.join(typed.behind))))
    faulty = " ".join(typed.words)[error.start : error.end]
    column = text.find(faulty, start, end) if faulty else -1
    begin, length = (column, len(faulty)) if column >= 0 else (start, end - start)
    place = Position(NAME, 1, begin + 1, length)
    message = f"the date cannot be read: {error.message}"
    problem = Problem("GP003", "unreadable-date", Severity.ERROR, place, message, error.hint)
    found = RefusedValueError([problem], {NAME: Document(NAME, text)})
    found.args = ("nothing is written",)
    return found


def place_on_the_command_line(
    error: UnknownPlaceError, before: Sequence[str], words: Sequence[str]
) -> RefusedValueError:
    """Return the error of a place with the value's place on the command line; `before` is what was typed before it."""
    from gcmplan.editing.edit import RefusedValueError
    from gcmplan.files.document import Document
    from gcmplan.problems.problem import Position, Problem, Severity

    head = shlex.join(["gcmplan", *before])
    text = f"{head} {shlex.join(words)}"
    place = Position(NAME, 1, len(head) + 2, len(text) - len(head) - 1)
    problem = Problem("GP005", "unknown-reference", Severity.ERROR, place, str(error), error.hint)
    found = RefusedValueError([problem], {NAME: Document(NAME, text)})
    found.args = ("nothing is written",)
    return found


def _pointing(
    problem: Problem, error: RefusedValueError, path: str, text: str, values: Mapping[Path, tuple[int, int]]
) -> Problem:
    """Return a problem of one of the values with its place on the command line; another one stays where it is."""
    from gcmplan.problems.problem import Position

    if problem.position.path != path:
        return problem
    document = error.documents[path]
    found = next((place for place, _ in values.items() if _is_of(problem, place, document.value_at(place[:2]))), None)
    if found is None:
        return problem
    start, end = values[found]
    # The faulty characters as they are written in the file, if the command line has them, too.
    there = problem.position
    faulty = document.line(there.line)[there.column - 1 : there.column - 1 + there.length]
    column = text.find(faulty, start, end) if there.length > 1 else -1
    begin, length = (column, len(faulty)) if column >= 0 else (start, end - start)
    return problem._replace(position=Position(NAME, 1, begin + 1, length))


def _is_of(problem: Problem, place: Path, row: object) -> bool:
    """Whether a problem is one of the value at a path: its fields say so, those of an event without the row's place."""
    fields = problem.fields[1:]
    if problem.events:
        own = row.get("id") if isinstance(row, dict) else None
        return place[0] == "events" and problem.events == (own,) and _begins(fields, place[2:])
    return _begins(fields, place)


def _begins(fields: Iterable[str], place: Path) -> bool:
    names = tuple(map(str, place))
    return tuple(fields)[: len(names)] == names
