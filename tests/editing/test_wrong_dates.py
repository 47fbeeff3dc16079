"""A date that cannot be read is pointed at where it was typed, whichever command it was given to."""

from __future__ import annotations

import pytest

from conftest import DATA, Cli

WRONG = {
    "5-8 Jnue 2017": "Jnue",
    "31 June 2017": "31",
    "8 May 2017 Marrakech": "Marrakech",
    "+1 wek": "+1 wek",
    "+900 years": "+900 years",
    "x'y": "x",
}
"""Dates, and what is at fault in each."""
COMMANDS = [
    ["move", "bali-process", "DATE"],
    ["confirm", "bali-process", "DATE"],
    ["postpone", "bali-process", "DATE"],
    ["set", "bali-process", "when", "DATE"],
    ["add", "--title", "Talks in June", "--when", "DATE", "--group", "process", "--note", "31 Jnue"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize(("date", "fault"), WRONG.items(), ids=lambda text: text)
def test_the_caret_stands_below_the_fault(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, words: list[str], date: str, fault: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    if words[0] == "add" and date == "+900 years":
        pytest.skip("a new event has no date to go from")
    run = cli(*(date if word == "DATE" else word for word in words), "--plan", str(DATA), "--dry-run")
    assert (run.status, run.out) == (2, "")
    line = next(one for one in run.err.splitlines() if one.startswith("1 | "))
    carets = next(one for one in run.err.splitlines() if "^" in one)
    start, end = carets.index("^"), carets.rindex("^") + 1
    assert line[start:end] == fault
    assert line.startswith(f"1 | gcmplan {words[0]} ")
    assert run.err.endswith("Error: nothing is written\n")
