"""The texts of the files that a plan of one's own begins with, made from templates."""

from __future__ import annotations

import shlex
from datetime import date, timedelta
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from gcmplan import __version__
from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.dates.span import MONTHS, day_text
from gcmplan.dates.when import When
from gcmplan.editing.rows import id_of
from gcmplan.editing.scalars import Site, quoted, scalar
from gcmplan.files.folder import BODIES, PLACES, WORKPLAN, File, PlanFiles
from gcmplan.loading.load import load_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gcmplan.checks.rule import Rule

SCHEMAS = ".schema"
"""The folder of the schemas by which editors complete and check the files."""
ATTRIBUTES = "# git diff shows events, not lines of YAML (git config diff.gcmplan.textconv 'gcmplan textconv')\n"
_TEMPLATES = Path(__file__).with_name("templates")
EXAMPLES = ("opening-session", "second-session", "draft-report")
"""The ids of the example events."""
_SOON, _APART, _LATER = 60, 56, 112
"""Days from now to the first example, from that to the second, and to the window of the third."""
_WEEKS = 26
"""So many weeks are tried: a holiday of Geneva does not last longer than one."""
_TUESDAY = 1
_MIDDLE = 15


class Wishes(NamedTuple):
    """The facts of a new plan."""

    title: str
    organisation: str
    phase: str
    as_of: date


def example_files(wishes: Wishes, rules: Sequence[Rule]) -> dict[str, str]:
    """Return the files of a plan with three example events, by their names; rules find nothing in them.

    Raises:
        BrokenPlanError: a wish cannot stand in a plan.

    """
    for files in (_files(wishes, weeks) for weeks in range(_WEEKS)):
        if not _has_problems(files, wishes.as_of, rules):
            return files
    return files


def _files(wishes: Wishes, weeks: int) -> dict[str, str]:
    """Return the files with the first example so many weeks later than need be."""
    words = {key: _scalar(text) for key, text in _texts(wishes).items()}
    values = words | _dates(wishes.as_of, weeks) | {"schema": SCHEMAS}
    return {name: filled(name, values) for name in (WORKPLAN, BODIES, PLACES)}


def _texts(wishes: Wishes) -> dict[str, str]:
    """Return what the user's words become in the files."""
    named = f"{wishes.organisation}: {wishes.title}" if wishes.organisation else wishes.title
    return {
        "title": wishes.title,
        "phase": wishes.phase,
        "source": f"{named}, as of {day_text(wishes.as_of)}",
        "domain": ".".join(filter(None, (id_of(wishes.title), id_of(wishes.organisation), "invalid"))),
        "members": f"Members of {wishes.organisation}" if wishes.organisation else "All members",
    }


def _dates(as_of: date, weeks: int) -> dict[str, str]:
    soon = as_of + timedelta(days=_SOON + 7 * weeks)
    first = soon + timedelta(days=(_TUESDAY - soon.weekday()) % 7)
    second, third = first + timedelta(days=_APART), first + timedelta(days=_LATER)
    return {
        "as_of": day_text(as_of),
        "whole": str(When.parse(f"{_month(as_of)} - {_month(third + timedelta(days=31))}")),
        "sure": _two_days(first),
        "proposed": _two_days(second),
        "window": f"second half of {_month(third)}",
        "deadline": day_text(second - timedelta(days=_MIDDLE)),
    }


def _two_days(first: date) -> str:
    return str(When.parse(f"{first.isoformat()} - {(first + timedelta(days=1)).isoformat()}"))


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _scalar(text: str) -> str:
    """Return a text as a value that a remark may follow."""
    # A dash alone is a text between brackets, and an entry of a list without them.
    return quoted(text) if text == "-" else scalar(text, None, Site(indent=2, column=0, is_flow=True))


def _has_problems(files: Mapping[str, str], on: date, rules: Sequence[Rule]) -> bool:
    workplan, bodies, places = (File(name, text.encode()) for name, text in files.items())
    plan = load_files(PlanFiles(workplan, bodies, places))
    return bool(check(Context(plan, on), rules, rules))


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return the text of a template with its values."""
    return Template((_TEMPLATES / template).read_text(encoding="utf-8")).substitute(values)


def copied_files(folder: Path, names: Iterator[Path]) -> dict[str, str]:
    """Return the files of a plan by their paths below its folder, with the schemas named where a new plan has them."""
    return {path.relative_to(folder).as_posix(): _with_schemas(path, folder) for path in names}


def _with_schemas(path: Path, folder: Path) -> str:
    # A file that is not UTF-8 is copied as it is: `check` says so of the copy, too.
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    up = "../" * (len(path.relative_to(folder).parts) - 1)
    return text.replace(f"$schema=../{up}schema/", f"$schema={up}{SCHEMAS}/", 1)


def ci_file(form: str, plan: Path) -> tuple[str, str]:
    """Return the path below the root of a repository, and the text, of the file by which a CI checks a plan in it."""
    name = {"github": ".github/workflows/workplan.yml", "gitlab": ".gitlab-ci.yml"}[form]
    return name, filled(f"{form}.yml", {"version": __version__, "plan": _named(plan)})


def hook(plan: Path) -> str:
    """Return the text of the hook that checks a plan before each commit."""
    return filled("pre-commit", {"plan": _named(plan)})


def _named(plan: Path) -> str:
    """Return the option that names a plan, unless it is found in the root of its repository."""
    return "" if plan == Path() else f" --plan {shlex.quote(plan.as_posix())}"
