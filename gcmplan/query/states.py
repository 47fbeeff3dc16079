"""States that a text names: by codes and names of the plan, and by those of ISO 3166-1."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from gcmplan.errors import AmbiguousValueError, UnknownValueError
from gcmplan.plan.countries import countries, find_country
from gcmplan.text.accents import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.plan.workplan import Workplan

_CODE = len("KEN")


def find_state(plan: Workplan, text: str) -> str:
    """Return the alpha-3 code of a state given by a code, a usual name, or a part of its name in the plan.

    Any country of ISO 3166-1 is a state here, also one that is a member of no body of the plan.

    Raises:
        UnknownValueError: no country has this name.
        AmbiguousValueError: the part stands in several names.

    """
    wanted = folded(text)
    for state in plan.states:
        if wanted in {folded(state.alpha3), folded(state.alpha2), folded(state.name)}:
            return state.alpha3
    if country := find_country(text):
        return country.alpha3
    fitting = [state for state in plan.states if len(wanted) > _CODE and wanted in folded(state.name)]
    if len(fitting) > 1:
        raise AmbiguousValueError("state", text, [state.name for state in fitting])
    if not fitting:
        others = chain.from_iterable((one.name, *one.others) for one in countries())
        raise UnknownValueError("state", text, [state.name for state in plan.states], others)
    return fitting[0].alpha3


def name_of_state(plan: Workplan, code: str) -> str:
    """Return the name of a state (alpha-3): the plan's own, else that of ISO 3166-1."""
    own = (state.name for state in plan.states if state.alpha3 == code)
    return next(own, None) or next((one.name for one in countries() if one.alpha3 == code), code)


def states_without_body(plan: Workplan, texts: Iterable[str]) -> list[str]:
    """Return the names of those states that are members of no body of the plan.

    Raises:
        UnknownValueError, AmbiguousValueError: as `find_state`.

    """
    lists = ((body.members, body.suspended, body.observers, body.associates) for body in plan.bodies)
    members = frozenset(chain.from_iterable(chain.from_iterable(lists)))
    found = dict.fromkeys(find_state(plan, text) for text in texts)
    return [name_of_state(plan, code) for code in found if code not in members]
