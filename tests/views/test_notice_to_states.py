"""The notice that an office sends: by event, in the words of the programme, and with nothing internal."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA, Cli, Golden
from gcmplan.export.changes import notice, notice_html
from gcmplan.loading.compared_plans import Side
from gcmplan.loading.load import load_plan
from gcmplan.query.filters import Criteria
from gcmplan.views.change_report import account_of
from gcmplan.views.notice import Notice, NoticeLine, NoticeSection, notice_of
from scratch import Scratch

EDITS = (
    ("as_of: 2017-04-12", "as_of: 2017-04-20"),
    ("when: 22-23 May 2017", "when: 29-30 May 2017"),
    ("when: 5 April 2017 TBC", "when: 5 April 2017"),
    ("when: 17 April 2017", "when: 24 April 2017"),
    ("short: Third Thematic Session", "short: Third Session"),
    ("when: 19-20 June 2017", "when: June 2017 TBA"),
    ("place: Vienna", "place: Lima"),
    ("place: Turkey TBC", "place: Turkey"),
    ("when: 24-25 July 2017", "when: TBA\n    status: postponed"),
    ("when: 3-4 October 2017", "when: 3-4 October 2017\n    status: cancelled"),
    ("hours: 11:30-17:30", "hours: 10:00-17:30"),
    ("venue: Palais des Nations R. XXIV and XVIII", "venue: Palais des Nations R. XX"),
    ("source: Work plan as of 12 April 2017, Phase I, March 2017", "source: Another"),
    ("when: 8-9 May 2017", "when: 15-16 May 2017"),
    ("“SRTSG” stands", "Somebody says so; “SRTSG” stands"),
    ("  - id: conference-modalities\n", "  - id: conference-rules\n    formerly: [conference-modalities]\n"),
    ("      - conference-modalities\n", "      - conference-rules\n"),
)
PROGRAMME = (
    ("date: 8 May", "date: 15 May"),
    ("date: 9 May", "date: 16 May"),
    ("when: 8-9 May", "when: 15-16 May"),
    ("time: 10:15-13:00", "time: 10:30-13:00"),
)


@pytest.fixture
def edited(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """Return a repository whose plan was changed in many ways since the last commit."""
    del cli
    scratch = Scratch.made(tmp_path)
    monkeypatch.chdir(tmp_path)
    for old, new in EDITS:
        scratch.rewrite(old, new)
    session = scratch.root / "data" / "sessions" / "thematic-1.yaml"
    text = session.read_text(encoding="utf-8")
    for old, new in PROGRAMME:
        assert old in text
        text = text.replace(old, new)
    session.write_text(text, encoding="utf-8")
    return scratch


@pytest.mark.parametrize("form", ["notice", "notice-html"])
@pytest.mark.parametrize("filters", [[], ["--for", "KEN"], ["--for", "Switzerland", "--in", "May 2017"]])
def test_golden(edited: Scratch, cli: Cli, golden: Golden, form: str, filters: list[str]) -> None:
    del edited
    run = cli("diff", "--format", form, *filters)
    assert (run.status, run.err) == (0, "")
    name = "-".join(["notice", *(re.sub(r"\W", "", word).lower() for word in filters[1::2])])
    golden(f"changes/{name}.{'txt' if form == 'notice' else 'html'}", run.out)


def test_nothing_internal(edited: Scratch, cli: Cli) -> None:
    out = cli("diff", "--format", "notice").out
    whole = yaml.safe_load(edited.workplan.read_text(encoding="utf-8"))
    ids = {row["id"] for row in whole["events"]} - {"conference", "midcom", "midwa", "escap"}
    assert not ids & set(re.findall(r"[a-z0-9-]+", out))
    for word in ("HEAD", "work tree", "double-booked", "conflict", "Somebody", "Another", "formerly", ".yaml"):
        assert word not in out


def test_the_words_of_the_design(cli: Cli, edited: Scratch) -> None:
    del edited
    out = cli("diff", "--format", "notice").out
    assert "- Second Thematic Session (New York): now 29-30 May 2017, was 22-23 May 2017\n" in out
    assert out.count("15-16 May 2017") == 1


def plan_with(**keys: object) -> str:
    """Return a plan of one meeting."""
    row = {"id": "talks", "title": "Talks on all", "group": "g", "kind": "meeting", "when": "8-9 May 2017"} | keys
    given_keys = {key: value for key, value in row.items() if value is not None}
    head = {"title": "A plan", "as_of": "2017-01-01", "calendar": {"name": "A", "domain": "example.org"}}
    groups = [{"id": "g", "title": "G", "short": "G", "color": "#000000"}]
    return yaml.safe_dump(head | {"groups": groups, "events": [{"source": "x", **given_keys}]}, allow_unicode=True)


PLACES = """places:
  - {name: Geneva, country: CH, timezone: Europe/Zurich}
  - {name: Lima, country: PE, timezone: America/Lima}
"""


def told(tmp_path: Path, old: str, new: str) -> list[str]:
    """Return the lines of the notice of two plans."""
    sides = []
    for name, text in (("old", old), ("new", new)):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "workplan.yaml").write_text(text, encoding="utf-8")
        (folder / "places.yaml").write_text(PLACES, encoding="utf-8")
        sides.append(Side(name, load_plan(folder)))
    before, after = sides
    found = notice_of(before.plan, after.plan, account_of(before, after, Criteria()).changes)
    lines = "".join(notice.render(found)).splitlines()
    return [line.removeprefix("- ") for line in lines if line.lstrip().startswith("- ")] or lines[-1:]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ({}, {"when": "8-10 May 2017"}, "Talks on all: now 8-10 May 2017, was 8-9 May 2017"),
        ({}, {"when": "8-9 May 2017 TBC"}, "Talks on all: no longer confirmed, 8-9 May 2017 TBC"),
        ({"when": "8-9 May 2017 TBC"}, {}, "Talks on all: confirmed, 8-9 May 2017"),
        (
            {"when": "8-9 May 2017 TBC"},
            {"when": "8-9 May 2017 TBA"},
            "Talks on all: now 8-9 May 2017 TBA, was 8-9 May 2017 TBC",
        ),
        ({}, {"when": "TBA"}, "Talks on all: date open (TBA), was 8-9 May 2017"),
        ({"when": "TBA"}, {}, "Talks on all: now 8-9 May 2017, was TBA"),
        ({}, {"status": "cancelled", "when": "TBA"}, "Talks on all: cancelled, was 8-9 May 2017"),
        ({"status": "cancelled"}, {}, "Talks on all: takes place, 8-9 May 2017, was cancelled"),
        ({"status": "cancelled"}, {"status": "cancelled", "venue": "Room 1"}, "No changes."),
        ({}, {"status": "postponed", "when": "TBA"}, "Talks on all: postponed, no new date yet, was 8-9 May 2017"),
        (
            {},
            {"status": "postponed", "when": "June 2017"},
            "Talks on all: postponed, now June 2017, was 8-9 May 2017",
        ),
        ({"place": "Geneva"}, {"place": "Lima"}, "Talks on all: now in Lima, was in Geneva"),
        ({"place": "Geneva TBC"}, {"place": "Geneva"}, "Talks on all: place confirmed, Geneva"),
        ({"place": "Geneva"}, {"place": "Geneva TBC"}, "Talks on all: place not confirmed, Geneva TBC"),
        ({"place": "Geneva"}, {"place": "TBA"}, "Talks on all: place open, was Geneva"),
        ({"place": "TBA"}, {"place": "Geneva"}, "Talks on all: in Geneva"),
        ({"venue": "Room 1"}, {"venue": "Room 2"}, "Talks on all: venue now Room 2, was Room 1"),
        ({}, {"hours": "10:00-13:00"}, "Talks on all: hours 10:00-13:00"),
        ({"hours": "10:00-13:00"}, {}, "Talks on all: hours open, was 10:00-13:00"),
        ({}, {"title": "Talks on some"}, "Talks on some: was called “Talks on all”"),
        ({"short": "Talks"}, {"short": "Talks", "title": "Talks on some"}, "Talks: title now “Talks on some”"),
        ({"short": "Talks"}, {"short": "New talks"}, "New talks: was called “Talks”"),
        ({}, {"note": "Bring a pen."}, "Talks on all: note: Bring a pen."),
        ({}, {"url": "https://example.org/x"}, "Talks on all: page https://example.org/x"),
        ({}, {"id": "other", "formerly": ["talks"], "source": "y", "mandate": "OP1"}, "No changes."),
        ({}, {"doubt": "Is it so?"}, "No changes."),
        (
            {"place": "Geneva"},
            {"place": "Geneva", "when": "10 May 2017"},
            "Talks on all (Geneva): now 10 May 2017, was 8-9 May 2017",
        ),
        (
            {"kind": "document", "place": "Geneva"},
            {"kind": "document", "place": "Geneva", "when": "10 May 2017"},
            "Talks on all: now 10 May 2017, was 8-9 May 2017",
        ),
    ],
)
def test_words(tmp_path: Path, old: dict[str, object], new: dict[str, object], line: str) -> None:
    assert told(tmp_path, plan_with(**old), plan_with(**new)) == [line]


def test_what_came_and_what_went(tmp_path: Path) -> None:
    lines = told(tmp_path, plan_with(), plan_with(id="other", title="Other", place="Geneva"))
    assert lines == ["Talks on all: no longer in the work plan, was 8-9 May 2017", "Other (Geneva): new, 8-9 May 2017"]


def test_the_first_notice_of_a_plan(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = Scratch(tmp_path)
    scratch.git("init", "--quiet")
    (tmp_path / "data").mkdir()
    scratch.workplan.write_text(plan_with(), encoding="utf-8")
    scratch.git("add", "--all")
    monkeypatch.chdir(tmp_path)
    assert "- Talks on all: new, 8-9 May 2017\n" in cli("diff", "--staged", "-f", "notice").out


def test_another_document_has_no_notice(cli: Cli) -> None:
    run = cli("diff", str(DATA / "sources" / "general-concept-note.yaml"), str(DATA), "-f", "notice")
    assert run.status == 2
    assert "a notice compares two plans" in run.err


TEXTS = (
    st.sampled_from(["<script>x</script>", "&amp;", "]]>", "::error::x", "##[group]", "\u202eabc", "a\nb", '"', "'"])
    | st.text()
)


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_texts_are_texts(title: str, name: str, text: str, detail: str) -> None:
    section = NoticeSection("Meetings", [NoticeLine(name, text, (detail,))])
    found = Notice(title, "Changes", text, [section])
    page = "".join(notice_html.render(found))
    parser = _Tags(page)
    assert parser.tags <= {"html", "head", "meta", "title", "body", "h1", "h2", "p", "ul", "li", "strong"}
    assert not parser.open
    written = "".join(notice.render(found))
    for output in (page, written):
        assert not re.search("##\\[|^\\s*::[a-z]|[\x00-\x08\u202a-\u202e]", output, re.MULTILINE)


ITEM = "{{id: {0}, title: {1}, kind: panel, time: {2}{3}}}"


def session(*items: str, day: str = "8 May 2017", **keys: str) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"id: talks\nevent: talks\nsource: x\n{head}days:\n  - date: {day}\n    items: [{', '.join(items)}]\n"


FIRST = ITEM.format("a", "First panel", "10:00-11:00", "")
SECOND = ITEM.format("b", "Second panel", "11:00-12:00", "")


@pytest.mark.parametrize(
    ("old", "new", "event", "lines"),
    [
        (session(FIRST), session(FIRST, SECOND), {}, ["“Second panel”: new, 8 May 2017, 11:00-12:00"]),
        (session(FIRST, SECOND), session(FIRST), {}, ["“Second panel”: removed"]),
        (
            session(FIRST),
            session(ITEM.format("a", "Panel", "10:00-11:30", ", venue: Room 2, moderator: Mr. A")),
            {},
            ["“Panel”: now 10:00-11:30, was 10:00-11:00; was called “First panel”; venue Room 2; moderator Mr. A"],
        ),
        (session(FIRST, chair="Ms. A"), session(FIRST, chair="Ms. B"), {}, ["chair now Ms. B, was Ms. A"]),
        (
            session(FIRST),
            session(FIRST, day="9 May 2017"),
            {},
            ["“First panel”: now 9 May 2017, 10:00-11:00, was 8 May 2017, 10:00-11:00"],
        ),
        (session(FIRST), session(FIRST, day="10 May 2017"), {"when": "10-11 May 2017"}, []),
        (session(FIRST), "id: talks\nevent: talks\nsource: x\n", {}, ["programme withdrawn"]),
        ("id: talks\nevent: talks\nsource: x\n", session(FIRST), {}, ["programme published"]),
        (session(FIRST), session(SECOND), {"status": "cancelled"}, []),
    ],
)  # fmt: skip
def test_words_of_a_programme(tmp_path: Path, old: str, new: str, event: dict[str, str], lines: list[str]) -> None:
    for name, text in (("old", old), ("new", new)):
        (tmp_path / name / "sessions").mkdir(parents=True)
        (tmp_path / name / "sessions" / "talks.yaml").write_text(text, encoding="utf-8")
    found = told(tmp_path, plan_with(), plan_with(**event))
    assert [line.removeprefix("  - ") for line in found[1:]] == lines
    assert len(found) == 1 + len(lines)
