"""The sessions in `data/sessions/` against their documents.

The lists here were written from the documents, not from the YAML: names, offices, titles, times and figures as printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import DATA, ROOT
from gcmplan.plan.people import appearances_in
from gcmplan.plan.programme import programmes
from gcmplan.plan.row import Row

if TYPE_CHECKING:
    from gcmplan.plan.programme import Programme
    from gcmplan.plan.workplan import Workplan

COFACILITATORS = [
    ("Juan José Gómez Camacho", "Ambassador and Permanent Representative of Mexico to the United Nations"),
    ("Jürg Lauber", "Ambassador and Permanent Representative of Switzerland to the United Nations"),
]
THEMES = {
    "thematic-1": (
        (
            "Human rights of all migrants, social inclusion, cohesion, and all forms of discrimination, including "
            "racism, xenophobia and intolerance"
        ),
        "Palais des Nations, Room XIX",
        "8-9 May 2017",
    ),
    "thematic-2": (
        (
            "Addressing drivers of migration, including adverse effects of climate change, natural disasters and "
            "human-made crises, through protection and assistance, sustainable development, poverty eradication, "
            "conflict prevention and resolution"
        ),
        "United Nations Headquarters, New York",
        "22-23 May 2017",
    ),
    "thematic-3": (
        (
            "International cooperation and governance of migration in all its dimensions, including at borders, on "
            "transit, entry, return, readmission, integration and reintegration"
        ),
        "United Nations Office, Geneva",
        "19-20 June 2017",
    ),
    "thematic-4": (
        (
            "Contributions of migrants and diasporas to all dimensions of sustainable development, including "
            "remittances and portability of earned benefits"
        ),
        "United Nations Headquarters, New York",
        "24-25 July 2017",
    ),
    "thematic-5": (
        (
            "Smuggling of migrants, trafficking in persons and contemporary forms of slavery, including appropriate "
            "identification, protection and assistance to migrants and trafficking victims"
        ),
        "United Nations Office, Vienna",
        "4-5 September 2017",
    ),
    "thematic-6": (
        (
            "Irregular migration and regular pathways, including decent work, labour mobility, recognition of skills "
            "and qualifications and other relevant measures"
        ),
        "United Nations Office, Geneva",
        "3-4 October 2017",
    ),
}
AS_PRINTED = {
    "thematic-1": ("8-9 May 2017", "Geneva"),
    "thematic-2": ("22-23 May 2017", "New York"),
    "thematic-3": ("19-20 June 2017", "Geneva"),
    "thematic-4": ("24-25 July 2017", "New York"),
    "thematic-5": ("4-5 September 2017", "Vienna"),
    "thematic-6": ("2-3 October 2017", "Geneva"),
}
"""Date and city as the procedural note and the concept note give them; above, as the work plan does."""
AGENDA = [
    (
        "2017-05-08",
        "10:00-10:15",
        "opening",
        (
            "Opening Segment: Welcoming remarks by the co-facilitators; "
            "Remarks by the Secretary-General of the intergovernmental conference"
        ),
    ),
    ("2017-05-08", "10:15-13:00", "panel", "PANEL 1: Human rights of all migrants"),
    ("2017-05-08", "13:00-15:00", "break", "Lunch"),
    ("2017-05-08", "13:15-14:45", "side-event", "Space for Side-Events"),
    ("2017-05-08", "15:00-17:55", "panel", "PANEL 2: Social inclusion and cohesion"),
    ("2017-05-08", "17:50-18:00", "closing", "Closing remarks by the Co-facilitators"),
    ("2017-05-09", "10:00-10:05", "opening", "Welcoming remarks by the co-facilitators"),
    (
        "2017-05-09",
        "10:05-13:00",
        "panel",
        "PANEL 3: All forms of discrimination, including racism, xenophobia and intolerance",
    ),
    ("2017-05-09", "13:00-15:00", "break", "Lunch"),
    ("2017-05-09", "13:15-14:45", "side-event", "Space for Side-Events"),
    ("2017-05-09", "15:00-17:30", "summary", "SUMMARY PANEL: Synopsis of the main conclusions and outcomes"),
    (
        "2017-05-09",
        "17:30-17:50",
        "summary",
        "Co-facilitators draw the main conclusions on the interlinkages and the overarching theme of the session",
    ),
    ("2017-05-09", "17:50-18:00", "closing", "Closing remarks by the Co-facilitators"),
]
PANEL_LIMITS = [("moderator", "7", 1), ("expert", "5-7", 3), ("floor", "3", None), ("moderator", "7", 1)]
LIMITS = {
    "opening": [("co-facilitators", "10", 1)],
    "panel-1": PANEL_LIMITS,
    "panel-2": PANEL_LIMITS,
    "panel-3": PANEL_LIMITS,
    "summary-panel": [("moderator", "15", 3), ("thematic expert", "15", 1)],
}
HEADS = {
    "gfmd-dialogue-cluster-1": (
        (
            "GCM Cluster 1: Human rights of all migrants, social inclusion, cohesion, and all forms of discrimination, "
            "including racism, xenophobia and intolerance"
        ),
        "6 April 2017",
        "11:30-17:30",
        "Geneva",
        "Palais des Nations R. XXIV and XVIII",
    ),
    "coordination-meeting-15-panel": (
        "The global compact on migration: Regional and human rights dimensions",
        "16 February 2017",
        "15:00-16:30",
        None,
        None,
    ),
    "high-level-dialogue-2016": (
        (
            "High-level dialogue on “Responding to large movements of refugees and migrants: Human rights protection, "
            "Labour market options and a Global Compact for migration”"
        ),
        "20 July 2016",
        "13:00-15:00",
        "New York",
        "PDR 1-3 Delegates Dining Room, 4th floor, United Nations HQ New York",
    ),
    "human-rights-council-42-side-event": (
        "Migration: building a new vision of governance based on human rights and solidarity",
        "16 September 2019",
        "14:00-15:30",
        "Geneva",
        "Palais des Nations, Room XXII",
    ),
}
HIGH_LEVEL_MEETING = "General Assembly High-Level Meeting on Addressing Large Movements of Refugees and Migrants"
PEOPLE = {
    "gfmd-dialogue-cluster-1": [
        ("chair", None, "Ambassador Mehmet Samsar", "Turkish Director General for Consular Affairs"),
        ("rapporteur", None, "Ms. Carolina Hernandez", "Human Rights Officer from the OHCHR"),
        (
            "speaker",
            "Opening by the Chair",
            "Ambassador Mehmet Samsar",
            "Turkish Director General for Consular Affairs, who chaired the GFMD process in 2014-2015",
        ),
        (
            "speaker",
            "Input: what civil society can contribute",
            "Mr. William Gois",
            "Regional Coordinator, Migrant Forum in Asia",
        ),
        (
            "speaker",
            "Input: the compact, the Sustainable Development Goals and the compact on refugees",
            "Ambassador Rosemary McCarney",
            "Permanent Representative of Canada to the UN Office in Geneva",
        ),
        ("speaker", "Thematic recollection of GFMD discussions", "Mr. Maurizio Busatti", "IOM"),
    ],
    "coordination-meeting-15-panel": [
        ("speaker", "Presentations of the panellists", None, "Panellists"),
    ],
    "high-level-dialogue-2016": [
        ("organiser", None, "Global Migration Group (GMG)", None),
        ("organiser", None, "Office of the High Commissioner for Human Rights (OHCHR)", None),
        ("organiser", None, "International Labour Organization (ILO)", None),
        ("organiser", None, "International Organization for Migration (IOM)", None),
        ("organiser", None, "Platform for International Cooperation on Undocumented Migrants (PICUM)", None),
        ("moderator", None, "Mr. Craig Mokhiber", "OHCHR"),
        (
            "speaker",
            "Opening remarks",
            "Ms. Lakshmi Puri",
            (
                "Assistant Secretary-General and Deputy Executive Director UN Women and Chair of the Global Migration "
                "Group"
            ),
        ),
        (
            "speaker",
            "First discussion topic: Labour market options and ideas for a Global Compact on Migration",
            "Mr. Guy Ryder",
            "Director-General, International Labour Organization",
        ),
        (
            "speaker",
            "First discussion topic: Labour market options and ideas for a Global Compact on Migration",
            "Ms. Laura Thompson",
            "Deputy Director General, International Organization for Migration",
        ),
        (
            "speaker",
            (
                "Second discussion topic: Human rights protection of migrants in vulnerable situations and within "
                "large and/or mixed movements: protection gaps and norm-based practical guidance"
            ),
            "Ms. Kate Gilmore",
            "Deputy High Commissioner for Human Rights",
        ),
        (
            "speaker",
            (
                "Second discussion topic: Human rights protection of migrants in vulnerable situations and within "
                "large and/or mixed movements: protection gaps and norm-based practical guidance"
            ),
            "Ms. Michele Levoy",
            "Director, Platform for International Cooperation on Undocumented Migrants, PICUM",
        ),
        (
            "speaker",
            f"Next steps and ways forward: towards the {HIGH_LEVEL_MEETING}",
            "H.E. Ambassador David Donoghue",
            f"Permanent Representative of Ireland to the United Nations and co-facilitator of the {HIGH_LEVEL_MEETING}",
        ),
        (
            "speaker",
            f"Next steps and ways forward: towards the {HIGH_LEVEL_MEETING}",
            "Mr. Peter Sutherland",
            "Special Representative of the Secretary-General on International Migration and Development",
        ),
        (
            "speaker",
            f"Next steps and ways forward: towards the {HIGH_LEVEL_MEETING}",
            "Mr. William Gois",
            "Chair of the Global Coalition on Migration",
        ),
        ("speaker", "Closing remarks", "H.E. Mr. Md. Shahidul Haque", "Foreign Secretary of Bangladesh"),
        (
            "speaker",
            "Closing remarks",
            "H.E. Ambassador Jürg Lauber",
            "Permanent Representative of Switzerland to the United Nations",
        ),
    ],
    "human-rights-council-42-side-event": [
        ("organiser", None, "Office of the High Commissioner for Human Rights (OHCHR)", None),
        (
            "organiser",
            None,
            "Permanent Mission of the Kingdom of Morocco to the United Nations in Geneva (co-sponsor)",
            None,
        ),
        ("organiser", None, "Permanent Mission of Mexico to the United Nations in Geneva (co-sponsor)", None),
        (
            "moderator",
            None,
            "Mr. Todd Howland",
            (
                "Chief of the Development, Economic and Social Issues Branch, Office of the High Commissioner for "
                "Human Rights"
            ),
        ),
        (
            "speaker",
            "Opening remarks by co-sponsoring Delegation",
            "H.E. María del Socorro Flores Liera",
            "Ambassador and Permanent Representative of Mexico to the United Nations in Geneva",
        ),
        (
            "speaker",
            "Opening remarks by co-sponsoring Delegation",
            "H.E. Omar Zniber",
            "Ambassador and Permanent Representative of the Kingdom of Morocco to the United Nations in Geneva",
        ),
        ("speaker", "Panel discussion", "Ms. Rosie Carter", "Hope not Hate, UK"),
        ("speaker", "Panel discussion", "Ms. Alina Lyapina", "Seebrücke (Sea Bridge), Germany"),
        ("speaker", "Panel discussion", "Ms. Andrea Guerrero", "South Border Communities Coalition, USA"),
    ],
}
ITEMS = {
    "coordination-meeting-15-panel": [
        ("opening", "Introductory remarks of the moderator"),
        ("panel", "Presentations of the panellists"),
        ("discussion", "Q and A and concluding remarks of the moderator"),
    ],
    "high-level-dialogue-2016": [
        ("opening", "Opening remarks"),
        ("discussion", "First discussion topic"),
        ("discussion", "Second discussion topic"),
        ("discussion", "Next steps and ways forward"),
        ("closing", "Closing remarks"),
        ("discussion", "Discussion with participants/Member States"),
    ],
    "human-rights-council-42-side-event": [
        (
            "opening",
            "Screening of OHCHR video from the #StandUp4Migrants series with Indian-American comedian Hari Kondabolu",
        ),
        ("opening", "Opening remarks by co-sponsoring Delegation"),
        ("panel", "Panel discussion"),
    ],
}
PREPARATION = [
    ("1 June 2016", "Geneva", "protection of the human rights of migrants in large movements", "OHCHR and PICUM"),
    ("5-7 July 2016", "Geneva", "refugees and other forcibly displaced persons to the labour market", "ILO"),
    ("25 April 2016", "New York", "Understanding large movements of refugees and migrants", "UNDESA, IOM and UNHCR"),
    (
        "30 June 2016",
        "New York",
        "Protecting the human rights of all people in vulnerable situations within large movements",
        "OHCHR and UNODC",
    ),
    ("13 July 2016", "New York", "Strengthening responsibility sharing for refugees", "UNDP and UNHCR"),
]
THEMES_DISCUSSED = [
    ("human rights of all migrants", "whatever their status"),
    ("perceptions", "discrimination"),
    ("safe, orderly and regular migration", "undocumented"),
    ("integration and social inclusion", "cities"),
    ("the whole of government and of society", "states"),
    ("gfmd", "cluster 6"),
]
POLITICAL = [
    "2030", "refugees", "CMW", "fundamental", "stateless", "MIGOF, MICIC", "on the ground", "armed conflict",
    "thinner and smarter", "consular rights", "New York Declaration",
]  # fmt: skip
PRACTICAL = [
    "regular pathways", "private sector", "cultural diversity", "media", "data", "detention", "human mobility unit",
    "trade unions", "at sea", "universal health coverage", "forensic", "business and human rights",
]  # fmt: skip
ANNEX_I = {
    "states": (["thematic-session"], None, "2(b)", "specialized agencies"),
    "states-at-hearings": (["multi-stakeholder"], None, "3", "Member States"),
    "observers": (["thematic-session"], None, "2(b)", "Intergovernmental organizations"),
    "ecosoc-status": (["thematic-session", "multi-stakeholder"], None, "2(a)", "consultative status with ECOSOC"),
    "special-accreditation": (
        ["thematic-session", "multi-stakeholder"],
        "17 April 2017",
        "2(b), 3 and 4",
        "not in consultative status with ECOSOC",
    ),
    "national-human-rights-institutions": (
        ["thematic-session", "multi-stakeholder"],
        None,
        "2(d)",
        "compliant with the Paris Principles",
    ),
    "parliaments": (["thematic-session", "multi-stakeholder"], None, "2(e)", "parliaments"),
    "speakers-at-hearings": (["multi-stakeholder"], None, "3 and 6", "Stakeholders"),
    "speakers-at-sessions": (["thematic-session"], None, "4", "Stakeholders"),
    "steering-committee": (["thematic-session", "multi-stakeholder"], None, "Annex I, section 6", "steering committee"),
    "inputs": (["thematic-session"], None, "section 2(e)", "Member States and other stakeholders"),
    "trust-fund": (
        ["thematic-session", "multi-stakeholder", "process"],
        None,
        "section 2(f)",
        "least developed countries",
    ),
}
HOW = {
    "ecosoc-status": ["each meeting", "United Nations Secretariat", "joint registration platform"],
    "special-accreditation": ["special accreditation", "deadline", "non-objection basis", "each meeting"],
    "national-human-rights-institutions": ["each meeting", "United Nations Secretariat", "joint registration platform"],
    "parliaments": ["national delegations", "small delegation", "Inter-Parliamentary Union", "need not register"],
    "speakers-at-hearings": [
        "several weeks before", "Office of the President of the General Assembly", "steering committee", "do not speak",
    ],
    "speakers-at-sessions": ["several weeks before", "depends on the programme", "steering committee"],
    "steering-committee": ["call for membership", "launched in April 2017", "geographical, gender and age balance"],
    "inputs": ["a Member State or a group of Member States brings it forward", "stocktaking meeting"],
    "trust-fund": ["(OP31)", "un-earmarked", "Standard Administrative Arrangement", "MPTF Office"],
}  # fmt: skip
NAMED = re.compile(
    r"“[^”]+”|(?<!^)(?<!\. )(?<![\w“])[A-Z][\w-]*(?: (?:(?:of|on|the|and|for) )*[A-Z][\w-]*)*", re.MULTILINE
)
"""Quotations, and words with a capital that begin no sentence, with those that belong to them."""
COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|first|second|third)\b|\d+",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def known(plan: Workplan) -> dict[str, Programme]:
    return {programme.session.id: programme for programme in programmes(plan)}


def test_every_document_has_its_file(known: dict[str, Programme]) -> None:
    assert set(known) == {*THEMES, *HEADS, "informal-briefing-2017"}
    assert {path.stem for path in (DATA / "sessions").iterdir()} == set(known)


def test_every_file_names_its_document_and_its_schema(known: dict[str, Programme]) -> None:
    for programme in known.values():
        assert re.search(r"note|report|Letter", str(programme.session.source))
        first, second, third = programme.filed.document.text.splitlines()[:3]
        assert first == "# yaml-language-server: $schema=../../schema/session.schema.json"
        assert (DATA / "sessions" / first.partition("=")[2]).resolve() == ROOT / "schema" / "session.schema.json"
        assert (second, third[:2]) == ("#", "# ")


def test_sessions_are_tied_to_their_rows(known: dict[str, Programme], plan: Workplan) -> None:
    tied = {event.session: event.id for event in plan.events if event.session}
    assert tied == {**{name: name for name in THEMES}, "gfmd-dialogue-cluster-1": "gfmd-dialogue"}
    assert {name: one.event.id for name, one in known.items() if one.event} == tied


# -- the thematic sessions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", THEMES)
def test_what_holds_for_all_thematic_sessions(known: dict[str, Programme], name: str) -> None:
    programme = known[name]
    assert (programme.title, programme.venue, str(programme.when)) == THEMES[name]
    assert str(programme.session.hours) == "10:00-13:00 and 15:00-18:00"
    chairs = [(person.name, (person.role or "").removesuffix(", co-facilitator")) for person in programme.session.chair]
    assert chairs == COFACILITATORS
    assert programme.when.days == 2


@pytest.mark.parametrize("name", AS_PRINTED)
def test_date_and_city_as_printed(known: dict[str, Programme], name: str) -> None:
    session = known[name].session
    assert (str(session.when), str(session.place)) == AS_PRINTED[name]


@pytest.mark.parametrize("name", list(THEMES)[1:])
def test_five_sessions_have_no_programme_yet(known: dict[str, Programme], name: str) -> None:
    session = known[name].session
    assert session.days == ()
    assert "No programme is published yet" in (session.note or "")
    told = " ".join(session.format)
    for words in (
        "Two days", "co-chaired by the co-facilitators", "a Member State moderates each", "summary panel",
        "approximately three to four weeks ahead", "issue brief approximately four weeks ahead",
    ):  # fmt: skip
        assert words in told


def test_the_concept_note_has_another_date_for_the_sixth(known: dict[str, Programme]) -> None:
    assert "2-3 October 2017" in (known["thematic-6"].session.doubt or "")


def test_the_agenda_slot_by_slot(known: dict[str, Programme]) -> None:
    slots = [
        (item.date.isoformat(), str(item.item.time), item.item.kind, item.item.title)
        for item in known["thematic-1"].items
    ]
    assert slots == AGENDA


def test_who_speaks_in_the_agenda(known: dict[str, Programme]) -> None:
    """The co-facilitators and the Secretary-General are named in the letters; the rest has a role alone."""
    both = [name for name, _ in COFACILITATORS]
    speakers = {
        item.item.id: [speaker.name or speaker.role for speaker in item.item.speakers]
        for item in known["thematic-1"].items
        if item.item.speakers
    }
    assert speakers == {
        "opening": [*both, "Louise Arbour"],
        "panel-1": ["Expert"] * 3,
        "panel-2": ["Expert"] * 3,
        "closing-1": both,
        "welcome-2": both,
        "panel-3": ["Expert"] * 3,
        "summary-panel": [*(f"Moderator of Panel {number}" for number in (1, 2, 3)), "Thematic expert"],
        "conclusions": both,
        "closing-2": both,
    }
    roles = {person.role for item in known["thematic-1"].items for person in item.item.speakers if person.name}
    arbour = "Special Representative of the Secretary-General on International Migration, Secretary-General of the"
    assert roles == {"Co-facilitator", f"{arbour} intergovernmental conference"}
    moderators = {item.item.id: item.item.moderator for item in known["thematic-1"].items if item.item.moderator}
    assert set(moderators) == {"panel-1", "panel-2", "panel-3"}
    assert {person.role for person in moderators.values()} == {
        "A Member State, to be appointed by the President of the General Assembly"
    }


def test_the_limits_of_the_format(known: dict[str, Programme]) -> None:
    limits = {
        item.item.id: [(limit.who, str(limit.minutes), limit.times) for limit in item.item.limits]
        for item in known["thematic-1"].items
        if item.item.limits
    }
    assert limits == LIMITS
    whats = [limit.what for limit in known["thematic-1"].items[1].item.limits]
    assert whats == ["opening remarks", "introductory presentation", "intervention", "concluding remarks"]


# -- the other meetings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HEADS)
def test_where_and_when(known: dict[str, Programme], name: str) -> None:
    programme = known[name]
    place = programme.place.name if programme.place else None
    assert (programme.title, str(programme.when), str(programme.hours), place, programme.venue) == HEADS[name]
    assert [str(day.date) for day in programme.session.days] == [str(programme.when.earliest)]


@pytest.mark.parametrize("name", PEOPLE)
def test_people_and_offices(known: dict[str, Programme], name: str) -> None:
    people = [
        (one.part, one.item.item.title if one.item else None, one.name, one.role) for one in appearances_in(known[name])
    ]
    assert people == PEOPLE[name]


@pytest.mark.parametrize("name", ITEMS)
def test_items_in_the_order_of_the_document(known: dict[str, Programme], name: str) -> None:
    items = known[name].items
    assert [item.item.kind for item in items] == [kind for kind, _ in ITEMS[name]]
    assert all(item.item.title.startswith(title) for item, (_, title) in zip(items, ITEMS[name], strict=True))
    assert all(item.item.time is None for item in items)


def test_presentations_have_ten_minutes(known: dict[str, Programme]) -> None:
    limits = [limit for item in known["coordination-meeting-15-panel"].items for limit in item.item.limits]
    assert [(limit.who, str(limit.minutes), limit.times) for limit in limits] == [("panellist", "10", None)]


def test_the_year_of_the_side_event_is_explained(known: dict[str, Programme]) -> None:
    doubt = known["human-rights-council-42-side-event"].session.doubt or ""
    assert "without a year" in doubt
    assert "42nd session is that of September 2019" in doubt


def test_the_meetings_that_prepare_the_dialogue(known: dict[str, Programme]) -> None:
    told = known["high-level-dialogue-2016"].session.preparation
    assert len(told) == len(PREPARATION)
    for text, (date, place, *words) in zip(told, PREPARATION, strict=True):
        assert text.startswith(f"{date}, {place}: ")
        assert all(word in text for word in words)


def test_what_the_dialogue_said_and_recommended(known: dict[str, Programme]) -> None:
    session = known["gfmd-dialogue-cluster-1"].session
    for text, words in zip(session.outcomes, THEMES_DISCUSSED, strict=True):
        assert all(word in text.lower() for word in words), text
    expected = {"political": POLITICAL, "practical": PRACTICAL}
    assert list(session.recommendations) == list(expected)
    for heading, told in session.recommendations.items():
        assert all(word in text for text, word in zip(told, expected[heading], strict=True))


def test_objectives(known: dict[str, Programme]) -> None:
    counts = {name: len(one.session.objectives) for name, one in known.items() if one.session.objectives}
    assert counts == {
        "informal-briefing-2017": 1,
        "high-level-dialogue-2016": 5,
        "human-rights-council-42-side-event": 4,
        "coordination-meeting-15-panel": 1,
    }


# -- figures in prose ------------------------------------------------------------------------------------------------


PROSE = (
    "source", "format", "objectives", "preparation", "days", "items", "about", "outcomes", "recommendations", "note",
    "doubt",
)  # fmt: skip


def texts_in(value: object) -> list[str]:
    """Return the texts that are ours: not titles, names, roles or limits."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Row):
        return [text for name in PROSE for text in texts_in(getattr(value, name, ()))]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_in(part)]
    return [text for part in value for text in texts_in(part)] if isinstance(value, tuple) else []


FIGURES_IN_PROSE = {
    "thematic-1": "first 13 2017 two three three three ten five 4",
    **{
        f"thematic-{number}": "13 2017 2 4 two three four four" + (" 2 3 2017 3 4" if number == 6 else "")
        for number in range(2, 7)
    },
    "gfmd-dialogue-cluster-1": "1 1 two 18 ten three ten 6 two 2030 two 6 1",
    "coordination-meeting-15-panel": "15 3 4 30 10",
    "high-level-dialogue-2016": "20 2016 1 2016 5 7 2016 25 2016 30 2016 13 2016 four",
    "human-rights-council-42-side-event": "42 16 42 2019",
}


@pytest.mark.parametrize("name", FIGURES_IN_PROSE)
def test_every_figure_in_prose(known: dict[str, Programme], name: str) -> None:
    """Each number in a text is listed here."""
    words = [word.lower() for text in texts_in(known[name].session) for word in COUNTED.findall(text)]
    assert sorted(words) == sorted(FIGURES_IN_PROSE[name].split())


CONCEPT_NOTE = {"April", "Member State", "President of the General Assembly", "Secretary-General", "States"}
NAMES_IN_PROSE = {
    "thematic-1": {
        "Annex I", "April", "II", "Member State", "Member States", "Office of the President of the General Assembly",
        "President", "President of the General Assembly", "Secretary-General", "“Juan Jose Gómez Camacho”",
        "“all Member and Observer States”",
        "“Space for Side-Events”",
    },
    **{f"thematic-{number}": CONCEPT_NOTE for number in range(2, 6)},
    "thematic-6": {*CONCEPT_NOTE, "October"},
    "gfmd-dialogue-cluster-1": {
        "CMW", "Dialogue on the Global Compact on Migration", "GFMD", "GMG", "MICIC", "MIGOF", "Malta Declaration",
        "New York Declaration", "Sustainable Development Goals", "UN", "United Nations", "Valleta", "Vienna",
        "“migration”", "“Mobility”",
        "“thematic cluster 6”",
    },
    "coordination-meeting-15-panel": {
        "Coordination Meeting on International Migration", "New York Declaration", "“3 - 4.30 pm”", "“max. 10 minutes”",
    },
    "high-level-dialogue-2016": {
        "April", "Declaration", "GMG", "Geneva", "Principles", "Working Group on Human Rights and Gender Equality",
        "Global Migration Group", "Government of Switzerland", "Group",
        "High-Level Meeting", "ILO", "IOM and UNHCR", "July", "June", "New York", "OHCHR and PICUM", "OHCHR and UNODC",
        "Special Rapporteur on the Human Rights of Migrants", "UN and the ILO", "UNDESA", "UNDP and UNHCR",
        "“Protecting the human rights of all people in vulnerable situations within large movements”",
        "“Strengthening responsibility sharing for refugees”",
        "“Understanding large movements of refugees and migrants”",
    },
    "human-rights-council-42-side-event": {
        "Council", "Global Compact for Migration", "Human Rights Council", "Member States", "September",
        "“16 September”",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES_IN_PROSE)
def test_every_name_in_prose(known: dict[str, Programme], name: str) -> None:
    """Each name and each quotation in a text is listed here."""
    assert {word for text in texts_in(known[name].session) for word in NAMED.findall(text)} == NAMES_IN_PROSE[name]


# -- participation ---------------------------------------------------------------------------------------------------


def test_who_may_attend(plan: Workplan) -> None:
    deadlines = {deadline.id: str(deadline.when) for deadline in plan.deadlines}
    rows = {row.id: row for row in plan.participation}
    assert set(rows) == set(ANNEX_I)
    for name, (groups, deadline, section, words) in ANNEX_I.items():
        row = rows[name]
        assert list(row.groups) == groups
        assert deadlines.get(row.deadline or "") == deadline
        assert str(row.source).endswith(section)
        assert words in row.who


def test_how_they_may_attend(plan: Workplan) -> None:
    """The task of each, in the words that cannot be missed."""
    how = {row.id: row.how for row in plan.participation}
    for name, words in HOW.items():
        assert all(word in how[name] for word in words), name


def test_participation_governs_the_sessions_and_hearings(plan: Workplan) -> None:
    governed = {event.group for event in plan.events if list(plan.participation_in(event))}
    assert governed == {"thematic-session", "multi-stakeholder", "process"}


# -- what the letters say, and what the documents cite ---------------------------------------------------------------


def test_the_letters_date_the_documents_of_the_first_session(plan: Workplan) -> None:
    """The letter of the President encloses what the work plan dates 5 April TBC; the briefing has no date yet."""
    [letters] = [filed.paper for filed in plan.papers if filed.paper.title == "Letters of 13 April 2017"]
    assert {row.id: (str(row.when), str(row.place)) for row in letters.events} == {
        "documents-thematic-1": ("13 April 2017", "New York"),
        "thematic-1": ("8-9 May 2017", "Geneva"),
    }
    assert str(plan.event("documents-thematic-1").when) == "5 April 2017 TBC"


def test_the_briefing_has_no_date_yet(known: dict[str, Programme]) -> None:
    briefing = known["informal-briefing-2017"]
    assert not briefing.when.exact
    assert (str(briefing.when.earliest), str(briefing.when.latest)) == ("2017-04-13", "2017-05-07")
    assert briefing.place is None


def test_symbols_of_documents(known: dict[str, Programme]) -> None:
    """As each document prints them."""
    compact = ("A/RES/71/1", "A/RES/71/280")
    assert {name: one.session.references for name, one in known.items() if one.session.references} == {
        **dict.fromkeys(THEMES, compact),
        "coordination-meeting-15-panel": ("A/71/1", "A/70/59", "A/71/L.58", "A/71/285"),
    }


def test_panels_are_about_what_the_agenda_prints(known: dict[str, Programme]) -> None:
    about = {item.item.id: item.item.about or "" for item in known["thematic-1"].items if item.item.kind == "panel"}
    assert about["panel-1"].endswith("including the needs of migrants in vulnerable situations.")
    assert about["panel-2"].endswith("including in respect of health, education, and adequate standard of living.")
    assert about["panel-3"].endswith("public discourse that supports a positive attitude towards migrants.")
