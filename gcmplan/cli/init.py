"""`gcmplan init`: a plan of one's own."""

from __future__ import annotations

import os
import shlex
import sys
from enum import StrEnum
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.find import SHIPPED, shipped_plan
from gcmplan.cli.output import today

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gcmplan.cli.questions import Answers, Question
    from gcmplan.starting.texts import Wishes

_FOLDER = "data"
_SCHEMAS = ("workplan", "bodies", "places", "observances", "session", "source")


_WIDTH = 31
_MEANING = {
    "workplan.yaml": "phases, groups, events",
    "bodies.yaml": "who belongs to what",
    "places.yaml": "countries and time zones",
    "observances.yaml": "days to avoid",
    "sessions": "programmes of meetings",
    "sources": "other documents",
    ".schema": "for editors that complete YAML",
    ".gitattributes": "git diff shows events",
    "pre-commit": "checks each commit",
    "workplan.yml": "checks each change",
    ".gitlab-ci.yml": "checks each change",
}

_FOLDERS = {name: f"{name}/" for name in ("sessions", "sources", ".schema")}


class Ci(StrEnum):
    """The forge of a repository, which checks its pull requests."""

    GITHUB = "github"
    GITLAB = "gitlab"


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The folder to make it in: this one.", show_default=False)
    ] = Path(),
    *,
    title: Annotated[str | None, typer.Option(help="Its title; by default the folder's name.", metavar="TEXT")] = None,
    organisation: Annotated[str | None, typer.Option(help="Whose plan it is.", metavar="TEXT")] = None,
    phase: Annotated[str | None, typer.Option(help="The title of its first phase.", metavar="TEXT")] = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", help=f"A copy of a plan: its folder or workplan.yaml, or '{SHIPPED}'.", metavar="PLAN"),
    ] = None,
    ci: Annotated[
        Ci | None, typer.Option(help="Also a file by which this service checks each change.", show_default=False)
    ] = None,
    no_git: Annotated[bool, typer.Option("--no-git", help="Make no repository, no hook.")] = False,
) -> None:
    """Make a plan of your own, with three example events to change.

    The folder gets workplan.yaml, bodies.yaml and places.yaml with remarks, schemas for editors, and, outside a
    repository, a git repository with a hook that checks each commit. Nothing is written over; if one file cannot be
    written, none is. On a terminal, what is left out is asked for.
    """
    from gcmplan.starting.folder import CannotStartError, NewFile, written

    if from_ and (title or organisation or phase):
        raise CannotStartError("--from copies a plan with its title and phases", "leave --title out, or --from")
    _refuse_second(folder)
    texts = _copied(from_) if from_ else _example(folder, title, organisation, phase)
    files = {folder / name: NewFile(text) for name, text in (_around() | texts).items()}
    root = None if no_git else _root(folder)
    if ci:
        top = root or folder
        name, text = _ci(ci, _below(folder, top))
        files[top / name] = NewFile(text)
    # The workplan comes last: it is what makes the folder a plan.
    with written(dict(sorted(files.items(), key=lambda one: one[0].name == "workplan.yaml"))):
        done, remarks = ([], []) if no_git else _repository(folder, root)
    _say(folder, files, done, remarks, is_first=not (no_git or root))
    if not from_:
        _say_of_examples()


def _refuse_second(folder: Path) -> None:
    """Raise an error if a folder has a plan already, or is none."""
    from gcmplan.starting.folder import CannotStartError

    for place in (folder / "workplan.yaml", folder / _FOLDER / "workplan.yaml"):
        if os.path.lexists(place):
            raise CannotStartError(f"there is a plan already: {place.as_posix()}", "name another folder")
    if os.path.lexists(folder) and not folder.is_dir():
        raise CannotStartError(f"{folder.as_posix()} is no folder", "name another")


def _example(folder: Path, title: str | None, organisation: str | None, phase: str | None) -> dict[str, str]:
    from gcmplan.checks.rules import RULES
    from gcmplan.starting.texts import example_files

    wishes = _wishes(_title_of(folder), {"title": title, "organisation": organisation, "phase": phase})
    return example_files(wishes, RULES)


def _wishes(default: str, given: Mapping[str, str | None]) -> Wishes:
    """Return what a plan is to be about: as given, asked for on a terminal, or as good a guess as there is."""
    from gcmplan.cli.questions import answers_to, can_ask
    from gcmplan.starting.texts import Wishes

    known: Answers = {f"--{key}": text for key, text in given.items() if text is not None}
    if can_ask():
        # An answer that was given is not asked for, also if it is empty.
        asked = [one for one in _questions(default) if one.key not in known]
        known = answers_to(asked, known)
    found = {key: " ".join(known.get(f"--{key}", "").split()) for key in given}
    return Wishes(found["title"] or default, found["organisation"], found["phase"] or "Preparation", today())


def _questions(default: str) -> Sequence[Question]:
    from gcmplan.cli.questions import Question

    def any_text(text: str, _: Answers) -> str:
        return text

    return (
        Question("--title", lambda _: f"Title of the plan? Enter takes '{default}'", any_text),
        Question("--organisation", lambda _: "Whose plan is it? An organisation; Enter leaves it out", any_text),
        Question("--phase", lambda _: "What is its first phase? Enter takes 'Preparation'", any_text),
    )


def _title_of(folder: Path) -> str:
    """Return a title made of a folder's name: "standards-committee" is "Standards committee"."""
    words = folder.resolve().name.replace("-", " ").replace("_", " ").split()
    return " ".join(words)[:1].upper() + " ".join(words)[1:] if words else "Work plan"


def _copied(plan: str) -> dict[str, str]:
    """Return the files of the plan to copy.

    Raises:
        CannotStartError: it is none.

    """
    from gcmplan.files.folder import BESIDE, SESSIONS, SOURCES, WORKPLAN, is_plan_file
    from gcmplan.starting.folder import CannotStartError
    from gcmplan.starting.texts import copied_files

    folder = shipped_plan() if plan == SHIPPED else Path(plan)
    folder = folder.parent if folder.name == WORKPLAN else folder
    if not folder.is_dir() and folder.exists():
        hint = f"give a plan's folder or its workplan.yaml, or '{SHIPPED}' for the plan that comes with gcmplan"
        raise CannotStartError(f"{plan} is no plan", hint)
    folder = folder if (folder / WORKPLAN).is_file() else folder / _FOLDER
    if not (folder / WORKPLAN).is_file():
        raise CannotStartError(
            f"there is no workplan.yaml in {plan}", f"'{SHIPPED}' is the plan that comes with gcmplan"
        )
    below = (path for name in (SESSIONS, SOURCES) for path in sorted((folder / name).glob("*")))
    names = [folder / WORKPLAN, *(folder / name for name in BESIDE), *(one for one in below if is_plan_file(one.name))]
    return copied_files(folder, (path for path in names if path.is_file() and not path.is_symlink()))


def _around() -> dict[str, str]:
    """Return the files around a plan: the schemas for editors, and git's attributes."""
    import json

    from gcmplan.cli.schema import schema_of
    from gcmplan.starting.texts import ATTRIBUTES, SCHEMAS

    schemas = {
        f"{SCHEMAS}/{name}.schema.json": json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"
        for name in _SCHEMAS
    }
    return {".gitattributes": f"{ATTRIBUTES}*.yaml diff=gcmplan\n"} | schemas


def _ci(form: Ci, plan: Path) -> tuple[str, str]:
    from gcmplan.starting.texts import ci_file

    return ci_file(form.value, plan)


def _root(folder: Path) -> Path | None:
    from gcmplan.starting.repository import root_of

    return root_of(folder.absolute())


def _below(folder: Path, top: Path) -> Path:
    return Path(os.path.relpath(folder.resolve(), top.resolve()))


def _repository(folder: Path, root: Path | None) -> tuple[list[str], list[str]]:
    """Make a repository if the folder is in none, and set it up; return what was done, and remarks."""
    from gcmplan.starting import repository
    from gcmplan.starting.texts import hook

    if root:
        return repository.set_up(root, hook(_below(folder, root)))
    with repository.made(folder):
        return repository.set_up(folder, hook(Path()))


def _say(folder: Path, files: Iterable[Path], done: Sequence[str], remarks: Sequence[str], *, is_first: bool) -> None:
    """Say what was made, and what to do next."""
    from gcmplan.cli.find import visible_path
    from gcmplan.text.escape import visible

    names = [Path(os.path.relpath(path, folder)).as_posix() for path in (*files, *map(Path, done))]
    shown = dict.fromkeys(_FOLDERS.get(name.partition("/")[0], name) for name in names)
    lines = [f"Made a plan in {visible_path(folder.absolute())}"]
    lines += [f"  {visible(name):{_WIDTH}}  {_MEANING.get(PurePath(name).name, '')}".rstrip() for name in shown]
    lines += [visible(one) for one in remarks]
    go = [] if folder == Path() else [f"  cd {shlex.quote(visible_path(folder))}"]
    lines += [
        "Next:",
        *go,
        "  gcmplan list                     shows the plan",
        "  gcmplan add                      asks for an event of your own, and writes it",
        "  gcmplan export ics -o plan.ics   writes a calendar to subscribe to",
    ]
    if is_first:
        lines += [
            "To keep the first edition, with which 'diff' and 'log' compare:",
            "  git add .",
            '  git commit -m "First edition"',
        ]
    sys.stdout.write("\n".join(lines) + "\n")


def _say_of_examples() -> None:
    """Say how events of one's own replace the examples."""
    from gcmplan.starting.texts import EXAMPLES

    lines = [
        "If your events are in a table or a calendar:",
        f"  gcmplan remove {' '.join(EXAMPLES)}",
        "  gcmplan import FILE --review review.yaml",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
