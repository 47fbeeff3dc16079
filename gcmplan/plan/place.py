"""The place of an event, as it is written: "Geneva", "Turkey TBC", "TBA", "online"."""

from __future__ import annotations

import re
from typing import NamedTuple

from gcmplan.dates.span import Certainty
from gcmplan.text.pattern import lazy

_CERTAINTY = lazy(r"(?:\((?P<in>TB[CAD])\)|(?<!\S)(?P<sure>TB[CAD]))\Z", re.IGNORECASE)
ONLINE = "online"
"""The place of what is held online."""


class Place(NamedTuple):
    """The place of an event: its name if known, and its certainty."""

    name: str | None
    certainty: Certainty

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read "Geneva", "Turkey TBC", "TBA"."""
        match = _CERTAINTY.search(text := text.strip())
        if not match:
            return cls(_one_case(text), Certainty.CONFIRMED)
        sure = (match["in"] or match["sure"]).lower()
        return cls(_one_case(text[: match.start()].rstrip()) or None, Certainty.TBC if sure == "tbc" else Certainty.TBA)

    @property
    def is_online(self) -> bool:
        """Whether it is no place on earth: without a country, holidays and journeys."""
        return self.name == ONLINE

    @property
    def row(self) -> str | None:
        """The name of its row in places.yaml, if it has one."""
        return None if self.is_online else self.name

    @property
    def sure(self) -> Place:
        """The same place, as if it were confirmed."""
        return self._replace(certainty=Certainty.CONFIRMED)

    @property
    def where(self) -> str:
        """Return "in Geneva TBC", or "online"."""
        return str(self) if self.is_online else f"in {self}"

    def __str__(self) -> str:
        """Return the canonical text."""
        if self.certainty is Certainty.CONFIRMED:
            return self.name or ""
        return " ".join(filter(None, (self.name, self.certainty.value.upper())))


def _one_case(name: str) -> str:
    """Return a name, and "Online" as "online"."""
    return ONLINE if name.lower() == ONLINE else name
