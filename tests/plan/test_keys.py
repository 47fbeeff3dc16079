"""The facts about a key are on its field: nothing else lists keys, or the two are compared here."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from gcmplan.changes.change import ChangeKind
from gcmplan.changes.kinds import kinds_of_row
from gcmplan.plan.bodies import Body
from gcmplan.plan.keys import Aspect, Trait, annotation_at, annotation_of, form_of, key_of, keys_of, models_in
from gcmplan.plan.model import Deadline, Event, Policy
from gcmplan.plan.official_document import PaperEvent
from gcmplan.plan.row import Row
from gcmplan.plan.sections import MAIN, MODELS, BodiesFile, ObservancesFile, PlacesFile, WorkplanFile
from gcmplan.plan.session import Item, Session
from gcmplan.text.blanks import PROSE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def inside(model: type[Row]) -> Iterator[type[Row]]:
    yield model
    for name in model.model_fields:
        for part in models_in(annotation_of(model, name)):
            yield from inside(part)


FILES = (WorkplanFile, BodiesFile, PlacesFile, ObservancesFile, Session, MODELS["sources"])
ROWS = tuple(dict.fromkeys(model for file in FILES for model in inside(file)))
KEYS = [(model, name) for model in ROWS for name in model.model_fields]


def test_all_models_are_walked() -> None:
    assert {Event, Body, Item, PaperEvent, Policy} <= set(ROWS)
    assert set(MODELS.values()) - set(ROWS) == {MODELS["plan"]}


@pytest.mark.parametrize(("model", "name"), KEYS, ids=lambda one: getattr(one, "__name__", one))
def test_prose_is_known_by_the_name_of_its_key(model: type[Row], name: str) -> None:
    assert (Trait.PROSE in key_of(model, name).traits) is (name in PROSE)


@pytest.mark.parametrize(("model", "name"), KEYS, ids=lambda one: getattr(one, "__name__", one))
def test_a_key_refers_to_a_section_whose_rows_have_names(model: type[Row], name: str) -> None:
    refers = key_of(model, name).refers
    if refers is not None:
        assert [key for key, facts in keys_of(MODELS[refers]).items() if Trait.IDENTITY in facts.traits]


def test_every_section_but_three_has_a_key_by_which_its_rows_are_known() -> None:
    nameless = [
        section
        for section in (*MAIN, "states", "members", "bodies", "places", "observances", "sessions")
        if not any(Trait.IDENTITY in key.traits for key in keys_of(MODELS[section]).values())
    ]
    assert nameless == ["waivers", "holidays", "observances"]


@pytest.mark.parametrize(
    ("model", "name", "refers"),
    [
        (Event, "group", "groups"),
        (Event, "after", "events"),
        (Event, "place", "places"),
        (Event, "title", None),
        (Body, "observers", "members"),
        (Body, "joint", "bodies"),
        (Deadline, "event", "events"),
        (PaperEvent, "id", "events"),
    ],
)
def test_what_a_key_refers_to(model: type[Row], name: str, refers: str | None) -> None:
    assert key_of(model, name).refers == refers


def test_the_outer_of_two_markers_counts() -> None:
    # The members of a body join, what is suspended is added; its former ids are in the order in which it had them.
    assert [key_of(Body, name).listed.came for name in ("members", "suspended")] == ["joined", "added"]  # type: ignore[union-attr]
    assert key_of(Event, "formerly").listed.is_ordered  # type: ignore[union-attr]
    assert not key_of(Event, "after").listed.is_ordered  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("model", "location", "form"),
    [
        (Event, ("after", 0), "lower-case letters, digits and single hyphens, like 'thematic-1'"),
        (Body, ("suspended", 3), "three capital letters of ISO 3166-1, like 'CHE'"),
        (Policy, ("by_month", "2018-01"), "a number like 4"),
        (Policy, ("by_month", "January", "[key]"), "a month like '2018-02'"),
        (Session, ("days", 0, "date"), "a day like '2017-04-12'"),
        (Session, ("days", 0, "items", 1, "id"), "lower-case letters, digits and single hyphens, like 'thematic-1'"),
        (Session, ("chair", 0, "name"), None),
        (Event, ("unknown", 0), None),
    ],
)
def test_the_form_of_a_value_at_any_depth(model: type[Row], location: tuple[str | int, ...], form: str | None) -> None:
    assert form_of(annotation_at(model, location)) == form


def test_every_aspect_of_a_key_makes_a_kind_of_change() -> None:
    values = {"id": "a", "title": "A", "group": "g", "kind": "meeting", "when": "8 May 2017", "source": "x"}
    event = Event.model_validate(values)
    other = {
        "id": ("b", ChangeKind.RENAMED),
        "title": ("B", ChangeKind.RENAMED),
        "group": ("h", ChangeKind.REGROUPED),
        "phase": ("I", ChangeKind.REPHASED),
        "when": ("10 May 2017", ChangeKind.POSTPONED),
        "hours": ("10:00-13:00", ChangeKind.NARROWED),
        "certainty": ("tbc", ChangeKind.UNCONFIRMED),
        "place": ("Geneva", ChangeKind.RELOCATED),
        "venue": ("Room XX", ChangeKind.RELOCATED),
        "status": ("cancelled", ChangeKind.CANCELLED),
        "note": ("A word", ChangeKind.REWORDED),
    }
    assert {key_of(Event, name).aspect for name in other} == {*Aspect} - {Aspect.PROGRAMME}
    for name, (value, kind) in other.items():
        after = Event.model_validate({**values, name: value})
        assert kinds_of_row(event, after, [name]) == (kind,)


# -- a new key is one place --------------------------------------------------------------------------------------------

PLAN = """\
title: A plan
as_of: 2017-04-12
calendar: {name: A plan, domain: example.org}
groups:
- {id: talks, title: Talks, short: Talks, color: "#E69F00"}
events:
- {id: first, title: First, group: talks, kind: meeting, when: 8 May 2017, source: x, languages: LANGUAGES}
"""


@pytest.fixture(scope="module")
def changed_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of gcmplan whose events have one more key, of which nothing but the model knows."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT / "gcmplan", folder / "gcmplan", ignore=shutil.ignore_patterns("__pycache__"))
    model = folder / "gcmplan" / "plan" / "model.py"
    text = model.read_text(encoding="utf-8")
    last = '    url: Address | None = None\n    """Its page."""\n'
    assert text.count(last) == 1
    model.write_text(text.replace(last, f"{last}    languages: Identifiers = ()\n"), encoding="utf-8")
    return folder


def answer(package: Path, folder: Path, *arguments: str) -> tuple[int, str]:
    """Return the exit status of a command of the changed package, and what it says."""
    code = f"import sys; sys.path.insert(0, {str(package)!r}); import gcmplan.__main__ as m; sys.exit(m.main())"
    found = subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return found.returncode, found.stdout + found.stderr


def plans(folder: Path, **languages: str) -> None:
    for name, text in languages.items():
        (folder / name).mkdir()
        (folder / name / "workplan.yaml").write_text(PLAN.replace("LANGUAGES", text), encoding="utf-8")


def test_a_new_list_of_names_joins_and_leaves(changed_package: Path, tmp_path: Path) -> None:
    plans(tmp_path, one="[en, fr]", same="[fr, en]", other="[fr, ru]")
    _, out = answer(changed_package, tmp_path, "diff", "one", "other", "--format", "markdown")
    assert "joined: ru" in out
    assert "left: en" in out
    status, out = answer(changed_package, tmp_path, "diff", "one", "same", "--exit-code", "--format", "plain")
    assert (status, out) == (0, "")


def test_a_new_key_is_shown_and_set(changed_package: Path, tmp_path: Path) -> None:
    plans(tmp_path, one="[en, fr]")
    _, out = answer(changed_package, tmp_path, "show", "first", "--plan", "one")
    assert [" ".join(line.split()) for line in out.splitlines() if "anguages" in line] == ["Languages en, fr"]
    status, out = answer(changed_package, tmp_path, "set", "first", "languages", "ru,", "es", "--plan", "one")
    assert status == 0, out
    assert "languages: [ru, es]" in (tmp_path / "one" / "workplan.yaml").read_text(encoding="utf-8")


def test_the_hint_on_a_wrong_value_of_a_new_key(changed_package: Path, tmp_path: Path) -> None:
    plans(tmp_path, one="[EN_US]")
    status, out = answer(changed_package, tmp_path, "check", "one", "--format", "concise")
    assert status == 1
    assert "write lower-case letters, digits and single hyphens" in answer(changed_package, tmp_path, "check", "one")[1]
    assert "EN_US" in out
