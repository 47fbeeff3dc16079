"""The site of the plan that ships: valid pages, links that lead somewhere, feeds and lists that others can read."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from xml.etree.ElementTree import Element

import feedparser  # type: ignore[import-untyped]
import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator

from inside import start
from scratch import Scratch
from sites import BASE, files_of, ids_of, links_of, page_of, target_of, text_of

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """Return a repository in which events were moved, removed and cancelled since the plan began."""
    scratch = Scratch.made(tmp_path_factory.mktemp("plan"))
    for old, new in (("22-23 May 2017", "29-30 May 2017"), ("5 April 2017 TBC", "6 April 2017")):
        scratch.rewrite(old, new)
        scratch.commit(f"from {old}")
    session = scratch.root / "data" / "sessions" / "thematic-1.yaml"
    text = session.read_text(encoding="utf-8")
    assert "time: 10:15-13:00" in text
    session.write_text(text.replace("time: 10:15-13:00", "time: 10:20-13:00", 1), encoding="utf-8")
    scratch.commit("programme")
    return scratch


@pytest.fixture(scope="module")
def site(plan: Scratch) -> Path:
    run = start("publish", "site", "--base-url", BASE.rstrip("/"), cwd=plan.root)
    assert (run.returncode, run.stderr) == (0, "")
    return plan.root / "site"


@pytest.fixture(scope="module")
def files(site: Path) -> Files:
    return files_of(site)


def test_every_kind_of_page_is_there(files: Files) -> None:
    kinds = {path.split("/")[0] if "/" in path else path for path in files}
    assert kinds >= {
        "index.html", "list.html", "changes.html", "calendars.html", "deadlines.html", "404.html", "events", "sessions",
        "groups", "phases", "months", "for", "all.ics", "programmes.ics", "deadlines.ics", "changes.atom",
        "events.json", "plan.json", "events.csv", "events.xlsx", "schemas", "sitemap.xml", "robots.txt", "favicon.svg",
        ".nojekyll", "_headers", "style.css", "search.js", "timeline.svg",
    }  # fmt: skip
    assert {"for/KEN.html", "for/KEN.ics", "for/KEN.atom", "events/thematic-1.html", "events/thematic-1.ics"} <= set(
        files
    )
    assert {"months/2017-05.html", "sessions/thematic-1.html", "groups/idm.html", "phases/I.html"} <= set(files)


@pytest.fixture(scope="module")
def pages(files: Files) -> dict[str, Element]:
    """Return the pages as trees, of the delegations only some: all take ten seconds."""
    paths = [path for path in files if path.endswith(".html")]
    delegations = [path for path in paths if path.startswith("for/")]
    assert len(paths) > 300
    left = set(delegations) - {"for/index.html", *delegations[::40]}
    return {path: page_of(files[path]) for path in paths if path not in left}


def test_links_lead_somewhere(files: Files, pages: dict[str, Element]) -> None:
    ids = {path: ids_of(page) for path, page in pages.items()}
    assert all(len(found) == len(set(found)) for found in ids.values())
    reached = {"index.html", "404.html"}
    for path, page in pages.items():
        assert all(text_of(link) for link in page.iter("a")), path
        for link in links_of(page):
            if target := target_of(path, link):
                file, fragment = target
                assert file in files, (path, link)
                assert not fragment or fragment in ids[file], (path, link)
                reached.add(file)
    assert set(pages) <= reached


def test_every_event_is_near_the_start(pages: dict[str, Element]) -> None:
    """Without scripts three links lead to each event and each delegation."""
    found, edge = {"index.html"}, {"index.html"}
    for _ in range(3):
        links = {target_of(path, link) for path in edge & set(pages) for link in links_of(pages[path])}
        edge = {target[0] for target in links if target} - found
        found |= edge
    wanted = {path for path in pages if path.split("/")[0] in {"events", "sessions", "for", "months", "groups"}}
    assert wanted <= found


def test_a_page_says_what_it_is(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        assert len(list(page.iter("h1"))) == 1, path
        assert "As of 12 April 2017." in text_of(page), path
        assert path in {"index.html", "404.html"} or list(page.iter("ol")), path
    titles = {path: page.findtext("head/title") for path, page in pages.items() if path.startswith("for/")}
    assert len(set(titles.values())) == len(titles)


def test_feeds_are_those_of_export(plan: Scratch, files: Files) -> None:
    for path, arguments in (
        ("all.ics", ()),
        ("for/KEN.ics", ("--for", "KEN")),
        ("deadlines.ics", ("--kind", "deadline")),
        ("programmes.ics", ("--detail", "agenda")),
        ("groups/idm.ics", ("--group", "idm")),
    ):
        run = start("export", "ics", *arguments, cwd=plan.root)
        assert entries(files[path]) == entries(run.stdout.encode()), path
    assert [str(one["SEQUENCE"]) for one in events(files["events/thematic-2.ics"])] == ["1"]


def events(data: bytes) -> list[dict[str, object]]:
    return [dict(one) for one in Calendar.from_ical(data).walk("VEVENT")]


def entries(data: bytes) -> list[dict[str, object]]:
    """Return the entries of a feed but for their pages, of which a file of its own knows nothing."""
    return [{key: value for key, value in one.items() if key != "URL"} for one in events(data)]


def test_entries_lead_to_pages(files: Files) -> None:
    for path in ("all.ics", "programmes.ics", "deadlines.ics", "for/KEN.ics"):
        for entry in events(files[path]):
            address = str(entry.get("URL", BASE))
            if address.startswith(BASE):
                assert (address.removeprefix(BASE) or "index.html") in files


@pytest.mark.parametrize("code", ["FJI", "EGY", "KEN", "CHE"])
def test_conflicts_are_those_of_check(plan: Scratch, pages: dict[str, Element], files: Files, code: str) -> None:
    run = start("check", "--for", code, "--select", "double-booked", "--exit-zero", "--format", "json", cwd=plan.root)
    wanted = {frozenset(one["events"]) for one in json.loads(run.stdout)["problems"]}
    page = pages.get(f"for/{code}.html") or page_of(files[f"for/{code}.html"])
    [part] = [one for one in page.iter("section") if one.attrib.get("aria-labelledby") == "conflicts"]
    links = ([link.attrib["href"] for link in row.iter("a")] for row in part.iter("li"))
    assert {frozenset(Path(link).stem for link in pair) for pair in links} == wanted


def test_changes_can_be_followed(plan: Scratch, files: Files) -> None:
    whole = feedparser.parse(io.BytesIO(files["changes.atom"]))
    assert not whole.bozo
    commits = plan.git("log", "--format=%H %cI").split()[::2]
    assert [entry.id.rpartition(":")[2] for entry in whole.entries] == commits
    assert [entry.content[0].value for entry in whole.entries[:3]] == [
        "First Thematic Session: programme shortened, 2017-05-08, panel-1, time 10:15-13:00 → 10:20-13:00",
        "Documents for the first session: postponed, confirmed, 5 April 2017 TBC → 6 April 2017 (1 day later)",
        "Second Thematic Session: postponed, 22-23 May 2017 → 29-30 May 2017 (7 days later)",
    ]
    lists = [path for path in files if path.endswith(".atom")]
    ids: list[str] = []
    for path in lists:
        found = feedparser.parse(io.BytesIO(files[path]))
        assert not found.bozo, path
        ids += [found.feed.id, *(entry.id for entry in found.entries)]
        for entry in found.entries:
            assert (target_of("", entry.link) or ("",))[0] in files
    assert len(ids) == len(set(ids))


def test_json_fits_its_schemas(files: Files) -> None:
    for name, file in (("events", "events.json"), ("site", "plan.json")):
        schema = json.loads(files[f"schemas/{name}.schema.json"])
        Draft202012Validator(schema).validate(json.loads(files[file]))
    plan = json.loads(files["plan.json"])
    for part in (*plan["groups"], *plan["delegations"], *plan["phases"]):
        assert {part["page"], part.get("feed", part["page"])} <= set(files)
    assert {event["position"]["path"] for event in json.loads(files["events.json"])["events"]} >= {"workplan.yaml"}


def test_no_page_knows_where_it_was_made(plan: Scratch, files: Files) -> None:
    for path, data in files.items():
        assert str(plan.root).encode() not in data, path


def test_a_second_run_writes_nothing(plan: Scratch, site: Path) -> None:
    before = {path: path.stat() for path in site.rglob("*") if path.is_file()}
    run = start("publish", "site", "--base-url", BASE.rstrip("/"), cwd=plan.root)
    assert re.fullmatch(r"site: 0 files written, \d+ unchanged\n", run.stdout), run.stdout
    assert {path: path.stat() for path in before} == before


def test_two_runs_give_the_same_bytes(plan: Scratch, files: Files, tmp_path: Path) -> None:
    run = start("publish", str(tmp_path / "b"), "--base-url", BASE, "--plan", str(plan.root / "data"), cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert files_of(tmp_path / "b") == files
