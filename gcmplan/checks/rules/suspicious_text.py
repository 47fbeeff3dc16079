"""A text is cut by a comment, a comment contains a doubt, or a text has invisible characters.

The file can be read, but perhaps not as its author meant it:

- A value without quotes ends at ` #`: `title: Panel #2 on migration` becomes "Panel". A comment with a blank after its
  `#` counts as intended.
- A comment after a confirmed date or place says TBC, TBA, TBD, "tentative" or "to be confirmed". The plan then shows
  a confirmed date.
- A name contains a no-break space or a character without width. gcmplan compares names as if these were blanks.
- A text contains control characters, or characters that change the order of the letters on the screen, so that the file
  shows another text than it contains. Direction marks in Arabic and Hebrew texts are fine.

The rule reads all files of the plan, also `bodies.yaml`, `places.yaml`, `observances.yaml`, `sessions/` and `sources/`.
With `--for` it does not run.

Fails:

    events:
      - id: talks
        title: Panel #2 on migration
        group: official
        kind: meeting
        when: 8-9 May 2017
        source: x

Passes:

    events:
      - id: talks
        title: "Panel #2 on migration"
        group: official
        kind: meeting
        when: 8-9 May 2017 TBC # by the host
        source: x

To fix: put the text in quotes, or a blank after the `#` of a comment; write TBC after the date itself; write ordinary
blanks; delete invisible characters. If the text is intended, waive the problem by its event and by `about`: the key
and the kind (`title cut`, `when doubt`, `place blank`, `title invisible`, `title direction`, `title control`). Outside
events, `about` begins with file and row: `bodies.yaml bodies union name blank`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.checks.rule import Context, Rule
from gcmplan.files.raw_text import is_behind, line_end, node_before
from gcmplan.problems.problem import Problem, Severity
from gcmplan.text.blanks import DIRECTION_MARKS, DIRECTIONS, INVISIBLE, OTHER_BLANKS, PROSE, UNUSUAL, name_of
from gcmplan.text.escape import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gcmplan.files.document import Document
    from gcmplan.files.raw_text import Location, Node

_DOUBT = (
    r"(?i:\bTB[ACD]\b|\bto be (?:confirmed|announced|determined|decided)\b|\b(?:tentative|provisional|unconfirmed)\b"
    r"|\bnot (?:yet )?confirmed\b)"
)
_IN_DOUBT = re.compile(_DOUBT)
_NO_LONGER = re.compile(r"\b(?:was|were|no longer|formerly|previously|until|before|since)\b", re.IGNORECASE)
_COMMENT, _ANY_COMMENT = re.compile(" #"), re.compile("[ \t]#")
"""The first is found four times as fast."""
_WORTH_A_LOOK = re.compile(rf"#[^\s#=*!~-]|{_DOUBT}")
_BEGUN = re.compile(r"#[^\s#=*!~-]")
_WORK = re.compile(r"#(?:todo|fixme|xxx|noqa)\b", re.IGNORECASE)
_TEXTS = PROSE | {"name", "place", "places", "venue", "role", "mandate", "organisers", "moderator", "url"}
_SURE_KEYS = ("when", "place", "date")
_ODD, _DIRECTIONS, _MARKS = (re.compile(f"[{signs}]") for signs in (UNUSUAL, DIRECTIONS, DIRECTION_MARKS))
_OTHER_BLANK, _INVISIBLE = re.compile(f"[{OTHER_BLANKS}]"), re.compile(f"[{INVISIBLE}]")
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0abefrvNLP_\\])")
_ESCAPED = dict(zip("0abefrvNLP_", "\0\a\b\x1b\f\r\v\x85\u2028\u2029\xa0", strict=True))
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufff9-\uffff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FIRST_PRINTABLE, _LAST_CHARACTER = " ", 0x10FFFF


class _Finding(NamedTuple):
    """A suspicious place: its value (None: in a comment), its start and end, its kind, and the words for it."""

    node: Node | None
    start: int
    length: int
    kind: str
    message: str
    hint: str


def _check(context: Context) -> Iterator[Problem]:
    if context.delegation is not None:
        return
    for document in context.plan.documents.values():
        known: set[tuple[Location | int, str]] = set()
        for finding in (*_comments(document), *_characters(document)):
            # One problem for a value and a kind: the first.
            place = finding.node.location if finding.node else finding.start
            if (place, finding.kind) not in known:
                known.add((place, finding.kind))
                yield _problem(context, document, finding)


def _problem(context: Context, document: Document, finding: _Finding) -> Problem:
    location = finding.node.location if finding.node else ()
    is_event = document is context.plan.document and location[:1] == ("events",)
    events = [context.plan.events[int(location[1])]] if is_event else []
    path = location[2:] if events else location
    names = [str(step) for step in path] if events else [document.name, *_names(document, path)]
    return RULE.problem(
        finding.message,
        document.position(document.mark_at(finding.start), length=finding.length),
        hint=finding.hint,
        events=events,
        fields=(*names, finding.kind),
    )


def _names(document: Document, location: Location) -> Iterator[str]:
    """Yield a path with the ids or names of rows in place of their numbers, which change when rows move."""
    for depth, step in enumerate(location, 1):
        row = document.value_at(location[:depth])
        keys = ("id", "alpha3", "name", "date") if isinstance(step, int) and isinstance(row, dict) else ()
        yield next((row[key] for key in keys if isinstance(row.get(key), str)), str(step))


# -- comments behind values ------------------------------------------------------------------------------------------


def _comments(document: Document) -> Iterator[_Finding]:
    text = document.text
    at = end = 0
    pattern = _ANY_COMMENT if "\t#" in text else _COMMENT
    while match := pattern.search(text, at):
        index = match.start() + 1
        if index >= end:
            end = line_end(text, index)
            if not _WORTH_A_LOOK.search(text, index, end):
                at = end
                continue
        node = node_before(document, index)
        # A line may hold a million of these signs: what is inside a value or a comment is passed over.
        at = node.end if node and index < node.end else end
        if node and at == end and (finding := _comment(document, node, index, text[index:end])):
            yield finding


def _comment(document: Document, node: Node, index: int, comment: str) -> _Finding | None:
    """Return what is suspicious about a comment, given the value that began before it."""
    if _hides_doubt(node, comment) and is_behind(document, node, index, plain=False):
        message = f"{shown(node.key)} is confirmed, but the comment after it is {shown(comment)}"
        where = "'when'" if node.key == "date" else "the value itself"
        hint = f"write TBC or TBA in {where}, or delete the comment"
        return _Finding(node, index, len(comment), "doubt", message, hint)
    if _may_be_text(node, comment) and is_behind(document, node, index, plain=True):
        left = f"is only {shown(node.value)}" if node.value else "has no value"
        message = f"{shown(node.key)} {left}: {shown(comment)} is a comment"
        hint = "put the whole text in quotes, or write a blank after '#' if a comment is intended"
        return _Finding(node, index, len(comment), "cut", message, hint)
    return None


def _hides_doubt(node: Node, comment: str) -> bool:
    """Whether a comment says that a date or a place is not sure, which the value does not say."""
    said = _IN_DOUBT.search(comment) and not _NO_LONGER.search(comment)
    return node.key in _SURE_KEYS and bool(said) and not _IN_DOUBT.search(node.value or "")


def _may_be_text(node: Node, comment: str) -> bool:
    """Whether a comment looks like more of a text."""
    return node.key in _TEXTS and bool(_BEGUN.match(comment)) and not _WORK.match(comment)


# -- invisible characters --------------------------------------------------------------------------------------------


def _characters(document: Document) -> Iterator[_Finding]:
    text = document.text
    patterns = [*([_ODD] if document.is_unusual else []), *([_ESCAPE] if "\\" in text else [])]
    for pattern in patterns:
        at = 0
        while match := pattern.search(text, at):
            index = match.start()
            node = node_before(document, index)
            # Each place is looked up once: a file may have millions of such characters.
            if node is None:
                at = max(match.end(), text.find(":", match.end()))
            elif node.value is None or index >= node.end:
                at = max(match.end(), line_end(text, index))
                yield from _in_comment(text, index, at)
            else:
                at = max(match.end(), node.end)
                yield from _in_value(node, pattern.finditer(text, index, at), quoted=text.startswith('"', node.start))


def _in_comment(text: str, start: int, end: int) -> Iterator[_Finding]:
    """Yield what is suspicious in a comment: what turns the order of letters hides what the file says."""
    if match := _DIRECTIONS.search(text, start, end):
        yield _Finding(None, match.start(), 1, "direction", f"a comment contains {_called(match[0])}", "delete it")


def _in_value(node: Node, matches: Iterable[re.Match[str]], *, quoted: bool) -> Iterator[_Finding]:
    """Yield what is suspicious in a value: of each kind the first."""
    seen, known = set[str](), set[str]()
    for match in matches:
        if match[0] in seen:
            continue
        seen.add(match[0])
        is_escape = match[0].startswith("\\")
        character = _meant(match[0]) if is_escape and quoted else match[0][-1]
        kind = None if is_escape and not quoted else _kind(character, node)
        if kind and kind not in known:
            known.add(kind)
            hint = "write an ordinary blank" if kind == "blank" else "delete it"
            message = f"{shown(node.key)} contains {_called(character)}"
            yield _Finding(node, match.start(), len(match[0]), kind, message, hint)


def _meant(escape: str) -> str:
    """Return the character of an escape in double quotes."""
    if escape[1] in "xuU":
        return chr(min(int(escape[len(r"\x") :], base=16), _LAST_CHARACTER))
    return _ESCAPED.get(escape[1], escape[-1])


def _kind(character: str, node: Node) -> str | None:
    """Return what is suspicious about a character in a value, if anything is."""
    is_name = node.key not in PROSE
    is_marked = _MARKS.match(character) and not _RIGHT_TO_LEFT.search(node.value)
    if is_marked or _DIRECTIONS.match(character):
        return "direction"
    if _CONTROL.match(character):
        return "control"
    if _OTHER_BLANK.match(character):
        return "blank" if is_name else None
    if _INVISIBLE.match(character):
        return "invisible" if is_name or node.key in {"title", "short"} else None
    return None


def _called(character: str) -> str:
    if character < _FIRST_PRINTABLE or "\x7f" <= character <= "\x9f":
        return f"the control character U+{ord(character):04X}"
    return f"a {name_of(character)}"


RULE = Rule("GP007", "suspicious-text", Severity.WARNING, __doc__, _check)
