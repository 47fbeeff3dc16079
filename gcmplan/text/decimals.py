"""Numbers in plain decimals: -0.00004, where Python and JSON write -4e-05."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.text.pattern import lazy

if TYPE_CHECKING:
    import re

_EXPONENT = lazy(r'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.]*e-[0-9]+')
"""A text of JSON, whose contents are left alone, or a small number with an exponent."""


def plain_decimals(json: str) -> str:
    """Return a JSON text in which no small number is written with an exponent."""
    return _EXPONENT.sub(_plain, json) if "e-" in json else json


def _plain(match: re.Match[str]) -> str:
    if match[0].startswith('"'):
        return match[0]
    from decimal import Decimal  # noqa: PLC0415 - numbers as small as that are rare

    return format(Decimal(match[0]), "f")
