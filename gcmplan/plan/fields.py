"""The types of a plan's values: how each text of the YAML is read, and what its JSON Schema says."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from gcmplan.dates.hours import Hours, HoursError, Slot, parse_hours
from gcmplan.dates.span import Certainty
from gcmplan.dates.when import When, WhenError
from gcmplan.plan.constraints import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
    refused,
)
from gcmplan.plan.countries import ALPHA2, ALPHA3, SETS, alpha2_codes, codes, find_country, set_named
from gcmplan.plan.keys import Aspect, Form, Listed, Refers, Trait
from gcmplan.plan.place import Place
from gcmplan.text.escape import shown
from gcmplan.text.pattern import lazy
from gcmplan.text.web_address import WEB_ADDRESS, fault_of

_UNCLEAR = ("posix/", "right/", "Etc/")
"""Zones of no place: Etc/GMT+2 is two hours behind UTC, against expectation."""
_LONGEST_TITLE, _LONGEST_TEXT = 500, 5_000
_QUARTER = 90
_ID, _LONGEST_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$", 80
_NUMBER = lazy(r"[-+]?[0-9]{1,3}(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,2})?")
"""Degrees; with an exponent as programs write small ones."""
_MINUS = "\N{MINUS SIGN}"


class Minutes(NamedTuple):
    """From `least` to `most` minutes."""

    least: int
    most: int

    def __str__(self) -> str:
        """Return "7" or "5-7"."""
        return f"{self.least}-{self.most}" if self.least < self.most else str(self.most)


def _text(value: Any) -> str:  # noqa: ANN401 - what YAML holds
    if not isinstance(value, str):
        raise refused("no_text", "is a list" if isinstance(value, list) else "is a mapping", {"hint": "write a text"})
    return value


def _day(value: Any) -> date:  # noqa: ANN401
    when = When.parse(_text(value))
    if when.days != 1 or not when.spans or when.certainty is not Certainty.CONFIRMED:
        raise WhenError(
            "this is not one sure day", "write one day, such as '12 April 2017' or '2017-04-12'", end=len(value)
        )
    return when.spans[0].first


def _place(value: Any) -> Place:  # noqa: ANN401
    if not (text := _text(value)).strip():
        raise refused("no_text", "has no value", {"hint": "write a place, or leave the key out"})
    if len(text) > _LONGEST_TITLE:
        raise refused("long_text", "is too long", {"hint": f"write at most {_LONGEST_TITLE} characters"})
    place = Place.parse(text)
    if place.name and Place.parse(place.name).certainty is not Certainty.CONFIRMED:
        raise refused("two_certainties", "has two certainties", {"hint": "keep one of TBC and TBA"})
    return place


def _number(value: Any) -> float:  # noqa: ANN401
    text = _text(value).replace(_MINUS, "-")
    if not _NUMBER.fullmatch(text):
        raise refused("no_number", "is not a number", {"hint": _degrees_hint(text)})
    # "-0.0" is 0.
    return float(text) + 0.0


def _degrees_hint(text: str) -> str:
    """Return what to write instead of degrees that are written otherwise."""
    if re.fullmatch(r"[-+]?[0-9]{1,3},[0-9]+", text):
        return f"write a point, not a comma: {text.replace(',', '.')}"
    if re.search("[0-9] *(?:[NSEWnsew]\\b|[\u00b0\u00ba'\u2032])", text):
        return "write decimal degrees without letters or signs, south and west with a minus, like -13.8333"
    return "write degrees like 46.2044"


def _latitude(value: Any) -> float:  # noqa: ANN401
    return _within(_number(value), _QUARTER)


def _longitude(value: Any) -> float:  # noqa: ANN401
    return _within(_number(value), 2 * _QUARTER)


def _within(degrees: float, most: int) -> float:
    if abs(degrees) > most:
        raise refused("no_degrees", "is beyond the globe", {"hint": f"write degrees from -{most} to {most}"})
    return degrees


def _whole(value: Any) -> int:  # noqa: ANN401
    if not re.fullmatch(r"[0-9]{1,6}", text := _text(value)):
        raise refused("no_number", "is not a whole number", {"hint": "write digits alone, like 4"})
    return int(text)


def _slot(value: Any) -> Slot:  # noqa: ANN401
    hours = parse_hours(_text(value), "write hours such as '10:15-13:00'")
    if len(hours) > 1:
        raise HoursError("more than one slot", "write one, like '10:15-13:00'; each slot is an item of its own")
    return hours[0]


def _minutes(value: Any) -> Minutes:  # noqa: ANN401
    match = re.fullmatch(r"([0-9]{1,4})(?:\s*[-\u2013]\s*([0-9]{1,4}))?", _text(value).strip())
    minutes = Minutes(int(match[1]), int(match[2] or match[1])) if match else Minutes(0, 0)
    if not 0 < minutes.most >= minutes.least:
        hint = "write them like 7 or 5-7"
        raise refused("no_minutes", "is no number of minutes", {"hint": hint})
    return minutes


def _place_name(text: str) -> str:
    if Place.parse(text).is_online:
        hint = "leave the row out: 'place: online' needs none; an event gives the zone of its hours itself ('timezone')"
        raise refused("online", "is 'online', which is no place", {"hint": hint})
    return text


def _zone(value: Any) -> str:  # noqa: ANN401
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - not for a plan from the cache

    text = _text(value)
    try:
        # Names without a part of the world are links of one machine or another, like "localtime".
        known = ZoneInfo(text) if text == "UTC" or ("/" in text and not text.startswith(_UNCLEAR)) else None
    except (OSError, ValueError, LookupError):
        known = None
    if known is None:
        hint = "write a name like Europe/Zurich"
        raise refused("no_zone", "is not a zone of the IANA time zone database", {"hint": hint})
    return text


def _alpha2(value: Any) -> str:  # noqa: ANN401
    if (text := _text(value)) not in alpha2_codes():
        raise _no_code(text, "alpha2", ALPHA2)
    return text


def _alpha3(value: Any) -> str:  # noqa: ANN401
    if (text := _text(value)) not in codes():
        raise _no_code(text, "alpha3", ALPHA3)
    return text


def _member(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    text = _text(value)
    # Nearly all are codes.
    if text in codes():
        return (text,)
    if found := set_named(text):
        return found
    # Whether the plan has a member of this id is looked up later.
    return (text,) if re.fullmatch(_ID, text) and len(text) <= _LONGEST_ID else (_alpha3(text),)


def _one_list(members: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for part in members for code in part))


def _no_code(text: str, kind: Literal["alpha2", "alpha3"], form: str) -> ValueError:
    """Return the error of a text that is no code; the hint names that of the country which the text means."""
    country = find_country(text)
    code = f"write {getattr(country, kind)!r}, the code of {country.name}" if country else f"write {form}"
    return refused("no_code", f"is {shown(text)}, which is no code of a country", {"hint": code})


def _address(text: str) -> str:
    if fault := fault_of(text):
        message, hint = fault
        raise refused("no_address", "{fault}", {"fault": message, "hint": hint})
    return text


def _one_or_more(value: Any) -> Any:  # noqa: ANN401
    return [value] if isinstance(value, str) else value


def _examples(*texts: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": list(texts)})


_WHEN_SCHEMA = {
    "type": "string",
    "minLength": 3,
    "maxLength": 2000,
    "examples": ["8-9 May 2017", "3 days in February 2018 TBA"],
}
_NUMBER_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{_NUMBER.pattern}$"}]}
_WHOLE_SCHEMA = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]{1,6}$"}]}
_SLOT_SCHEMA = {
    "type": "string",
    "pattern": "^ *[0-9]{1,2}:[0-9]{2} *([-\u2010-\u2015\u2212]|to) *[0-9]{1,2}:[0-9]{2} *$",
    "examples": ["10:15-13:00"],
}
_MINUTES_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 1},
        {"type": "string", "pattern": "^[0-9]{1,4}( *[-\u2013] *[0-9]{1,4})?$"},
    ]
}

WhenText = Annotated[
    When,
    PlainValidator(When.parse),
    BeforeValidator(_text),
    WithJsonSchema(_WHEN_SCHEMA),
    Aspect.DATE,
    Form("a date like '8-9 May 2017', or TBA"),
]
Day = Annotated[date, PlainValidator(_day), _examples("2017-04-12", "12 April 2017"), Form("a day like '2017-04-12'")]
PlaceText = Annotated[
    Place, PlainValidator(_place), _examples("Geneva", "Turkey TBC", "TBA", "online"), Aspect.PLACE, Refers("places")
]
HoursText = Annotated[
    Hours, PlainValidator(parse_hours), BeforeValidator(_text), _examples("10:00-13:00 and 15:00-18:00"), Aspect.HOURS
]
SlotText = Annotated[Slot, PlainValidator(_slot), WithJsonSchema(_SLOT_SCHEMA), Aspect.HOURS]
MinutesText = Annotated[
    Minutes, PlainValidator(_minutes), WithJsonSchema(_MINUTES_SCHEMA), Form("minutes like 7 or 5-7")
]
Latitude = Annotated[float, PlainValidator(_latitude), WithJsonSchema(_NUMBER_SCHEMA), Aspect.ROOM]
Longitude = Annotated[float, PlainValidator(_longitude), WithJsonSchema(_NUMBER_SCHEMA), Aspect.ROOM]
Whole = Annotated[int, PlainValidator(_whole), WithJsonSchema(_WHOLE_SCHEMA), Form("a number like 4")]
Zone = Annotated[
    str, PlainValidator(_zone), _examples("Europe/Zurich"), Aspect.ROOM, Form("a time zone like Europe/Zurich")
]
Identifier = Annotated[
    str,
    Field(pattern=_ID, max_length=_LONGEST_ID),
    Form("lower-case letters, digits and single hyphens, like 'thematic-1'"),
]
PhaseName = Annotated[
    str,
    Field(pattern="^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=40),
    Form("letters, digits and single hyphens, like 'II' or 'drafting'"),
]
Id = Annotated[Identifier, Aspect.NAME, Trait.IDENTITY]
"""The identity of a row."""
CalendarUid = Annotated[
    str,
    Field(pattern=r"^[!-~]+$", max_length=_LONGEST_TITLE),
    Form("the UID of a calendar entry: letters, digits and signs without blanks"),
]
Label = Annotated[str, Field(min_length=1, max_length=_LONGEST_TITLE, pattern=r"\S")]
"""A name, like that of a room; odd blanks in it are read as blanks."""
Name = Annotated[Label, Aspect.NAME]
"""The name of the row itself."""
PlaceName = Annotated[Name, AfterValidator(_place_name)]
Line = Annotated[Label, Trait.PROSE]
"""Words of the document in one line."""
Title = Annotated[Line, Aspect.NAME]
"""The row's own title."""
Text = Annotated[str, Field(max_length=_LONGEST_TEXT), Trait.PROSE]
Doubt = Annotated[Text, Trait.SECRETARIAT]
Labels = Annotated[tuple[Annotated[str, Field(max_length=_LONGEST_TEXT, pattern=r"\S")], ...], Field(strict=False)]
Texts = Annotated[Labels, Trait.PROSE]
Alpha2 = Annotated[
    str, PlainValidator(_alpha2), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"}), Form(ALPHA2)
]
Alpha3 = Annotated[
    str, PlainValidator(_alpha3), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"}), Form(ALPHA3)
]
Month = Annotated[str, Field(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$"), Form("a month like '2018-02'")]
Identifiers = Annotated[tuple[Identifier, ...], Field(strict=False), Listed()]
OneOrMore = Annotated[
    Identifiers,
    BeforeValidator(_one_or_more, json_schema_input_type=Identifier | list[Identifier]),
    Trait.ONE_OR_MORE,
]
Address = Annotated[
    str,
    Field(max_length=_LONGEST_TITLE),
    AfterValidator(_address),
    WithJsonSchema({"type": "string", "pattern": WEB_ADDRESS, "maxLength": _LONGEST_TITLE}),
    Form("an address that begins with https://"),
]
_MEMBER_SCHEMA = {
    "type": "string",
    "pattern": "|".join(f"^{one}$" for one in ("[A-Z]{3}", _ID.strip("^$"), *SETS)),
    "examples": ["KEN", *SETS],
}
Member = Annotated[Any, PlainValidator(_member), WithJsonSchema(_MEMBER_SCHEMA), Form(ALPHA3)]
"""A code of a state, the id of a member of the plan's own, or the words for a set of states: read as all its codes."""
Codes = Annotated[
    tuple[Member, ...],
    Field(strict=False),
    BeforeValidator(_one_or_more, json_schema_input_type=Member | list[Member]),
    AfterValidator(_one_list),
    Listed(),
    Refers("members"),
]
"""The members of a body: codes of states, and ids of members of the plan's own."""
