"""`gcmplan textconv`: what git compares instead of YAML lines, in git itself and alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from manual import page_with

from conftest import DATA, ROOT, Cli, Golden
from gcmplan.files.parse import Limits
from gcmplan.git.textconv import converted
from scratch import Scratch

FILES = sorted(DATA.rglob("*.yaml"))
DATES = {"when", "as_of", "date", "until"}
HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture
def scratch(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """Return a repository with the lines of configuration that the manual gives, and the command on the PATH."""
    del cli
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    monkeypatch.chdir(tmp_path)
    made = Scratch.made(tmp_path)
    manual = page_with("diff=gcmplan\n```").read_text(encoding="utf-8")
    [command] = re.findall(r'^git config diff\.gcmplan\.textconv "(.*)"$', manual, re.MULTILINE)
    [attributes] = re.findall(r"^data/.* diff=gcmplan$", manual, re.MULTILINE)
    assert (ROOT / ".gitattributes").read_text(encoding="utf-8") == f"{attributes}\n"
    (tmp_path / ".gitattributes").write_text(f"{attributes}\n")
    made.git("config", "diff.gcmplan.textconv", command)
    made.commit("Driver")
    return made


def body(diff: str) -> list[str]:
    """Return the changed lines of a diff."""
    return [line for line in diff.splitlines() if re.match(r"[+-](?![+-]{2} )", line)]


def text_of(data: bytes | str) -> str:
    return "".join(converted(data.encode() if isinstance(data, str) else data, Limits()))


# -- in git ------------------------------------------------------------------------------------------------------------


def test_a_moved_date_is_one_line_below_its_event(scratch: Scratch) -> None:
    scratch.rewrite("when: 22-25 May 2017", "when:   23-26 May 2017   # moved")
    diff = scratch.git("diff")
    assert body(diff) == ["-  when: 22-25 May 2017", "+  when: 23-26 May 2017"]
    assert re.search("^@@ .* @@ events bali-process$", diff, re.MULTILINE)


@pytest.mark.slow
def test_a_file_in_other_order_and_form_is_no_change(scratch: Scratch) -> None:
    for path in (scratch.root / "data").rglob("*.yaml"):
        content = yaml.load(path.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - it makes nothing but texts
        path.write_text(yaml.dump(turned(content), allow_unicode=True, default_style='"'), encoding="utf-8")
    assert scratch.git("diff", "--name-only").splitlines() != []
    assert scratch.git("diff") == ""


def turned(content: dict[str, Any]) -> dict[str, Any]:
    """Return a file's content with its sections, rows and keys turned round."""
    return {
        key: [dict(reversed(row.items())) for row in reversed(value)]
        if isinstance(value, list) and isinstance(value[0], dict)
        else value
        for key, value in reversed(content.items())
    }


def test_files_that_come_and_go(scratch: Scratch) -> None:
    (scratch.root / "data" / "places.yaml").unlink()
    (scratch.root / "data" / "bodies.yaml").write_text("a: [\n")
    (scratch.root / "data" / "sources" / "new.yaml").write_text("title: New\nas_of: 2017-04-13\nevents: []\n")
    scratch.git("add", "--all")
    lines = body(scratch.git("diff", "--staged"))
    assert "-places Vienna" in lines
    assert "+a: [" in lines
    assert "+as_of: 13 April 2017" in lines


def test_in_the_log_of_git(scratch: Scratch) -> None:
    scratch.rewrite("when: 22-25 May 2017", "when: 23-26 May 2017")
    scratch.commit("Moved")
    assert "+  when: 23-26 May 2017" in scratch.git("log", "--patch", "-1")


# -- alone -------------------------------------------------------------------------------------------------------------


def test_every_part_of_a_file_has_its_line(golden: Golden) -> None:
    text = """\
# A comment
events:
  - {id: second, when: "2017-05-08/2017-05-09", title: B, after: [first, none], note: "two

     lines"}
  - id: first
    when: a day in May
    title: "\\e[31mA\\u202e"
    place: Turkey (TBC)
title: Example
calendar: {name: Example, domain: example.org}
as_of: 2017-04-12
waivers:
  - {rule: weekend, events: [first, second], reason: x, until: 1 June 2017}
days:
  - date: 8 May 2017
    items:
      - {time: 15:00-16:00, title: Later, speakers: [{name: Zoe, role: Chair}, Ann]}
      - {time: 10:15-13:00, title: Sooner}
  - date: 2017-05-07
    items: [{id: b}, {id: a, limits: [{who: floor, minutes: 3}]}]
empty: []
nothing:
"""
    golden("textconv.txt", text_of(text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_of_the_plan_lose_nothing_but_form(path: Path) -> None:
    """Each text of a file, but for dates in other words, is in some line that git compares."""
    lines = text_of(path.read_bytes())
    found = list(texts(yaml.load(path.read_bytes(), yaml.CBaseLoader)))  # noqa: S506 - it makes nothing but texts
    assert found
    assert [text for text in found if text.replace("\n", " ") not in lines] == []


def texts(value: object) -> Iterator[str]:
    """Yield the texts in a value."""
    if isinstance(value, dict):
        yield from (text for key, part in value.items() if key not in DATES for text in texts(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in texts(part))
    else:
        yield str(value)


@pytest.mark.parametrize(
    "text",
    [
        "a: [\n  b\n",
        "no colon here\n- x\n",
        "a: 1\na: 2\n",
        "a: &x 1\nb: *x\n",
        "---\na: 1\n---\nb: 2\n",
        "- a\n- b\n",
        "just text",
        "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> other\n",
        "",
        "\n\n",
        "# nothing but a comment\n",
    ],
)
def test_what_would_lose_text_stays_as_it_is(text: str) -> None:
    assert text_of(text) == (text if not text or text.endswith("\n") else f"{text}\n")


def test_bytes_that_are_no_text_are_made_visible() -> None:
    assert text_of(b"\xff\xfea: \x1b[2J\r\nb\x00\n") == "\\xff\\xfea: \\x1b[2J\nb\\x00\n"
    assert text_of("a: \u202ex\u2028y\n") == "a: \\u202ex y\n"


def test_a_file_that_is_too_big_stays_as_it_is() -> None:
    assert "".join(converted(b"b: 1\na: 2\n", Limits(5))) == "b: 1\na: 2\n"


def test_a_plan_that_cannot_be_loaded_is_converted() -> None:
    text = (ROOT / "tests" / "example" / "workplan.yaml").read_bytes()
    assert "events closing\n  id: closing\n" in text_of(text)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_is_refused(data: bytes) -> None:
    text = text_of(data)
    assert not HARMFUL.search(text)
    assert text == "" or text.endswith("\n")


ROWS = st.lists(
    st.fixed_dictionaries(
        {"id": st.text("abc", min_size=1), "title": st.text("xyz ", min_size=1).map(str.strip).filter(bool)},
        optional={
            "after": st.lists(st.sampled_from("abc"), min_size=1),
            "when": st.sampled_from(["8 May 2017", "TBC"]),
        },
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda row: row["id"],
)


@given(ROWS, st.randoms(use_true_random=False))
def test_order_and_form_say_nothing(rows: list[dict[str, Any]], random: Random) -> None:
    text = text_of(dumped(rows))
    shuffled = [dict(random.sample(list(row.items()), len(row))) for row in random.sample(rows, len(rows))]
    for flow in (False, True):
        assert text_of(dumped(shuffled, default_flow_style=flow, width=20)) == text


@given(ROWS, st.randoms(use_true_random=False))
def test_another_value_is_another_line(rows: list[dict[str, Any]], random: Random) -> None:
    text = text_of(dumped(rows))
    random.choice(rows)["title"] = "new"
    assert set(text_of(dumped(rows)).splitlines()) - set(text.splitlines()) == {"  title: new"}


def dumped(rows: list[dict[str, Any]], **options: Any) -> str:
    """Return rows as a YAML file."""
    return str(yaml.safe_dump({"title": "Example", "events": rows}, sort_keys=False, **options))


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_writes_a_file(cli: Cli) -> None:
    run = cli("textconv", "data/places.yaml")
    assert (run.status, run.err) == (0, "")
    assert run.out == text_of((DATA / "places.yaml").read_bytes())


def test_a_limit_that_is_no_number_is_no_reason_to_fail(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCMPLAN_MAX_BYTES", "many")
    assert cli("textconv", "data/places.yaml").status == 0
    monkeypatch.setenv("GCMPLAN_MAX_BYTES", "100")
    assert cli("textconv", "data/places.yaml").out == (DATA / "places.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "reason"), [("nowhere", "no such file"), ("data", "is a directory")])
def test_what_is_no_file(cli: Cli, name: str, reason: str) -> None:
    run = cli("textconv", name)
    assert (run.status, run.out) == (2, "")
    assert reason in run.err
