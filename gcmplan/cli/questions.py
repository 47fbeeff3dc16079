"""Questions on a terminal for values that a command needs and were not given: one at a time, with a way back."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import typer

from gcmplan.errors import GcmplanError
from gcmplan.text.accents import folded
from gcmplan.text.escape import visible

if TYPE_CHECKING:
    from gcmplan.plan.workplan import Workplan

BACK = "<"
_MOST = 15
"""So many choices are shown without being asked for."""
_REFUSED = 1
Answers = dict[str, str]
Choice = tuple[str, str]
"""A value, and what is said of it."""


class Question(NamedTuple):
    """A question for the value of a key; `check` returns the value that an answer gives, or raises what is wrong."""

    key: str
    text: Callable[[Answers], str]
    check: Callable[[str, Answers], str]
    choices: Sequence[Choice] = ()


def can_ask() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def answers_to(questions: Sequence[Question], known: Answers) -> Answers:
    """Ask for each value that is not known, and return all.

    Raises:
        typer.Exit: whoever was asked went back from the first question.

    """
    missing = [one for one in questions if not known.get(one.key, "").strip()]
    found, at = dict(known), 0
    while at < len(missing):
        answer = _asked(missing[at], found)
        if answer is None:
            at -= 1
            if at < 0:
                sys.stdout.write("Nothing is written.\n")
                raise typer.Exit(_REFUSED)
        else:
            found[missing[at].key] = answer
            at += 1
    return found


def is_agreed(text: str) -> bool:
    """Ask whether something is to be done, until the answer is yes or no; back means no."""
    while (answer := _line(f"{text} [y/n] ").casefold()) not in {"y", "yes", "n", "no", BACK}:
        sys.stdout.write("Answer y for yes or n for no.\n")
    return answer in {"y", "yes"}


def _asked(question: Question, known: Answers) -> str | None:
    """Return the answer to a question, or None if the one before is wanted again."""
    shown = list(question.choices) if len(question.choices) <= _MOST else []
    text = f"{visible(question.text(known))} ({BACK} goes back)"
    sys.stdout.write(f"{textwrap.fill(text, shutil.get_terminal_size().columns)}\n")
    _list(shown)
    while True:
        text = _line("> ")
        if text == BACK:
            return None
        if not text and question.choices:
            shown = list(question.choices)
            _list(shown)
            continue
        if text.isdecimal() and 0 < int(text) <= len(shown):
            text = shown[int(text) - 1][0]
        elif len(fits := _fitting(question.choices, text)) > 1:
            shown = fits
            _list(shown)
            continue
        elif fits:
            text = fits[0][0]
        try:
            return question.check(text, known)
        except GcmplanError as error:
            # The known values can be listed.
            fault = str(error).partition("; known: ")[0]
            sys.stdout.write(f"{visible(fault)}\n" + (f"Hint: {visible(error.hint)}\n" if error.hint else ""))


def _fitting(choices: Sequence[Choice], text: str) -> list[Choice]:
    """Return the choices that a text means: the value itself, else all that have it in their words."""
    if exact := [one for one in choices if one[0] == text]:
        return exact
    wanted = folded(text)
    return [one for one in choices if wanted and wanted in folded(f"{one[0]} {one[1]}")]


def _list(choices: Sequence[Choice]) -> None:
    left, width = max((len(value) for value, _ in choices), default=0), shutil.get_terminal_size().columns
    for number, (value, text) in enumerate(choices, 1):
        line = f"{number:>4}  {value:{left}}  {visible(text)}"
        sys.stdout.write(f"{line if len(line) <= width else line[: width - 1] + '…'}\n")


def _line(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\nNothing is written.\n")
        raise KeyboardInterrupt from None


def events_of(plan: Workplan) -> list[Choice]:
    """Return the events to choose from."""
    return [(event.id, f"{event.short or event.title}, {event.when}") for event in plan.events]


def event_question(plan: Workplan) -> Question:
    """Return the question for an event."""
    from gcmplan.query.filters import find_event

    def check(text: str, _: Answers) -> str:
        return find_event(plan, text).id

    return Question(
        "ID", lambda _: "Which event? Its id or words of its title; Enter lists all", check, events_of(plan)
    )


def date_question(plan: Workplan) -> Question:
    """Return the question for the new date of an event."""
    from gcmplan.editing.dates import moved
    from gcmplan.query.filters import find_event

    def text(known: Answers) -> str:
        event = find_event(plan, known["ID"])
        now = f"{event.short or event.title}, now {event.when}"
        return f"New date of {now}? Like '5-8 June 2017', 'June 2018 TBA', '+1 week'"

    def check(text: str, known: Answers) -> str:
        moved(find_event(plan, known["ID"]).when, text)
        return text

    return Question("DATE", text, check)


def group_question(plan: Workplan, text: str) -> Question:
    """Return the question for a group of a plan."""
    from gcmplan.editing.rows import known_group

    groups = [(group.id, group.title) for group in plan.groups]
    return Question(
        "--group", lambda _: f"{text} Its number or name", lambda answer, _: known_group(plan, answer), groups
    )
