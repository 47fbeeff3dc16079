"""Dates in the other official languages of the United Nations, and in four more, put into English words for a hint."""

from __future__ import annotations

import re
import unicodedata

from gcmplan.dates.span import MONTHS, ORDINALS, WEEKDAYS

_MONTH_NAMES = (
    "janvier enero января январь يناير januar jänner gennaio janeiro januari",
    "février fevrier febrero февраля февраль فبراير februar febbraio fevereiro februari",
    "mars marzo марта март مارس märz maerz março maart",
    "avril abril апреля апрель أبريل aprile", "mai mayo мая май مايو maggio maio mei",
    "juin junio июня июнь يونيو juni giugno junho", "juillet julio июля июль يوليو juli luglio julho",
    "août aout agosto августа август أغسطس augustus",
    "septembre septiembre setiembre сентября сентябрь سبتمبر settembre setembro",
    "octobre octubre октября октябрь أكتوبر oktober ottobre outubro",
    "novembre noviembre ноября ноябрь نوفمبر novembro",
    "décembre decembre diciembre декабря декабрь ديسمبر dezember dicembre dezembro",
)  # fmt: skip
_DAY_NAMES = (
    "lundi lunes montag lunedì понедельник", "mardi martes dienstag martedì вторник",
    "mercredi miércoles miercoles mittwoch mercoledì среда", "jeudi jueves donnerstag giovedì четверг",
    "vendredi viernes freitag venerdì пятница", "samedi sábado sabado samstag sabato суббота",
    "dimanche domingo sonntag domenica воскресенье",
)  # fmt: skip
_MONTH = {word: MONTHS[number] for number, names in enumerate(_MONTH_NAMES) for word in names.split()}
_WEEKDAY = {word: WEEKDAYS[number] for number, names in enumerate(_DAY_NAMES) for word in names.split()}
_PART = {
    "mi": "mid", "mediados": "mid", "mitte": "mid", "metà": "mid", "début": "early", "debut": "early",
    "principios": "early", "comienzos": "early", "anfang": "early", "inizio": "early", "início": "early", "fin": "late",
    "finales": "late", "fines": "late", "ende": "late", "fine": "late", "première": "first", "premiere": "first",
    "premier": "first", "primer": "first", "primera": "first", "erste": "first", "erstes": "first",
    "deuxième": "second", "segundo": "second", "segunda": "second", "troisième": "third", "tercera": "third",
    "dernière": "last", "última": "last", "trimestre": "quarter", "quartal": "quarter", "semestre": "half",
    "halbjahr": "half", "quinzaine": "half", "quincena": "half", "semaine": "week of", "semana": "week of",
    "woche": "week of",
}  # fmt: skip
"""Words for a part of a month or a year; read only beside a month's name, or one of `_UNITS`."""
_UNITS = {"trimestre", "quartal", "semestre", "halbjahr"}
_JOINTS = {"au": "-", "al": "-", "bis": "-", "по": "-", "إلى": "-", "et": "and", "y": "and", "und": "and", "и": "and",
           "و": "and", "ou": "or", "o": "or", "oder": "or", "или": "or"}  # fmt: skip
_DROPPED = {"courant", "le", "du", "de", "del", "dal", "la", "a", "el", "los", "les", "der", "vom", "года", "er", "."}
_DROPPED |= {"\u0433", "\u0441"}
"""Cyrillic letters: short for "of the year", and "from"."""
_SURE = {
    "à confirmer": "TBC", "a confirmer": "TBC", "por confirmar": "TBC", "a confirmar": "TBC", "da confermare": "TBC",
    "à déterminer": "TBA", "a determiner": "TBA", "à préciser": "TBA", "à fixer": "TBA", "por determinar": "TBA",
    "por anunciar": "TBA", "por definir": "TBA", "à définir": "TBA", "da definire": "TBA",
}  # fmt: skip
_SURE_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(_SURE)})(?!\w)", re.IGNORECASE)
_CHINESE = re.compile(
    r"\s*([0-9]{4})\s*年\s*([0-9]{1,2})\s*月"
    r"(?:\s*([0-9]{1,2})(?:\s*日?\s*[-\u2013\u2014至到]\s*(?:([0-9]{1,2})\s*月\s*)?([0-9]{1,2}))?\s*日)?"
    r"\s*(?:[(\uff08]?(待定|待确认|待確認)[)\uff09]?\s*)?"
)
_CHINESE_SURE = {"待定": "TBA", "待确认": "TBC", "待確認": "TBC"}
_FROM = "\u0441"
"""The Cyrillic letter."""


def in_english(text: str) -> str | None:
    """Return a date in another language in English words; None if it has no word of another language."""
    digits = "".join(str(unicodedata.digit(one)) if one.isdecimal() and not one.isascii() else one for one in text)
    if "年" in digits:
        return _chinese(digits)
    digits = _SURE_WORDS.sub(lambda words: _SURE[words[0].lower()], digits)
    words = re.findall(r"[^\W\d_]+|[0-9]+|\S", digits)
    if not any(word.lower() in _MONTH or word.lower() in _WEEKDAY or word.lower() in _UNITS for word in words):
        return digits if digits != text else None
    kept = [word.lower() for word in words if word.lower() not in _DROPPED]
    english = _MONTH | _WEEKDAY | _PART | _JOINTS
    text = re.sub(r"\b(mid|early|late) - ", r"\1 ", " ".join(english.get(word, word) for word in kept))
    text = re.sub(r"\b([1-4]) (?=quarter|half)", lambda found: f"{ORDINALS[int(found[1]) - 1]} ", text)
    return f"from {text}" if _is_open(words[0].lower(), kept) else text


def _is_open(first: str, kept: list[str]) -> bool:
    """Whether a text begins with "until", or with "from" without a last day: it says more than its words for a day."""
    return _JOINTS.get(kept[0]) == "-" or (first == _FROM and "-" not in map(_JOINTS.get, kept))


def _chinese(text: str) -> str:
    """Return a date with 年 and 月; the same text if it says more, such as "before"."""
    found = _CHINESE.fullmatch(text)
    if not found:
        return text
    year, month, first, last_month, last, sure = found.groups()
    if not all(0 < int(one) <= len(MONTHS) for one in (month, last_month) if one):
        return text
    start, end = (MONTHS[int(one) - 1] for one in (month, last_month or month))
    days = f"{int(first)} {start} - {int(last)} " if last else f"{int(first)} " if first else ""
    return f"{days}{end} {year}{f' {_CHINESE_SURE[sure]}' if sure else ''}"
