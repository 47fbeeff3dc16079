"""The commits whose dates calendars can take as the time of a change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcmplan.git.commit_times import are_too_late
from strategies import moderate

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "late"),
    [
        ([], []),
        (["2026-01-01"], []),
        (["2026-01-01", "2026-02-01", "2026-02-01"], []),
        # In the future.
        (["9999-01-01"], [0]),
        (["2026-01-01", "2026-12-24"], [1]),
        (["2026-01-01", "2199-01-01", "2198-01-01", "2026-02-01"], [1, 2]),
        # A clock that is a little fast or in another time zone.
        (["2026-11-29"], []),
        (["2026-01-02", "2026-01-01", "2026-01-03"], []),
        # After what follows it.
        (["2026-03-01", "2026-02-01"], [0]),
        (["2026-01-01", "2026-09-01", "2026-02-01", "2026-03-01"], [1]),
        (["2026-01-01", "2026-09-01", "2026-08-01", "2026-02-01", "2026-03-01", "2026-04-01"], [1, 2]),
        # One that is too early says nothing of those before it.
        (["2026-01-01", "2026-02-01", "1970-01-01"], []),
        (["2026-01-01", "2026-02-01", "1970-01-01", "2026-03-01"], []),
    ],
)
def test_who_is_too_late(days: list[str], late: list[int]) -> None:
    found = are_too_late([day(text) for text in days], NOW)
    assert [number for number, is_late in enumerate(found) if is_late] == late


@moderate
@given(numbers=st.lists(st.integers(0, 30), max_size=12), now=st.none() | st.integers(0, 30))
def test_what_is_not_too_late_is_near_an_order(numbers: list[int], now: int | None) -> None:
    times = [NOW + timedelta(days=3 * number) for number in numbers]
    late = are_too_late(times, None if now is None else NOW + timedelta(days=3 * now))
    assert len(late) == len(times)
    if numbers == sorted(numbers) and now is None:
        assert not any(late)
    for number, is_late in zip(numbers, late, strict=True):
        assert is_late or now is None or number <= now
    # A commit is too late in the past only because of a later commit.
    for place, (number, is_late) in enumerate(zip(numbers, late, strict=True)):
        if is_late and (now is None or number <= now):
            assert any(other < number for other in numbers[place + 1 :])
