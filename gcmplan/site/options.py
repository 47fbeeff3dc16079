"""The choices for a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.query.filters import Criteria

if TYPE_CHECKING:
    from datetime import date


class Options(NamedTuple):
    """The choices for a site; by default it holds the whole plan, and its address is not known."""

    criteria: Criteria = Criteria()
    only: str = ""
    """The filters in words."""
    base_url: str | None = None
    """The address of the site's folder, with a slash at its end."""
    on: date | None = None
    """The day from which the start page looks ahead; the plan's own day if it is not given."""
