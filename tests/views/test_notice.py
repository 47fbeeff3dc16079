"""The notice of changes in Markdown: any text of the plan is text to those who read a comment."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import DATA
from gcmplan.changes.change import Change, ChangeKind, FieldChange
from gcmplan.changes.diff import difference
from gcmplan.changes.impact import Conflict, Impact
from gcmplan.export.changes import markdown
from gcmplan.loading.compared_plans import PaperSide, Side
from gcmplan.loading.load import load_paper, load_plan
from gcmplan.plan.attendees import DelegationNames
from gcmplan.query.filters import Criteria
from gcmplan.text.comment import code, prose
from gcmplan.text.escape import one_line
from gcmplan.views.change_report import account_of
from gcmplan.views.change_words import Telling
from pages import Page, by_commonmark, by_github
from strategies import moderate

TAGS = {"h3", "table", "tr", "th", "td", "code", "br", "details", "summary", "p"}
DANGEROUS = (
    "@someone", "@a/team", "a @b c", "#1", "GH-1", "gl-2", "a/b#1", "!1", "ABC-12", "GHSA-aaaa-bbbb-cccc",
    "1234567", "deadbeef", "a@b.example", "mailto:a@b.example", "http://x.example", "https://x.example",
    "www.x.example", "ftp://x", "<script>", "</code>", "</td></tr>", "</table>", "</details>", "<!--", "-->",
    "<br>", "&#64;", "&amp;", "&lt;", "]]>", "[x](javascript:alert(1))", "![x](y)", "`", "```", "~~", "**", "_",
    "$`a`$", "$$", ":tada:", "\\", "|", "\n", "\n\n", "\r", "\r\n", "\t", "\n# x\n", "\n- x", "    x",
    "\x1b[31m", "\x00", "\u202e", "\u2028", "\ud800", "中文", "e\u0301", "👩\u200d👧", "x" * 700, " ", "May 2017",
    "10:00", "8-9", "Geneva", "“quoted”", "it\u2019s", "(a)", "é", "→",
)  # fmt: skip
LINKS = re.compile(r"@|www\.|://|mailto:|GH-\d|[0-9a-f]{7}|#\d|!\d|:(?!\d\d:)\w+:", re.IGNORECASE | re.ASCII)
"""The characters that a comment gives a meaning to outside of code; no picture has a name of two digits."""

texts = st.lists(st.sampled_from(DANGEROUS) | st.text(st.characters(codec=None), max_size=6), max_size=5).map("".join)
values = st.none() | texts | st.integers() | st.lists(texts, max_size=3)
paths = st.lists(texts | st.sampled_from(["when", "place", "note", "members", "id"]), min_size=1, max_size=3).map(tuple)
fields = st.builds(FieldChange, paths, values, values)
changes = st.builds(
    Change,
    section=st.sampled_from(["events", "deadlines", "bodies", "sessions", "policies"]),
    id=texts,
    title=texts,
    kinds=st.lists(st.sampled_from(ChangeKind), min_size=1, max_size=3).map(tuple),
    days=st.none() | st.integers(-400, 400),
    fields=st.lists(fields, min_size=1, max_size=3).map(tuple),
)
conflicts = st.lists(st.builds(Conflict, texts, st.lists(texts, min_size=1, max_size=5).map(tuple)), max_size=2)
impacts = st.builds(Impact, conflicts.map(tuple), conflicts.map(tuple))


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    told = [change for change in draw(st.lists(changes, max_size=4)) if not lists_text(change)]
    impact = {change.id: draw(impacts) for change in told if change.section == "events"}
    return Telling(draw(texts), draw(texts), told, draw(st.integers(0, 99)), impact, DelegationNames(x=draw(texts)))


def lists_text(change: Change) -> bool:
    """Members are lists, or not there."""
    lists = [value for field in change.fields if field.path == ("members",) for value in (field.old, field.new)]
    return any(value is not None and not isinstance(value, list) for value in lists)


def pages_of(telling: Telling) -> list[Page]:
    """Return a notice as two parsers see it."""
    text = markdown.render(telling)
    assert text.startswith("<!-- gcmplan-diff -->\n### ")
    assert len(text) <= 60_000
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    found = [Page(render(text).replace("<!-- gcmplan-diff -->", "")) for render in (by_github, by_commonmark)]
    for page in found:
        assert not page.open
        assert set(page.tags) <= TAGS
    return found


@moderate
@given(tellings())
@example(Telling("@a", "b", [Change("events", "x", "@all", (ChangeKind.ADDED,), None, ())], 0, {}, DelegationNames()))
def test_no_text_is_more_than_text(telling: Telling) -> None:
    for page in pages_of(telling):
        assert not LINKS.search(page.outside), page.outside
        moved = sum(markdown._moves(change) for change in telling.changes)  # noqa: SLF001 - which table a row is in
        tables = (moved > 0) + (moved < len(telling.changes))
        assert page.tags.count("table") == tables
        assert page.tags.count("tr") == len(telling.changes) + tables
        assert page.tags.count("td") == 3 * len(telling.changes)
        assert page.tags.count("h3") == 1


@moderate
@given(texts)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    """In code or as words, a reader sees each of its characters, or how it is written."""
    shown = one_line(text if len(text) <= 600 else f"{text[:600]}…")
    for written in (prose(text), code(text)):
        for render in (by_github, by_commonmark):
            page = Page(render(f"<p>{written}</p>"))
            assert "".join((*page.codes, page.outside)).strip("\n") == shown
            assert page.codes or not LINKS.search(page.outside)


@pytest.mark.parametrize(
    "text", ["Geneva", "8-9 May 2017 → 10 May 2017 (1 day later)", "10:00-13:00", "It\u2019s “x”, and y…"]
)
def test_ordinary_words_are_no_code(text: str) -> None:
    assert prose(text) == text.replace("|", "")


@pytest.mark.parametrize(
    ("count", "length"), [(24, 10), (25, 10), (400, 10), (400, 600), (5000, 60), (50_000, 5), (300, 100_000)]
)
@pytest.mark.parametrize("kind", [ChangeKind.POSTPONED, ChangeKind.REWORDED])
def test_a_long_notice_is_folded_and_cut(count: int, length: int, kind: ChangeKind) -> None:
    text = ("@|<>&" * length)[:length]
    row = Change(
        "events", "x", text, (kind,), 1, tuple(FieldChange((f"{text}{key}",), text, f"{text}!") for key in range(9))
    )
    long = Telling(text, text, [row._replace(id=f"x-{number}") for number in range(count)], 0, {}, DelegationNames())
    mixed = long._replace(changes=[*long.changes, row._replace(kinds=(ChangeKind.RENAMED,))])
    long_pages, mixed_pages = pages_of(long), pages_of(mixed)
    folded = kind is ChangeKind.REWORDED or count >= 25
    assert [page.tags.count("details") for page in long_pages] == [folded] * 2
    assert [page.tags.count("details") for page in mixed_pages] == [
        1 if kind is ChangeKind.REWORDED else folded + 1
    ] * 2
    for page in long_pages:
        more = [int(number) for number in re.findall(r"and (\d+) more", page.outside.replace(text, ""))]
        rows = page.tags.count("tr") - 1
        assert rows == count or rows + max(more) == count


@pytest.mark.parametrize("moved", [0, 3, 40, 400])
@pytest.mark.parametrize("others", [0, 71, 200, 2000])
def test_each_table_has_the_room_that_the_other_leaves(moved: int, others: int) -> None:
    row = Change("events", "x", "", (ChangeKind.REWORDED,), None, (FieldChange(("note",), "x" * 50, "y" * 50),))
    rows = [row._replace(id=f"x-{number}") for number in range(moved + others)]
    rows[:moved] = [one._replace(kinds=(ChangeKind.POSTPONED,)) for one in rows[:moved]]
    text = markdown.render(Telling("a", "b", rows, 0, {}, DelegationNames()))
    assert len(text) <= 60_000
    if "more</p>" in text:
        # Nothing is left out while there is room for it.
        longest = max(len(line) for line in text.splitlines())
        assert len(text) > 60_000 - 500 - longest
    else:
        assert text.count("<tr><td>") == moved + others
    assert others == 0 or "<code>x-" in text.rpartition("<summary>Other changes")[2]


def test_the_first_line_is_the_mark_of_a_bot() -> None:
    plan = load_plan(DATA)
    telling = account_of(Side("a", plan), Side("b", plan), Criteria())
    assert markdown.render(telling) == (
        "<!-- gcmplan-diff -->\n### Changes of the work plan: no event changed, 67 compared\n\n<p>a → b</p>\n"
    )


def test_a_plan_that_is_all_new_fits() -> None:
    """Each row of the real plan, added and removed."""
    plan = load_plan(DATA)
    bare = replace(plan, events=(), deadlines=(), waivers=(), sessions=(), papers=())
    for old, new in ((bare, plan), (plan, bare)):
        telling = Telling("old", "new", difference(old, new), 0, {}, DelegationNames())
        for page in pages_of(telling):
            assert page.tags.count("details") == 2


def test_two_documents(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    note = folder / "note.yaml"
    text = (DATA / "sources" / "general-concept-note.yaml").read_text(encoding="utf-8")
    note.write_text(text, encoding="utf-8")
    telling = account_of(PaperSide("@a", load_paper(note)), Side("b", load_plan(DATA)), Criteria())
    for page in pages_of(telling):
        assert "Two documents compared: 3 contradict, 2 less precise, 2 more precise, 9 agree" in page.outside
        assert "They agree (9)" in page.outside
        assert page.tags.count("tr") == 16 + 2
        assert page.codes[0] == "@a → b"
