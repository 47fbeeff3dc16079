"""Two folders change places at one stroke, where the system can do that."""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HERE = -100
"""AT_FDCWD of Linux: paths are relative to the working folder."""
_EXCHANGE, _SWAP = 2, 2
"""RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS."""


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places; False, with both as they were, if the system or the disk cannot do that."""
    names = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None)
        if hasattr(library, "renameat2"):
            return int(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)) == 0
        if hasattr(library, "renamex_np"):
            return int(library.renamex_np(names[0], names[1], _SWAP)) == 0
    except (OSError, TypeError):
        # Windows has no library without a name.
        return False
    return False
