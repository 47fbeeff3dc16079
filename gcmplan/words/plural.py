"""Numbers with their words: every text that has another form for one than for several is made here.

Both forms are whole phrases, as message catalogues (gettext) ask for them: a language may have more forms than two, and
may put the number elsewhere.
"""

from __future__ import annotations


def plural(number: float, one: str, many: str) -> str:
    """Return the phrase for a number, with the number in place of `{}`: "1 day", "3 days"; `{:,}` groups digits."""
    return (one if number == 1 else many).format(number)
