"""A plan folder to a `Workplan`, or all the problems that forbid it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from gcmplan import model
from gcmplan.errors import BrokenPlanError, UnreadablePlanError, did_you_mean
from gcmplan.source import Document, Limits
from gcmplan.validate import Reader
from gcmplan.workplan import Workplan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gcmplan.source import Sequence

WORKPLAN, BODIES, PLACES = "workplan.yaml", "bodies.yaml", "places.yaml"

_SECTIONS = {"phases", "groups", "policies", "deadlines", "events", "waivers"}


class File(NamedTuple):
    """A file as it was read: the path that positions name it by, and its bytes."""

    path: str
    data: bytes


class PlanFiles(NamedTuple):
    """The files of a plan; `bodies` and `places` may be missing."""

    workplan: File
    bodies: File | None = None
    places: File | None = None


def load_plan(path: Path, limits: Limits = Limits()) -> Workplan:  # noqa: B008 - immutable
    """Load a plan from its folder, or from its workplan file with the other files beside it.

    Raises:
        UnreadablePlanError: a file cannot be opened.
        BrokenPlanError: the plan has problems; all of them.

    """
    return load_files(read_files(path, limits), limits)


def read_files(path: Path, limits: Limits = Limits()) -> PlanFiles:  # noqa: B008
    """Read a plan's files.

    Raises:
        UnreadablePlanError: a file cannot be opened.

    """
    file = path / WORKPLAN if path.is_dir() else path
    beside = [file.with_name(name) for name in (BODIES, PLACES)]
    workplan = _read(file, limits)
    bodies, places = (_read(other, limits) if os.path.lexists(other) and other != file else None for other in beside)
    return PlanFiles(workplan, bodies, places)


def _read(path: Path, limits: Limits) -> File:
    """Read a regular file, at most one byte more than is allowed: enough to tell that it is too big."""
    try:
        # Opening a pipe would wait for its writer.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadablePlanError(path, "it is not a regular file")
            size = os.fstat(file.fileno()).st_size
            return File(path.as_posix(), file.read(min(size, limits.max_bytes) + 1))
    except ValueError:
        raise UnreadablePlanError(ascii(str(path)), "this cannot be the name of a file") from None
    except OSError as error:
        raise UnreadablePlanError(path, (error.strerror or "it cannot be opened").lower()) from error


def load_files(files: PlanFiles, limits: Limits = Limits()) -> Workplan:  # noqa: B008
    """Load a plan from the bytes of its files.

    Raises:
        BrokenPlanError: the plan has problems; all of them, in order of place.

    """
    loading = _Loading(files, limits)
    plan = loading.plan()
    problems = [problem for reader in loading.readers for problem in reader.problems]
    if problems or plan is None:
        documents = {reader.document.path: reader.document for reader in loading.readers}
        raise BrokenPlanError(sorted(problems, key=lambda problem: problem.position), documents)
    return plan


class _Loading:
    """Reads each file as far as it goes, then the references between them."""

    def __init__(self, files: PlanFiles, limits: Limits) -> None:
        self.readers = [Reader(Document(file.path, file.data, limits)) for file in files if file]
        self.main = self.readers[0]
        rest = iter(self.readers[1:])
        self.bodies_reader = next(rest) if files.bodies else None
        self.places_reader = next(rest) if files.places else None

    def plan(self) -> Workplan | None:
        """Return the plan; without its head there is none."""
        head = self.main.head(model.WorkplanFile, _SECTIONS)
        phases = self.main.rows(model.Phase, "phases")
        groups = self.main.rows(model.Group, "groups")
        policies = self.main.rows(model.Policy, "policies")
        deadlines = self.main.rows(model.Deadline, "deadlines")
        events = self.main.rows(model.Event, "events")
        waivers = self.main.rows(model.Waiver, "waivers")
        states: tuple[model.State, ...] = ()
        bodies: tuple[model.Body, ...] = ()
        places: tuple[model.PlaceRow, ...] = ()
        if reader := self.bodies_reader:
            reader.head(model.BodiesFile, {"states", "bodies"})
            states, bodies = reader.rows(model.State, "states"), reader.rows(model.Body, "bodies")
        if reader := self.places_reader:
            reader.head(model.PlacesFile, {"places"})
            places = reader.rows(model.PlaceRow, "places")
        self.check_references()
        if head is None:
            return None
        return Workplan(
            title=head.title,
            as_of=head.as_of,
            calendar=head.calendar,
            phases=phases,
            groups=groups,
            policies=policies,
            deadlines=deadlines,
            events=events,
            waivers=waivers,
            bodies=bodies,
            states=states,
            places=places,
            document=self.main.document,
        )

    def check_references(self) -> None:
        """Note ids given twice and names of nothing, from the raw values: a row may be unreadable otherwise."""
        main, bodies, places = self.main, self.bodies_reader, self.places_reader
        groups = _ids(main, "groups")
        phases = _ids(main, "phases")
        events = _ids(main, "events", "formerly")
        for section in ("policies", "deadlines"):
            _ids(main, section)
        body_ids = _ids(bodies, "bodies") if bodies else {}
        states = _ids(bodies, "states", key="alpha3") if bodies else {}
        place_names = _ids(places, "places", key="name") if places else {}
        main_bodies = "bodies.yaml" if bodies else "bodies.yaml, which is not there"
        _refer(main, "groups", "body", body_ids, main_bodies)
        _refer(main, "events", "phase", phases, "'phases'")
        _refer(main, "events", "group", groups, "'groups'")
        _refer(main, "events", "body", body_ids, main_bodies)
        _refer(main, "events", "after", events, "'events'")
        _refer(main, "deadlines", "event", events, "'events'")
        _refer(main, "waivers", "events", events, "'events'")
        _refer_places(main, place_names, "places.yaml" if places else "places.yaml, which is not there")
        if bodies:
            _refer(bodies, "bodies", "joint", body_ids, "'bodies'")
            _refer(bodies, "bodies", "members", states, "'states'")
            _refer(bodies, "bodies", "associates", states, "'states'")


def _rows(reader: Reader, section: str) -> Iterable[tuple[int, dict[str, object]]]:
    root = reader.document.root
    rows: Sequence | None = root.get(section) if isinstance(root, dict) else None
    if isinstance(rows, list):
        yield from ((index, row) for index, row in enumerate(rows) if isinstance(row, dict))


def _values(row: dict[str, object], key: str) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Yield the texts of a key that holds one or a list, each with its path below the row."""
    value = row.get(key)
    if isinstance(value, str):
        yield (key,), value
    elif isinstance(value, list):
        yield from (((key, index), item) for index, item in enumerate(value) if isinstance(item, str))


def _ids(reader: Reader, section: str, *more: str, key: str = "id") -> dict[str, int]:
    """Return the ids of a section with their rows; notes each that is given twice."""
    seen: dict[str, int] = {}
    known: dict[str, int] = {}
    for index, row in _rows(reader, section):
        for name in (key, *more):
            for path, value in _values(row, name):
                if value in seen:
                    first = reader.document.position_of((section, seen[value]))
                    message = f"the {key} '{value[:60]}' is used a second time"
                    reader.report(
                        "GP004", (section, index, *path), message, f"choose another; the first is in line {first.line}"
                    )
                seen.setdefault(value, index)
                if name == key:
                    known.setdefault(value, index)
    return known


def _refer(reader: Reader, section: str, key: str, known: dict[str, int], where: str) -> None:
    """Note each value of a key that names nothing known."""
    for index, row in _rows(reader, section):
        for path, value in _values(row, key):
            if value not in known:
                _report_unknown(reader, (section, index, *path), value, known, where)


def _refer_places(reader: Reader, known: dict[str, int], where: str) -> None:
    for index, row in _rows(reader, "events"):
        value = row.get("place")
        name = model.Place.parse(value).name if isinstance(value, str) else None
        if name and name not in known:
            _report_unknown(reader, ("events", index, "place"), name, known, where)


def _report_unknown(
    reader: Reader, location: tuple[str | int, ...], value: str, known: dict[str, int], where: str
) -> None:
    if reader.full:
        return
    hint = did_you_mean(value, known) or f"name one of {where}, or add it there"
    reader.report("GP005", location, f"'{value[:60]}' is not in {where}", hint)
