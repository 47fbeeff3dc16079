"""The hints for a command line that cannot be read: each says what to type."""

from __future__ import annotations

import re
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Cli
from inside import start

GENERIC = 'words that belong together need quotation marks: "8-9 May 2017"'


@pytest.mark.parametrize(
    ("words", "fault", "hint"),
    [
        ("list --in 5 May 2017", "takes: May 2017", 'words that belong together need quotation marks: "5 May 2017"'),
        (
            "move bali-process 5-8 June 2017",
            "takes: June 2017",
            'words that belong together need quotation marks: "5-8 June 2017"',
        ),
        ("list --for United States", "takes: States", 'need quotation marks: "United States"'),
        ("show GFMD Summit", "takes: Summit", 'need quotation marks: "GFMD Summit"'),
        ("move a b c d", "takes: c d", GENERIC),
        ("list --in May --for Fiji 2017", "takes: 2017", "need quotation marks"),
        ("move bali-process “5-8 June 2017”", "takes: June 2017”", 'write straight quotation marks: "8-9 May 2017"'),
        ("list \u2013for Kenya", "takes: \u2013for Kenya", "write two hyphens: --for"),
        ("list —for Kenya", "takes: —for Kenya", "write two hyphens: --for"),
        ("list geneva", "takes: geneva", "a word to look for follows an option: --grep geneva, --place geneva"),
        ("list --For Kenya", "No such option: --For", "write --for"),
        ("list -place Geneva", "No such option: -p", "write --place"),
        ("list --plac Geneva", "No such option: --plac", "did you mean --place?"),
        ("list --pacle=Geneva", "No such option: --pacle", "did you mean --place?"),
        ("list --p I", "No such option: --p", "did you mean --phase or --place or --plan?"),
        ("list --xyzzy", "No such option: --xyzzy", "'gcmplan list -h' lists the options"),
        ("move bali-process -1", "No such option: -1", 'for a date, write "1 week earlier"'),
        ("list --phase", "Option '--phase' requires an argument", "a value follows --phase"),
        ("export ics -o", "Option '-o' requires an argument", "a value follows -o"),
        ("check --verbose=2", "Option '--verbose' does not take a value", "write --verbose alone"),
        ("--version=2", "Option '--version' does not take a value", "write --version alone"),
        ("--for Kenya list", "No such option: --for", "options are written after the command"),
        ("log --in May", "No such option: --in", "'gcmplan log -h' lists the options"),
        ("list --colour always", "No such option: --colour", "did you mean --color?"),
        ("add Talks", "takes: Talks", "each value follows its option: --title Talks"),
        ("help", "No such command 'help'", "gcmplan -h"),
        ("help list", "No such command 'help'", "gcmplan list -h"),
        ("delete thematic-1", "No such command 'delete'", "did you mean 'remove'?"),
        ("xyzzy", "No such command 'xyzzy'", "'gcmplan -h' lists the commands"),
        ("timeline --size A4", "'A4' is not one of", "did you mean 'a4'?"),
        ("list --format tabel", "'tabel' is not one of", "did you mean 'table'?"),
        ("export excel", "there is no format 'excel'", "gcmplan export xlsx"),
        ("export pdf", "there is no format 'pdf'", "gcmplan timeline -o year.pdf draws a picture"),
        ("export ics --fro May", "No such option: --fro", "did you mean --from?"),
    ],
)
def test_a_command_line_that_cannot_be_read_ends_with_what_to_type(cli: Cli, words: str, fault: str, hint: str) -> None:
    run = cli(*words.split())
    error, last = run.err.splitlines()[-2:]
    assert (run.status, run.out) == (2, "")
    assert error.startswith("Error: ")
    assert fault in error
    assert last.startswith("Hint: ")
    assert hint in last


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("calendar --months 0", "'--months': 0 is not a whole number from 1 to 24"),
        ("calendar --months 25", "'--months': 25 is not a whole number from 1 to 24"),
        ("calendar --months two", "'--months': 'two' is not a whole number from 1 to 24"),
        ("log -n 0", "'--limit' / '-n': 0 is not a whole number of 1 or more"),
        ("log -n 1.5", "'--limit' / '-n': '1.5' is not a whole number of 1 or more"),
        ("timeline --width wide", "'--width': 'wide' is not a whole number"),
        ("next 0", "N: '0' is not a whole number of 1 or more"),
        ("next ten", "N: 'ten' is not a whole number of 1 or more"),
    ],
)
def test_a_wrong_number_is_answered_with_those_that_are_right(cli: Cli, words: str, fault: str) -> None:
    run = cli(*words.split())
    assert (run.status, run.out) == (2, "")
    assert run.err.splitlines()[-1] == f"Error: Invalid value for {fault}"


def test_a_date_in_one_word_behind_two_others_gets_no_wrong_example(cli: Cli) -> None:
    run = cli("move", "Bali", "Process", "5-8 June 2017")
    assert f"Hint: {GENERIC}" in run.err.splitlines()


def test_a_near_command_has_one_suggestion(cli: Cli) -> None:
    run = cli("mvoe")
    assert run.err.splitlines()[-1] == "Error: No such command 'mvoe'. Did you mean 'move'?"


@pytest.mark.parametrize("blank", ["", " ", "   "])
@pytest.mark.parametrize("before", ["list", "show thematic-1", "move thematic-1 TBC", "export ics"])
def test_an_empty_word_is_named(cli: Cli, before: str, blank: str) -> None:
    run = cli(*before.split(), blank)
    assert (run.status, run.out) == (2, "")
    assert run.err.splitlines()[-1] == "Hint: a word between quotation marks is empty: leave it out"


WORDS = (
    "", " ", "\t", "\n", "-", "--", "\u2013", "\u2014for", "“May”", "5-8", "2017", "x y", "(a)", ")(", "é", "--for",
    "-x", "--é=1", "-5",
)  # fmt: skip


@given(
    st.sampled_from(("", "list", "show", "move", "calendar", "export", "export ics")),
    st.lists(st.sampled_from(WORDS) | st.text(max_size=3)),
)
def test_no_command_line_is_unforeseen(before: str, behind: list[str]) -> None:
    run = start(*before.split(), *behind, "--no-such-option", cwd=ROOT)
    assert run.returncode in {0, 2}
    assert "unforeseen" not in run.stderr


FILTERS = re.compile(r"`(--(?:phase|group|place|country|in|for|grep|kind|status|certainty) [^`]+)`")


@pytest.mark.parametrize("page", ["secretariat", "delegations", "publish"])
def test_filters_that_pages_name_are_known(cli: Cli, page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    # A city that `slots` tries need not be one of the plan's.
    for found in set(FILTERS.findall(text)) - {"--place Bonn"}:
        run = cli("list", *shlex.split(found))
        assert (run.status, bool(run.out)) == (0, True), f"{found}: {run.err}"
