"""The workbooks of `export xlsx`: the names in them by which `import` knows them."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile
from zlib import error as DamagedError  # noqa: N812 - a class

EVENTS, DETAILS, EXPORTED = "Events", "Details", "Exported"
"""Sheets; the last is hidden and has a row for each event, with its id and its values at the time of the export."""
WORKBOOK = "gcmplan.workbook/1"
"""The first cell of the hidden sheet; the domain of the plan is beside it."""
DAYS = "days"
"""The key of the first and last days in the values of an event."""
_LONGEST_LIST = 100_000
"""Bytes of a list of sheets."""
_NAMED = re.compile(rb'name="Exported"')


def is_own(data: bytes) -> bool:
    """Whether an archive has a sheet with the name of the hidden one; its list of sheets alone is read."""
    try:
        with ZipFile(BytesIO(data)) as archive, archive.open("xl/workbook.xml") as part:
            return bool(_NAMED.search(part.read(_LONGEST_LIST)))
    except (BadZipFile, DamagedError, KeyError, NotImplementedError, RuntimeError, EOFError, OSError):
        return False
