"""The words that people try for keys, places and ids: a hint names what they mean, or nothing that is not alike."""

from __future__ import annotations

import pytest

from conftest import DATA
from gcmplan.editing.new_place import UnknownPlaceError, place_named
from gcmplan.editing.targets import _MEANT, UnknownKeyError
from gcmplan.loading.load import load_plan
from gcmplan.plan.model import Deadline, Event
from gcmplan.text.suggest import nearest

EVENT = list(Event.model_fields)


@pytest.mark.parametrize("key", sorted(_MEANT))
def test_other_words_mean_a_key_and_are_none(key: str) -> None:
    assert key in EVENT
    for word in _MEANT[key]:
        assert word not in EVENT
        assert UnknownKeyError("event 'x'", word, EVENT).hint == f"did you mean '{key}'?"
        assert UnknownKeyError("event 'x'", word.title(), EVENT).hint == f"did you mean '{key}'?"


def test_a_word_for_a_key_that_a_row_cannot_have_is_no_hint() -> None:
    keys = list(Deadline.model_fields)
    assert "place" not in keys
    assert "'place'" not in UnknownKeyError("deadline 'x'", "city", keys).hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Zoom", "did you mean 'online'?"),
        ("MS Teams", "did you mean 'online'?"),
        ("Palais des Nations, Geneva", "the place is 'Geneva'; the building and the room are its 'venue'"),
        ("Geneva, Palais des Nations", "the place is 'Geneva'; the building and the room are its 'venue'"),
        ("Genevva", "did you mean 'Geneva'?; for a place that is no large city, "),
        ("Copenhaagen", "did you mean 'Copenhagen'?; for a place that is no large city, "),
        ("Room XIX", "for a place that is no large city, "),
        ("Headquarters", "for a place that is no large city, "),
    ],
)
def test_a_place_that_is_none_has_a_hint_on_what_may_be_meant(text: str, hint: str) -> None:
    with pytest.raises(UnknownPlaceError) as error:
        place_named(load_plan(DATA).documents, text)
    assert error.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("opning", "opening-session"),
        ("Reprot", "draft-report"),
        ("rport", "draft-report"),
        ("sesion", None),
        ("opening-sesion", "opening-session"),
        ("xyzzy", None),
    ],
)
def test_a_word_of_one_name_alone_is_enough(typed: str, meant: str | None) -> None:
    assert nearest(typed, ["opening-session", "second-session", "draft-report"]) == meant
