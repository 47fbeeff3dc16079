"""The characters that timelines and months are drawn with, and texts in as many columns as there are."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from gcmplan.text.escape import visible
from gcmplan.views.timeline import Sureness

_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014", "''\"\"--")
"""Quotes and dashes in ASCII."""


class Signs(NamedTuple):
    """The characters that a timeline is drawn with."""

    bars: dict[Sureness, str]
    before: str
    after: str
    on: str
    ends: tuple[str, str, str]
    cut: str
    weekend: str


UNICODE = Signs(
    {Sureness.SURE: "█", Sureness.OPEN: "▒", Sureness.WINDOW: "░"}, "◄", "►", "│", ("├", "─", "┤"), "…", "·"
)
ASCII = Signs({Sureness.SURE: "#", Sureness.OPEN: "%", Sureness.WINDOW: "."}, "<", ">", "|", ("[", "-", "]"), "~", ".")


def shown(text: str, signs: Signs) -> str:
    """Return a text as a terminal may show it, in ASCII if that is asked for."""
    text = visible(text)
    if signs is UNICODE:
        return text
    return unicodedata.normalize("NFKD", text.translate(_PLAIN)).encode("ascii", "replace").decode()


def cut(text: str, width: int, signs: Signs) -> str:
    """Return a text cut to a width, with the sign that says so."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + signs.cut


def sized(text: str, width: int, signs: Signs) -> str:
    """Return a text that takes exactly a width: cut, or with blanks behind it."""
    return set_cell_size(cut(text, width, signs), width)
