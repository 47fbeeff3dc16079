"""States that a text names: by codes and names of the plan, and by those of ISO 3166-1."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from gcmplan.errors import AmbiguousValueError, UnknownValueError
from gcmplan.plan.countries import countries, find_country, name_of_country
from gcmplan.text.accents import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gcmplan.plan.workplan import Workplan

_CODE = len("KEN")


def find_state(plan: Workplan, text: str) -> str:
    """Return the code of a delegation: alpha-3 of a state, or the id of a member of the plan's own.

    It is given by a code, a usual name, or a part of its name in the plan.

    Any country of ISO 3166-1 is a state here, also one that is a member of no body of the plan.

    Raises:
        UnknownValueError: no country has this name.
        AmbiguousValueError: the part stands in several names.

    """
    wanted = folded(text)
    names = {code: {code, name} for code, name in plan.delegation_names.items()}
    for state in plan.states:
        names[state.alpha3].add(state.alpha2)
    for member in plan.members:
        names[member.id].update(member.also)
    for code, own in names.items():
        if wanted in map(folded, own):
            return code
    if country := find_country(text):
        return country.alpha3
    what = "member" if plan.members else "state"
    fitting = [one for one in plan.delegations if len(wanted) > _CODE and wanted in folded(one.name)]
    if len(fitting) > 1:
        raise AmbiguousValueError(what, text, [one.name for one in fitting])
    if not fitting:
        own_names = (name for one in plan.members for name in (one.id, *one.also))
        others = chain(own_names, *((one.name, *one.others) for one in countries()))
        raise UnknownValueError(what, text, [one.name for one in plan.delegations], others)
    return fitting[0].code


def name_of_state(plan: Workplan, code: str) -> str:
    """Return the name of a state (alpha-3): the plan's own, else that of ISO 3166-1."""
    return plan.delegation_names.get(code) or next((one.name for one in countries() if one.alpha3 == code), code)


def name_of_place(plan: Workplan, alpha2: str) -> str:
    """Return the name of a country (alpha-2): the plan's own, else that of ISO 3166-1."""
    own = (state.name for state in plan.states if state.alpha2 == alpha2)
    return next(own, None) or name_of_country(alpha2)


def states_without_body(plan: Workplan, texts: Iterable[str]) -> list[str]:
    """Return the names of those states that are members of no body of the plan.

    Raises:
        UnknownValueError, AmbiguousValueError: as `find_state`.

    """
    lists = ((body.members, body.suspended, body.observers, body.associates) for body in plan.bodies)
    members = frozenset(chain.from_iterable(chain.from_iterable(lists)))
    found = dict.fromkeys(find_state(plan, text) for text in texts)
    return [name_of_state(plan, code) for code in found if code not in members]
