"""A problem as a person reads it: what, where in the source with carets below it, and what to do.

Everything is laid out for the width of the console here, so that the console wraps nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.problems.problem import RANK, Position, Problem, Severity
from gcmplan.terminal.lines import Line, cells, rendered_lines, wrapped
from gcmplan.text.escape import visible, visible_at
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from gcmplan.checks.check import Report
    from gcmplan.files.document import Document
    from gcmplan.plan.attendees import DelegationNames

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
FRAME = "#0087d7"
"""From the 256 colours; "blue" itself is hardly seen on black, whatever shade a terminal takes for it."""
_PRIMARY = "^"
_CARETS = {_PRIMARY: "bold red", "-": FRAME}
_RUNS = re.compile(r" +|\^+|-+")
_TAB = "    "
_RELATED, _EVENTS = 6, 6
"""How many related places are shown, and how many events are named."""
_NARROWEST, _WIDEST = 40, 120


def full_report(
    report: Report,
    out: Console,
    names: DelegationNames | None = None,
    *,
    with_infos: bool = True,
    errors_last: bool = False,
) -> str:
    """Return the filter, the open problems by severity, totals by rule, and the summary, as a console shows them.

    `names` are those of the delegations by alpha-3 code: with them, every delegation of a problem is named. Without
    infos, these are only counted.
    """
    width = _width(out)
    shown = [problem for problem in report.open if with_infos or problem.severity is not Severity.INFO]
    shown.sort(key=lambda problem: RANK[problem.severity], reverse=errors_last)
    found = [line for problem in shown for line in _Full(problem, report.documents, names).lines(width)]
    hint = " (--verbose shows infos)" * (not with_infos and report.count(Severity.INFO) > 0)
    summary = wrapped(((report.summary() + hint, "bold"),), width, "  ")
    only = [*wrapped(((visible(report.only), "bold"),), width, "  "), ()] if report.only else []
    return rendered_lines([*only, *found, *_totals(report), *summary], out)


def _totals(report: Report) -> Iterator[Line]:
    """Yield how many problems each rule has, if there are several rules, and an empty line."""
    counts: Counter[tuple[int, str, str]] = Counter()
    for problem in report.open:
        counts[RANK[problem.severity], problem.code, problem.name] += problem.stands_for
    if len(counts) < 2:  # noqa: PLR2004 - of one rule the summary says it
        return
    digits = len(str(max(counts.values())))
    for (rank, code, name), count in sorted(counts.items()):
        severity = list(Severity)[rank]
        yield (f"{count:{digits}} ", ""), (f"{severity.value:8}", _STYLES[severity]), (visible(f"{code} {name}"), "")
    yield ()


def full(problem: Problem, documents: Mapping[str, Document], out: Console) -> str:
    """Return a problem over several lines, with the source lines of its places, as a console shows it."""
    return rendered_lines(_Full(problem, documents, None).lines(_width(out)), out)


def _width(out: Console) -> int:
    return max(_NARROWEST, min(out.width, _WIDEST))


class _Full(NamedTuple):
    problem: Problem
    documents: Mapping[str, Document]
    names: DelegationNames | None

    def lines(self, width: int) -> Iterator[Line]:
        """Yield the lines for a width in cells, none wider."""
        problem = self.problem
        places = (problem.position, *problem.related[:_RELATED])
        margin = len(str(max(place.line for place in places)))
        rule = f"{problem.severity.value}[{visible(problem.code)} {visible(problem.name)}]"
        head = ((rule, _STYLES[problem.severity]), (f": {visible(problem.message)}", "bold"))
        yield from wrapped(head, width, "  ")
        for path in dict.fromkeys([place.path for place in places]):
            excerpt = _Excerpt(self.documents.get(path), problem.position, margin, width)
            yield from excerpt.lines([place for place in places if place.path == path])
        frame = " " * margin + " = "
        for name, note in self.notes():
            yield from wrapped(((frame, FRAME), (f"{name}: ", "bold"), (note, "")), width, " " * (len(frame) + 2))
        yield ()

    def notes(self) -> Iterator[tuple[str, str]]:
        """Yield the lines below the source lines, with a name for them."""
        problem = self.problem
        if more := len(problem.related[_RELATED:]):
            yield "also", plural(more, "{} place more", "{} places more")
        if any(event not in problem.message for event in problem.events):
            more = len(problem.events[_EVENTS:])
            yield "events", visible(", ".join(problem.events[:_EVENTS])) + (f" and {more} more" if more else "")
        if problem.delegations and self.names is not None:
            yield (
                visible(self.names.words.many),
                visible(", ".join(sorted(self.names.get(code, code) for code in problem.delegations))),
            )
        if problem.hint:
            yield "hint", visible(problem.hint)
        yield "more", f"gcmplan rule {visible(problem.code)}"


class _Mark(NamedTuple):
    """A marked part of a line: indices of its characters, the second not included, and the mark."""

    start: int
    stop: int
    caret: str


class _Excerpt(NamedTuple):
    """Shows places of one file: its lines in their order with carets below, "..." where others are left out."""

    document: Document | None
    primary: Position
    margin: int
    width: int

    def lines(self, places: Sequence[Position]) -> Iterator[Line]:
        """Yield the file's name and the lines of the places; of a line that is not known, its name alone."""
        known = {place.line: self.document.line(place.line) for place in places} if self.document else {}
        shown = [place for place in places if known.get(place.line, "").strip()]
        first = self.primary if self.primary in shown else next(iter(shown), None)
        for place in (*(place for place in places if place not in shown), *([first] if first else [])):
            yield from wrapped(self.name(place), self.width, " " * (self.margin + 4))
        if first is None:
            return
        yield self.framed()
        before = 0
        for number in sorted({place.line for place in shown}):
            if 0 < before < number - 1:
                yield (("...", FRAME),)
            yield from self.line(known[number], [place for place in shown if place.line == number])
            before = number

    def name(self, place: Position) -> Line:
        """Return "--> data/workplan.yaml:12:5"."""
        return (f"{'':{self.margin}} --> ", FRAME), (visible(str(place)), "")

    def framed(self, label: str = "", parts: Line = ()) -> Line:
        """Return a line with its number, or nothing, before it."""
        return (f"{label:>{self.margin}} |", FRAME), (" ", ""), *parts

    def line(self, line: str, places: Sequence[Position]) -> Iterator[Line]:
        """Yield a line and its carets; once more if a place is too far right to be seen with those before."""
        marks = [self.mark(line, place) for place in sorted(places)]
        while marks:
            window = _Window.around(line, marks[0], self.width - self.margin - len(" | "))
            seen = [mark for mark in marks if mark.start < window.stop or window.stop == len(line)] or marks[:1]
            marks = marks[len(seen) :]
            text = window.upto(len(line)) + "…" * (window.stop < len(line))
            yield self.framed(str(places[0].line), ((text, ""),))
            yield self.framed("", _carets(window, seen))

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
    simple: bool
    """Whether each character is shown as it is, in one cell."""

    @classmethod
    def around(cls, line: str, mark: _Mark, room: int) -> _Window:
        """Return as much of a line as fits into so many cells, from some way before a mark on."""
        room -= len("……")
        whole = cls(line, 0, min(len(line), room), line.isascii() and visible(line) == line)
        if mark.stop <= whole.stop and whole.cells(mark.stop) <= room:
            return whole.cut(room)
        start = max(0, mark.start - room // 3)
        while start < mark.start and whole._replace(start=start, stop=mark.start).cells(mark.start) > room // 2:
            start += 1
        return whole._replace(start=start, stop=min(len(line), start + room)).cut(room)

    def cut(self, room: int) -> _Window:
        """Return it with an end that lets it fit into so many cells."""
        stop = self.stop
        while stop > self.start + 1 and self.cells(stop) > room:
            stop -= 1
        return self if stop == self.stop else self._replace(stop=stop)

    def upto(self, stop: int) -> str:
        """Return what is shown of the line before an index."""
        stop = min(stop, self.stop)
        part = self.line[self.start : stop]
        if not self.simple:
            part = "".join([_character(self.line, index) for index in range(self.start, stop)])
        return f"…{part}" if self.start else part

    def cells(self, stop: int) -> int:
        """Return how many cells the line takes before an index."""
        if self.simple:
            return max(0, min(stop, self.stop) - self.start) + (self.start > 0)
        return cells(self.upto(stop))


def _carets(window: _Window, marks: Sequence[_Mark]) -> Line:
    """Return the carets for a line: cells, not characters, are counted, since some are wide and some have no width."""
    carets = " " * (window.cells(window.stop) + 1)
    # The primary place comes last: where places overlap, its carets are seen.
    for start, stop, caret in sorted(marks, key=lambda mark: mark.caret == _PRIMARY):
        first, last = window.cells(start), window.cells(stop)
        length = max(1, last - first)
        carets = f"{carets[:first]}{caret * length}{carets[first + length :]}"
    runs = _RUNS.findall(carets.rstrip())
    return tuple([(run, _CARETS.get(run[0], "")) for run in runs])


def _character(line: str, index: int) -> str:
    """Return a character of a source line as it is shown."""
    return _TAB if line[index] == "\t" else visible_at(line, index)
