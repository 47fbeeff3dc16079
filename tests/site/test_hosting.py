"""The recipes of docs/hosting.md: their commands are run, and the files that they should leave alone are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from hosts import commands_of, in_nginx, nginx, play, recipe
from inside import start
from previews import ask
from scratch import Scratch
from sites import files_of

URL = "https://plan.example.org"
WORKFLOWS = {".github/workflows/site.yml": ("BASE_URL", "site"), ".gitlab-ci.yml": ("CI_PAGES_URL", "public")}
pytestmark = pytest.mark.slow


@pytest.fixture
def plan(tmp_path: Path) -> Scratch:
    """Return a plan whose first event was moved once."""
    scratch = Scratch.example(tmp_path / "plan")
    move(scratch, "2-3 February 2027", "9-10 February 2027")
    return scratch


def move(plan: Scratch, old: str, new: str) -> None:
    plan.rewrite(old, new)
    plan.commit(new)


def times(site: Path) -> dict[str, int]:
    return {path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


def is_moved(feed: bytes) -> bool:
    return b"DTSTART;VALUE=DATE:20270209" in feed and b"SEQUENCE:1" in feed


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_publishes_from_the_whole_history_alone(plan: Scratch, tmp_path: Path, workflow: str) -> None:
    variable, folder = WORKFLOWS[workflow]
    # A variable of the runner, and of GitHub's the name of one that a step sets.
    assert f"${variable}" in commands_of(workflow)
    run = play(commands_of(workflow), plan.root, **{variable: f"{URL}/gcm"})
    assert (run.returncode, run.stderr) == (0, "")
    found = files_of(plan.root / folder)
    assert is_moved(found["all.ics"])
    assert f"{URL}/gcm/all.ics".encode() in found["calendars.html"]
    assert f"{URL}/gcm/</loc>".encode() in found["sitemap.xml"]
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", plan.root.as_uri(), str(shallow)], check=True)
    run = play(commands_of(workflow), shallow, **{variable: URL})
    assert run.returncode == 2
    assert "this clone is shallow" in run.stderr
    assert not (shallow / folder).exists()


def test_workflows_ask_for_the_whole_history_and_keep_the_order() -> None:
    github = yaml.safe_load(recipe(".github/workflows/site.yml"))
    [job] = github["jobs"].values()
    steps = [step.get("uses", "").partition("@")[0] or step["run"].split()[0] for step in job["steps"]]
    assert job["steps"][0]["with"] == {"fetch-depth": 0}
    assert steps == [
        "actions/checkout", "pipx", "actions/configure-pages", "gcmplan", "actions/upload-pages-artifact",
        "actions/deploy-pages",
    ]  # fmt: skip
    assert job["steps"][4]["with"]["path"] == "site"
    assert (github["concurrency"], github["permissions"]["pages"]) == ({"group": "site"}, "write")
    [pages] = yaml.safe_load(recipe(".gitlab-ci.yml")).values()
    assert (pages["variables"]["GIT_DEPTH"], pages["artifacts"]["paths"]) == (0, ["public"])


def test_a_server_that_pulls(plan: Scratch, tmp_path: Path) -> None:
    home = tmp_path / "workplan"
    subprocess.run(["git", "clone", "--quiet", str(plan.root), str(home / "plan")], check=True)
    script = recipe("publish-workplan").replace("/srv/workplan", str(home))
    assert play(script, tmp_path).returncode == 0
    before = times(home / "site")
    assert is_moved((home / "site" / "all.ics").read_bytes())
    move(plan, "30-31 March 2027", "29-30 March 2027")
    assert play(script, tmp_path).returncode == 0
    after = times(home / "site")
    kept = {path for path in before if before[path] == after.get(path)}
    assert {"events/opening-session.ics", "style.css", "favicon.svg"} <= kept
    assert not {"all.ics", "events/second-session.html"} & kept
    # Somebody wrote the history anew: nothing is pulled, and the site stays.
    plan.git("reset", "--quiet", "--hard", "HEAD~2")
    move(plan, "2-3 February 2027", "16-17 February 2027")
    assert play(script, tmp_path).returncode != 0
    assert times(home / "site") == after


UPLOADS = {"upload-workplan": "rsync", "upload-workplan-to-storage": "rclone"}


@pytest.mark.parametrize("name", UPLOADS)
def test_an_upload_leaves_files_alone_that_stay_the_same(plan: Scratch, tmp_path: Path, name: str) -> None:
    if not shutil.which(UPLOADS[name]):
        pytest.skip(f"there is no {UPLOADS[name]}; on Debian: apt-get install {UPLOADS[name]}")
    site = tmp_path / "there"
    site.mkdir()
    script = recipe(name).replace("plan.example.org:/srv/workplan/site/", f"{site}/")
    storage = {
        "RCLONE_CONFIG": "/dev/null", "RCLONE_CONFIG_PLAN_TYPE": "alias", "RCLONE_CONFIG_PLAN_REMOTE": str(tmp_path),
    }  # fmt: skip
    script = script.replace("plan:workplan", "plan:there")
    before: dict[str, int] = {}
    held: dict[str, bytes] = {}
    for number in range(2):
        # A runner begins each time with a new clone, and with new times of all files.
        clone = tmp_path / f"runner-{number}"
        subprocess.run(["git", "clone", "--quiet", str(plan.root), str(clone)], check=True)
        before, held = times(site), files_of(site)
        run = play(script, clone, **storage)
        assert run.returncode == 0, run.stderr
        assert files_of(site) == files_of(clone / "site")
        if number == 0:
            move(plan, "30-31 March 2027", "29-30 March 2027")
    after = times(site)
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {path for path, data in files_of(site).items() if held.get(path) != data}
    assert {"all.ics", "changes.atom", "events/second-session.html"} <= changed
    assert not {"events/opening-session.ics", "style.css"} & changed


@in_nginx
def test_nginx_serves_the_site_as_it_should_be(plan: Scratch, tmp_path: Path) -> None:
    site = plan.root / "site"
    with nginx(site, tmp_path / "nginx") as url:
        assert start("publish", "site", "--base-url", url, cwd=plan.root).returncode == 0
        kinds = {
            "": "text/html; charset=utf-8",
            "all.ics": "text/calendar; charset=utf-8",
            "changes.atom": "application/atom+xml; charset=utf-8",
            "events.json": "application/json",
            "events.csv": "text/csv; charset=utf-8",
            "style.css": "text/css; charset=utf-8",
            "favicon.svg": "image/svg+xml",
            "for/": "text/html; charset=utf-8",
        }
        for path, kind in kinds.items():
            got = ask(url + path)
            assert (got.status, got.headers["Content-Type"]) == (200, kind)
            assert got.headers["Cache-Control"] == "no-cache"
            assert ask(url + path, If_None_Match=got.headers["ETag"]).status == 304
            assert ask(url + path, If_Modified_Since=got.headers["Last-Modified"]).status == 304
        missing = ask(f"{url}events/nothing.html")
        assert (missing.status, b"<h1>" in missing.data) == (404, True)
        for path in (".gcmplan-site.json", ".nojekyll", "_headers", "events/"):
            assert ask(url + path).status in {403, 404}


def test_the_site_and_the_server_have_the_same_policy(plan: Scratch) -> None:
    assert start("publish", "site", cwd=plan.root).returncode == 0
    own = (plan.root / "site" / "_headers").read_text()
    for name, value in re.findall(r'add_header ([\w-]+) "([^"]*)"', recipe("/etc/nginx/sites-enabled/workplan")):
        assert name == "Cache-Control" or re.search(f"{name}: .*{re.escape(value)}", own), name
