"""Small plans for the tests of rules: what a text leaves out comes from a skeleton, below it.

A line like "# sources/note.yaml" begins another file of the plan; above the first of these is workplan.yaml.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.files.folder import OBSERVANCES, SESSIONS, SOURCES, File, PlanFiles
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcmplan.checks.rule import Rule
    from gcmplan.plan.workplan import Workplan
    from gcmplan.problems.problem import Problem

BEGINS = re.compile(rf"^# ((?:{SESSIONS}|{SOURCES})/[a-z0-9-]+\.yaml|{OBSERVANCES})$", re.MULTILINE)
SKELETON = {
    "title": "title: Example",
    "as_of": "as_of: 12 April 2017",
    "calendar": "calendar: {name: Example, domain: example.org}",
    "phases": """\
phases:
  - {id: I, title: One, when: April-November 2017, purpose: x, source: x}
  - {id: II, title: Two, when: November 2017 - January 2018, purpose: x, source: x}
  - {id: III, title: Three, when: February-July 2018, purpose: x, source: x}""",
    "groups": """\
groups:
  - {id: official, title: Official, short: Official, color: "#000000", track: official}
  - {id: other, title: Other, short: Other, color: "#FFFFFF"}
  - {id: thematic-session, title: Thematic sessions, short: Thematic, color: "#E69F00", track: official}
  - {id: multi-stakeholder, title: Hearings, short: Hearing, color: "#CC79A7", track: official}""",
    "policies": """\
policies:
  - {id: free-days-between-cities, title: Free days, amount: 1, unit: days, source: x}""",
    "events": "events: []",
}
BODIES = b"""\
states:
  - {alpha3: ARG, alpha2: AR, name: Argentina}
  - {alpha3: CHL, alpha2: CL, name: Chile}
  - {alpha3: NOR, alpha2: "NO", name: Norway}
  - {alpha3: SWE, alpha2: SE, name: Sweden}
bodies:
  - {id: all, name: All, kind: x, members: [ARG, CHL, NOR, SWE], source: x, confidence: high}
  - {id: north, name: North, kind: x, members: [NOR, SWE], source: x, confidence: high}
  - {id: south, name: South, kind: x, members: [ARG, CHL], source: x, confidence: high}
"""
PLACES = b"""\
places:
  - {name: Cairo, country: EG, timezone: Africa/Cairo, latitude: 30.06, longitude: 31.25}
  - {name: Geneva, country: CH, subdivision: GE, timezone: Europe/Zurich, latitude: 46.2, longitude: 6.15}
  - {name: New York, country: US, subdivision: NY, timezone: America/New_York, latitude: 40.71, longitude: -74.01}
  - {name: Nowhere, country: EU, timezone: UTC}
  - {name: Switzerland, country: CH, timezone: Europe/Zurich}
  - {name: Vienna, country: AT, subdivision: 9, timezone: Europe/Vienna, latitude: 48.21, longitude: 16.37}
"""


def files_of(text: str) -> PlanFiles:
    """Return the files of a plan: the text, and of the skeleton the sections that the text does not have."""
    main, *beside = BEGINS.split(text)
    given = set(re.findall(r"^([a-z_]+):", main, re.MULTILINE))
    rest = [section for name, section in SKELETON.items() if name not in given]
    whole = "\n".join((main.rstrip("\n"), *rest, ""))
    files = [
        File(path, f"{content.strip()}\n".encode()) for path, content in zip(beside[::2], beside[1::2], strict=True)
    ]
    sessions, sources = (
        tuple(file for file in files if file.path.startswith(f"{folder}/")) for folder in (SESSIONS, SOURCES)
    )
    return PlanFiles(
        File("workplan.yaml", whole.encode()),
        File("bodies.yaml", BODIES),
        File("places.yaml", PLACES),
        sessions,
        sources,
        next((file for file in files if file.path == OBSERVANCES), None),
    )


def files_in(plan: PlanFiles) -> list[File]:
    """Return all files of a plan that there are."""
    return [
        file
        for file in (plan.workplan, plan.bodies, plan.places, plan.observances, *plan.sessions, *plan.sources)
        if file
    ]


def plan_of(text: str) -> Workplan:
    """Load the plan of a text."""
    return load_files(files_of(text))


def problems_of(
    text: str, rules: Sequence[Rule] = RULES, *, on: date | None = None, delegation: str | None = None
) -> list[Problem]:
    """Return the problems of a text's plan, also those that forbid loading it."""
    try:
        plan = plan_of(text)
    except BrokenPlanError as error:
        return list(error.problems)
    return check(Context(plan, on or plan.as_of, delegation), rules, RULES)
