"""Dates in the other official languages of the United Nations, put into English words for a hint."""

from __future__ import annotations

import re
import unicodedata

from gcmplan.dates.span import MONTHS

_NAMES = (
    "janvier enero января январь يناير", "février fevrier febrero февраля февраль فبراير", "mars marzo марта март مارس",
    "avril abril апреля апрель أبريل", "mai mayo мая май مايو", "juin junio июня июнь يونيو",
    "juillet julio июля июль يوليو",
    "août aout agosto августа август أغسطس", "septembre septiembre setiembre сентября сентябрь سبتمبر",
    "octobre octubre октября октябрь أكتوبر", "novembre noviembre ноября ноябрь نوفمبر",
    "décembre decembre diciembre декабря декабрь ديسمبر",
)  # fmt: skip
_MONTH = {word: MONTHS[number] for number, names in enumerate(_NAMES) for word in names.split()}
_JOINTS = {"au": "-", "al": "-", "по": "-", "إلى": "-", "et": "and", "y": "and", "e": "and", "и": "and", "و": "and",
           "ou": "or", "o": "or", "или": "or"}  # fmt: skip
_DROPPED = {"le", "du", "de", "del", "el", "los", "les", "года", "er", "."}
_DROPPED |= {"\u0433", "\u0441"}
"""Cyrillic letters: short for "of the year", and "from"."""
_CHINESE = re.compile(
    r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月(?:\s*([0-9]{1,2})(?:\s*日?\s*[-至到]\s*([0-9]{1,2}))?\s*日)?"
)


def in_english(text: str) -> str | None:
    """Return a French, Spanish, Russian, Arabic or Chinese date in English words; None if it is none of these."""
    digits = "".join(str(unicodedata.digit(one)) if one.isdecimal() and not one.isascii() else one for one in text)
    if found := _CHINESE.search(digits):
        year, month, first, last = found.groups()
        days = f"{int(first)}-{int(last)} " if last else f"{int(first)} " if first else ""
        return f"{days}{MONTHS[int(month) - 1]} {year}" if 0 < int(month) <= len(MONTHS) else None
    words = re.findall(r"[^\W\d_]+|[0-9]+|\S", digits)
    if not any(word.lower() in _MONTH for word in words):
        return digits if digits != text else None
    kept = [word.lower() for word in words if word.lower() not in _DROPPED]
    return " ".join(_MONTH.get(word) or _JOINTS.get(word, word) for word in kept)
