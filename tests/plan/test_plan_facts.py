"""The documents' statements around the rows of the work plan: notes, addresses and holidays, in their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from gcmplan.plan.workplan import Workplan

GROUPS = {
    "thematic-session": [
        "24 elements of annex II, paragraph 8, of resolution A/RES/71/1",
        "summary of each session",
        "Secretary-General of the conference",
    ],
    "multi-stakeholder": ["President of the General Assembly", "summary of the hearings", "input"],
    "gfmd": [
        "Germany and Morocco co-chair the forum in 2017",
        "“Towards a Global Social Contract on Migration and Development”",
        "roundtables are guided by the themes of the six thematic sessions",
    ],
}
EVENTS = {
    "stocktaking-meeting": ["Hosted by Mexico", "a Member State or a group of Member States brings it forward"],
    "chairs-summary": ["co-facilitators prepare it"],
    "conference": [
        "Special Representative of the Secretary-General on International Migration is its Secretary-General (OP10)",
        "focal point of the United Nations system",
        "(OP10 and OP12)",
    ],
}
PAGES = {
    "https://gfmd.org/germany-morocco-gfmd-2017-2018": {"gfmd-summit"},
    "https://www.iom.int/idm-2017-global-compact-migration": {"idm-new-york", "idm-geneva"},
    "http://refugeesmigrants.un.org/migration-compact": {"work-plan-delivered"},
}


@pytest.mark.parametrize("group", GROUPS)
def test_notes_of_groups(plan: Workplan, group: str) -> None:
    [note] = [one.note or "" for one in plan.groups if one.id == group]
    assert [words for words in GROUPS[group] if words not in " ".join(note.split())] == []


@pytest.mark.parametrize("event", EVENTS)
def test_notes_of_events(plan: Workplan, event: str) -> None:
    note = " ".join((plan.event(event).note or "").split())
    assert [words for words in EVENTS[event] if words not in note] == []


def test_mandates_that_the_introduction_names(plan: Workplan) -> None:
    named = ("stocktaking-meeting", "chairs-summary", "work-plan-delivered")
    assert [plan.mandate_of(plan.event(name)) for name in named] == ["OP23", "OP25", "OP22"]


def test_pages_of_the_concept_note(plan: Workplan) -> None:
    assert {url: {event.id for event in plan.events if event.url == url} for url in PAGES} == PAGES


def test_holidays_of_geneva_are_from_memory(plan: Workplan) -> None:
    """The circular is of Headquarters alone, and of 2018 there was none."""
    geneva = [holiday for holiday in plan.holidays if "Geneva" in holiday.places]
    assert {holiday.name.split(",")[0] for holiday in geneva} == {"Eid al-Fitr", "Eid al-Adha"}
    assert len(geneva) == 4
    assert all("of Geneva from memory" in str(holiday.source) for holiday in geneva)
    assert [str(one.date) for one in geneva if "no circular of 2018 was found" in str(one.source)] == [
        str(one.date) for one in plan.holidays if one.date.year == 2018
    ]
