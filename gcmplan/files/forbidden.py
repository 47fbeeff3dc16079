"""Contents that no file may have whatever its YAML: found in its bytes and its text, before it is parsed."""

from __future__ import annotations

import re

from gcmplan.files.document import Document
from gcmplan.text.blanks import UNUSUAL
from gcmplan.text.pattern import lazy

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
_FORBIDDEN = lazy(f"[{_CONTROLS}]")
_UNUSUAL = lazy(f"[{_CONTROLS}{UNUSUAL}]")
_MERGE = lazy(r"^(?:<{7} .*|\|{7} .*|={7}|>{7} .*)$", re.MULTILINE)
_DIRECTIVE = lazy(r"(?:\A|(?<=[\r\n]))%")
_LFS = "version https://git-lfs.github.com/spec/"


def decoded(path: str, data: bytes) -> Document:
    """Return a file's text as a document, with a problem if it is none; `path` names it in positions."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\x00" in data[:4] and data[:4].strip(b"\x00")):
        encoding = "save it again with the encoding UTF-8"
        return _refused(Document(path, ""), 0, "the file is UTF-16 or UTF-32, not UTF-8", encoding)
    try:
        return Document(path, data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        before = Document(path, data[: error.start].decode("utf-8").removeprefix("\ufeff"))
        message = f"the byte {data[error.start]:#04x} is not UTF-8"
        return _refused(before, len(before.text), message, "save the file with the encoding UTF-8")


def has_forbidden(document: Document) -> bool:
    """Whether the text is another program's, or holds a character, a directive or a marker of a merge that it must not.

    Notes the first.
    """
    text = document.text
    # One search for what most files have nothing of; the second is only for those that do.
    unusual = _UNUSUAL.search(text)
    document.is_unusual = unusual is not None
    if unusual and (found := _FORBIDDEN.search(text, unusual.start())):
        message = f"the invisible character U+{ord(found[0]):04X} is in the file"
        _refused(document, found.start(), message, "delete it, or write it as an escape in double quotes")
    # The search for every line's beginning is slow; most files hold no such line.
    elif (text.startswith("%") or "\n%" in text or "\r%" in text) and (found := _DIRECTIVE.search(text)):
        message = "the file contains a directive ('%')"
        _refused(document, found.start(), message, "delete the line, or put the text in quotes")
    elif found := _marker(text):
        hint = "keep what is right of both sides, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
        mark = document.mark_at(found.start())
        document.refuse(mark, "the file contains an unresolved merge conflict", hint, text=found[0])
    elif text.startswith(_LFS):
        hint = "run 'git lfs pull' to get the file, or keep the plan out of Git LFS: its history cannot be read there"
        _refused(document, 0, "this is a pointer of Git LFS, not the file itself", hint)
        return True
    return bool(found)


def _refused(document: Document, index: int, message: str, hint: str) -> Document:
    document.refuse(document.mark_at(index), message, hint)
    return document


def _marker(text: str) -> re.Match[str] | None:
    """Return the first line that git marked a conflict with, if there is one."""
    # The search for every line's beginning is slow here too.
    if text.startswith("<<<<<<< ") or any(f"\n{sign * 7}" in text for sign in "<=>|"):
        return _MERGE.search(text.replace("\r", "\n"))
    return None
