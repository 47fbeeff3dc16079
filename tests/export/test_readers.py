"""Calendar programs that people use see in our feeds what the plan says: the same events, starts and ends."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from conftest import DATA, ROOT
from feeds import TITLES, Published, Row, all_feeds, rows_of
from gcmplan.plan.workplan import Workplan
from inside import start

PYTHON = ROOT / ".venv" / "readers" / "bin" / "python"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PYTHON.exists(), reason="'make test-all' installs the calendar programs"),
]


@pytest.fixture
def feeds(plan: Workplan) -> dict[str, Published]:
    return all_feeds(plan)


@pytest.fixture
def folder(feeds: dict[str, Published], tmp_path: Path) -> Path:
    """Write the feeds to a folder."""
    folder = tmp_path / "feeds"
    folder.mkdir()
    for name, published in feeds.items():
        (folder / f"{name}.ics").write_bytes(published.feed)
    return folder


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def url(folder: Path) -> Iterator[str]:
    """Serve the feeds."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def seen(reader: str, folder: Path, *more: str) -> dict[str, list[Row]]:
    """Return what a program sees in the feeds of a folder."""
    work = folder.parent / "work"
    work.mkdir()
    command = [str(PYTHON), str(ROOT / "tests" / "readers" / "read.py"), reader, str(folder), str(work), *more]
    run = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert run.returncode == 0, run.stderr
    found: dict[str, list[list[str]]] = json.loads(run.stdout)
    return {
        name: [(uid, start, end, summary, status) for uid, start, end, summary, status in rows]
        for name, rows in found.items()
    }


def expected(feeds: dict[str, Published]) -> dict[str, list[Row]]:
    return {name: published.rows for name, published in feeds.items()}


def test_there_is_much_to_read(feeds: dict[str, Published]) -> None:
    counts = {name: len(published.rows) for name, published in feeds.items()}
    assert counts["plan"] == 40
    assert counts["meetings"] > counts["plan"]
    assert counts["windows"] == 63
    assert counts["hostile-hours"] > counts["hostile"] > 90
    # The hours, thirteen items of the first thematic session, three meetings outside the plan.
    assert counts["agenda"] == counts["meetings"] + 13 + 3
    assert counts["hostile-agenda"] == len(TITLES) + 4
    assert len(counts) == 20


@pytest.mark.parametrize("reader", ["icalendar", "vobject", "ical"])
def test_a_library_sees_what_the_plan_says(reader: str, folder: Path, feeds: dict[str, Published]) -> None:
    assert seen(reader, folder) == expected(feeds)


# The others read the letter behind a backslash as a line break, whatever is before it.


@pytest.mark.parametrize("reader", ["ics", "khal"])
def test_a_program_sees_what_the_plan_says(reader: str, folder: Path, feeds: dict[str, Published]) -> None:
    (folder / "backslashes.ics").unlink()
    del feeds["backslashes"]
    assert seen(reader, folder) == expected(feeds)


def test_radicale_takes_every_feed_and_finds_events_by_time(folder: Path, feeds: dict[str, Published]) -> None:
    (folder / "backslashes.ics").unlink()
    del feeds["backslashes"]
    found = seen("radicale", folder)
    assert {name: rows for name, rows in found.items() if name in feeds} == expected(feeds)
    may = {name: rows for name, rows in found.items() if name not in feeds}
    assert may == {
        f"{name} in May": [row for row in published.rows if in_may(row)] for name, published in feeds.items()
    }
    assert len(may["plan in May"]) > 9


def in_may(row: Row) -> bool:
    return row[1] < "2017-06-01" and row[2] > "2017-05-01T00:00:00Z"[: len(row[2])]


def test_vdirsyncer_subscribes_to_every_feed(folder: Path, url: str, feeds: dict[str, Published]) -> None:
    found = seen("vdirsyncer", folder, url)
    # It gives what comes over HTTP UIDs of its own.
    nameless = {name: sorted(row[1:] for row in rows) for name, rows in found.items()}
    assert nameless == {name: sorted(row[1:] for row in published.rows) for name, published in feeds.items()}


@pytest.mark.parametrize("reader", ["icalendar", "vobject", "ical", "ics", "khal"])
def test_the_feeds_of_a_site(reader: str, plan: Workplan, tmp_path: Path) -> None:
    """Each program sees in the calendars of a published site what the plan says."""
    assert (
        start("publish", "site", "--plan", str(DATA), "--base-url", "https://example.org/", cwd=tmp_path).returncode
        == 0
    )
    (tmp_path / "feeds").mkdir()
    chosen = {
        "all": list(plan.events),
        "for/KEN": [one for one in plan.events if plan.concerns(one, ["KEN"])],
        "groups/idm": [one for one in plan.events if one.group == "idm"],
        "events/thematic-1": [plan.event("thematic-1")],
    }
    for path in chosen:
        (tmp_path / "feeds" / f"{path.replace('/', '-')}.ics").write_bytes(
            (tmp_path / "site" / f"{path}.ics").read_bytes()
        )
    wanted = {path.replace("/", "-"): rows_of(plan, events) for path, events in chosen.items()}
    assert seen(reader, tmp_path / "feeds") == wanted
    assert min(map(len, wanted.values())) == 1
    assert len(wanted["all"]) == 40
