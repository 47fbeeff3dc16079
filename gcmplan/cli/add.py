"""`gcmplan add`: a new event."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli import complete
from gcmplan.cli.command_line import TypedDate, on_the_command_line
from gcmplan.cli.editing import EditOptions, ask_for, ask_which_city, editing, run_edit
from gcmplan.cli.questions import Question, group_question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gcmplan.cli.questions import Answers
    from gcmplan.editing.edit import Edit
    from gcmplan.editing.operation import Path
    from gcmplan.plan.workplan import Workplan

NEEDED = ("title", "when", "group")


def _kinds(incomplete: str) -> list[str]:
    return [kind for kind in ("meeting", "document", "milestone") if kind.startswith(incomplete)]


def _questions(plan: Workplan) -> tuple[Question, ...]:
    """Return the questions for what an event needs."""
    from gcmplan.dates.span import Certainty
    from gcmplan.dates.when import When
    from gcmplan.editing.dates import moved
    from gcmplan.editing.edit import CannotEditError

    def title(text: str, _: Answers) -> str:
        if not text:
            raise CannotEditError("an event needs a title")
        return text

    def when(text: str, _: Answers) -> str:
        return str(moved(When.unknown(Certainty.TBA), text))

    return (
        Question("--title", lambda _: "Title, in the words of the document?", title),
        Question("--when", lambda _: "When? Like '8-9 May 2017', 'June 2017 TBA', 'TBA'", when),
        group_question(plan, "Group?"),
    )


def _date(values: Mapping[str, str]) -> TypedDate:
    """Return the position of the date on the command line."""
    words = {key: [f"--{key}", text] for key, text in values.items()}
    *before, date = chain(*(words[key] for key in NEEDED[:2]))
    return TypedDate(["add", *before], [date], list(chain(*(words[key] for key in words if key not in NEEDED[:2]))))


@editing
def add(
    options: EditOptions,
    *,
    title: Annotated[str | None, typer.Option(help="The words of the document.", metavar="TEXT")] = None,
    when: Annotated[str | None, typer.Option(help="'8-9 May 2017', 'June 2017 TBA', 'TBA'.", metavar="DATE")] = None,
    group: Annotated[
        str | None,
        typer.Option(help="A group of the plan.", metavar="GROUP", autocompletion=complete.complete_group),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--id", help="Its id; left out, it is made from the title.", metavar="ID")
    ] = None,
    short: Annotated[str | None, typer.Option(help="A shorter title.", metavar="TEXT")] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="meeting (default), document or milestone.", metavar="KIND", autocompletion=_kinds),
    ] = None,
    phase: Annotated[
        str | None,
        typer.Option(help="Its phase; left out, by its date.", metavar="PHASE", autocompletion=complete.complete_phase),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(
            help="A place, a city, or online; TBC, TBA.",
            metavar="PLACE",
            autocompletion=complete.complete_place,
        ),
    ] = None,
    venue: Annotated[str | None, typer.Option(help="Room and building.", metavar="TEXT")] = None,
    hours: Annotated[str | None, typer.Option(help="Local hours: '10:00-13:00'.", metavar="HOURS")] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Where its hours hold, if online: Europe/Paris.", metavar="ZONE")
    ] = None,
    body: Annotated[
        str | None,
        typer.Option(help="Whose meeting it is.", metavar="BODY", autocompletion=complete.complete_body),
    ] = None,
    mandate: Annotated[str | None, typer.Option(help="The paragraph that asks for it.", metavar="TEXT")] = None,
    after: Annotated[
        str | None,
        typer.Option(help="Events before it: ID,ID.", metavar="ID", autocompletion=complete.complete_event),
    ] = None,
    note: Annotated[str | None, typer.Option(help="A remark for everyone.", metavar="TEXT")] = None,
    url: Annotated[str | None, typer.Option(help="Its page.", metavar="URL")] = None,
) -> None:
    """Add an event; its row is put among those of its phase, by date.

    A title, a date and a group are needed; on a terminal, those left out are asked for.
    """
    from gcmplan.editing import mend, rows
    from gcmplan.editing.edit import RefusedValueError

    typed = {
        "title": title, "when": when, "group": group, "id": name, "short": short, "kind": kind, "phase": phase,
        "place": place, "venue": venue, "hours": hours, "timezone": timezone, "body": body, "mandate": mandate,
        "after": after, "note": note, "url": url, "source": options.source,
    }  # fmt: skip
    values = {key: text for key, text in typed.items() if text is not None}
    needed = {f"--{key}": values.get(key, "") for key in NEEDED}
    asked, given = ask_for(options, _questions, needed)
    values |= {key.removeprefix("--"): text for key, text in given.items()}
    edits: list[Edit] = []

    def kept(edit: Edit) -> Edit:
        edits[:] = [edit]
        return edit

    def run(chosen: EditOptions, place: str | None) -> None:
        all_ = values if place is None else values | {"place": place}
        run_edit(
            chosen, lambda plan: kept(rows.add(plan, all_)), lambda files: kept(mend.add(files, all_)), _date(values)
        )

    try:
        ask_which_city(asked, place, run)
    except RefusedValueError as error:
        if not edits:
            raise
        path, (operation, *_) = next(iter(edits[0].operations.items()))
        words: list[str | tuple[Path, list[str]]] = ["add"]
        for key, text in values.items():
            words += [f"--{key}", ((*operation.path, key), [text])]
        raise on_the_command_line(error, path, words) from None
