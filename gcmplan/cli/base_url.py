"""The address of the folder that a plan is published in, as an option."""

from __future__ import annotations

import re

import typer


def base_of(url: str | None) -> str | None:
    """Return the address of the folder that the plan is published in, with a slash at its end.

    Raises:
        typer.BadParameter: it is not an address.

    """
    if url is not None and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", url):
        raise typer.BadParameter(f"{url!r} is not an address like https://example.org/plan", param_hint="--base-url")
    return url and f"{url.rstrip('/')}/"
