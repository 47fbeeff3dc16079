"""The templates: every value put into one is made visible and escaped, and one that is missing is an error."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gcmplan.dates.span import day_text
from gcmplan.export.page import Page
from gcmplan.views.dated import dated
from gcmplan.words.plural import plural


@cache
def environment() -> Environment:
    """Return the templates of the site."""
    found = Environment(
        loader=PackageLoader("gcmplan.site"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    found.filters["day"] = day_text
    found.filters["dated"] = dated
    found.globals["plural"] = plural
    return found


def _visible(value: Any) -> Markup:  # noqa: ANN401 - whatever a template names
    """Return a value as a piece of a page.

    Raises:
        TypeError: it is None, which a template has to ask for before.

    """
    if value is None:
        raise TypeError("a template shows a value that is not there")
    return value if isinstance(value, Markup) else Page.escape(value)
