"""The files of Excel and Word are archives of XML: their sizes and contents are checked before they are read."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile
from zlib import error as DamagedError  # noqa: N812 - a class

from gcmplan.importing.table import MOST_BYTES, CannotImportError

_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
_TRACKED = (b"<w:ins ", b"<w:del ", b"<w:moveFrom ", b"<w:moveTo ")
"""Changes in Word that are neither accepted nor rejected: python-docx reads neither text whole."""


def check_archive(data: bytes, kind: str) -> None:
    """Refuse an archive that is too large unpacked, or whose XML declares entities.

    Raises:
        CannotImportError: it is so, or it is no archive.

    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                message = f"the file is larger than {MOST_BYTES // 1_000_000} MB unpacked"
                raise CannotImportError(message, "delete what is not needed, or save the table as CSV")
            for entry in archive.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    _check_part(archive.open(entry).read(MOST_BYTES))
    except (BadZipFile, DamagedError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise CannotImportError(f"this is no {kind} file", f"save it as {kind} again") from None


def _check_part(xml: bytes) -> None:
    # In UTF-16 each letter has a zero byte.
    if any(sign in xml.replace(b"\0", b"") for sign in _ENTITIES):
        raise CannotImportError("the file declares XML entities, as no office program does", "save it as CSV")
    if any(sign in xml for sign in _TRACKED):
        raise CannotImportError("the document has tracked changes", "accept or reject them in Word, and save it")
