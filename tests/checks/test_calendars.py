"""Calendars of countries are the same whether the library imports all its countries or one."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING

from conftest import ROOT
from gcmplan.checks.calendars import calendar_of_region

if TYPE_CHECKING:
    import pytest

_COUNTRIES = "holidays.countries"
_PRINTED = """
import sys
from datetime import date, timedelta
from holidays import list_supported_countries
{first}
from gcmplan.checks.calendars import calendar_of_region
days = [date(2017, 1, 1) + timedelta(number) for number in range(365)]
for code in list_supported_countries(include_aliases=False):
    calendar = calendar_of_region(code, None)
    weekend = [day.weekday() for day in days[:7] if calendar.is_weekend(day)]
    print(code, [(str(day), calendar.get(day)) for day in days if day in calendar], weekend)
"""


def printed(first: str) -> str:
    command = [sys.executable, "-c", _PRINTED.format(first=first)]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def test_a_country_has_the_same_days_without_the_others() -> None:
    alone = printed("assert 'holidays.countries' not in sys.modules")
    assert alone == printed("import holidays.countries")
    assert len(alone.splitlines()) > 100


def test_one_country_is_imported_alone() -> None:
    code = (
        "import sys; from gcmplan.checks.calendars import calendar_of_region as of; of('CH', 'GE');"
        "print([name for name in sys.modules if name.startswith('holidays.countries.')])"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert run.stdout == "['holidays.countries.switzerland']\n"


def test_a_country_that_needs_the_whole_package_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A substitute for the package in which no module is found."""
    calendar_of_region.cache_clear()
    empty = ModuleType(_COUNTRIES)
    empty.__path__ = []
    for name in [name for name in sys.modules if name.startswith(_COUNTRIES)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, _COUNTRIES, empty)
    calendar = calendar_of_region("IS", None)
    assert calendar is not None
    assert calendar.get(date(2017, 6, 17))
    assert calendar_of_region("XX", None) is None
