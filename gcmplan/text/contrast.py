"""Colours that can be read: black or white letters, whichever stand out more."""

from __future__ import annotations

BLACK, WHITE = "#000000", "#FFFFFF"


def letters_on(color: str) -> str:
    """Return the colour of letters on a background; both are written #RRGGBB.

    One of the two always has a contrast of 4.5 to 1 or more, which is what WCAG 2.1 asks for (1.4.3).
    """
    return max(BLACK, WHITE, key=lambda letters: contrast(letters, color))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.1), from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    """Return the relative luminance of an sRGB colour (WCAG 2.1), from 0 for black to 1 for white."""
    parts = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004 - of the standard
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
