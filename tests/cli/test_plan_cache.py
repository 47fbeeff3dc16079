"""Plans from the cache: every command gives the bytes that it gives without one, whatever lies in its folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from functools import partial
from hashlib import blake2b
from pathlib import Path
from random import Random
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from conftest import DATA, ROOT, Run
from gcmplan.changes.diff import difference, facts_of_plan
from gcmplan.files.folder import File, PlanFiles
from gcmplan.files.parse import Limits
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.cache import PlanCache
from gcmplan.loading.load import load_files
from inside import start
from mutations import each_file, mutate, small_plan, whole_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from gcmplan.loading.memory import Memory
    from gcmplan.plan.workplan import Workplan

COMMANDS = (
    "list", "list --format table", "list --format json", "list --for KEN --short", "show thematic-1", "show --doubts",
    "next", "timeline", "calendar", "agenda thematic-1", "sessions", "who moderator", "check", "check --format json",
    "check --format sarif", "export ics", "export ics --detail agenda", "export html", "export csv", "export json",
    "slots thematic-1", "diff HEAD", "move thematic-1 9 --dry-run",
)  # fmt: skip
"""Commands that read a plan, each in another way."""


class Box:
    """A cache of its own, with its secret."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.state = folder / "cache", folder / "state"
        self.secret = self.state / "gcmplan" / "secret"

    def run(self, command: str, plan: Path) -> Run:
        environment = {"GCMPLAN_CACHE": str(self.folder), "XDG_STATE_HOME": str(self.state), "COLUMNS": "100"}
        return ended(start(*command.split(), cwd=plan, **environment))

    def plans(self) -> list[Path]:
        return sorted(self.folder.glob("plan-*"))

    @property
    def cache(self) -> PlanCache:
        return PlanCache(self.folder, self.secret)


def plain(command: str, plan: Path) -> Run:
    return ended(start(*command.split(), cwd=plan, GCMPLAN_CACHE="", COLUMNS="100"))


def ended(process: subprocess.CompletedProcess[str]) -> Run:
    return Run(process.returncode, process.stdout, process.stderr)


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each load that reads YAML."""
    noted: list[str] = []

    def load(files: PlanFiles, limits: Limits, memory: Memory | None = None) -> Workplan:
        noted.append(files.workplan.path)
        return load_files(files, limits, memory)

    monkeypatch.setattr("gcmplan.loading.load.load_files", load)
    return noted


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return the folder of the example of a standards body."""
    return Path(copytree(ROOT / "examples" / "standards-committee", tmp_path / "plan"))


# -- the same bytes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_the_same_of_the_real_plan(box: Box, command: str) -> None:
    assert [box.run(command, ROOT) for _ in range(2)] == [plain(command, ROOT)] * 2


def test_a_command_says_the_same_of_an_example(box: Box, plan: Path, loads: list[str]) -> None:
    box.run("list", plan)
    del loads[:]
    for command in ("list --format json", "check", "export html", "timeline", "sessions", "list --format table"):
        assert box.run(command, plan) == plain(command, plan)
    assert len(loads) == 6, "only without the cache"


def test_a_plan_is_read_once(box: Box, plan: Path, loads: list[str]) -> None:
    assert [box.run("list", plan) for _ in range(3)] == [plain("list", plan)] * 3
    assert loads == ["workplan.yaml"] * 2


def test_another_byte_is_another_plan(box: Box, plan: Path) -> None:
    for name in (
        "workplan.yaml",
        "bodies.yaml",
        "places.yaml",
        *(f"sessions/{one.name}" for one in plan.glob("sessions/*")),
    ):
        box.run("check", plan)
        with (plan / name).open("a", encoding="utf-8") as file:
            file.write("# one more line\nno such key: 1\n")
        assert box.run("check", plan) == plain("check", plan)
        assert name in box.run("check", plan).out
        (plan / name).write_text((plan / name).read_text().replace("# one more line\nno such key: 1\n", ""))


def test_a_broken_plan_is_not_kept(box: Box, plan: Path) -> None:
    text = (plan / "workplan.yaml").read_text()
    (plan / "workplan.yaml").write_text(text.replace("when: ", "when: 31 June ", 1))
    assert box.run("check", plan) == plain("check", plan)
    assert not box.plans()


def test_another_limit_is_another_plan(box: Box, plan: Path) -> None:
    assert box.run("list", plan).status == 0
    environment = {"GCMPLAN_CACHE": str(box.folder), "XDG_STATE_HOME": str(box.state), "GCMPLAN_MAX_BYTES": "100"}
    assert "more than 100 bytes" in start("list", cwd=plan, **environment).stderr


def mutated(seed: int) -> PlanFiles:
    """Return one of many plans that are cut out of the real one; some of them are broken."""
    random = Random(seed)  # noqa: S311
    plan = small_plan(whole_plan(), random)
    return mutate(plan, random) if random.random() < 0.7 else plan


def outcome(load: Callable[[PlanFiles], Workplan], files: PlanFiles) -> object:
    """Return all that commands can see of a plan: its values, and positions of rows and of values."""
    try:
        plan = load(files)
    except BrokenPlanError as error:
        return error.problems
    rows = [plan.position_of(event) for event in plan.events], [plan.position_of(one, "when") for one in plan.events]
    values = {
        key: value for key, value in vars(plan).items() if key not in {"document", "sessions", "papers", "beside"}
    }
    own = [one.session for one in plan.sessions], [one.paper for one in plan.papers]
    texts = {path: (one.text, one.root) for path, one in plan.documents.items()}
    changes = [change.positions for change in difference(None, plan)]
    return rows, values, own, texts, list(plan.beside), facts_of_plan(plan), changes


def compare_mutated(box: Box, seeds: range) -> int:
    """Compare plans with and without the cache; return how many of them came from it."""
    kept = 0
    for seed in seeds:
        files = mutated(seed)
        expected = outcome(load_files, files)
        before = len(box.plans())
        load = partial(box.cache.load_files, limits=Limits())
        assert outcome(load, files) == expected, seed
        kept += isinstance(expected, tuple) and bool(box.plans())
        assert outcome(load, files) == expected, seed
        assert len(box.plans()) <= before + 1
    return kept


def test_mutated_plans_are_the_same(box: Box) -> None:
    assert compare_mutated(box, range(20)) > 5


@pytest.mark.slow
def test_a_thousand_mutated_plans_are_the_same(box: Box) -> None:
    assert compare_mutated(box, range(1_000, 2_000)) > 300
    assert len(box.plans()) == 20


@pytest.mark.slow
def test_commands_say_the_same_of_mutated_plans(box: Box, tmp_path: Path) -> None:
    for seed in range(200):
        folder = tmp_path / str(seed)

        def write(file: File, folder: Path = folder) -> File:
            (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / file.path).write_bytes(file.data)
            return file

        each_file(mutated(seed), write)
        for command in ("list --format json", "check --format json", COMMANDS[seed % len(COMMANDS)]):
            assert [box.run(command, folder) for _ in range(2)] == [plain(command, folder)] * 2, (seed, command)


# -- whatever lies in its folder -------------------------------------------------------------------------------------


def forged(box: Box, name: str, text: object, secret: bytes) -> None:
    """Plant a plan under a name, sealed with a secret."""
    data = zlib.compress(json.dumps(text).encode())
    (box.folder / name).write_bytes(blake2b(name.encode() + data, key=secret, digest_size=32).digest() + data)


def test_damaged_files_are_as_if_absent(box: Box, plan: Path, loads: list[str]) -> None:
    expected = plain("list", plan)
    box.run("list", plan)
    (kept,) = box.plans()
    whole = kept.read_bytes()
    damages = [whole[:size] for size in (0, 1, 31, 32, 33, len(whole) // 2, len(whole) - 1)]
    damages += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in (0, 31, 32, 40, len(whole) - 1)]
    damages += [whole + b"\0", whole * 30, b"\0" * len(whole)]
    for damage in damages:
        kept.write_bytes(damage)
        del loads[:]
        assert box.run("list", plan) == expected
        assert loads, "it was read again"
        assert kept.read_bytes() == whole, "it is whole again"


def test_what_others_plant_is_as_if_absent(box: Box, plan: Path) -> None:
    expected = plain("list", plan)
    box.run("list", plan)
    (kept,) = box.plans()
    whole = kept.read_bytes()
    values = json.loads(zlib.decompress(whole[32:]))
    values[0]["plan"]["title"] = "Another"
    values[0]["plan"]["events"] = [""]
    forged(box, kept.name, values, b"x" * 32)
    assert box.run("list", plan) == expected
    # That of another plan, under this one's name.
    box.run("list", DATA)
    (other,) = set(box.plans()) - {kept}
    kept.write_bytes(other.read_bytes())
    assert box.run("list", plan) == expected


@pytest.mark.parametrize(
    "values",
    [None, 1, "x", [], {}, [1, 2], [{}, []], [{"plan": {}}, []], [{"plan": 1, "sessions": [], "papers": []}, []]],
)
def test_another_shape_is_as_if_absent(box: Box, plan: Path, values: object) -> None:
    box.run("list", plan)
    (kept,) = box.plans()
    forged(box, kept.name, values, box.secret.read_bytes())
    assert box.run("list", plan) == plain("list", plan)


def test_a_secret_that_others_can_read_is_not_used(box: Box, plan: Path) -> None:
    box.run("list", plan)
    before = box.secret.read_bytes()
    box.secret.chmod(0o644)
    assert box.run("list", plan) == plain("list", plan)
    assert box.secret.read_bytes() != before
    assert box.secret.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("secret", [b"", b"short", b"x" * 33])
def test_a_damaged_secret_is_made_anew(box: Box, plan: Path, secret: bytes, loads: list[str]) -> None:
    box.run("list", plan)
    box.secret.write_bytes(secret)
    assert [box.run("list", plan) for _ in range(2)] == [plain("list", plan)] * 2
    assert len(loads) == 3
    assert len(box.secret.read_bytes()) == 32


@pytest.mark.parametrize("what", ["cache", "state", "secret"])
def test_a_folder_that_cannot_be_written_to(box: Box, plan: Path, what: str) -> None:
    """A file in its place cannot be written to, also by root; and a folder in that of the secret."""
    if what == "secret":
        box.secret.mkdir(parents=True)
    else:
        getattr(box, "folder" if what == "cache" else what).write_bytes(b"")
    assert [box.run("list", plan) for _ in range(2)] == [plain("list", plan)] * 2
    assert not box.folder.is_dir() or not box.plans()


def test_a_pipe_or_a_folder_in_place_of_a_plan(box: Box, plan: Path) -> None:
    box.run("list", plan)
    (kept,) = box.plans()
    kept.unlink()
    os.mkfifo(kept)
    assert box.run("list", plan) == plain("list", plan)
    kept.unlink()
    kept.mkdir()
    assert box.run("list", plan) == plain("list", plan)


def test_a_clock_that_was_set_back(box: Box, plan: Path, loads: list[str]) -> None:
    box.run("list", plan)
    for path in (*box.plans(), plan / "workplan.yaml", box.secret):
        os.utime(path, (4_000_000_000, 4_000_000_000))
    assert box.run("list", plan) == plain("list", plan)
    assert len(loads) == 2


@pytest.mark.slow
def test_eight_processes_share_it(box: Box, plan: Path) -> None:
    environment = os.environ | {"GCMPLAN_CACHE": str(box.folder), "XDG_STATE_HOME": str(box.state)}
    command = [sys.executable, "-m", "gcmplan", "list", "--format", "json"]
    for _ in range(5):
        started = [subprocess.Popen(command, cwd=plan, env=environment, stdout=subprocess.PIPE) for _ in range(8)]
        outs = {one.communicate()[0].decode() for one in started}
        assert outs == {plain("list --format json", plan).out}
        for kept in box.plans():
            kept.unlink()
        box.secret.unlink()


# -- what is kept ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", [DATA, ROOT / "examples" / "standards-committee"])
def test_a_plan_takes_no_more_than_twice_its_files(box: Box, folder: Path) -> None:
    box.run("list", folder)
    (kept,) = box.plans()
    whole = sum(path.stat().st_size for path in folder.rglob("*.yaml"))
    assert kept.stat().st_size < whole
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_plan_that_would_take_more_is_not_kept(box: Box, tmp_path: Path) -> None:
    """Words for sets of states are written shorter than their members."""
    (tmp_path / "workplan.yaml").write_text(
        "title: T\nas_of: 1 May 2017\ncalendar: {name: N, domain: a.org}\ngroups: []\nevents: []\n"
    )
    assert box.run("list", tmp_path) == plain("list", tmp_path)
    sizes = [path.stat().st_size for path in box.plans()]
    assert all(size <= 2 * (tmp_path / "workplan.yaml").stat().st_size for size in sizes)


def test_old_plans_are_dropped(box: Box, plan: Path) -> None:
    text = (plan / "workplan.yaml").read_text()
    for number in range(23):
        (plan / "workplan.yaml").write_text(f"{text}# {number}\n")
        box.run("list", plan)
    times = [path.stat().st_mtime_ns for path in box.plans()]
    assert len(times) == 20
    (plan / "workplan.yaml").write_text(f"{text}# 22\n")
    box.run("list", plan)
    assert [path.stat().st_mtime_ns for path in box.plans()] == times, "the newest is there"


def test_a_folder_among_the_plans_does_not_keep_old_ones(box: Box, plan: Path) -> None:
    box.folder.mkdir()
    (box.folder / "plan-").mkdir()
    os.utime(box.folder / "plan-", (1, 1))
    text = (plan / "workplan.yaml").read_text()
    for number in range(23):
        (plan / "workplan.yaml").write_text(f"{text}# {number}\n")
        box.run("list", plan)
    assert len(box.plans()) == 21


def test_a_user_without_a_home_has_no_cache(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GCMPLAN_CACHE", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "~")
    before = sorted(plan.iterdir())
    assert ended(start("list", cwd=plan)) == plain("list", plan)
    assert sorted(plan.iterdir()) == before


def test_nothing_is_kept_if_the_folder_is_empty(tmp_path: Path, plan: Path) -> None:
    start(
        "list", cwd=plan, GCMPLAN_CACHE="", XDG_STATE_HOME=str(tmp_path / "state"), XDG_CACHE_HOME=str(tmp_path / "c")
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan"]


def test_a_plan_from_the_cache_needs_neither_yaml_nor_pydantic(box: Box, plan: Path) -> None:
    """Nor the rules, nor OpenSSL for its hashes: what `show` and others took an eighth of their time for."""
    box.run("list", plan)
    code = "import atexit, sys; before = {*sys.modules}  # those of coverage\n"
    code += "atexit.register(lambda: print(*sys.modules.keys() - before, file=sys.stderr))\n"
    code += "from gcmplan.__main__ import main; main()"
    environment = os.environ | {"GCMPLAN_CACHE": str(box.folder), "XDG_STATE_HOME": str(box.state)}
    for command in ("list", "list --format json", "next", "show --doubts", "show kick-off"):
        found = subprocess.run(
            [sys.executable, "-c", code, *command.split()],
            cwd=plan,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        needless = {"yaml", "pydantic", "pydantic_core", "_hashlib", "decimal", "gcmplan.checks.rule"}
        assert not needless & set(found.stderr.split()), command
