"""Fixtures that the tests share: a run of the command line in this process, the real plan, golden files."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from gcmplan.cli.app import main
from gcmplan.files.document import Document
from gcmplan.files.folder import PlanFiles
from gcmplan.files.parse import Limits, read
from gcmplan.history import walk
from gcmplan.loading import load, memory
from gcmplan.loading.load import load_plan
from gcmplan.loading.validate import Reader
from gcmplan.plan.workplan import Workplan

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
GOLDEN = Path(__file__).parent / "golden"

# How busy a machine is, and how often a date that contradicts itself is drawn again, says nothing about the code.
settings.register_profile(
    "gcmplan", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
# `make test` looks at fewer examples; `make test-all`, and so CI, at the 100 of the other profile.
settings.register_profile("quick", parent=settings.get_profile("gcmplan"), max_examples=25)
settings.load_profile("gcmplan")


class Run(NamedTuple):
    """How a run of the command line ended."""

    status: int
    out: str
    err: str


Cli = Callable[..., Run]
Golden = Callable[[str, str], None]


@pytest.fixture(scope="session", autouse=True)
def apart() -> Iterator[None]:
    """Keep the history of this very repository, and the user's cache, out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CEILING_DIRECTORIES", str(ROOT))
        patch.setenv("GCMPLAN_CACHE", "")
        yield


class Loaded(NamedTuple):
    """The result of a load of a plan's files."""

    readers: list[Reader]
    found: Workplan | None

    def plan(self) -> Workplan | None:
        """Return the plan, as the load that found it does."""
        return self.found


@pytest.fixture(scope="session", autouse=True)
def loaded_once() -> Iterator[None]:
    """Load the same bytes once in a process, where a third of the suite's time went.

    With a memory, the same bytes are parsed once, and the same rows are read once.
    """
    loading = vars(load)["_Loading"]
    rows: dict[tuple[type[Any], str | None], tuple[Any, Any]] = {}

    @lru_cache(maxsize=32)
    def known(files: PlanFiles, limits: Limits) -> Loaded:
        one = loading(files, limits, None)
        return Loaded(one.readers, one.plan())

    def loaded(files: PlanFiles, limits: Limits, kept: memory.Memory | None) -> object:
        if kept is None:
            return known(files, limits)
        kept.rows = rows
        return loading(files, limits, kept)

    @lru_cache(maxsize=256)
    def sound(name: str, data: bytes, limits: Limits) -> Document | None:
        document = read(name, data, limits)
        return None if document.problems else document

    def parsed(path: str, data: bytes, limits: Limits) -> Document:
        """Return a document of its own for each path: a load notes its problems there."""
        document = sound(path.rpartition("/")[2], data, limits)
        if document is None:
            return read(path, data, limits)
        twin = copy(document)
        twin.path, twin.problems, twin.spoilt = path, [], set()
        return twin

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "_Loading", loaded)
        patch.setattr(load, "read", parsed)
        patch.setattr(memory, "read", parsed)
        yield


Compared = dict[str, object]


@pytest.fixture(scope="session", autouse=True)
def compared_once() -> Iterator[Compared]:
    """Compare the same two revisions once in a process: most histories of the tests begin with the real plan.

    A test of what is read again clears the outcomes.
    """
    outcomes = vars(walk)["_Outcomes"]
    compared = outcomes.compared
    known: Compared = {}

    def outcome(self: walk._Outcomes) -> object:
        key = self.cache_key()
        if key not in known:
            known[key] = compared(self)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outcomes, "compared", outcome)
        yield known


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run gcmplan with arguments, in the root of the repository, without colour, 80 columns wide."""
    monkeypatch.chdir(ROOT)
    for name in ("FORCE_COLOR", "GCMPLAN_PLAN", "GCMPLAN_MAX_BYTES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["gcmplan", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        captured = capsys.readouterr()
        return Run(int(end.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def plan() -> Workplan:
    """Return the real plan."""
    return load_plan(DATA)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Count no lines in tests of hundreds of inputs: that takes longer than they do, and examples reach the lines."""
    counted = sys.gettrace()
    if item.get_closest_marker("slow") or is_hypothesis_test(getattr(item, "obj", None)):
        sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(counted)


def pytest_configure() -> None:
    """Take signals as a shell's foreground does: jobs in its background ignore interrupts, and under nohup hang-ups."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    # Collected at Python's own 700, the objects of plans that the tests keep took a sixth of their time.
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the slow tests first, so that neither process waits for one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a golden file, or write the file if asked to."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_bytes().decode("utf-8")

    return compare
