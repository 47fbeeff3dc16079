"""Whoever proposes a change of the plan may write anything: on the site it stays text, and files stay files."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from browser import AXE, JUDGE, in_browser
from gcmplan.site import names
from inside import start
from runners import assert_harmless
from served import browser, served
from sites import files_of, ids_of, links_of, page_of, target_of, text_of

TEXTS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }} {% raw %}", "&lt;b&gt; &amp;",
    "]]></content><script>", "javascript:alert(1)", "a\u202eb\u0007c\u001b[31m", "::error::x ##vso[a]b",
    "</title></style>", "' onclick='x", "=cmd|' /C calc'!A0", "x\ufeff\u2028\ufffe",
    "שלום עליכם", "e\u0301\u0301\u0301 🙂",
    "see END:VEVENT", "BEGIN:VEVENT", "END:VCALENDAR",
)  # fmt: skip
IDS = ("con", "nul", "aux", "com1", "lpt9", "index", "ken", "a" * 80, "e-1", "404")
LIST = ("events", "content", "part-1", "search", "q", "count", "price-index")
"""Ids that the page of all events has itself, and one that ends as an index."""
NAMES = (*IDS, *LIST)
"""Ids of events, one for each text."""
HEAD = {
    "title": TEXTS[0],
    "as_of": "2017-04-12",
    "source": TEXTS[1],
    "calendar": {"name": TEXTS[0], "domain": "example.org"},
    "site": {"contact": "a@example.org", "propose": "https://example.org/{id}?t={title}", "embed": ["*"]},
}


def yaml_of(value: object) -> str:
    """Return a value as YAML, which has no pairs of escapes for a letter beyond the first plane."""
    return json.dumps(value).replace(r"\ud83d\ude42", "🙂")


def plan() -> dict[str, object]:
    """Return a plan with odd texts wherever it has any, and odd ids."""
    groups = [
        {"id": name, "title": text, "short": text[:12], "body": "all"} for name, text in zip(IDS, TEXTS, strict=False)
    ]
    events = [
        {
            "id": name, "title": text, "short": text, "group": IDS[number % len(IDS)], "when": f"{number + 3} May 2017",
            "venue": text, "note": text, "source": text, "mandate": text, "phase": ("I", "i", "con")[number % 3],
            "place": "online", "timezone": "UTC",
        }
        for number, (name, text) in enumerate(zip(NAMES, TEXTS, strict=True))
    ]  # fmt: skip
    phases = [{"id": name, "title": TEXTS[0], "when": "2017", "purpose": TEXTS[1]} for name in ("I", "i", "con")]
    deadlines = [
        {"id": name, "title": text, "when": "4 May 2017", "audience": text, "event": "con", "note": text}
        for name, text in zip(IDS, TEXTS, strict=False)
    ]
    participation = [{"id": "p", "who": TEXTS[0], "how": TEXTS[1], "groups": ["con"]}]
    rows = {
        "phases": phases,
        "groups": groups,
        "deadlines": deadlines,
        "events": events,
        "participation": participation,
    }
    return HEAD | rows


def session(name: str) -> dict[str, object]:
    items = [
        {
            "id": f"i-{number}", "kind": "panel",
            "title": text, "time": f"{number + 5}:00-{number + 5}:30", "about": text, "note": text,
            "speakers": [{"name": text, "role": text}],
        }
        for number, text in enumerate(TEXTS)
    ]  # fmt: skip
    return {
        "id": name, "event": name, "organisers": [TEXTS[0]], "objectives": [TEXTS[1]], "outcomes": [TEXTS[2]],
        "days": [{"date": "2017-05-03", "items": items}],
    }  # fmt: skip


def rename_group(workplan: Path) -> None:
    """Give the group `aux` another id."""
    text = workplan.read_text(encoding="utf-8")
    renamed = text.replace('"group": "aux"', '"group": "prn"').replace(
        '{"id": "aux", "title": "{{', '{"id": "prn", "title": "{{', 1
    )
    assert renamed.count('"prn"') > 1
    workplan.write_text(renamed, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of such a plan, whose author and messages are odd, too."""
    from scratch import Scratch  # noqa: PLC0415 - its class is made of a folder

    root = tmp_path_factory.mktemp("hostile")
    members = [{"id": name, "name": text} for name, text in zip(("ken", "nul", "index"), TEXTS, strict=False)]
    bodies = {
        "members": members,
        "bodies": [{"id": "all", "name": TEXTS[0], "members": ["KEN", "ken", "nul", "index"], "source": "x"}],
    }
    (root / "sessions").mkdir()
    sessions = {f"sessions/{name}": session(name) for name in ("con", "index")}
    for name, content in ({"workplan": plan(), "bodies": bodies} | sessions).items():
        (root / f"{name}.yaml").write_text(yaml_of(content), encoding="utf-8")
    scratch = Scratch(root)
    scratch.git("init", "--quiet", "--initial-branch=main")
    scratch.commit("::error::<script>", author="<script>alert(2)</script>")
    text = (root / "workplan.yaml").read_text(encoding="utf-8")
    (root / "workplan.yaml").write_text(text.replace("3 May 2017", "1 June 2017"), encoding="utf-8")
    rename_group(root / "workplan.yaml")
    scratch.commit("]]><script>", author='"><img src=x onerror=alert(3)>\u202e&amp;')
    run = start("publish", "site", "--base-url", "https://example.org/gcm", cwd=root)
    assert run.returncode == 0, run.stderr
    return root / "site"


@pytest.fixture(scope="module")
def files(site: Path) -> dict[str, bytes]:
    return files_of(site)


def test_pages_have_no_other_element(files: dict[str, bytes]) -> None:
    shown = ""
    for path, data in files.items():
        if not path.endswith(".html"):
            continue
        page = page_of(data)
        shown += text_of(page)
        scripts = [node.attrib for node in page.iter("script")]
        assert scripts == ([{"src": "search.js", "defer": ""}] if path == "list.html" else []), path
        for node in page.iter():
            assert node.tag not in {"iframe", "object", "style", "b", "title2"}, path
            assert not [name for name in node.attrib if name.startswith("on")], path
        images = [node.attrib["src"] for node in page.iter("img")]
        assert all(re.fullmatch(r"timeline\.svg|\.\./months/2017-0[56]\.svg", image) for image in images), (
            path,
            images,
        )
        for link in links_of(page):
            if target := target_of(path, link):
                assert target[0] in files, (path, link)
            else:
                assert re.match(
                    "(https://(calendar.google.com|outlook.office.com|example.org)/|webcal://example.org/|mailto:)",
                    link,
                )
        assert "\u202e" not in data.decode()
    for text in TEXTS[:6]:
        assert text in shown
    assert r"img src=x onerror=alert(3)\u202e&amp" in shown
    assert "{{ 7 * 7 }} {% raw %}" in shown


@in_browser
@pytest.mark.slow
def test_pages_stay_accessible(site: Path, files: dict[str, bytes]) -> None:
    pages = [path for path in files if path.endswith(".html") and path != "404.html"]
    with served(site) as address, browser() as chromium:
        for width in (1280, 320):
            page = chromium.new_page(viewport={"width": width, "height": 700})
            for path in pages:
                page.goto(f"{address}{path}")
                page.evaluate(AXE)
                assert page.evaluate(JUDGE)[1] == [], (path, width)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_pictures_have_no_other_element(files: dict[str, bytes]) -> None:
    for path, data in files.items():
        if path.endswith(".svg"):
            tags = {node.tag.partition("}")[2] for node in ET.fromstring(data).iter()}  # noqa: S314 - ours
            assert tags <= {"svg", "title", "rect", "defs", "pattern", "text", "path", "g"}, path


def test_lists_of_changes_stay_xml(files: dict[str, bytes]) -> None:
    for path, data in files.items():
        if path.endswith((".atom", ".xml")):
            ET.fromstring(data)  # noqa: S314 - ours
        if path.endswith(".atom"):
            found = feedparser.parse(io.BytesIO(data))
            assert not found.bozo
            kinds = [entry.content[0].type for entry in found.entries if "content" in entry]
            assert kinds == ["text/plain"] * 2
    newest = feedparser.parse(io.BytesIO(files["changes.atom"])).entries[0]
    # git leaves out angles.
    assert newest.author == r"img src=x onerror=alert(3)\u202e&amp"
    assert "<script>alert(1)</script>" in newest.content[0].value


def test_feeds_keep_every_text(files: dict[str, bytes]) -> None:
    summaries = [str(one["SUMMARY"]) for one in Calendar.from_ical(files["all.ics"]).walk("VEVENT")]
    assert len(summaries) == len(TEXTS)
    assert "<script>alert(1)</script>" in summaries


def test_no_line_is_a_command(files: dict[str, bytes]) -> None:
    for path, data in files.items():
        if not path.endswith((".xlsx", ".js", ".css")):
            assert_harmless(data.decode(), path)


def test_index_pages_stay(files: dict[str, bytes]) -> None:
    for folder, title in (("for", "Delegations"), ("sessions", "Sessions")):
        page = page_of(files[f"{folder}/index.html"])
        assert [text_of(one) for one in page.iter("h1")] == [title]
        [own] = [path for path in files if re.fullmatch(rf"{folder}/index-[0-9a-f]{{8}}\.html", path)]
        assert own in {(target_of(f"{folder}/index.html", link) or ("",))[0] for link in links_of(page)}


def test_ids_are_unique_on_each_page(files: dict[str, bytes]) -> None:
    for path, data in files.items():
        if path.endswith(".html"):
            found = ids_of(page_of(data))
            assert len(found) == len(set(found)), path


def test_canonical_addresses_are_those_of_the_map(files: dict[str, bytes]) -> None:
    address = "https://example.org/gcm/events/price-index.html"
    links = [
        node for node in page_of(files["events/price-index.html"]).iter("link") if node.attrib["rel"] == "canonical"
    ]
    assert [link.attrib["href"] for link in links] == [address]
    listed = [node.text for node in ET.fromstring(files["sitemap.xml"]).iter() if node.tag.endswith("loc")]  # noqa: S314 - ours
    assert {address, "https://example.org/gcm/", "https://example.org/gcm/for/"} <= set(listed)
    for place in listed:
        assert place is not None
        path = place.removeprefix("https://example.org/gcm/")
        assert (f"{path}index.html" if path.endswith("/") or not path else path) in files


def test_the_feed_of_a_renamed_group_stays(files: dict[str, bytes]) -> None:
    former = {path for path in files if path.startswith("groups/aux-")}
    assert {path.rpartition(".")[2] for path in former} == {"html", "ics"}


def test_names_are_files_everywhere(files: dict[str, bytes]) -> None:
    assert len({path.casefold() for path in files}) == len(files)
    for path in files:
        for part in path.split("/"):
            stem = part.partition(".")[0].casefold()
            assert not re.fullmatch("con|prn|aux|nul|com[0-9]|lpt[0-9]", stem), path
            assert re.fullmatch(r"[A-Za-z0-9._-]{1,120}", part), path
            assert not part.endswith(".")


ids = st.from_regex("[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).map(lambda text: text[:80].strip("-"))
phases = st.from_regex("[A-Za-z0-9]+(-[A-Za-z0-9]+)*", fullmatch=True).map(lambda text: text[:40].strip("-"))


@given(st.lists(ids | st.sampled_from(IDS), max_size=6, unique=True))
def test_names_of_events_are_their_own(found: list[str]) -> None:
    assert len({names.event_file(name).casefold() for name in found}) == len(found)


@given(st.lists(phases | st.sampled_from(["I", "i", "II", "ii", "CON", "con", "A", "a"]), max_size=6, unique=True))
def test_names_of_phases_are_their_own(found: list[str]) -> None:
    assert len({names.phase_file(name).casefold() for name in found}) == len(found)


@given(st.text(max_size=100))
def test_any_text_is_a_name(text: str) -> None:
    assert re.fullmatch(r"events/[a-z0-9-]{1,120}\.html", names.event_file(text))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://a@b.org/", "//x.org", "https://a b"]
)
@pytest.mark.parametrize("key", ["url", "propose", "contact", "embed"])
def test_addresses_of_the_plan_lead_where_they_seem_to(tmp_path: Path, key: str, url: str) -> None:
    head = HEAD | {"site": {key: [url] if key == "embed" else url}}
    (tmp_path / "workplan.yaml").write_text(yaml_of(plan() | head), encoding="utf-8")
    run = start("publish", "site", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert f"'{key}'" in run.stderr or f"{key}" in run.stderr
    assert not (tmp_path / "site").exists()


def test_no_file_takes_the_place_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "session_file", lambda _: "sessions/index.html")
    (tmp_path / "sessions").mkdir()
    for name, content in {"workplan": HEAD | plan(), "sessions/con": session("con")}.items():
        text = yaml_of(content).replace(', "body": "all"', "")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    run = start("publish", "site", cwd=tmp_path)
    assert run.returncode != 0
    assert "two files of the site are at sessions/index.html" in run.stderr
    assert not (tmp_path / "site").exists()
