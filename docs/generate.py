"""Writes the parts of the manual that follow from the program, `make manual`: pictures, options, rules and keys.

`tests/test_manual.py` compares the committed files with what this writes.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from gcmplan.checks.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
WIDTH = 104
LIST = ("list", "--in", "May 2017", "--short")
TIMELINES = {"year.svg": ("--by", "group"), "events.svg": ()}
# Rich's own frame loads its font from another host; this one uses the reader's.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: \
{char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


FILES = {
    "workplan": "workplan.yaml",
    "bodies": "bodies.yaml",
    "places": "places.yaml",
    "observances": "observances.yaml",
    "session": "sessions/ID.yaml",
    "source": "sources/NAME.yaml",
}
"""The files of a plan, by the names of their schemas."""
MADE = "<!-- Written by `make manual`. -->"


def output(*arguments: str, width: int = WIDTH) -> str:
    """Return what gcmplan prints about the plan of this repository."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("GCMPLAN_", "NO_COLOR", "FORCE_"))}
    clean |= {
        "COLUMNS": str(width),
        "COLORTERM": "truecolor",
        "TERM": "xterm-256color",
        "GCMPLAN_PLAN": str(ROOT / "data"),
    }
    command = [sys.executable, "-m", "gcmplan", *arguments]
    return subprocess.run(command, env=clean, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def terminal() -> str:
    """Return a picture of a terminal with the meetings of a month."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor")
    command = " ".join(f'"{word}"' if " " in word else word for word in LIST)
    console.print(Text(f"$ gcmplan {command}", style="bold"))
    text = output(*LIST, "--format", "table", "--color", "always").rstrip("\n")
    console.print(Text.from_ansi(text), no_wrap=True, overflow="ignore", crop=False)
    svg = console.export_svg(title="gcmplan", code_format=FRAME, unique_id="terminal")
    return "".join(f"{line.rstrip()}\n" for line in svg.splitlines() if line.strip())


def help_page() -> str:
    """Return the page of all commands with their options."""
    commands = re.findall(r"^  ([a-z]+)  ", output("--help", width=80), re.MULTILINE)
    helps = (f"## {name}\n\n```\n{output(name, '--help', width=80).strip()}\n```\n" for name in commands)
    return "\n".join(["# Options", "", MADE, "", "What `gcmplan COMMAND --help` prints.", "", *helps])


def rules_page() -> str:
    """Return the page of all rules: what each finds, why, and examples."""
    rules = (f"## {rule.code} {rule.name}\n\nLevel: {rule.severity}\n\n{rule.page.strip()}\n" for rule in RULES)
    return "\n".join(["# Rule by rule", "", MADE, "", "What `gcmplan rule NAME` prints.", "", *rules])


def keys_page() -> str:
    """Return the page of all keys of the plan's files, from their schemas."""
    parts = [f"# Keys\n\n{MADE}\n\nFrom `gcmplan schema NAME`. Keys in bold are required; unknown keys are an error.\n"]
    seen: set[str] = set()
    for name, file in FILES.items():
        schema = _resolved(json.loads(output("schema", name)))
        parts.append(f"## {file}\n\n{_table(schema)}")
        for title, model in schema.get("$defs", {}).items():
            if "properties" in model and title not in seen:
                seen.add(title)
                parts.append(f"### {title}\n\n{model.get('description', '')}\n\n{_table(model)}")
    return "\n".join(parts)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which each reference to a choice of words is these words."""
    text = json.dumps(schema)
    for name, part in schema.get("$defs", {}).items():
        if "enum" in part:
            text = text.replace(f'"$ref": "#/$defs/{name}"', f'"enum": {json.dumps(part["enum"])}')
    return dict(json.loads(text))


def _table(model: dict[str, Any]) -> str:
    return "".join(f"{row}\n" for row in ("| key | value | meaning |", "|---|---|---|", *_rows(model)))


def _rows(model: dict[str, Any]) -> Iterator[str]:
    for key, field in model.get("properties", {}).items():
        shown = f"**`{key}`**" if key in model.get("required", ()) else f"`{key}`"
        yield f"| {shown} | {_value(field)} | {_cell(field.get('description', ''))} |"
    if isinstance(others := model.get("additionalProperties"), dict):
        yield f"| any id | {_value(others)} | {_cell(others.get('description', ''))} |"


def _value(field: dict[str, Any]) -> str:
    """Return what a key takes, in a few words."""
    choices = [one for one in field.get("anyOf", [field]) if one.get("type") != "null"]
    return " or ".join(dict.fromkeys(filter(None, map(_kind, choices))))


def _kind(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "enum" in field or "const" in field:
        return ", ".join(f"`{one}`" for one in field.get("enum", [field.get("const")]))
    if field.get("type") == "array":
        return f"list of {_value(field.get('items', {}))}"
    if field.get("type") == "object" and isinstance(field.get("additionalProperties"), dict):
        return f"mapping to {_value(field['additionalProperties'])}"
    if field.get("examples"):
        return f"text like `{field['examples'][0]}`"
    return {"string": "text", "integer": "number"}.get(field.get("type", ""), str(field.get("type", "")))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def made() -> dict[Path, str]:
    """Return every file that follows from the program, by its path."""
    files = {DOCS / "pictures" / "terminal.svg": terminal()}
    for name, arguments in TIMELINES.items():
        picture = output("timeline", *arguments, "--on", "15 July 2017", "--format", "svg")
        files[DOCS / "pictures" / name] = picture
    reference = DOCS / "reference"
    return files | {
        reference / "options.md": help_page(),
        reference / "rule-pages.md": rules_page(),
        reference / "keys.md": keys_page(),
    }


def main() -> None:
    """Write the files."""
    for path, text in made().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
