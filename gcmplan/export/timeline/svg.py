"""SVG of a timeline: pages of one size, or one as tall as it needs.

It has presentation attributes alone, no style, script or reference to the outside: it works in a page under a strict
content security policy, and alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.span import MONTHS, day_text
from gcmplan.export.page import Page
from gcmplan.export.picture import (
    ARROW,
    BAR,
    CHIP,
    FAINT,
    HATCH,
    HEAD,
    INK,
    LETTERS,
    MARK,
    RULE,
    RULE_LINE,
    text,
    title,
)
from gcmplan.text.extent import extent
from gcmplan.views.dated import dated
from gcmplan.views.timeline import By, Sureness, months_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gcmplan.dates.span import Span
    from gcmplan.views.timeline import Bar, Panel, Row, Timeline


class Size(NamedTuple):
    """A page in pixels (96 an inch); without a height it is as tall as it needs."""

    width: int
    height: int | None


SIZES = {"tall": Size(1600, None), "slide": Size(1600, 900), "a4": Size(1123, 794), "a3": Size(1587, 1123)}
_MARGIN, _LINE, _TITLE, _HEADING = 32, 22, 24, 17
_AXIS, _LEGEND, _GAP = 46, 40, 14
_PAINTS = {
    Sureness.SURE: Page('fill="{color}" stroke="#333333"'),
    Sureness.OPEN: Page('fill="url(#{hatch})" stroke="#333333"'),
    Sureness.WINDOW: Page('fill="#ffffff" fill-opacity="0" stroke="#555555" stroke-dasharray="4 3"'),
}
_WORDS = {
    Sureness.SURE: "confirmed",
    Sureness.OPEN: "to be confirmed or announced",
    Sureness.WINDOW: "some time within",
}


class _Columns(NamedTuple):
    """The columns of a page in pixels: their beginnings, and the end of the bars."""

    mark: float
    date: float
    group: float
    name: float
    bars: float
    end: float


class _Block(NamedTuple):
    """Rows that stay together on a page: those of a panel below its heading and axis."""

    panel: Panel
    rows: tuple[Row, ...]
    is_continued: bool

    @property
    def height(self) -> float:
        axis = _AXIS if self.panel.axis else 0
        return _HEADING + 8 + axis + _LINE * (len(self.panel.bands) + len(self.rows)) + _GAP


def render(timeline: Timeline, size: Size, only: str = "") -> list[str]:
    """Return the pages of a timeline; `only` names the filters."""
    columns = _columns(timeline, size)
    top = _MARGIN + _TITLE + 12
    pages = _pages(timeline, size.height - top - _LEGEND - _MARGIN if size.height else None)
    hatches = {row.group.color: f"hatch-{row.group.color[1:]}" for row in timeline.rows if row.group}
    hatches[FAINT] = "hatch-none"
    name = f"{timeline.title} ({only})" if only else timeline.title
    found = []
    for number, blocks in enumerate(pages, 1):
        label = f"{name}, {number} of {len(pages)}" if len(pages) > 1 else name
        height = size.height or round(top + sum(block.height for block in blocks) + _LEGEND + _MARGIN)
        page = _Drawing(timeline, columns, hatches).page(label, size.width, height, blocks)
        found.append(str(page))
    return found


def _columns(timeline: Timeline, size: Size) -> _Columns:
    """Return the columns: those of texts as wide as their widest, the names at most a quarter of the page."""
    rows = list(timeline.rows)
    dates = max((extent(row.when) for row in rows), default=0) * LETTERS
    groups = max((extent(row.group.short) for row in rows if row.group and timeline.by is By.EVENT), default=0)
    names = min(max((extent(row.label) for row in rows), default=0) * LETTERS, size.width / 4)
    mark = float(_MARGIN)
    date = mark + 16
    group = date + (dates + 10 if dates else 0)
    name = group + (groups * LETTERS + 26 if groups else 0)
    return _Columns(mark, date, group, name, name + names + 16, size.width - _MARGIN - 10)


def _pages(timeline: Timeline, room: float | None) -> list[list[_Block]]:
    """Return blocks by page: a panel that does not fit goes on with its heading and axis on the next."""
    pages: list[list[_Block]] = [[]]
    left = room
    for panel in timeline.panels:
        rows, is_continued = panel.rows, False
        while rows:
            least = _Block(panel, rows[:1], is_continued).height
            if left is not None and room is not None and left < least and pages[-1]:
                pages.append([])
                left = room
            fit = len(rows) if left is None else max(1, 1 + int((left - least) // _LINE))
            block = _Block(panel, rows[:fit], is_continued)
            pages[-1].append(block)
            left = None if left is None else left - block.height
            rows, is_continued = rows[fit:], True
    return pages


class _Drawing:
    """The pieces of one page."""

    def __init__(self, timeline: Timeline, columns: _Columns, hatches: dict[str, str]) -> None:
        self.timeline, self.columns, self.hatches = timeline, columns, hatches

    def page(self, name: str, width: int, height: int, blocks: list[_Block]) -> Page:
        """Return a page: its title, its blocks, the legend."""
        parts = [HEAD.format(width=width, height=height, name=name, ink=INK), Page("<defs>\n")]
        parts += [HATCH.format(id=hatch, color=color) for color, hatch in self.hatches.items()]
        parts.append(Page("</defs>\n"))
        y = float(_MARGIN + _TITLE)
        parts.append(title(_MARGIN, y, name, width - 2 * _MARGIN))
        y += 12
        for block in blocks:
            parts += self._block(block, y)
            y += block.height
        parts += self._legend(height - _MARGIN, width - 2 * _MARGIN)
        parts.append(Page("</svg>\n"))
        return Page("").join(parts)

    def _block(self, block: _Block, y: float) -> Iterator[Page]:
        panel, columns = block.panel, self.columns
        y += _HEADING
        heading = f"{panel.heading} (continued)" if block.is_continued else panel.heading
        yield text(_MARGIN, y, heading, size=_HEADING, room=columns.end - _MARGIN, more='font-weight="bold"')
        y += 8
        if panel.axis:
            bottom = y + _AXIS + _LINE * (len(panel.bands) + len(block.rows))
            yield from self._axis(panel.axis, y, bottom)
            y += _AXIS
            for band in panel.bands:
                x, end = self._x(panel.axis, band.first), self._x(panel.axis, band.last, after=True)
                yield BAR.format(x=x, y=y + 4, width=end - x, paint=Page('fill="#eeeeee"'), title=band.label)
                yield text(x + 4, y + 16, band.label, room=end - x - 8)
                y += _LINE
        for row in block.rows:
            yield from self._row(panel.axis, row, y)
            y += _LINE

    def _axis(self, axis: Span, top: float, bottom: float) -> Iterator[Page]:
        """Yield the years and months above the bars, a line where each month begins, and one for the day marked."""
        year = 0
        months = months_of(axis)
        width = (self.columns.end - self.columns.bars) / len(months)
        for month in months:
            x = self._x(axis, month)
            yield RULE_LINE.format(x=x, top=top + 22, bottom=bottom, color=RULE, more="")
            if month.year != year:
                year = month.year
                yield text(x + 3, top + 16, str(year), more=f'fill="{FAINT}"')
            name = MONTHS[month.month - 1]
            name = name if extent(name) * LETTERS < width - 6 else name[:3]
            yield text(x + 3, top + 36, name, more=f'fill="{FAINT}"')
        if axis.first <= self.timeline.on <= axis.last:
            more = Page(' stroke-dasharray="2 3" stroke-width="2"')
            yield RULE_LINE.format(
                x=self._x(axis, self.timeline.on), top=top + 40, bottom=bottom, color=MARK, more=more
            )

    def _row(self, axis: Span | None, row: Row, y: float) -> Iterator[Page]:
        columns, base = self.columns, y + 16
        if row.is_conflict:
            yield text(columns.mark, base, "!", more=f'font-weight="bold" fill="{MARK}"')
        if row.when:
            yield text(columns.date, base, row.when)
        if row.group and self.timeline.by is By.EVENT:
            yield CHIP.format(x=columns.group, y=y + 4, width=12, color=row.group.color)
            yield text(columns.group + 16, base, row.group.short)
        yield text(columns.name, base, row.label, room=columns.bars - columns.name - 12)
        if axis:
            for bar in sorted(row.bars, key=lambda bar: bar.sureness):
                yield from self._bar(axis, row, bar, y)

    @staticmethod
    def _told(row: Row) -> str:
        if len(row.records) == 1:
            return f"{row.records[0].title}: {dated(row.records[0])}"
        return row.label

    def _bar(self, axis: Span, row: Row, bar: Bar, y: float) -> Iterator[Page]:
        first, last, sureness = bar
        color, title = row.group.color if row.group else FAINT, self._told(row)
        x = self._x(axis, max(first, axis.first))
        end = self._x(axis, min(last, axis.last), after=True)
        if end <= x:
            return
        hatch = self.hatches.get(color, self.hatches[FAINT])
        paint = _PAINTS[sureness].format(color=color, hatch=hatch)
        yield BAR.format(x=x, y=y + 4, width=max(4.0, end - x), paint=paint, title=title)
        if last > axis.last:
            yield ARROW.format(x=end + 8, y=y + 11, step=-7, color="#555555")
        if first < axis.first:
            yield ARROW.format(x=x - 8, y=y + 11, step=7, color="#555555")

    def _x(self, axis: Span, day: date, *, after: bool = False) -> float:
        """Return where a day begins, or ends."""
        total = (axis.last - axis.first).days + 1
        days = (day - axis.first).days + after
        return self.columns.bars + (self.columns.end - self.columns.bars) * days / total

    def _legend(self, y: float, room: float) -> Iterator[Page]:
        """Yield what bars and marks mean."""
        x, end = float(_MARGIN), _MARGIN + room
        used = {bar.sureness for row in self.timeline.rows for bar in row.bars}
        for sureness in reversed(Sureness):
            if sureness in used:
                paint = _PAINTS[sureness].format(color="#8c8c8c", hatch=self.hatches[FAINT])
                yield BAR.format(x=x, y=y - 12, width=28, paint=paint, title=_WORDS[sureness])
                yield text(x + 36, y, _WORDS[sureness], more=f'fill="{FAINT}"')
                x += 36 + extent(_WORDS[sureness]) * LETTERS + 12
        if any(row.is_conflict for row in self.timeline.rows):
            words = "! in conflict"
            yield text(x, y, words, room=end - x, more=f'fill="{FAINT}"')
            x += extent(words) * LETTERS
        if self._is_marked():
            words = f"dotted line: {day_text(self.timeline.on)}"
            yield text(x, y, words, room=end - x, more=f'fill="{FAINT}"')

    def _is_marked(self) -> bool:
        on = self.timeline.on
        return any(panel.axis and panel.axis.first <= on <= panel.axis.last for panel in self.timeline.panels)
