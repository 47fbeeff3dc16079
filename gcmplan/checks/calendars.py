"""Public holidays and weekends of a country, or of a part of it."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_COUNTRIES, _VERSION = "holidays.countries", "holidays.version"


@lru_cache(maxsize=512)
def calendar_of_region(country: str, subdivision: str | None) -> HolidayBase | None:
    """Return the public holidays of a region, of its whole country if it is not known, in English where possible.

    Returns None if the library does not know the country.
    """
    for region in dict.fromkeys((subdivision, None)):
        try:
            return _calendar(country, region)
        except NotImplementedError:
            continue
    return None


def _calendar(country: str, region: str | None) -> HolidayBase:
    _import_without_delay()
    from holidays import country_holidays  # noqa: PLC0415 - only for plans that name places

    try:
        return country_holidays(country, subdiv=region, language="en_US")
    except ImportError:
        # The module of this country imports from the whole package.
        sys.modules.pop(_COUNTRIES, None)
        return country_holidays(country, subdiv=region, language="en_US")


def _import_without_delay() -> None:
    """Let the module of a country be imported without those of all others, and without the version of the library.

    The package of the countries imports 250 modules in 40 ms, a fifth of what a whole command takes; `holidays` itself
    needs only the module of the country that is asked for. For its version it imports the reader of mails in 15 ms.
    """
    version = ModuleType(_VERSION)
    version.__dict__["__version__"] = ""
    sys.modules.setdefault(_VERSION, version)
    spec = find_spec(_COUNTRIES) if _COUNTRIES not in sys.modules else None
    if spec:
        sys.modules[_COUNTRIES] = module_from_spec(spec)
