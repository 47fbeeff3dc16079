"""Dates as they are typed to change a plan: those of the grammar, and steps from the present date."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from gcmplan.dates.span import Certainty, Span
from gcmplan.dates.when import When, WhenError
from gcmplan.editing.edit import CannotEditError, WrongValueError

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta


class WrongDateError(WrongValueError):
    """A date that was typed cannot be read: `message` says why, the characters from `start` to `end` are at fault."""

    def __init__(self, text: str, error: WhenError) -> None:
        """Keep the text and what is wrong with it."""
        hint = error.hint or "write a date such as '8-9 May 2017', 'June 2017 TBA' or '+1 week'"
        super().__init__(f"the date {text!r}: {error.message}", hint)
        self.message, self.start, self.end = error.message, error.start, error.end


_STEP = re.compile(
    r"(?P<sign>[+\-\u2212]?) *(?P<number>[0-9]{1,4}) *(?P<unit>day|week|month|year)s? *(?P<way>later|earlier)?",
    re.IGNORECASE,
)
_TWO = 2
"""Days of the shortest window."""


def moved(when: When, text: str) -> When:
    """Return the date that a text gives, or the one to which it moves another: "+1 week", "2 days earlier".

    Raises:
        WrongDateError: the text is neither, or leads too far.
        CannotEditError: there is no date to go from.

    """
    step = _STEP.fullmatch(text.strip())
    if not step and text.strip().startswith(("+", "-", "\u2212")):
        error = WhenError(
            "this is no step of days, weeks, months or years", "write '+1 week' or '-2 days'", end=len(text)
        )
        raise WrongDateError(text, error)
    if step and (step["sign"] or step["way"]):
        return _stepped(when, step)
    try:
        return When.parse(text)
    except WhenError as error:
        raise WrongDateError(text, error) from None


def _stepped(when: When, step: re.Match[str]) -> When:
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - only for steps

    if when.window is None:
        raise CannotEditError(f"the date is {when}: there is nothing to go from", "give the new date")
    number = int(step["number"]) * (-1 if step["sign"] in {"-", "\u2212"} or _is_earlier(step) else 1)
    unit = f"{step['unit'].lower()}s"
    by = relativedelta(**{unit: number})  # type: ignore[arg-type]
    try:
        if not when.exact and (window := _months_away(when.window, by)) and window.days >= (when.days or _TWO):
            return When.within(window, when.days, when.certainty)
        return when.shifted((when.window.first + by - when.window.first).days)
    except (WhenError, ValueError, OverflowError):
        message = f"{step[0]!r} from {when} leads out of the years that a plan may have"
        raise WrongDateError(step.string, WhenError(message, end=len(step.string))) from None


def _months_away(window: Span, step: relativedelta) -> Span | None:
    """Return a window some months or years away; None for days and weeks. What ends with a month does so there too."""
    if step.days:
        return None
    day = timedelta(days=1)
    # The day before the first of a month is its last day, however long it is.
    ends_month = (window.last + day).day == 1
    last = window.last + day + step - day if ends_month else window.last + step
    return Span(window.first + step, last)


def _is_earlier(step: re.Match[str]) -> bool:
    return (step["way"] or "").lower() == "earlier"


def confirmed(when: When) -> When:
    """Return a date that is confirmed.

    Raises:
        CannotEditError: nothing is known that could be.

    """
    if when.window is None:
        raise CannotEditError(f"the date is {when}: there is nothing to confirm", "give the date behind the id")
    return replace(when, certainty=Certainty.CONFIRMED)
