"""The address of the folder that a plan is published in, as an option."""

from __future__ import annotations

import typer


def base_of(url: str | None) -> str | None:
    """Return the address of the folder that the plan is published in, with a slash at its end.

    Raises:
        typer.BadParameter: it is not an address.

    """
    from gcmplan.text.escape import shown
    from gcmplan.text.web_address import fault_of_folder, folder_of

    if url is None:
        return None
    if fault := fault_of_folder(url):
        message, hint = fault
        raise typer.BadParameter(f"{shown(url)} {message}: {hint}", param_hint="--base-url")
    return folder_of(url)
