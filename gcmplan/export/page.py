"""Pieces of a web page: every text that `format` puts into one is made visible and escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from markupsafe import Markup

from gcmplan.text.escape import COMMAND, one_line

if TYPE_CHECKING:
    import re


class Page(Markup):
    """A piece of a page."""

    __slots__ = ()

    @classmethod
    def escape(cls, text: Any, /) -> Self:  # noqa: ANN401 - as `Markup` has it
        """Return a text of the data as a piece of a page."""
        if isinstance(text, Markup):
            return super().escape(text)
        return cls(COMMAND.sub(_entity, super().escape(one_line(str(text)))))


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
