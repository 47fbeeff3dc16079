"""A calendar program that subscribes over http, to `serve` and to nginx: what changes is updated, and never doubled."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from icalendar import Calendar

from conftest import ROOT
from hosts import NGINX, nginx
from inside import start
from previews import ask, serving, until
from scratch import Scratch

VDIRSYNCER = ROOT / ".venv" / "readers" / "bin" / "vdirsyncer"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not VDIRSYNCER.exists(), reason="'make test-all' installs the calendar programs"),
]
Row = tuple[str, str, str]
"""Title, first day and status of an entry."""
FEEDS = ("all.ics", "for/KEN.ics", "groups/thematic-session.ics")


class Site(NamedTuple):
    """A plan, and the address at which it is published."""

    plan: Scratch
    url: str
    publish: Callable[[], object]
    """Brings the address to the state of the plan."""


@pytest.fixture
def plan(tmp_path: Path) -> Scratch:
    return Scratch.made(tmp_path / "plan")


@pytest.fixture(params=["serve", "nginx"])
def site(plan: Scratch, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    if request.param == "serve":
        with serving(plan.root) as preview:
            yield Site(plan, preview.url, lambda: until(lambda: is_current(plan, preview.url)))
        return
    if NGINX is None:
        pytest.skip("there is no nginx; on Debian: apt-get install nginx-light")
    with nginx(plan.root / "site", tmp_path / "nginx") as url:

        def publish() -> None:
            assert start("publish", "site", "--base-url", url, cwd=plan.root).returncode == 0

        publish()
        yield Site(plan, url, publish)


def is_current(plan: Scratch, url: str) -> bool:
    """Whether a preview has the newest commit: its list of changes begins with it."""
    return plan.git("rev-parse", "HEAD").strip().encode() in ask(f"{url}changes.atom").data


class Subscriber:
    """A calendar program with a folder for each feed that it subscribes to."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.uids: set[str] = set()
        parts = [f'[general]\nstatus_path = "{folder}/status/"\n']
        for number, feed in enumerate(FEEDS):
            (folder / str(number)).mkdir(parents=True)
            parts += [
                f'[pair p{number}]\na = "a{number}"\nb = "b{number}"\ncollections = null\n',
                f'[storage a{number}]\ntype = "http"\nurl = "{url}{feed}"\n',
                f'[storage b{number}]\ntype = "filesystem"\npath = "{folder}/{number}"\nfileext = ".ics"\n',
            ]
        (folder / "config").write_text("".join(parts), encoding="utf-8")
        self.run("discover")

    def run(self, action: str) -> str:
        command = [str(VDIRSYNCER), "--config", str(self.folder / "config"), action]
        done = subprocess.run(command, check=False, capture_output=True, text=True, input="y\n" * len(FEEDS))
        assert done.returncode == 0, done.stderr
        return done.stderr

    def sync(self) -> dict[str, Counter[Row]]:
        """Look for news; then there are none."""
        self.run("sync")
        again = self.run("sync")
        assert "Copying" not in again
        assert "Deleting" not in again
        found = {}
        for number, feed in enumerate(FEEDS):
            items = (self.folder / str(number)).glob("*.ics")
            found[feed] = Counter(row for item in items for row in rows(item.read_bytes()))
            # What the program has is what the address has, each entry once.
            assert found[feed] == Counter(rows(ask(self.url + feed).data))
            assert max(found[feed].values()) == 1
            # Other programs know an entry by its UID.
            uids = [str(one["UID"]) for one in Calendar.from_ical(ask(self.url + feed).data).walk("VEVENT")]
            assert len(uids) == len(set(uids))
            self.uids |= {uid for uid in uids if uid.startswith("extra")}
        return found


def rows(data: bytes) -> list[Row]:
    events = Calendar.from_ical(data).walk("VEVENT")
    return [(str(one["SUMMARY"]), str(one.decoded("DTSTART")), str(one.get("STATUS", ""))) for one in events]


def news(before: Counter[Row], after: Counter[Row]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return what is no more and what is new, as days and statuses."""
    return {row[1:] for row in before - after}, {row[1:] for row in after - before}


def test_changes_are_followed_and_never_doubled(site: Site, tmp_path: Path) -> None:
    subscriber = Subscriber(tmp_path / "subscriber", site.url)
    seen = [subscriber.sync()]
    kept = ask(f"{site.url}events/thematic-4.ics")
    for words in (
        ("add", "--title", "Extra", "--id", "extra", "--group", "thematic-session", "--when", "12-13 June 2017"),
        ("move", "extra", "14-15 June 2017"),
        ("cancel", "extra"),
        ("reinstate", "extra"),
        ("remove", "extra"),
    ):
        run = start(*words, "--commit", "--anyway", cwd=site.plan.root)
        assert run.returncode == 0, (words, run.stderr)
        site.publish()
        seen.append(subscriber.sync())
    added, moved, cancelled, back, removed = (
        [news(one[feed], other[feed]) for feed in FEEDS] for one, other in pairwise(seen)
    )
    first, second, off = ("2017-06-12", "CONFIRMED"), ("2017-06-14", "CONFIRMED"), ("2017-06-14", "CANCELLED")
    assert added == [(set(), {first})] * 3
    assert moved == [({first}, {second})] * 3
    assert cancelled == [({second}, {off})] * 3
    assert back == [({off}, {second})] * 3
    assert removed == [({second}, {off})] * 3
    assert len(subscriber.uids) == 1
    # Who asks for an event that stayed as it was is told so, after all these changes.
    for condition in ({"If_None_Match": kept.headers["ETag"]}, {"If_Modified_Since": kept.headers["Last-Modified"]}):
        got = ask(f"{site.url}events/thematic-4.ics", **condition)
        assert (got.status, got.data) == (304, b"")
    assert ask(f"{site.url}all.ics", If_None_Match=kept.headers["ETag"]).status == 200
