"""`gcmplan schema`: JSON Schemas of the files and of the JSON output."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from functools import cache
from itertools import pairwise
from typing import Annotated, Any

import typer

from gcmplan.cli.output import write

NAMES = (
    "workplan",
    "bodies",
    "places",
    "observances",
    "session",
    "source",
    "events",
    "check",
    "diff",
    "log",
    "sessions",
    "agenda",
    "edit",
    "timeline",
    "slots",
    "site",
)
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FILES = ("workplan", "bodies", "places", "observances", "session", "source")
"""The schemas of files that people write."""
_COMMON = {
    "id": "Its name for commands and references: lower case, digits, hyphens; it never changes.",
    "title": "Its title, in the words of the document.",
    "name": "Its name.",
    "source": "The document that says so; default: the plan's.",
    "note": "A remark for everyone.",
    "doubt": "A remark for the secretariat alone: `show` shows it, and nothing else does.",
}
"""The meaning of keys that most rows have, unless a model says more."""


def _complete(incomplete: str) -> list[str]:
    return [name for name in NAMES if name.startswith(incomplete)]


def schema(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help=", ".join(NAMES), autocompletion=_complete)] = NAMES[0],
) -> None:
    """Print the JSON Schema of a file or of an output.

    The schemas are for workplan.yaml, bodies.yaml, places.yaml, observances.yaml and the files in sessions/ and
    sources/ in editors, and for the output of `--format json` in programs.
    """
    from gcmplan.errors import UnknownValueError

    if name not in NAMES:
        raise UnknownValueError("schema", name, NAMES)
    write([schema_text(name)])


def schema_text(name: str) -> str:
    """Return a JSON Schema by its name, as text."""
    return json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"


def schema_of(name: str) -> dict[str, Any]:
    """Return a JSON Schema by its name."""
    from pydantic import TypeAdapter

    from gcmplan.export import edit_json
    from gcmplan.export.agenda import json as agenda_json
    from gcmplan.export.changes import json as changes
    from gcmplan.export.events import json as events
    from gcmplan.export.log import json as log
    from gcmplan.export.report import json as report
    from gcmplan.export.sessions import json as sessions_json
    from gcmplan.export.slots import json as slots_json
    from gcmplan.export.timeline import json as timeline_json
    from gcmplan.plan import model, place_rows, sections, session
    from gcmplan.plan import official_document as paper
    from gcmplan.site import data_files

    kinds: dict[str, Any] = {
        "workplan": sections.WorkplanFile,
        "bodies": sections.BodiesFile,
        "places": sections.PlacesFile,
        "observances": sections.ObservancesFile,
        "session": session.Session,
        "source": paper.Paper,
        "events": events.EventsObject,
        "check": report.CheckObject,
        "diff": changes.DiffObject,
        "log": log.LogObject,
        "sessions": sessions_json.SessionsObject,
        "agenda": agenda_json.AgendaObject,
        "edit": edit_json.EditObject,
        "timeline": timeline_json.TimelineObject,
        "slots": slots_json.SlotsObject,
        "site": data_files.SiteObject,
    }
    files = (model, place_rows, sections, session, paper)
    schema = {"$schema": _DIALECT, **TypeAdapter(kinds[name]).json_schema()}
    for title, part in ((name, schema), *schema.get("$defs", {}).items()):
        kind = next((own for own in (getattr(module, title, None) for module in files) if own), kinds.get(title))
        for field, value in part.get("properties", {}).items() if name in _FILES else ():
            value.setdefault("description", _COMMON.get(field, ""))
        for one in reversed(kind.__mro__) if isinstance(kind, type) else ():
            for field, text in _docstrings(one).items():
                part.get("properties", {}).get(field, {})["description"] = text
    return schema


def _docstrings(kind: type) -> dict[str, str]:
    """Return the texts below a model's fields: pydantic reads them only at a cost that every start would pay."""
    # With a key that is a word of Python, like "from", a model is no class but a call.
    body = _classes(kind.__module__).get(kind.__name__)
    nodes = body.body if body else []
    return {
        field.target.id: text.value.value
        for field, text in pairwise(nodes)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }


@cache
def _classes(module: str) -> dict[str, ast.ClassDef]:
    """Return the classes of a module by name; none, where it has no source."""
    try:
        nodes = ast.parse(inspect.getsource(sys.modules[module])).body
    except (OSError, TypeError):
        return {}
    return {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
