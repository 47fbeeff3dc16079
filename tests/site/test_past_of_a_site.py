"""A site after rows of its plan were removed, moved and renamed: addresses that were given to readers stay."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest
from icalendar import Calendar

from inside import start
from scratch import Scratch
from sites import files_of, page_of, text_of

Row = dict[str, str]
Rows = dict[str, list[Row]]
Files = dict[str, bytes]
HEAD = {"title": "P", "site": {"embed": ["*"]}, "calendar": {"name": "P", "domain": "example.org"}}
GROUPS = [{"id": "g", "title": "G"}, {"id": "h", "title": "H"}]
A = {"id": "a", "title": "A", "group": "g", "when": "2 May 2017"}
B = {"id": "b", "title": "B", "group": "h", "when": "3 May 2017"}
DEADLINE = {"id": "d", "title": "D", "when": "4 May 2017"}
FIRST: Rows = {"groups": GROUPS, "events": [A, B], "deadlines": [DEADLINE]}
MOVED = FIRST | {"events": [A, B | {"when": "5 May 2017"}]}
EMPTIED = FIRST | {"events": [A, B | {"group": "g"}]}
RENAMED: Rows = {
    "groups": [GROUPS[0], {"id": "hh", "title": "H"}],
    "events": [A, MOVED["events"][1] | {"group": "hh"}],
    "deadlines": [DEADLINE],
}
REMOVED = FIRST | {"groups": GROUPS[:1], "events": [A]}


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    (tmp_path / "plan").mkdir()
    scratch = Scratch(tmp_path / "plan")
    scratch.git("init", "--quiet", "--template=", "--initial-branch=main")
    return scratch


def published(scratch: Scratch, *states: Rows, filters: tuple[str, ...] = (), as_of: str = "2017-05-01") -> Files:
    """Return the site after states of the plan, each committed on a day of its own and published to the same folder."""
    for rows in states:
        day = (scratch.root / "day").read_text() if (scratch.root / "day").exists() else "10"
        (scratch.root / "day").write_text(str(int(day) + 1))
        (scratch.root / "workplan.yaml").write_text(json.dumps(HEAD | {"as_of": as_of} | rows))
        scratch.commit("state", time=f"2017-05-{day}T12:00:00Z")
        run = start("publish", "../site", "--base-url", "https://example.org/", *filters, cwd=scratch.root)
        assert run.returncode == 0, run.stderr
    return files_of(scratch.root.parent / "site")


def entries(data: bytes) -> list[tuple[str, str]]:
    """Return the titles and the statuses of the entries of a feed."""
    return [(str(one["SUMMARY"]), str(one["STATUS"])) for one in Calendar.from_ical(data).walk("VEVENT")]


def test_the_feed_of_deadlines_stays_and_cancels_them(scratch: Scratch) -> None:
    found = published(scratch, FIRST, FIRST | {"deadlines": []})
    [(title, status)] = entries(found["deadlines.ics"])
    assert (title.endswith("D"), status) == (True, "CANCELLED")
    run = start("export", "ics", "--kind", "deadline", cwd=scratch.root)
    assert entries(run.stdout.encode()) == [(title, status)]
    assert "The work plan has no deadlines here now." in text_of(page_of(found["deadlines.html"]))
    assert b"deadlines" not in found["sitemap.xml"]


def test_a_plan_that_never_had_deadlines_has_no_feed_of_them(scratch: Scratch) -> None:
    found = published(scratch, FIRST | {"deadlines": []}, MOVED | {"deadlines": []})
    assert not {"deadlines.ics", "deadlines.html"} & set(found)


@pytest.mark.parametrize(
    ("last", "wanted"),
    [(EMPTIED, []), (RENAMED, []), (REMOVED, [("B", "CANCELLED")])],
    ids=["emptied", "renamed", "removed"],
)
def test_the_feed_of_a_group_without_events_stays(scratch: Scratch, last: Rows, wanted: list[tuple[str, str]]) -> None:
    before = published(scratch, FIRST)
    found = published(scratch, last)
    assert set(before) <= set(found)
    assert [(title[-1], status) for title, status in entries(found["groups/h.ics"])] == wanted
    assert "The work plan has no events here now." in text_of(page_of(found["groups/h.html"]))
    assert "No event fits." in text_of(page_of(found["embed/groups/h.html"]))
    assert b"groups/h." not in found["sitemap.xml"] + found["calendars.html"] + found["list.html"]


def test_a_site_of_one_group_keeps_no_feed_of_another(scratch: Scratch) -> None:
    found = published(scratch, FIRST, EMPTIED, filters=("--group", "g"))
    assert {path for path in found if "groups/" in path} == {"groups/g.ics", "groups/g.html", "embed/groups/g.html"}


@pytest.mark.parametrize("last", [RENAMED, REMOVED], ids=["renamed", "removed"])
def test_changes_of_a_former_group_stay(scratch: Scratch, last: Rows) -> None:
    published(scratch, FIRST, MOVED)
    found = published(scratch, last)
    moved = "B: postponed, 3 May 2017 → 5 May 2017 (2 days later)"
    assert moved in text_of(page_of(found["changes.html"]))
    newest = feedparser.parse(io.BytesIO(found["changes.atom"]))
    assert moved in [entry.content[0].value for entry in newest.entries if "content" in entry]


def test_a_site_of_meetings_has_no_changes_of_deadlines(scratch: Scratch) -> None:
    later = MOVED | {"deadlines": [DEADLINE | {"when": "8 May 2017"}]}
    found = published(scratch, FIRST, later, filters=("--kind", "meeting"))
    assert b"5 May 2017" in found["changes.atom"]
    assert b"8 May 2017" not in found["changes.atom"]
    assert "deadlines.ics" not in found


def test_lists_of_changes_keep_their_ids(scratch: Scratch) -> None:
    """RFC 4287, 4.2.6: an id never changes, also not with the plan's day."""
    rows: dict[str, object] = {"bodies": [{"id": "x", "name": "X", "members": ["KEN"], "source": "y"}]}
    (scratch.root / "bodies.yaml").write_text(json.dumps(rows))
    feeds = ("changes.atom", "for/KEN.atom")
    seen = []
    for as_of in ("2017-05-01", "2018-05-01"):
        found = published(scratch, MOVED, FIRST, as_of=as_of)
        lists = {path: feedparser.parse(io.BytesIO(found[path])) for path in feeds}
        assert {path: one.feed.id for path, one in lists.items()} == {
            path: f"tag:example.org,2017-05-10:{path}" for path in feeds
        }
        seen.append({path: [entry.id for entry in one.entries] for path, one in lists.items()})
    first, second = seen
    assert all(first[path] == second[path][-len(first[path]) :] for path in feeds)


BODY = {"id": "x", "name": "X", "members": ["KEN", "acme"], "source": "y"}
MEMBERS = [{"id": "acme", "name": "Acme Ltd"}]
OWN = {"id": "o", "title": "O", "group": "own", "when": "6 May 2017"}
WITH_BODY: Rows = FIRST | {"groups": [*GROUPS, {"id": "own", "title": "Own", "body": "x"}], "events": [A, B, OWN]}


def bodies(scratch: Scratch, members: list[str], own: list[Row]) -> None:
    rows = {"members": own, "bodies": [BODY | {"members": members}]}
    (scratch.root / "bodies.yaml").write_text(json.dumps(rows))


@pytest.mark.parametrize("filters", [(), ("--group", "own"), ("--for", "NOR", "--for", "KEN")])
def test_the_addresses_of_a_delegation_that_left_stay(scratch: Scratch, filters: tuple[str, ...]) -> None:
    bodies(scratch, ["KEN", "acme", "NOR"], MEMBERS)
    before = published(scratch, WITH_BODY, filters=filters)
    bodies(scratch, ["NOR"], [])
    found = published(scratch, WITH_BODY, filters=filters)
    assert set(before) <= set(found)
    left = {
        path.removeprefix("for/").removesuffix(".ics") for path in before if path.endswith(".ics") and "for/" in path
    }
    assert left >= ({"KEN", "NOR"} if "--for" in filters else {"KEN", "NOR", "acme"})
    everyone = [] if "--group" in filters else [("A", "CONFIRMED"), ("B", "CONFIRMED")]
    for name in left - {"NOR"}:
        was = entries(before[f"for/{name}.ics"])
        assert was == [*everyone, ("O", "CONFIRMED")]
        assert entries(found[f"for/{name}.ics"]) == everyone
        assert f"for/{name}.".encode() not in found["sitemap.xml"] + found["for/index.html"] + found["list.html"]
        assert feedparser.parse(io.BytesIO(found[f"for/{name}.atom"])).feed.id.endswith(f"for/{name}.atom")
        shown = text_of(page_of(found[f"embed/for/{name}.html"]))
        assert ("2 May 2017" in shown, "6 May 2017" in shown) == (bool(everyone), False)
    if "acme" in left:
        assert "Acme Ltd is in no body of the work plan now." in text_of(page_of(found["for/acme.html"]))
        assert b"for Acme Ltd\r\n" in found["for/acme.ics"]
    run = start("export", "ics", "--for", "KEN", *(filters if "--group" in filters else ()), cwd=scratch.root)
    assert entries(run.stdout.encode()) == everyone
    bodies(scratch, ["KEN", "NOR"], [])
    assert "acme" not in str(entries(published(scratch, WITH_BODY, filters=filters)["for/KEN.ics"]))


def test_the_page_of_a_session_that_was_removed_stays(scratch: Scratch) -> None:
    folder = scratch.root / "sessions"
    folder.mkdir()
    item = {"id": "i", "kind": "panel", "title": "I", "time": "10:00-11:00"}
    (folder / "s.yaml").write_text(
        json.dumps({"id": "s", "event": "a", "days": [{"date": "2 May 2017", "items": [item]}]})
    )
    (folder / "m.yaml").write_text(json.dumps({"id": "m", "title": "M", "when": "7 May 2017"}))
    before = published(scratch, FIRST)
    (folder / "m.yaml").unlink()
    found = published(scratch, FIRST)
    assert "This session is no longer in the work plan." in text_of(page_of(found["sessions/m.html"]))
    assert b"sessions/m.html" not in b"".join(data for path, data in found.items() if path != ".gcmplan-site.json")
    (folder / "s.yaml").unlink()
    found = published(scratch, FIRST)
    assert set(before) <= set(found)
    assert "A" in text_of(page_of(found["sessions/s.html"]))
    assert "The work plan has no sessions here now." in text_of(page_of(found["sessions/index.html"]))
    assert b"sessions/" not in found["sitemap.xml"] + found["index.html"]


def test_all_addresses_of_an_event_that_was_renamed_and_removed_stay(scratch: Scratch) -> None:
    names = ("b", "bb", "bbb")
    seen: set[str] = set()
    for number, name in enumerate(names):
        row: Any = B | {"id": name} | ({"formerly": list(names[:number])} if number else {})
        found = published(scratch, FIRST | {"events": [A, row]})
        assert seen <= set(found)
        seen |= set(found)
    found = published(scratch, REMOVED)
    assert seen <= set(found)
    for name in names:
        assert entries(found[f"events/{name}.ics"]) == [("CANCELLED: B", "CANCELLED")]
        assert "B is no longer in the work plan." in text_of(page_of(found[f"events/{name}.html"]))
    # Another event takes one of the ids: the address is its own.
    found = published(scratch, REMOVED | {"events": [A, B | {"id": "bb", "title": "Other", "group": "g"}]})
    assert entries(found["events/bb.ics"]) == [("Other", "CONFIRMED")]
    assert entries(found["events/bbb.ics"]) == [("CANCELLED: B", "CANCELLED")]
