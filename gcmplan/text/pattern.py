"""Regular expressions that are compiled when they are first used, for the modules that every command imports.

Most of theirs are needed by few commands: compiling them took 4 ms of the 75 of a `list` (29 November 2026).
"""

from __future__ import annotations

import re
from typing import Any, cast


def lazy(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return a regular expression; a pattern that is none is an error at its first use."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    """Has the attributes of a compiled expression, each from its first use on."""

    def __init__(self, pattern: str, flags: re.RegexFlag) -> None:
        self._known_by = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of an expression
        # `re` keeps what it has compiled.
        found = getattr(re.compile(*self._known_by), name)
        setattr(self, name, found)
        return found
