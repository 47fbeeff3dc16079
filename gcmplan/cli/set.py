"""`gcmplan set`: any value of the plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from gcmplan.cli.command_line import TypedDate, on_the_command_line, place_on_the_command_line
from gcmplan.cli.complete import complete_key, complete_row
from gcmplan.cli.editing import EditOptions, ask_which_city, editing, run_edit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gcmplan.editing.edit import Edit
    from gcmplan.files.document import Document
    from gcmplan.plan.workplan import Workplan

_OPTION = re.compile(r"-[^\d\s]")


@editing
def set_value(
    options: EditOptions,
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="An event, deadline, policy, body, place …, or MEETING/ITEM.",
            show_default=False,
            autocompletion=complete_row,
        ),
    ],
    key: Annotated[
        str,
        typer.Argument(metavar="KEY", help="The key, as in the file.", show_default=False, autocompletion=complete_key),
    ],
    value: Annotated[
        list[str] | None, typer.Argument(metavar="VALUE", help="The new value; of a list, all of it.")
    ] = None,
    *,
    unset: Annotated[bool, typer.Option("--unset", help="Remove the key.")] = False,
) -> None:
    """Give any row of the plan another value: an event, deadline, item of a programme, policy, body or place.

    An item is written as 'thematic-1/panel-1', the plan's head as 'plan'; if rows of two kinds share a name, the kind
    comes first: 'body:gfmd'. Give all entries of a list; 'speakers.2' is the second, 'speakers.2.role' a part of it.
    People are written as 'Name (role)'.
    """
    from gcmplan.editing import set_value as action
    from gcmplan.editing.edit import RefusedValueError
    from gcmplan.editing.new_place import UnknownPlaceError

    words = _words(value, unset=unset)
    edits: list[Edit] = []

    def run(chosen: EditOptions, text: str | None) -> None:
        # Text is the value as it was chosen, where the one that was typed means several cities.
        given = words if text is None else [text]

        def wish(found: Workplan) -> Edit:
            edits[:] = [action.set_value(found, name, key, given, options.source)]
            return edits[0]

        def mend(documents: Mapping[str, Document]) -> Edit:
            edits[:] = [action.set_in_files(documents, name, key, given, options.source)]
            return edits[0]

        run_edit(chosen, wish, mend, TypedDate(["set", name, key], words))

    try:
        ask_which_city(options, None, run)
    except UnknownPlaceError as error:
        raise place_on_the_command_line(error, ["set", name, key], words) from None
    except RefusedValueError as error:
        if words and edits:
            path, (operation, *_) = next(iter(edits[0].operations.items()))
            raise on_the_command_line(error, path, ["set", name, key, (operation.path, words)]) from None
        raise


def _words(value: list[str] | None, *, unset: bool) -> list[str]:
    """Return the words of the value.

    Raises:
        typer.BadParameter: there is none, one too many, or an option that is not known.

    """
    words = value or []
    if option := next((word for word in words if _OPTION.match(word)), None):
        raise typer.BadParameter(f"no such option: {option}")
    if unset and words:
        raise typer.BadParameter("with --unset there is no value")
    if not unset and not words:
        raise typer.BadParameter("the value is missing: write it behind the key, or --unset to remove the key")
    return words
