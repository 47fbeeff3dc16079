"""`gcmplan serve` as a process: edits are followed, problems shown, and every way of ending it leaves nothing."""

from __future__ import annotations

import re
import shutil
import signal
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from gcmplan.preview.server import Server
from gcmplan.preview.watch import Watch
from inside import start
from previews import ask, serving, until
from scratch import Scratch

BROKEN = "31 June 2027"
FEW = ("--for", "KEN")
"""A site of one delegation: the 193 of the example take a second."""
DAYS = re.compile("[0-9-]+ February 2027|31 June 2027")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Scratch.example(tmp_path_factory.mktemp("example") / "plan").root


@pytest.fixture
def plan(example: Path, tmp_path: Path) -> Scratch:
    shutil.copytree(example, tmp_path / "plan")
    return Scratch(tmp_path / "plan")


def test_a_run_in_this_process(plan: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Edits take the place of the watch, and the last is an interrupt."""
    dates = iter((BROKEN, "16-17 February 2027"))
    seen: list[tuple[int, str]] = []
    servers: list[Server] = []

    def edited(*_: object) -> dict[str, str]:
        found = ask(f"{servers[0].url}events/opening-session.html")
        now = DAYS.search(found.data.decode())
        assert now
        seen.append((found.status, now[0]))
        try:
            plan.rewrite(now[0], next(dates))
        except StopIteration:
            raise KeyboardInterrupt from None
        return {}

    def noted(own: Server, *arguments: Any, **options: Any) -> None:
        servers.append(own)
        taken(own, *arguments, **options)

    taken = Server.__init__
    monkeypatch.setattr(Server, "__init__", noted)
    monkeypatch.setattr(Watch, "wait", edited)
    run = start("serve", "--port", "0", *FEW, cwd=plan.root)
    assert (run.returncode, run.stdout) == (130, f"Preview of data: {servers[0].url} (Ctrl-C ends it)\n")
    assert seen == [(200, "2-3 February 2027"), (503, BROKEN), (200, "16-17 February 2027")]
    assert re.sub("[0-9]+", "N", run.stderr) == (
        "The plan cannot be loaded: the page shows why\nThe plan is shown again: N files changed\n"
    )
    assert not servers[0].preview.folder.exists()


@pytest.mark.slow
def test_edits_are_followed(plan: Scratch) -> None:
    with serving(plan.root, *FEW) as preview:
        page, feed = f"{preview.url}events/opening-session.html", f"{preview.url}all.ics"
        assert preview.first == f"Preview of data: {preview.url} (Ctrl-C ends it)\n"
        assert b"2-3 February 2027" in ask(page).data
        assert b"DTSTART;VALUE=DATE:20270202" in ask(feed).data
        # Addresses to subscribe to are those of the preview.
        assert feed.encode() in ask(f"{preview.url}calendars.html").data

        plan.rewrite("2-3 February 2027", "9-10 February 2027")
        until(lambda: b"9-10 February 2027" in ask(page).data)
        good = ask(feed).data
        assert b"DTSTART;VALUE=DATE:20270209" in good

        plan.rewrite("9-10 February 2027", f"{BROKEN} # <script>")
        until(lambda: ask(page).status == 503)
        told = ask(page).data.decode()
        assert "<h1>The plan cannot be loaded</h1>" in told
        checked = start("check", cwd=plan.root, COLUMNS="100").stdout
        assert BROKEN in checked
        for line in filter(str.strip, checked.split("\n")):
            assert line.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;").replace('"', "&#34;") in told
        assert ask(feed).data == good

        plan.rewrite(f"{BROKEN} # <script>", "16-17 February 2027")
        until(lambda: b"16-17 February 2027" in ask(page).data)

        assert b"16-17 February 2027" not in ask(f"{preview.url}changes.html").data
        plan.commit("second")
        until(lambda: b"16-17 February 2027" in ask(f"{preview.url}changes.html").data)
        # Commits of another branch are in another file of git.
        plan.git("checkout", "--quiet", "-b", "other")
        plan.rewrite("16-17 February 2027", "23-24 February 2027")
        until(lambda: b"23-24 February 2027" in ask(page).data)
        assert b"23-24 February 2027" not in ask(f"{preview.url}changes.html").data
        plan.commit("third")
        until(lambda: b"23-24 February 2027" in ask(f"{preview.url}changes.html").data)


@pytest.mark.slow
def test_a_broken_plan_is_shown_from_the_beginning(plan: Scratch) -> None:
    plan.rewrite("2-3 February 2027", BROKEN)
    with serving(plan.root, *FEW) as preview:
        assert BROKEN.encode() in ask(preview.url).data
        assert ask(f"{preview.url}all.ics").status == 503
        plan.rewrite(BROKEN, "2-3 February 2027")
        until(lambda: ask(f"{preview.url}all.ics").status == 200)


@pytest.mark.slow
def test_a_filter_whose_group_is_removed_is_trouble_and_no_end(plan: Scratch) -> None:
    with serving(plan.root, *FEW, "--group", "documents", "--verbose") as preview:
        assert b"opening-session" not in ask(f"{preview.url}list.html").data
        plan.rewrite("- id: documents\n    title: Documents", "- id: papers\n    title: Papers")
        plan.rewrite("group: documents", "group: papers")
        until(lambda: ask(preview.url).status == 503)
        assert b"there is no group &#39;documents&#39;" in ask(preview.url).data
        preview.process.send_signal(signal.SIGTERM)
        err = preview.process.communicate(timeout=30)[1]
    assert '"GET /list.html HTTP/1.1" 200' in err
    assert "There is no new site: the page shows why\n" in err


@pytest.mark.slow
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_every_end_is_quiet_and_leaves_nothing(plan: Scratch, tmp_path: Path, number: int, status: int) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with serving(plan.root, *FEW, TMPDIR=str(temporary)) as preview:
        assert [path.name for path in temporary.glob("gcmplan-serve-*/*")] == ["site"]
        place = urlsplit(preview.url)
        # A page that waits for changes, and a browser that has opened a connection and asks for nothing.
        links = [socket.create_connection((place.hostname, place.port), 20) for _ in range(2)]
        links[0].sendall(b"GET /-/changes?" + version_of(preview.url) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert links[0].recv(1)
        for _ in range(3):
            # Whoever is impatient ends it more than once.
            preview.process.send_signal(number)
        out, err = preview.process.communicate(timeout=30)
        for link in links:
            link.close()
    assert (preview.process.returncode, out) == (status, "")
    assert err == ""
    assert list(temporary.iterdir()) == []


def version_of(url: str) -> bytes:
    return ask(url).data.partition(b"reload.js?")[2].partition(b'"')[0]


def test_what_ends_it_at_once(plan: Scratch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = start("serve", "--port", str(port), cwd=plan.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        f"Error: port {port} is in use by another program\n"
        "Hint: choose another with --port; --port 0 takes a free one\n"
    )
    run = start("serve", "--port", "0", "--group", "nothing", cwd=plan.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert "there is no group 'nothing'" in run.stderr
    for port in ("-1", "65536", "http"):
        assert start("serve", "--port", port, cwd=plan.root).returncode == 2
    run = start("serve", "--port", "0", "--host", "nowhere.invalid", cwd=plan.root)
    assert (run.returncode, "'nowhere.invalid' is no address of this machine" in run.stderr) == (2, True)
    plan.rewrite("2-3 February 2027", "9-10 February 2027")
    plan.commit("second")
    clone = plan.root.parent / "clone"
    plan.git("clone", "--quiet", "--depth", "1", plan.root.as_uri(), str(clone))
    run = start("serve", "--port", "0", cwd=clone)
    assert (run.returncode, run.stdout, "this clone is shallow" in run.stderr) == (2, "", True)
    run = start("serve", "--port", "0", "--plan", "nowhere", cwd=plan.root)
    assert (run.returncode, run.stdout) == (2, "")


@pytest.mark.slow
def test_beyond_loopback_only_if_asked_and_said(plan: Scratch) -> None:
    with serving(plan.root, *FEW, "--host", "0.0.0.0") as preview:  # noqa: S104 - that is what is tested
        port = urlsplit(preview.url).port
        assert preview.url == f"http://{socket.gethostname()}:{port}/"
        # Another address of this machine.
        assert ask(f"http://127.0.0.2:{port}/").status == 200
        assert ask(f"http://127.0.0.2:{port}/", Host="example.org").status == 403
        preview.process.send_signal(signal.SIGTERM)
        err = preview.process.communicate(timeout=30)[1]
    assert err.startswith("--host 0.0.0.0: everyone who can reach this machine over the network can read the preview")


@pytest.mark.slow
def test_the_plan_that_ships_is_shown_where_there_is_none(tmp_path: Path) -> None:
    with serving(tmp_path) as preview:
        assert ask(f"{preview.url}events/thematic-1.html").status == 200
