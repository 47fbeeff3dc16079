"""The files of Excel and Word are archives of XML: their sizes and contents are checked before they are read."""

from __future__ import annotations

import re
from functools import reduce
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile
from zlib import error as DamagedError  # noqa: N812 - a class

from gcmplan.importing.table import MOST_BYTES, MOST_CELLS, MOST_ROWS, CannotImportError

if TYPE_CHECKING:
    from collections.abc import Collection

_COUNTED = {
    rb"<(?:\w+:)?(?:c|tc)[ >/]": MOST_CELLS,
    rb"<(?:\w+:)?(?:row|tr|xf|mergeCell)[ >/]": 20 * MOST_ROWS,
}
"""Parts of tables, and as many as are read; the libraries keep an object for each."""
_MOST_SIGNS = 1_200_000
"""Beginnings and ends of elements in a part."""
_DIGITS = 3
"""The most digits of the number of columns that a cell spans."""
_SPAN = re.compile(rb'<w:gridSpan w:val="([0-9]+)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_BEGINNING = 200
_ARCHIVE = b"pk\x03\x04"
_SAVE = "open it in Excel, and save it as {kind}"
_SIGNS = {
    b"\xd0\xcf\x11\xe0": (
        "an older Office file, or one with a password",
        "open it in Excel or Word, remove the password, and save it as xlsx or docx",
    ),
    b"%pdf": ("a PDF", "copy its table into Excel, and save that as xlsx"),
    b"<html": ("a web page", _SAVE),
    b"<!doctype html": ("a web page", _SAVE),
    b"<table": ("a web page", _SAVE),
    _ARCHIVE: ("a workbook or document", "let its name end in xlsx or docx"),
}
"""The first bytes (in lower case) of files that often have the ending of another kind: what they are, and the fix."""
_PARTS = {
    "xl/workbook.xml": ("xlsx", "a workbook", "let its name end in xlsx"),
    "word/document.xml": ("docx", "a Word document", "let its name end in docx"),
    "Index/Document.iwa": ("iwa", "a document of Numbers or Pages", "export it there as {kind}"),
    "content.xml": ("ods", "an OpenDocument file", "open it in LibreOffice, and save it as {kind}"),
}
"""Parts that only archives of one kind have: that kind, what it is, and the fix."""
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
_TRACKED = (b"<w:ins ", b"<w:del ", b"<w:moveFrom ", b"<w:moveTo ")
"""Changes in Word that are neither accepted nor rejected: python-docx reads neither text whole."""


def check_signs(data: bytes, kind: str) -> None:
    """Refuse a file that begins as one of another kind, whatever its name says.

    Raises:
        CannotImportError: it is so.

    """
    begin = data[:_BEGINNING].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for sign, (what, fix) in _SIGNS.items():
        if begin.startswith(sign) and (sign != _ARCHIVE or kind == "csv"):
            raise CannotImportError(f"this is no {kind} file: it is {what}", fix.format(kind=kind))


def _check_contents(names: Collection[str], kind: str) -> None:
    """Refuse an archive that has a part of another kind alone."""
    for part, (other, what, fix) in _PARTS.items():
        if part in names and other != kind:
            raise CannotImportError(f"this is no {kind} file: it is {what}", fix.format(kind=kind))


def check_archive(data: bytes, kind: str) -> None:
    """Refuse an archive that is too large unpacked, or whose XML declares entities.

    Raises:
        CannotImportError: it is so, or it is no archive.

    """
    check_signs(data, kind)
    try:
        with ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                message = f"the file is larger than {MOST_BYTES // 1_000_000} MB unpacked"
                raise CannotImportError(message, "delete what is not needed, or save the table as CSV")
            for entry in archive.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    _check_part(archive.open(entry).read(MOST_BYTES))
            _check_contents(archive.namelist(), kind)
    except (BadZipFile, DamagedError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise CannotImportError(f"this is no {kind} file", f"save it as {kind} again") from None


def _check_part(part: bytes) -> None:
    # In UTF-16 each letter has a zero byte.
    xml = part.replace(b"\0", b"")
    if any(sign in xml for sign in _ENTITIES):
        raise CannotImportError("the file declares XML entities, as no office program does", "save it as CSV")
    if xml.count(b"<") > _MOST_SIGNS or any(_is_more(xml, sign, most) for sign, most in _COUNTED.items()):
        raise CannotImportError("the file has too many rows or cells", "delete what is not needed, or save it as CSV")
    if sum(map(_area, _MERGED.finditer(xml))) > MOST_CELLS or any(len(one[1]) > _DIGITS for one in _SPAN.finditer(xml)):
        raise CannotImportError("the file merges more cells than a table has", "undo that, or save it as CSV")
    if any(sign in xml for sign in _TRACKED):
        raise CannotImportError("the document has tracked changes", "accept or reject them in Word, and save it")


def _is_more(xml: bytes, sign: bytes, most: int) -> bool:
    return next(islice(re.finditer(sign, xml), most, None), None) is not None


def _area(found: re.Match[bytes]) -> int:
    """Return how many cells are merged: of "A1:C2", six."""
    first, top, last, bottom = found.groups()
    return (abs(int(bottom) - int(top)) + 1) * (abs(_column(last) - _column(first)) + 1)


def _column(letters: bytes) -> int:
    return reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)
