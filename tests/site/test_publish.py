"""A publication and its folder: what is written, kept, removed and refused; and a run that is ended at any moment."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from conftest import ROOT
from gcmplan.site import folder as site_folder
from gcmplan.site.folder import publish, refuse_others
from gcmplan.site.manifest import MANIFEST, PART, CannotPublishError, state_of
from inside import start
from scratch import Scratch
from sites import files_of, links_of, page_of, target_of, text_of

Files = dict[str, bytes]
OLD: Files = {"index.html": b"old", "a/b.html": b"same", "gone.html": b"gone", "c/d.html": b"c"}
NEW: Files = {"index.html": b"new", "a/b.html": b"same", "e/f.html": b"more"}


def held(site: Path) -> Files:
    """Return the files of a folder but for the list of them."""
    return {path: data for path, data in files_of(site).items() if path != MANIFEST}


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    site = tmp_path / "deep" / "site"
    assert publish(site, OLD)[:3] == (tuple(OLD), (), 0)
    before = (site / "a" / "b.html").stat()
    report = publish(site, NEW)
    assert report == (("index.html", "e/f.html"), ("c/d.html", "gone.html"), 1, ())
    assert held(site) == NEW
    assert (site / "a" / "b.html").stat().st_mtime_ns == before.st_mtime_ns
    assert publish(site, NEW) == ((), (), 3, ())
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_an_edited_file_is_written_again(tmp_path: Path) -> None:
    publish(tmp_path / "site", OLD)
    (tmp_path / "site" / "index.html").write_bytes(b"edited")
    assert publish(tmp_path / "site", OLD).written == ("index.html",)
    assert held(tmp_path / "site") == OLD


@pytest.mark.parametrize("name", ["notes.txt", "index.html", ".htaccess", "a/own.html"])
def test_a_folder_of_others_is_refused(tmp_path: Path, name: str) -> None:
    site = tmp_path / "site"
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text("mine")
    with pytest.raises(CannotPublishError, match="that 'publish' did not write: "):
        publish(site, NEW)
    assert held(site) == {name: b"mine"}


def test_files_of_others_beside_a_site_stay(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, OLD)
    (site / "CNAME").write_text("example.org")
    (site / "c" / "own.txt").write_text("mine")
    report = publish(site, NEW)
    assert report.foreign == ("CNAME", "c/own.txt")
    assert held(site) == NEW | {"CNAME": b"example.org", "c/own.txt": b"mine"}
    (site / "x.html").write_text("mine")
    with pytest.raises(CannotPublishError, match=r"x\.html"):
        publish(site, NEW | {"x.html": b"ours"})
    assert (site / "x.html").read_text() == "mine"


def test_empty_folders_of_others_stay(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "lost+found").mkdir(parents=True)
    publish(site, OLD)
    (site / "uploads" / "2017").mkdir(parents=True)
    inode = site.stat().st_ino
    assert publish(site, NEW).foreign == ()
    assert held(site) == NEW
    assert (site / "lost+found").is_dir()
    assert (site / "uploads" / "2017").is_dir()
    assert site.stat().st_ino == inode
    (site / "X.html").mkdir()
    with pytest.raises(CannotPublishError, match=r"X\.html/"):
        publish(site, NEW | {"x.html": b"ours"})
    assert held(site) == NEW


def test_an_empty_folder_of_the_site_is_none_of_others(tmp_path: Path) -> None:
    publish(tmp_path / "site", OLD)
    (tmp_path / "site" / "a" / "b.html").unlink()
    assert state_of(tmp_path / "site").empty == ()
    publish(tmp_path / "site", OLD)
    assert held(tmp_path / "site") == OLD


def limited() -> list[str]:
    """Return what takes from the user root what others have not: to read what is closed to its owner."""
    if os.getuid():
        return []
    program = shutil.which("setpriv")
    if not program:
        pytest.skip("the user root can read everything")
    return [program, "--bounding-set=-dac_override,-dac_read_search"]


@pytest.mark.skipif(os.name == "nt", reason="no modes of files")
def test_a_folder_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Its files may be of others, and nothing may be moved away that cannot be put back."""
    site = tmp_path / "site"
    publish(site, OLD)
    (site / "secret").mkdir()
    (site / "secret" / "own.txt").write_text("mine")
    inode = site.stat().st_ino
    code = f"from pathlib import Path; from gcmplan.site.folder import publish; publish(Path({str(site)!r}), {NEW!r})"
    (site / "secret").chmod(0)
    try:
        run = subprocess.run(
            [*limited(), sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
        )
    finally:
        (site / "secret").chmod(0o700)
    assert run.stderr.splitlines()[-1].endswith(f"cannot write to {site}: permission denied"), run.stderr
    assert held(site) == OLD | {"secret/own.txt": b"mine"}
    assert site.stat().st_ino == inode
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_first_file_of_others_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for the folder '/', whose whole disk would be read before it is refused."""
    for name in ("b/c/d.txt", "a.txt", "e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine")
    seen: list[Path] = []
    scandir = os.scandir

    def noted(path: str) -> Any:  # noqa: ANN401
        seen.append(Path(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", noted)
    with pytest.raises(CannotPublishError, match=r"did not write: a\.txt$"):
        refuse_others(tmp_path)
    assert seen == [tmp_path]


def test_the_work_tree_of_a_repository_keeps_it(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "site")], check=True)
    inode = (tmp_path / "site").stat().st_ino
    publish(tmp_path / "site", OLD)
    kept = (tmp_path / "site" / "a" / "b.html").stat()
    publish(tmp_path / "site", NEW)
    assert (tmp_path / "site").stat().st_ino == inode
    now = (tmp_path / "site" / "a" / "b.html").stat()
    assert (now.st_ino, now.st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)
    assert (tmp_path / "site" / ".git" / "HEAD").is_file()
    shutil.rmtree(tmp_path / "site" / ".git")
    assert held(tmp_path / "site") == NEW


def test_a_list_that_leads_out_is_refused(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    for path in ("../victim", str(victim), "a/../../victim"):
        site = tmp_path / "site"
        site.mkdir(exist_ok=True)
        (site / MANIFEST).write_text(json.dumps({"schema": "gcmplan.published/1", "files": {path: ""}}))
        with pytest.raises(CannotPublishError, match="is damaged"):
            publish(site, NEW)
    assert victim.read_text() == "mine"


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.html").write_text("mine")
    site = tmp_path / "site"
    publish(site, OLD)
    shutil.rmtree(site / "a")
    (site / "a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotPublishError):
        publish(site, NEW)
    assert held(tmp_path / "elsewhere") == {"b.html": b"mine"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(CannotPublishError, match="is a file"):
        publish(tmp_path / "site", NEW)


def test_a_parent_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path / "site", OLD)
    inode = (tmp_path / "site").stat().st_ino

    def refuse(path: Path, **options: Any) -> None:
        if path.parent == tmp_path and path.name != "site":
            raise PermissionError(13, "Permission denied", str(path))
        mkdir(path, **options)

    mkdir = Path.mkdir
    monkeypatch.setattr(Path, "mkdir", refuse)
    publish(tmp_path / "site", NEW)
    assert held(tmp_path / "site") == NEW
    assert (tmp_path / "site").stat().st_ino == inode


def test_where_folders_cannot_change_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_folder, "exchange", lambda *_: False)
    publish(tmp_path / "site", OLD)
    publish(tmp_path / "site", NEW)
    assert held(tmp_path / "site") == NEW
    # As a run leaves it that is ended between its two renames.
    (tmp_path / "site").rename(tmp_path / ".site.gcmplan-old")
    assert publish(tmp_path / "site", NEW).unchanged == len(NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("steps", range(6))
def test_a_work_tree_is_whole_after_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """Where each file is replaced by itself, a run that is ended leaves whole files, all known as the site's own."""
    site = tmp_path / "site"
    (site / ".git").mkdir(parents=True)
    publish(site, OLD)
    left = iter(range(steps))

    def put(target: Path, data: bytes) -> None:
        if next(left, None) is None:
            target.parent.mkdir(exist_ok=True)
            target.with_name(f"{target.name}{PART}").write_bytes(data[:1])
            raise KeyboardInterrupt
        whole(target, data)

    whole = site_folder._put  # noqa: SLF001 - the place where a run is ended
    with monkeypatch.context() as patch:
        patch.setattr(site_folder, "_put", put)
        if steps < 4:
            with pytest.raises(KeyboardInterrupt):
                publish(site, NEW)
        else:
            publish(site, NEW)
    assert all(data in {*OLD.values(), *NEW.values()} for path, data in held(site).items() if not path.endswith(PART))
    publish(site, NEW)
    assert held(site) == NEW


ENDED = """
import sys
from pathlib import Path
from gcmplan.site.folder import publish
files = {f"{n % 7}/{n}.html": sys.argv[2].encode() * 2000 for n in range(300)} | {"same.html": b"same"}
print("ready", flush=True)
publish(Path(sys.argv[1]), files, locks=Path(sys.argv[3]) if sys.argv[3:] else None)
print("done", flush=True)
"""


def state(site: Path) -> str:
    """Return "a" or "b" if a folder holds the whole of one state, else what is wrong."""
    found = held(site)
    letters = {data[:1].decode() for path, data in found.items() if path != "same.html"}
    whole = len(found) == 301 and all(len(data) in {2000, 4} for data in found.values())
    return letters.pop() if whole and len(letters) == 1 else f"{len(found)} files of {letters}"


@pytest.mark.slow
def test_a_run_that_is_killed_leaves_the_old_site_or_the_new(tmp_path: Path) -> None:
    site = tmp_path / "site"
    subprocess.run([sys.executable, "-c", ENDED, str(site), "a"], check=True, stdout=subprocess.DEVNULL)
    chance, seen, now = random.Random(7), {"old": 0, "new": 0}, "a"  # noqa: S311 - any moments
    whole = 0.05
    for number in range(101):
        wanted = "b" if now == "a" else "a"
        run = subprocess.Popen([sys.executable, "-c", ENDED, str(site), wanted], stdout=subprocess.PIPE)
        assert run.stdout
        run.stdout.readline()
        begun = time.monotonic()
        if number == 0:
            # The time of a run that nothing ends.
            run.stdout.readline()
            whole = time.monotonic() - begun
        else:
            time.sleep(chance.uniform(0, 1.6) * whole)
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        after = state(site)
        assert after in {now, wanted}, after
        seen["new" if after == wanted else "old"] += 1
        # Around the moment of the change, however busy the machine is.
        whole *= 0.93 if after == wanted else 1.05
        now = after
    assert min(seen.values()) >= 5, seen
    last = "b" if now == "a" else "a"
    subprocess.run([sys.executable, "-c", ENDED, str(site), last], check=True, stdout=subprocess.DEVNULL)
    assert state(site) == last
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_runs_wait_for_each_other(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    site, locks = tmp_path / "site", str(tmp_path_factory.mktemp("locks"))
    runs = [
        subprocess.Popen([sys.executable, "-c", ENDED, str(site), letter, locks], stdout=subprocess.DEVNULL)
        for letter in "abab"
    ]
    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    assert state(site) in {"a", "b"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_run_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_folder, "_PATIENCE", 0.05)
    changes_places = site_folder._swap_in  # noqa: SLF001 - between lock and change

    def again(*arguments: Any) -> bool:
        with pytest.raises(CannotPublishError, match="another run has been writing"):
            publish(tmp_path / "site", NEW, locks=tmp_path)
        return changes_places(*arguments)

    monkeypatch.setattr(site_folder, "_swap_in", again)
    assert publish(tmp_path / "site", OLD, locks=tmp_path).written == tuple(OLD)
    assert state_of(tmp_path / "site").own == {*OLD}


# -- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def plan(tmp_path: Path) -> Scratch:
    return Scratch.made(tmp_path / "plan")


SOME = ("--for", "EGY,KEN")
"""Filters that leave most events, and two delegations."""


def published(plan: Scratch, *filters: str) -> str:
    arguments = ("publish", "../site", "--base-url", "https://example.org/gcm", *(filters or SOME))
    run = start(*arguments, cwd=plan.root)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_one_moved_event_rewrites_the_files_that_name_it(plan: Scratch, tmp_path: Path) -> None:
    published(plan)
    before = files_of(tmp_path / "site")
    times = {path: (tmp_path / "site" / path).stat().st_mtime_ns for path in before}
    assert start("move", "arcp-third-meeting", "15-16 May 2017", "--commit", cwd=plan.root).returncode == 0
    published(plan)
    after = files_of(tmp_path / "site")
    changed = {path for path, data in after.items() if before.get(path) != data}
    assert before.keys() == after.keys()
    [event] = [one for one in json.loads(after["events.json"])["events"] if one["id"] == "arcp-third-meeting"]
    names = [re.escape(str(event[key])).encode() for key in ("id", "title", "short")]
    naming = {path for path in before for data in (before[path], after[path]) if re.search(b"|".join(names), data)}
    # A workbook is compressed.
    assert changed <= naming | {MANIFEST, "events.xlsx"}
    assert {
        "index.html", "list.html", "changes.html", "changes.atom", "all.ics", "events.json", "events.csv",
        "events/arcp-third-meeting.html", "events/arcp-third-meeting.ics", "events/thematic-1.html", "timeline.svg",
        "months/2017-05.html", "groups/consultative-process.html", "groups/consultative-process.ics", "for/EGY.html",
        "for/EGY.ics", "for/EGY.atom",
    } <= changed  # fmt: skip
    assert not {"for/KEN.html", "for/KEN.ics", "for/KEN.atom", "groups/idm.html", "style.css"} & changed
    for path in before.keys() - changed:
        assert (tmp_path / "site" / path).stat().st_mtime_ns == times[path]


def test_a_conflict_is_on_the_page_of_whom_it_concerns(plan: Scratch, tmp_path: Path) -> None:
    published(plan)
    found = files_of(tmp_path / "site")
    pair = b'<a href="../events/arcp-third-meeting.html"'
    assert pair in found["for/EGY.html"].partition(b'id="conflicts"')[2].partition(b"</section>")[0]
    assert b"None on known days." in found["for/KEN.html"]
    # A conflict is reported to its own delegation alone.
    assert b"21 delegations" in found["events/thematic-1.html"]
    assert b"Egypt" not in found["events/thematic-1.html"].partition(b"<footer")[0]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (("--for", "KEN"), "None on known days."),
        (("--for", "EGY", "--group", "consultative-process"), "None on known days among the meetings on this site."),
        (
            ("--for", "EGY", "--group", "thematic-session,consultative-process"),
            "Only the meetings on this site are compared.",
        ),
    ],
)
def test_conflicts_say_what_was_compared(
    plan: Scratch, tmp_path: Path, filters: tuple[str, ...], expected: str
) -> None:
    """The third meeting of ARCP is on the days of the First Thematic Session, for Egypt."""
    published(plan, *filters)
    page = page_of((tmp_path / "site" / "for" / f"{filters[1]}.html").read_bytes())
    [part] = [one for one in page.iter("section") if one.attrib.get("aria-labelledby") == "conflicts"]
    assert [text_of(one) for one in part.iter("p")] == [expected]


@pytest.fixture
def own(tmp_path: Path) -> Scratch:
    """Return the site of two delegations in "site", and the plan beside it."""
    plan = Scratch.made(tmp_path / "plan")
    published(plan)
    return plan


def test_locks_are_in_a_folder_of_the_user(plan: Scratch, tmp_path: Path) -> None:
    home = tmp_path / "state"
    words = ("publish", "../site", *SOME)
    assert start(*words, cwd=plan.root, XDG_STATE_HOME=str(home)).returncode == 0
    [locks] = home.rglob("locks")
    assert locks.stat().st_mode & 0o777 == 0o700
    assert len([*locks.iterdir()]) == 1
    (tmp_path / "file").touch()
    assert start(*words, cwd=plan.root, XDG_STATE_HOME=str(tmp_path / "file")).stdout.startswith("../site: 0 files")


def refused(plan: Scratch, *filters: str) -> str:
    """Return why a site is not published; the folder stays as it was."""
    site = plan.root.parent / "site"
    before = files_of(site)
    run = start("publish", "../site", "--base-url", "https://example.org/gcm", *filters, cwd=plan.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert files_of(site) == before
    assert "Hint: name a new folder, or empty this one first" in run.stderr
    return " ".join(run.stderr.split())


def test_the_site_of_another_plan_is_refused(own: Scratch) -> None:
    own.rewrite("domain: refugeesmigrants.un.org", "domain: other.example")
    own.commit("another plan")
    old, new = (f"'Global compact for migration' ({domain})" for domain in ("refugeesmigrants.un.org", "other.example"))
    assert f"../site has the site of another plan, {old}; this one is {new}" in refused(own, *SOME)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ((), "--for EGY,KEN; now no filter"),
        (("--for", "EGY"), "--for EGY,KEN; now --for EGY"),
        (("--group", "idm", *SOME), "--for EGY,KEN; now --group idm --for EGY,KEN"),
    ],
)
def test_a_site_with_other_filters_is_refused(own: Scratch, filters: tuple[str, ...], said: str) -> None:
    assert f"../site has a site with other filters: {said}" in refused(own, *filters)


def test_the_same_filters_in_another_order_are_no_others(own: Scratch) -> None:
    assert "unchanged" in published(own, "--for", "KEN", "--for", "EGY")


def test_a_filter_by_today_is_the_same_tomorrow(plan: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (8, 9):
        for module in ("built_site", "output"):
            monkeypatch.setattr(f"gcmplan.cli.{module}.today", lambda day=day: date(2017, 5, day))
        published(plan, *SOME, "--from", "today")
        assert f"from {day} May 2017" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_a_list_of_before_is_taken_once(own: Scratch, tmp_path: Path) -> None:
    """Former versions did not write whose site it is."""
    listed = tmp_path / "site" / MANIFEST
    found = json.loads(listed.read_bytes())
    assert found.pop("plan")["filters"] == "--for EGY,KEN"
    listed.write_text(json.dumps(found), encoding="utf-8")
    published(own, "--for", "EGY")
    assert "--for EGY; now --for EGY,KEN" in refused(own, *SOME)


@pytest.mark.parametrize("plan_of", [None, {}, {"domain": 1, "name": "a", "filters": ""}, "text"])
def test_a_damaged_list_is_refused(tmp_path: Path, plan_of: object) -> None:
    site = tmp_path / "site"
    publish(site, OLD)
    found = json.loads((site / MANIFEST).read_bytes())
    (site / MANIFEST).write_text(json.dumps({**found, "plan": plan_of}), encoding="utf-8")
    with pytest.raises(CannotPublishError, match="is damaged"):
        publish(site, NEW)


def test_filters_hold_for_the_whole_site(plan: Scratch, tmp_path: Path) -> None:
    published(plan, "--group", "idm", "--for", "KEN")
    found = files_of(tmp_path / "site")
    assert {path for path in found if path.startswith("events/")} == {
        f"events/{name}.{ending}" for name in ("idm-new-york", "idm-geneva") for ending in ("html", "ics")
    }
    assert {path for path in found if path.startswith("for/")} == {
        "for/index.html", "for/KEN.html", "for/KEN.ics", "for/KEN.atom",
    }  # fmt: skip
    assert all(b"Only IOM International Dialogue" in found[path] for path in ("index.html", "for/KEN.html"))
    assert b"thematic-1" not in b"".join(found.values())


def test_a_shallow_clone_is_refused(plan: Scratch, tmp_path: Path) -> None:
    plan.rewrite("22-23 May 2017", "29-30 May 2017")
    plan.commit("second")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", plan.root.as_uri(), str(clone)], check=True)
    run = start("publish", "site", cwd=clone)
    assert (run.returncode, run.stdout) == (2, "")
    assert "this clone is shallow" in run.stderr
    assert not (clone / "site").exists()


@pytest.mark.parametrize("fault", ["missing", "foreign", "damaged"])
def test_a_history_that_cannot_be_read_is_refused(plan: Scratch, tmp_path: Path, fault: str) -> None:
    """As in a container without git, or whose user is not the owner of the clone."""
    environment = {}
    if fault == "missing":
        environment = {"PATH": str(tmp_path)}
    elif fault == "foreign":
        environment = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "HOME": str(tmp_path), "GIT_CONFIG_SYSTEM": "/dev/null"}
    else:
        plan.rewrite("22-23 May 2017", "29-30 May 2017")
        commit = plan.commit("second")
        (plan.root / ".git" / "objects" / commit[:2] / commit[2:]).unlink()
    run = start("publish", "../site", cwd=plan.root, **environment)
    assert (run.returncode, run.stdout) == (2, ""), run.stderr
    assert not (tmp_path / "site").exists()


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no checkout")
@pytest.mark.parametrize("fault", ["missing", "foreign"])
def test_the_history_of_a_checkout_is_needed(tmp_path: Path, fault: str) -> None:
    """The plan that ships has a history there, as in the runner that publishes it."""
    environment = {"PATH": str(tmp_path)}
    if fault == "foreign":
        environment = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "HOME": str(tmp_path), "GIT_CONFIG_SYSTEM": "/dev/null"}
    command = [sys.executable, "-m", "gcmplan", "publish", "site", "--plan", str(ROOT / "data")]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    run = subprocess.run(
        command, cwd=tmp_path, env=clean | environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (run.returncode, run.stdout) == (2, ""), run.stderr
    assert "is needed and cannot be read" in run.stderr
    assert not (tmp_path / "site").exists()


def test_a_plan_that_is_not_committed_yet_has_no_history(plan: Scratch, tmp_path: Path) -> None:
    shutil.copytree(plan.root / "data", plan.root / "other")
    run = start("publish", "../site", "--plan", "other", "--for", "KEN", cwd=plan.root)
    assert run.returncode == 0, run.stderr
    assert "Without history, everything is as of the plan's day" in run.stderr
    assert (tmp_path / "site" / "all.ics").is_file()


def test_a_history_that_takes_changes_back_is_refused(plan: Scratch, tmp_path: Path) -> None:
    assert start("move", "thematic-2", "29-30 May 2017", "--commit", cwd=plan.root).returncode == 0
    published(plan)
    before = files_of(tmp_path / "site")
    plan.git("checkout", "--quiet", "--orphan", "squashed")
    plan.commit("squashed")
    run = start("publish", "../site", *SOME, cwd=plan.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert "has change 1 of thematic-2" in run.stderr
    assert files_of(tmp_path / "site") == before


def test_a_folder_of_the_plan_is_refused(plan: Scratch) -> None:
    before = files_of(plan.root / "data")
    for folder in ("data", "data/sessions", "."):
        run = start("publish", folder, cwd=plan.root)
        assert (run.returncode, run.stdout) == (2, ""), run.stdout
    assert files_of(plan.root / "data") == before


def test_the_plan_that_ships_needs_no_repository(tmp_path: Path) -> None:
    shutil.copytree(Scratch.made(tmp_path / "plan").root / "data", tmp_path / "data")
    run = start("publish", "site", *SOME, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert b"No change is known." in (tmp_path / "site" / "changes.html").read_bytes()


def test_addresses_that_were_given_to_readers_stay(plan: Scratch, tmp_path: Path) -> None:
    published(plan)
    before = set(files_of(tmp_path / "site"))
    assert start("rename", "thematic-3", "third-session", "--commit", cwd=plan.root).returncode == 0
    text = plan.workplan.read_text(encoding="utf-8")
    text = re.sub("  - id: idm-new-york\n.*?(?=  - id: )", "", text, flags=re.DOTALL)
    plan.workplan.write_text(text.replace("      - idm-new-york\n", ""), encoding="utf-8")
    plan.commit("removed")
    published(plan)
    after = files_of(tmp_path / "site")
    assert before <= set(after)
    own, former = (
        after[f"events/{name}.ics"].partition(b"BEGIN:VEVENT")[2] for name in ("third-session", "thematic-3")
    )
    assert own == former != b""
    # An id is no reader's matter.
    assert b"third-session" not in after["changes.atom"]
    assert b'href="../events/third-session.html"' in after["events/thematic-3.html"]
    assert b"STATUS:CANCELLED" in after["events/idm-new-york.ics"]
    assert b"no longer in the work plan" in after["events/idm-new-york.html"]
    assert b"events/idm-new-york.html" not in after["list.html"] + after["sitemap.xml"]


def test_a_small_plan_has_no_empty_pages(tmp_path: Path) -> None:
    head = "title: P\nas_of: 1 May 2017\ncalendar: {name: P, domain: example.org}\ngroups: [{id: g, title: G}]\n"
    for events in ("events: []\n", "events: [{id: a, title: A, group: g, when: TBA}]\n"):
        (tmp_path / "workplan.yaml").write_text(head + events)
        run = start("publish", "site", cwd=tmp_path)
        assert run.returncode == 0, run.stderr
        found = files_of(tmp_path / "site")
        assert not {"months/index.html", "sessions/index.html", "for/index.html", "deadlines.html"} & set(found)
        for path, data in found.items():
            if path.endswith(".html"):
                targets = [target_of(path, link) for link in links_of(page_of(data))]
                assert all(target[0] in found for target in targets if target), path


def test_a_circle_of_links_is_refused(plan: Scratch) -> None:
    (plan.root / "a").symlink_to(plan.root / "b")
    (plan.root / "b").symlink_to(plan.root / "a")
    run = start("publish", "a", cwd=plan.root)
    assert run.returncode == 2
    assert run.stderr.startswith("Error: cannot read a: ")


def test_the_start_page_looks_ahead_from_a_day(plan: Scratch, tmp_path: Path) -> None:
    for options, day, first in (
        ((), "12 April 2017", "IDM New York"),
        (("--on", "1 October 2017"), "1 October 2017", "Second hearing"),
    ):
        published(plan, *SOME, *options)
        page = text_of(page_of((tmp_path / "site" / "index.html").read_bytes()))
        coming = page.partition("What comes next")[2].partition("All events")[0]
        assert coming.startswith(f" From {day} on.")
        assert first in coming
        assert ("IDM New York" in coming) is not bool(options)
    run = start("publish", "../site", "--on", "soon", cwd=plan.root)
    assert (run.returncode, run.stdout) == (2, "")


def test_calendars_are_offered_in_this_order(plan: Scratch, tmp_path: Path) -> None:
    published(plan)
    page = page_of((tmp_path / "site" / "calendars.html").read_bytes())
    whole = next(one for one in page.iter("div") if one.attrib.get("class") == "subscribe")
    address = "https://example.org/gcm/all.ics"
    asked = quote(address, safe="")
    assert next(whole.iter("input")).attrib["value"] == address
    assert [link.attrib["href"] for link in whole.iter("a")] == [
        f"https://calendar.google.com/calendar/r?cid={quote('webcal://example.org/gcm/all.ics', safe='')}",
        f"https://outlook.office.com/calendar/0/addfromweb?url={asked}&name=Everything",
        "webcal://example.org/gcm/all.ics",
        "all.ics",
    ]
    assert text_of(whole).endswith("(this file will not update)")
    assert "every half hour" in text_of(page)


def test_each_page_has_one_rule_on_frames(plan: Scratch, tmp_path: Path) -> None:
    """Servers send the policies of all rules that fit, and the strictest holds."""
    plan.rewrite("\ncalendar:\n", "\nsite: {embed: ['https://a.example', 'https://b.example:8443']}\ncalendar:\n")
    published(plan)
    found = files_of(tmp_path / "site")
    rules = re.findall(
        r"^(/\S*)\n  Content-Security-Policy: .*frame-ancestors (.*)$", found["_headers"].decode(), re.MULTILINE
    )
    for path in (path for path in found if path.endswith(".html")):
        fitting = [who for rule, who in rules if fnmatchcase(f"/{path}", rule)]
        assert fitting == ["https://a.example https://b.example:8443" if path.startswith("embed/") else "'none'"], path
    assert {"embed/next.html", "embed/list.html", "embed/for/KEN.html", "embed/groups/idm.html"} <= set(found)


@pytest.mark.parametrize("folder", ["", "-"])
def test_a_folder_is_named(plan: Scratch, folder: str) -> None:
    run = start("publish", "--", folder, cwd=plan.root)
    assert run.returncode == 2
    assert "name a folder" in run.stderr


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org", "https://a/?b", "javascript:alert(1)", "https://a b/", "https://u:p@h/"]
)
def test_a_base_is_an_address(plan: Scratch, url: str) -> None:
    run = start("publish", "site", "--base-url", url, cwd=plan.root)
    assert run.returncode == 2
    assert "--base-url" in run.stderr
    assert not (plan.root / "site").exists()


def test_the_plan_and_the_option_give_the_same_address(plan: Scratch, tmp_path: Path) -> None:
    published(plan, "--group", "idm", "--for", "KEN", "--base-url", "HTTPS://münchen.de")
    by_option = files_of(tmp_path / "site")
    assert b"https://xn--mnchen-3ya.de/all.ics" in by_option["calendars.html"]
    head = plan.root / "data" / "workplan.yaml"
    text = head.read_text(encoding="utf-8")
    head.write_text(f"{text}\nsite: {{url: 'HTTPS://münchen.de'}}\n", encoding="utf-8")
    run = start("publish", "../other", "--group", "idm", "--for", "KEN", cwd=plan.root)
    assert run.returncode == 0, run.stderr
    assert files_of(tmp_path / "other")["calendars.html"] == by_option["calendars.html"]
