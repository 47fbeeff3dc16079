"""A month's grid as a piece of SVG: days with weekends and holidays marked, bars across them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.dates.span import WEEKDAYS
from gcmplan.export.page import Page
from gcmplan.export.picture import ARROW, FAINT, HATCH, HEAD, INK, LETTERS, MARK, RULE, text
from gcmplan.text.colors import letters_on
from gcmplan.text.extent import extent
from gcmplan.views.dated import dated
from gcmplan.views.timeline import Sureness

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gcmplan.views.month import Month, Piece, Week

_NAMES, _NUMBER, _LANE, _LEAST_LANES = 26, 24, 24, 2
_DAYS_IN_WEEK, _SATURDAY, _STRIPE = 7, 5, 10
_SHORT, _WIDE = 3, 160
_WEEKEND, _HOLIDAY = "#f0f0f0", "#fff0c2"
_DAY = Page('<rect x="{x:.1f}" y="{y:.0f}" width="{width:.1f}" height="{height:.0f}" fill="{fill}" stroke="{rule}"/>\n')
_PIECE = Page(
    '<g><rect x="{x:.1f}" y="{y:.0f}" width="{width:.1f}" height="20" rx="2" fill="{fill}" stroke="#333333">'
    "<title>{title}</title></rect>\n{inside}</g>\n"
)
_HATCHED = Page('<rect x="{x:.1f}" y="{y:.0f}" width="10" height="18" fill="url(#{hatch})"/>\n')


class Grid(NamedTuple):
    """The place of a grid, and the width of a day, in pixels."""

    month: Month
    x: float
    day: float
    on: date

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.day * _DAYS_IN_WEEK

    @property
    def height(self) -> float:
        """How high it is, without its heading."""
        return _NAMES + sum(_height(week) for week in self.month.weeks)

    @property
    def hatches(self) -> dict[str, str]:
        """The ids of the patterns of what is to be confirmed, by colour: no other month of a page has them."""
        pieces = (piece for week in self.month.weeks for lane in week.lanes for piece in lane)
        colors = {_color(piece) for piece in pieces if piece.sureness is not Sureness.SURE}
        return {color: f"hatch-{self.month.first:%Y%m}-{color[1:]}" for color in sorted(colors)}

    def patterns(self) -> Page:
        """Return the patterns that its bars are painted with."""
        found = Page("").join(HATCH.format(id=name, color=color) for color, name in self.hatches.items())
        return Page("<defs>\n") + found + Page("</defs>\n")

    def drawn(self, y: float) -> Iterator[Page]:
        """Yield the grid, its top at y."""
        letters = None if max(map(extent, WEEKDAYS)) * LETTERS < self.day - 8 else _SHORT
        for number, name in enumerate(WEEKDAYS):
            yield text(self.x + number * self.day + 5, y + 18, name[:letters], more=f'fill="{FAINT}"')
        y += _NAMES
        for week in self.month.weeks:
            yield from self._days(week, y)
            for number, lane in enumerate(week.lanes):
                for piece in lane:
                    yield self._piece(piece, y + _NUMBER + number * _LANE)
            y += _height(week)

    def _days(self, week: Week, y: float) -> Iterator[Page]:
        height = _height(week)
        for number, day in enumerate(week.days):
            if day is None:
                continue
            x, is_holiday = self.x + number * self.day, self.month.is_holiday(day)
            fill = _HOLIDAY if is_holiday else _WEEKEND if number >= _SATURDAY else "#ffffff"
            yield _DAY.format(x=x, y=y, width=self.day, height=height, fill=fill, rule=RULE)
            more = f'font-weight="bold" fill="{MARK}"' if day == self.on else f'fill="{INK}"'
            yield text(x + 5, y + 17, f"{day.day} *" if is_holiday else str(day.day), more=more)

    def _piece(self, piece: Piece, y: float) -> Page:
        """Return a bar with its number, and as much of its name as there is room for."""
        listed, color = piece.listed, _color(piece)
        is_sure = piece.sureness is Sureness.SURE
        x = self.x + piece.first * self.day + 3
        width = (piece.last - piece.first + 1) * self.day - 6
        before, after = (0.0 if piece.begins else 8.0), (0.0 if piece.ends else 8.0)
        inside = Page("") if is_sure else _HATCHED.format(x=x + 1 + before, y=y + 1, hatch=self.hatches[color])
        ink = letters_on(color) if is_sure else "#000000"
        if before:
            inside += ARROW.format(x=x + 1, y=y + 10, step=6, color=ink)
        if after:
            inside += ARROW.format(x=x + width - 1, y=y + 10, step=-6, color=ink)
        start = x + 4 + before + (0 if is_sure else _STRIPE)
        words = f"{listed.number}{'!' * listed.is_conflict} {listed.name}"
        inside += text(start, y + 15, words, room=x + width - 3 - after - start, more=f'fill="{ink}"')
        title = f"{listed.record.title}: {dated(listed.record)}"
        return _PIECE.format(x=x, y=y, width=width, fill=color if is_sure else "#ffffff", title=title, inside=inside)


def grid_alone(month: Month, on: date) -> Page:
    """Return the picture of one grid, for a page that has the rest in words."""
    grid = Grid(month, 1, _WIDE, on)
    head = HEAD.format(width=round(grid.width + 2), height=round(grid.height + 2), name=month.heading, ink=INK)
    return head + grid.patterns() + Page("").join(grid.drawn(0)) + Page("</svg>\n")


def _height(week: Week) -> float:
    return _NUMBER + _LANE * max(_LEAST_LANES, len(week.lanes)) + 4


def _color(piece: Piece) -> str:
    group = piece.listed.record.group
    return group.color if group else FAINT
