"""A problem as a person reads it: what, where in the source with carets below it, and what to do.

Everything is laid out for the width of the console here, so that the console wraps nothing. What a build writes is read
by its runner too, and GitHub's takes `::name` at the beginning of a line and `##[name` anywhere for a command: no text
from the data begins either.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from gcmplan.problem import Position, Problem, Severity
from gcmplan.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from gcmplan.check import Report
    from gcmplan.document import Document

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_FRAME = "blue"
_PRIMARY = "^"
_CARETS = {_PRIMARY: "bold red", "-": "blue"}
_TAB = "    "
_RELATED, _EVENTS = 6, 6
"""How many related places are shown, and how many events are named."""
_NARROWEST, _WIDEST = 40, 120


def full_report(report: Report, names: Mapping[str, str] | None = None) -> Iterator[RenderableType]:
    """Yield the problems that are not waived, and the summary.

    `names` are those of the delegations by alpha-3 code: with them, every delegation of a problem is named.
    """
    for problem in report.open:
        yield full(problem, report.documents, names)
    yield Text(report.summary(), "bold")


def full(problem: Problem, documents: Mapping[str, Document], names: Mapping[str, str] | None = None) -> RenderableType:
    """Return a problem over several lines, with the source lines of its places; `names` as in `full_report`."""
    return _Full(problem, documents, names)


@dataclass(frozen=True)
class _Full:
    problem: Problem
    documents: Mapping[str, Document]
    names: Mapping[str, str] | None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines, none wider than the console."""
        width = max(_NARROWEST, min(options.max_width, _WIDEST))
        # One text for all lines, without styles where none are shown: rich takes its time for each text and each style.
        text = Text("\n").join(self.lines(console, width))
        if console.color_system is None:
            text = Text(text.plain)
        text.no_wrap, text.overflow = True, "ignore"
        yield text

    def lines(self, console: Console, width: int) -> Iterator[Text]:
        """Yield the lines for a width in cells."""
        problem = self.problem
        places = (problem.position, *problem.related[:_RELATED])
        margin = max(len(str(place.line)) for place in places)
        rule = f"{problem.severity.value}[{_safe(problem.code)} {_safe(problem.name)}]"
        head = Text.assemble((rule, _STYLES[problem.severity]), (f": {_safe(problem.message)}", "bold"))
        yield from _wrapped(console, head, width, "  ")
        for path in dict.fromkeys(place.path for place in places):
            excerpt = _Excerpt(self.documents.get(path), problem.position, margin, width)
            for text in excerpt.lines([place for place in places if place.path == path]):
                yield from _wrapped(console, text, width, " " * (margin + 4))
        frame = " " * margin + " = "
        for name, note in self.notes():
            text = Text.assemble((frame, _FRAME), (f"{name}: ", "bold"), note)
            yield from _wrapped(console, text, width, " " * (len(frame) + 2))
        yield Text()

    def notes(self) -> Iterator[tuple[str, str]]:
        """Yield what stands below the source lines, with a name for it."""
        problem = self.problem
        if more := len(problem.related[_RELATED:]):
            yield "also", f"{more} place{'s' * (more != 1)} more"
        if any(event not in problem.message for event in problem.events):
            more = len(problem.events[_EVENTS:])
            yield "events", _safe(", ".join(problem.events[:_EVENTS])) + (f" and {more} more" if more else "")
        if problem.delegations and self.names is not None:
            yield "delegations", _safe(", ".join(sorted(self.names.get(code, code) for code in problem.delegations)))
        if problem.hint:
            yield "hint", _safe(problem.hint)
        yield "more", f"gcmplan rule {_safe(problem.code)}"


class _Mark(NamedTuple):
    """What is marked in a line: indices of its characters, the second not included, and the mark."""

    start: int
    stop: int
    caret: str


class _Excerpt(NamedTuple):
    """Shows places of one file: its lines in their order with carets below, "..." where others are left out."""

    document: Document | None
    primary: Position
    margin: int
    width: int

    def lines(self, places: Sequence[Position]) -> Iterator[Text]:
        """Yield the file's name and the lines of the places; of a line that is not known, its name alone."""
        known = {place.line: self.document.line(place.line) for place in places} if self.document else {}
        shown = [place for place in places if known.get(place.line, "").strip()]
        first = self.primary if self.primary in shown else next(iter(shown), None)
        yield from (self.name(place) for place in places if place not in shown)
        if first is None:
            return
        yield self.name(first)
        yield self.framed()
        before = 0
        for number in sorted({place.line for place in shown}):
            if 0 < before < number - 1:
                yield Text("...", _FRAME)
            yield from self.line(known[number], [place for place in shown if place.line == number])
            before = number

    def name(self, place: Position) -> Text:
        """Return "--> data/workplan.yaml:12:5"."""
        arrow = "-->" if place == self.primary else ":::"
        return Text.assemble((f"{'':{self.margin}} {arrow} ", _FRAME), _safe(str(place)))

    def framed(self, label: str = "", text: Text | str = "") -> Text:
        """Return a line with its number, or nothing, before it."""
        return Text.assemble((f"{label:>{self.margin}} |", _FRAME), " ", text)

    def line(self, line: str, places: Sequence[Position]) -> Iterator[Text]:
        """Yield a line and its carets; once more if a place lies too far right to be seen with those before."""
        marks = [self.mark(line, place) for place in sorted(places)]
        while marks:
            window = _Window.around(line, marks[0], self.width - self.margin - len(" | "))
            seen = [mark for mark in marks if mark.start < window.stop or window.stop == len(line)] or marks[:1]
            marks = marks[len(seen) :]
            yield self.framed(str(places[0].line), window.upto(len(line)) + "…" * (window.stop < len(line)))
            yield self.framed(text=_carets(window, seen))

    def mark(self, line: str, place: Position) -> _Mark:
        """Return where a place is in its line; a place behind the end is right behind it."""
        start = min(max(0, place.column - 1), len(line))
        stop = min(start + max(1, place.length), len(line))
        return _Mark(start, stop, _PRIMARY if place == self.primary else "-")


class _Window(NamedTuple):
    """The part of a line that is shown, by the indices of its characters."""

    line: str
    start: int
    stop: int

    @classmethod
    def around(cls, line: str, mark: _Mark, room: int) -> _Window:
        """Return as much of a line as fits into so many cells, from some way before a mark on."""
        room -= len("……")
        whole = cls(line, 0, min(len(line), room))
        if mark.stop <= whole.stop and cell_len(whole.upto(mark.stop)) <= room:
            return whole.cut(room)
        start = max(0, mark.start - room // 3)
        while start < mark.start and cell_len(cls(line, start, mark.start).upto(mark.start)) > room // 2:
            start += 1
        return cls(line, start, min(len(line), start + room)).cut(room)

    def cut(self, room: int) -> _Window:
        """Return it with an end that lets it fit into so many cells."""
        stop = self.stop
        while stop > self.start + 1 and cell_len(self.upto(stop)) > room:
            stop -= 1
        return self._replace(stop=stop)

    def upto(self, stop: int) -> str:
        """Return what is shown of the line before an index."""
        part = self.line[self.start : min(stop, self.stop)]
        if part.isascii() and part.isprintable() and "##[" not in self.line:
            return "…" * (self.start > 0) + part
        indices = range(self.start, min(stop, self.stop))
        return "…" * (self.start > 0) + "".join(_character(self.line, index) for index in indices)


def _carets(window: _Window, marks: Sequence[_Mark]) -> Text:
    """Return the carets for a line: cells, not characters, are counted, since some are wide and some have no width."""
    carets = [" "] * (cell_len(window.upto(window.stop)) + 1)
    # The primary place comes last: where places overlap, its carets are seen.
    for start, stop, caret in sorted(marks, key=lambda mark: mark.caret == _PRIMARY):
        first, last = cell_len(window.upto(start)), cell_len(window.upto(stop))
        carets[first : max(first + 1, last)] = caret * max(1, last - first)
    runs = groupby("".join(carets).rstrip())
    return Text.assemble(*(("".join(run), _CARETS.get(caret, "")) for caret, run in runs))


def _character(line: str, index: int) -> str:
    """Return a character of a source line as it is shown."""
    character = line[index]
    if character == "#" and line[index - 1 : index] == "#" and line[index + 1 : index + 2] == "[":
        return r"\x23"
    return _TAB if character == "\t" else visible(character)


def _wrapped(console: Console, text: Text, width: int, indent: str) -> Iterator[Text]:
    """Yield the lines of a text that is too wide, all but the first indented."""
    if cell_len(text.plain) <= width:
        yield text
        return
    first, *others = text.wrap(console, width - len(indent), overflow="fold")
    yield first
    yield from (Text.assemble(indent, other) for other in others)


def _safe(text: str) -> str:
    return visible(text).replace("::", r":\x3a").replace("##[", r"#\x23[")
