"""Completion for shells. Values are read off the plan's lines: no YAML, no models, so that the key answers at once.

No value comes with an explanation: to show it, typer would import rich in zsh and fish, as long again as all the rest.
Typer offers only what begins just as it was typed; so the letters typed stay, and the filters take every spelling.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from gcmplan.cli.find import locate_plan, shipped_plan

KINDS = ("meeting", "document", "milestone", "deadline", "session")
STATUSES = ("scheduled", "postponed", "cancelled")
CERTAINTIES = ("confirmed", "tbc", "tba")
RULE_CODES = (
    "GP001", "GP002", "GP003", "GP004", "GP005", "GP006", "GP007", "GP101", "GP102", "GP103", "GP104", "GP105",
    "GP106", "GP201", "GP202", "GP203", "GP204", "GP206", "GP301", "GP302", "GP303", "GP304", "GP305", "GP401",
    "GP402", "GP403", "GP404", "GP405", "GP901", "GP902", "GP903",
)  # fmt: skip
RULE_NAMES = (
    "unreadable-file", "wrong-shape", "unreadable-date", "duplicate-id", "unknown-reference", "duplicate-key",
    "suspicious-text", "double-booked", "same-room", "tight-travel", "possible-overlap", "near-duplicate",
    "nobody-known", "outside-phase", "stale-tbc", "weekend", "public-holiday", "unheeded-observance",
    "wrong-order", "short-lead-time", "total-differs", "contradicts-source", "follows-cancelled",
    "slots-overlap", "outside-hours", "session-date-differs", "person-double-booked", "overfull-slot",
    "unused-waiver", "expired-waiver", "unsorted-events",
)  # fmt: skip
KEYS = (
    "about", "after", "also", "amount", "associates", "assumption", "audience", "before", "body", "by_month",
    "certainty", "chair", "confidence", "count", "country", "days", "doubt", "event", "format", "formerly", "group",
    "hours", "id", "invites", "joint", "kind", "latitude", "limits", "longitude", "mandate", "members", "moderator",
    "name", "note", "objectives", "observers", "of", "organisers", "outcomes", "per", "phase", "place",
    "preparation", "rapporteur", "recommendations", "references", "session", "short", "source", "speakers",
    "status", "subdivision", "suspended", "takes", "time", "timezone", "title", "uid", "unit", "url", "venue", "when",
)  # fmt: skip
"""The words of the models and rules, which would take too long to import."""

_WORKPLAN, _BODIES, _PLACES = "workplan.yaml", "bodies.yaml", "places.yaml"
_MOST_BYTES, _MOST_FILES = 5_000_000, 200
_USUAL_ZONES = "/usr/share/zoneinfo"
"""The folder of time zones on nearly every system but Windows; importing zoneinfo takes as long as reading it."""
_REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip
"""The folders of the time zones that are named after a city."""


def complete_phase(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a phase."""
    return _beginning((*_ids(ctx, _WORKPLAN, "phases"), "none"), incomplete)


def complete_group(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a group's id."""
    return _beginning(_ids(ctx, _WORKPLAN, "groups"), incomplete)


def complete_kind(incomplete: str) -> list[str]:
    """Complete a kind."""
    return _beginning(KINDS, incomplete)


def complete_body(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a body's id."""
    return _beginning(_ids(ctx, _BODIES, "bodies"), incomplete)


def complete_place(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a place."""
    return _beginning((*map(_word, _values(ctx, _PLACES, "places", "name")), "TBC", "TBA"), incomplete)


def complete_country(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the code of a country that has a place of the plan; or its name, if no code begins so."""
    from gcmplan.plan.countries import countries

    own = {code.strip("'\"") for code in _values(ctx, _PLACES, "places", "country")}
    there = [one for one in countries() if one.alpha2 in own]
    names = (_word(one.name) for one in there)
    return _beginning([one.alpha2 for one in there], incomplete) or _beginning(names, incomplete)


def complete_state(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the code of a state or the id of a member of the plan's own, or a name, if neither begins so."""
    from gcmplan.plan.countries import countries

    names = (_word(name) for one in countries() for name in (one.name, *one.others))
    codes = [*(one.alpha3 for one in countries()), *_ids(ctx, _BODIES, "members")]
    return _beginning(codes, incomplete) or _beginning(names, incomplete)


def complete_rule(incomplete: str) -> list[str]:
    """Complete the code of a rule, or its name, if no code begins so."""
    return _beginning(RULE_CODES, incomplete) or _beginning(RULE_NAMES, incomplete)


def complete_status(incomplete: str) -> list[str]:
    """Complete a status."""
    return _beginning(STATUSES, incomplete)


def complete_certainty(incomplete: str) -> list[str]:
    """Complete a word for how sure a date is."""
    return _beginning(CERTAINTIES, incomplete)


def complete_zone(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a time zone or its city; if nothing is typed, the zones of the plan's places."""
    own = (name for name in _values(ctx, _PLACES, "places", "timezone") if _is_plain(name, "-+/_"))
    names = [*own, *(_zones() if incomplete else ())]
    cities = [name.rpartition("/")[2] for name in names] if incomplete else []
    return _beginning(dict.fromkeys([*names, *cities]), incomplete)


def complete_id(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the id of an event, a deadline or a session; an event's session often has its id."""
    rows = (name for section in ("events", "deadlines") for name in _ids(ctx, _WORKPLAN, section))
    return list(dict.fromkeys((*_beginning(rows, incomplete), *complete_session(ctx, incomplete))))


def complete_event(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the id of an event."""
    return _beginning(_ids(ctx, _WORKPLAN, "events"), incomplete)


def complete_row(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the id of a row that `set` changes."""
    rows = (name for section in ("policies", "phases", "groups") for name in _ids(ctx, _WORKPLAN, section))
    own = _beginning([*rows, *_ids(ctx, _BODIES, "bodies")], incomplete)
    return list(dict.fromkeys((*complete_id(ctx, incomplete), *own)))


def complete_key(incomplete: str) -> list[str]:
    """Complete a key that `set` changes."""
    return _beginning(KEYS, incomplete)


def complete_session(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a session's id, which begins a line of its file."""
    try:
        path = _plan(ctx)
        files = sorted((path if path.is_dir() else path.parent).glob("sessions/[!.]*.y*ml"))[:_MOST_FILES]
        found = [name for file in files if _is_plain(name := _first_id(_text(file)))]
    except (OSError, ValueError):
        return []
    return _beginning(found, incomplete)


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    """Return the names that begin like the last of some values with commas, as it is typed, behind the others."""
    from gcmplan.text.accents import folded

    last = incomplete.rpartition(",")[2]
    wanted, length = folded(last), len(last)
    return [incomplete + name[length:] for name in names if folded(name[:length]) == wanted]


def _word(name: str) -> str:
    """Return a name with hyphens, which the filters take for its blanks: the shell need not quote it."""
    return "-".join(re.findall(r"\w+", name))


def _zones() -> list[str]:
    """Return the time zones that are named after a city. Asking zoneinfo would open each of their files."""
    roots = [_USUAL_ZONES]
    if not os.path.isdir(_USUAL_ZONES):  # noqa: PTH112 - beside os.walk
        import zoneinfo

        roots = list(zoneinfo.TZPATH)
    found = {
        f"{folder}/{name}"[len(root) + 1 :].replace(os.sep, "/")
        for root in roots
        for region in _REGIONS
        for folder, _, names in os.walk(f"{root}/{region}")
        for name in names
    }
    if not found:
        import zoneinfo

        found = {name for name in zoneinfo.available_timezones() if name.startswith(_REGIONS)}
    return sorted(found)


def _plan(ctx: typer.Context) -> Path:
    return locate_plan(ctx.params.get("plan")) or shipped_plan()


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(_MOST_BYTES)


def _ids(ctx: typer.Context, file: str, section: str) -> Iterator[str]:
    """Yield the ids of a section of a plan's file."""
    return (name for name in _values(ctx, file, section, "id") if _is_plain(name))


def _is_plain(name: str, marks: str = "-") -> bool:
    """Whether the shell can write a name into the command line as it is: nothing in it would run."""
    return name.isascii() and all(letter.isalnum() or letter in marks for letter in name) and name != ""


def _first_id(text: str) -> str:
    """Return the id of a session, which begins a line."""
    return next((line[3:].strip() for line in text.splitlines() if line.startswith(("id: ", "id:\t"))), "")


def _values(ctx: typer.Context, file: str, wanted: str, key: str) -> Iterator[str]:
    """Yield the values of a key in a section of one of the plan's files; none if it cannot be read."""
    try:
        path = _plan(ctx)
        main = path / _WORKPLAN if path.is_dir() else path
        section = ""
        for line in _text(main if file == _WORKPLAN else main.with_name(file)).splitlines():
            word, colon, value = line.partition(":")
            if colon and word.isalpha():
                section = word
            elif section == wanted and word.strip(" -") == key and value[:1].isspace():
                yield value.partition("#")[0].strip()
    except (OSError, ValueError):
        return
