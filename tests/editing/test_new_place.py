"""A city that the plan does not know gets its row of places.yaml in the same edit; which of several is asked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_questions import answered

from conftest import DATA, Cli
from gcmplan.editing.new_place import NamedPlace, SeveralCitiesError, UnknownPlaceError, place_named
from gcmplan.editing.operation import applied
from gcmplan.files.document import Document
from gcmplan.files.parse import Limits, read
from gcmplan.loading.load import load_plan
from gcmplan.plan.cities import City, cities
from gcmplan.plan.place_rows import PlaceRow
from strategies import few

NEW = ("--title", "Conference", "--when", "10-11 December 2018", "--group", "process", "--source", "x")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}


def documents(places: str) -> dict[str, Document]:
    """Return the documents of a plan that has nothing but places."""
    texts = {"plan/workplan.yaml": "title: x\n", "plan/places.yaml": places}
    return {path: read(path, text.encode(), Limits()) for path, text in texts.items()}


def text_after(named: NamedPlace, given: dict[str, Document]) -> str:
    """Return the file of places after a place was added."""
    document = given["plan/places.yaml"]
    for operation in named.operations["plan/places.yaml"]:
        document = applied(operation, document, lambda text: read("plan/places.yaml", text.encode(), Limits()))
    return document.text


# -- commands --------------------------------------------------------------------------------------------------------


def test_add_writes_the_row_and_says_so(cli: Cli, folder: Path) -> None:
    before = files(folder)
    run = cli("add", *NEW, "--place", "Marrakech", "--plan", str(folder))
    assert run.status == 0, run.err
    assert "place Marrakech: added\n" in run.out
    assert "Marrakech is new in places.yaml: Morocco, Africa/Casablanca, " in run.out
    plan = load_plan(folder)
    event = next(one for one in plan.events if one.title == "Conference")
    place = plan.place_of(event)
    assert place
    assert (place.name, place.also, place.country, place.timezone, place.latitude, place.longitude) == (
        "Marrakech", ("Marrakesh",), "MA", "Africa/Casablanca", 31.634, -8.0,
    )  # fmt: skip
    names = [row.name for row in plan.places if row.latitude is not None]
    assert names == sorted(names)
    assert {name for name, data in files(folder).items() if data != before[name]} == {"workplan.yaml", "places.yaml"}
    run = cli("undo", "--plan", str(folder))
    assert run.status == 0, run.err
    assert files(folder) == before


def test_set_writes_the_row_of_a_session_too(cli: Cli, folder: Path) -> None:
    run = cli("set", "session:thematic-1", "place", "Den Haag TBC", "--anyway", "--plan", str(folder))
    assert run.status == 0, run.err
    plan = load_plan(folder)
    session = next(filed.session for filed in plan.sessions if filed.session.id == "thematic-1")
    assert str(session.place) == "Den Haag TBC"
    assert (plan.place("Den Haag").country, plan.place("Den Haag").also) == ("NL", ("The Hague",))


def test_the_programme_moves_along_to_a_new_city(cli: Cli, folder: Path) -> None:
    """Also by another name or spelling: it is the same for both."""
    run = cli("set", "thematic-1", "place", "nairobi", "--anyway", "--plan", str(folder))
    assert run.status == 0, run.err
    plan = load_plan(folder)
    session = next(filed.session for filed in plan.sessions if filed.session.id == "thematic-1")
    assert (str(plan.event("thematic-1").place), str(session.place)) == ("Nairobi", "Nairobi")
    assert "Nairobi is new in places.yaml" in run.out
    words = ("slots", "thematic-1", "--place", "Bonn", "--in", "May 2017", "--apply", "1", "--plan", str(folder))
    run = cli(*words)
    assert run.status == 0, run.err
    plan = load_plan(folder)
    session = next(filed.session for filed in plan.sessions if filed.session.id == "thematic-1")
    assert (str(plan.event("thematic-1").place), str(session.place)) == ("Bonn", "Bonn")


def test_the_effect_alone_writes_nothing(cli: Cli, folder: Path) -> None:
    before = files(folder)
    run = cli("set", "thematic-2", "place", "Bonn", "--dry-run", "--plan", str(folder), "--format", "json")
    assert run.status == 0, run.err
    found = json.loads(run.out)
    assert [(one["section"], one["id"]) for one in found["changes"]] == [
        ("events", "thematic-2"), ("places", "Bonn"), ("sessions", "thematic-2"),
    ]  # fmt: skip
    assert files(folder) == before


def test_several_cities_are_listed_with_how_to_write_each(cli: Cli, folder: Path) -> None:
    before = files(folder)
    for words in (("add", *NEW, "--place", "Washington"), ("set", "thematic-2", "place", "Washington"),
                  ("slots", "hearing-4", "--place", "Washington")):  # fmt: skip
        run = cli(*words, "--plan", str(folder))
        assert run.status == 2
        assert "'Washington' is the name of 4 cities: Washington, US-DC (United States of America, " in run.err
        assert "; Washington, GB (United Kingdom" in run.err
        assert "Hint: write which, like 'Washington, US-DC'\n" in run.err
    assert files(folder) == before
    run = cli("set", "thematic-2", "place", "Washington, US-DC", "--anyway", "--plan", str(folder))
    assert run.status == 0, run.err
    plan = load_plan(folder)
    assert (str(plan.event("thematic-2").place), plan.place("Washington").subdivision) == ("Washington", "DC")


def test_on_a_terminal_it_is_asked_which(folder: Path) -> None:
    status, screen = answered(folder, "set", "thematic-2", "place", "Santiago TBC", answers=())
    assert status == 0, screen
    assert "Which" not in screen, "the plan knows one"
    plan = load_plan(folder)
    assert str(plan.event("thematic-2").place) == "Santiago TBC"
    status, screen = answered(folder, "set", "thematic-2", "place", "Washington TBC", answers=("Utopia", "2", "y"))
    assert status == 0, screen
    assert "Which Washington? Its number or country" in screen
    assert "   2  Washington, GB TBC     United Kingdom" in screen
    plan = load_plan(folder)
    assert (str(plan.event("thematic-2").place), plan.place("Washington").country) == ("Washington TBC", "GB")
    status, screen = answered(folder, "set", "thematic-2", "place", "Springfield", answers=("<",))
    assert (status, screen.endswith("Nothing is written.\n")) == (1, True)


def test_an_unknown_city_is_added_by_hand(cli: Cli, folder: Path) -> None:
    before = files(folder)
    for words in (("add", *NEW, "--place", "Atlantis"), ("set", "thematic-2", "place", "Atlantis"),
                  ("slots", "hearing-4", "--place", "Atlantis")):  # fmt: skip
        run = cli(*words, "--plan", str(folder))
        assert run.status == 2
        err = " ".join(run.err.split())
        assert "there is no place 'Atlantis'; known: Addis Ababa, " in err
        assert "add a row of places.yaml by hand: '- {name: Atlantis, country: CH, timezone: Europe/Zurich}'" in err
    assert files(folder) == before


def test_slots_tries_and_applies_a_new_city(cli: Cli, folder: Path) -> None:
    before = files(folder)
    words = ("slots", "hearing-4", "--place", "Bonn", "--in", "March 2018", "--plan", str(folder))
    run = cli(*words, "-n", "1", "--format", "json")
    assert run.status == 0, run.err
    (slot,) = json.loads(run.out)["slots"]
    assert slot["place"] == "Bonn"
    assert "working days, no public holiday in Bonn and no observance" in slot["reasons"]
    assert files(folder) == before
    assert cli(*words, "--apply", "1").status == 0
    assert str(load_plan(folder).event("hearing-4").place) == "Bonn"
    assert cli("undo", "--plan", str(folder)).status == 0
    assert files(folder) == before
    run = cli("slots", "hearing-4", "--place", "Bonn TBC", "--plan", str(folder))
    assert (run.status, "'Bonn TBC' is no city" in run.err) == (2, True)


def test_a_city_fixes_a_plan_that_names_no_place(cli: Cli, folder: Path) -> None:
    path = folder / "workplan.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("place: Bali\n", "place: Atlantis\n", 1), encoding="utf-8")
    run = cli("set", "bali-process", "place", "Tripoli", "--plan", str(folder))
    assert (run.status, "'Tripoli' is the name of 3 cities: Tripoli, " in run.err) == (2, True)
    run = cli("set", "bali-process", "place", "Atlantic", "--plan", str(folder))
    assert (run.status, "there is no place 'Atlantic'" in run.err) == (2, True)
    run = cli("set", "bali-process", "place", "Tripoli, Libya", "--plan", str(folder))
    assert run.status == 0, run.err
    assert "The plan could not be loaded: it can be loaded again" in run.out
    assert "Tripoli is new in places.yaml: Libya, Africa/Tripoli" in run.out
    assert load_plan(folder).place("Tripoli").country == "LY"


# -- which place is meant --------------------------------------------------------------------------------------------

GENEVA = "places:\n- {name: Geneva, country: CH, timezone: Europe/Zurich, latitude: 46.2, longitude: 6.15}\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("geneva", "Geneva"),
        ("Genève TBC", "Geneva TBC"),
        ("Geneva, CH", "Geneva"),
        ("Geneva, Switzerland TBA", "Geneva TBA"),
        ("Geneva, US", "Geneva, US"),
        ("Geneva, US-IL TBC", "Geneva, US TBC"),
        ("TBA", "TBA"),
        ("nairobi", "Nairobi"),
        ("den haag", "Den Haag"),
        ("Bogota", "Bogotá"),
        ("Springfield, us-il", "Springfield"),
        ("Springfield, IL", "Springfield"),
        ("Geneva, IL", "Geneva, US"),
    ],
)
def test_a_place_of_the_plan_comes_before_any_city(text: str, place: str) -> None:
    named = place_named(documents(GENEVA), text)
    assert named.text == place
    assert (named.row is None) == (not named.operations) == (place in {"Geneva", "Geneva TBC", "Geneva TBA", "TBA"})


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Springfield", SeveralCitiesError),
        ("Springfield, US", SeveralCitiesError),
        ("Geneva, IT", UnknownPlaceError),
        ("Geneva, Narnia", UnknownPlaceError),
        ("Santiago,", SeveralCitiesError),
        (", CH", UnknownPlaceError),
        ("Mexico", UnknownPlaceError),
        ("\u202e", UnknownPlaceError),
    ],
)
def test_what_means_no_one_city(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        place_named(documents(GENEVA), text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Geneva, IT", "did you mean 'Geneva, CH' or 'Geneva, US'?; for a place"),
        ("Nairobbi", "did you mean 'Nairobi'?; for a place"),
        ("Xyzzyx, CH", "for a place that is no large city, add a row of places.yaml by hand"),
    ],
)
def test_what_may_have_been_meant_is_said(text: str, hint: str) -> None:
    with pytest.raises(UnknownPlaceError) as raised:
        place_named(documents("places: []\n"), text)
    assert raised.value.hint.startswith(hint)


@few
@given(st.sampled_from(cities()), st.sampled_from(["places: []\n", "places:\n", GENEVA, GENEVA.replace("\n", "\r\n")]))
def test_every_city_can_be_added_once(city: City, places: str) -> None:
    """Written with its region it is found, its row can be read, every other byte stays, and then the plan knows it."""
    given_ = documents(places)
    text = f"{city.name}, {city.country}-{city.region}"
    named = place_named(given_, text)
    if city.name == "Geneva" and city.country == "CH" and "Geneva" in places:
        assert named.row is None
        return
    assert named.row
    place = PlaceRow.model_validate(named.row)
    assert (place.country, place.timezone) == (city.country, city.timezone)
    after = text_after(named, given_)
    if places.startswith(GENEVA[:10]) and "Geneva" in places:
        kept = places.splitlines()[1]
        assert kept in after.splitlines()
        assert after.count("\r\n") == (after.count("\n") if "\r\n" in places else 0)
    again = place_named(documents(after), text)
    assert (again.text, again.row) == (named.text, None)
    assert place_named(documents(after), named.text).text == named.text


def test_other_names_find_the_row_of_the_city() -> None:
    places = "places:\n- {name: Den Haag, country: NL, timezone: Europe/Amsterdam, latitude: 52.1, longitude: 4.3}\n"
    named = place_named(documents(places), "La Haye")
    assert (named.text, named.row) == ("Den Haag", None)
    assert named.remarks == ("La Haye is 'Den Haag' in the plan",)


def test_rows_out_of_order_stay_and_the_new_one_is_the_last_city() -> None:
    rows = [
        "- {name: Vienna, country: AT, timezone: Europe/Vienna, latitude: 48.2, longitude: 16.4}",
        "- {name: Geneva, country: CH, timezone: Europe/Zurich, latitude: 46.2, longitude: 6.15}",
        "# Countries",
        "- {name: Turkey, country: TR, timezone: Europe/Istanbul}",
    ]
    given_ = documents("\n".join(("places:", *rows, "")))
    after = text_after(place_named(given_, "Bonn"), given_).splitlines()
    assert after[:3] == ["places:", *rows[:2]]
    assert after[3] == "- name: Bonn"
    assert after[-2:] == rows[2:]
