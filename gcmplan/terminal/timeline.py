"""A timeline in characters: a line for each row, its bar in columns of days."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from gcmplan.dates.span import day_text
from gcmplan.terminal.columns import GROUP
from gcmplan.terminal.listing import group_label
from gcmplan.terminal.signs import ASCII, UNICODE, cut, shown, sized
from gcmplan.text.colors import letters_on
from gcmplan.views.scale import Scale, band_line, drawn, months_line, weeks_line, years_line
from gcmplan.views.sections import NOTHING_FITS
from gcmplan.views.timeline import By, Sureness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gcmplan.terminal.signs import Signs
    from gcmplan.views.timeline import Panel, Row, Timeline

_LEAST_BARS, _WIDEST_DATE, _WIDEST_NAME, _ROOMY = 12, 16, 44, 100


class _Columns(NamedTuple):
    """How a line's width is divided: the mark of a conflict and a blank, the date, the group, the name, the bars."""

    date: int
    group: int
    name: int
    bars: int


def timeline_lines(
    timeline: Timeline, width: int, *, ascii_only: bool = False, in_color: bool = False
) -> Iterator[Text]:
    """Yield the lines of a timeline, none wider than some columns (40 or more).

    Each event has the word of its group beside it if there is room; else a legend at the end explains the colours, if
    any.
    """
    if not timeline.panels:
        yield Text(NOTHING_FITS)
        return
    signs = ASCII if ascii_only else UNICODE
    columns = _columns(timeline, width, signs)
    scales = [Scale.fitting(panel.axis, columns.bars) if panel.axis else None for panel in timeline.panels]
    for panel, scale in zip(timeline.panels, scales, strict=True):
        for line in _panel(timeline, panel, scale, columns, signs):
            line.rstrip()
            yield line
        yield Text("")
    if in_color and not columns.group and timeline.by is By.EVENT:
        yield from _groups(timeline, width)
    yield from _legend(timeline, [scale for scale in scales if scale], width, signs)


def _columns(timeline: Timeline, width: int, signs: Signs) -> _Columns:
    rows = list(timeline.rows)
    date = min(_WIDEST_DATE, max((cell_len(row.when) for row in rows), default=0))
    longest = max((cell_len(shown(row.label, signs)) for row in rows), default=0)
    has_groups = timeline.by is By.EVENT and width >= _ROOMY and any(row.group for row in rows)
    group = GROUP if has_groups else 0
    room = width - 2 - (date + 1 if date else 0) - (group + 1 if group else 0) - 1
    name = min(longest, _WIDEST_NAME, max(room - max(_LEAST_BARS, room * 3 // 5), _LEAST_BARS))
    return _Columns(date, group, name, max(1, room - name))


def _panel(timeline: Timeline, panel: Panel, scale: Scale | None, columns: _Columns, signs: Signs) -> Iterator[Text]:
    before = sum(part + 1 for part in (columns.date, columns.group) if part)
    lead = " " * (2 + before + columns.name + 1)
    yield Text(cut(shown(panel.heading, signs), len(lead) + columns.bars, signs), style="bold")
    if scale:
        says = f"  {scale.words}".ljust(len(lead)) if len(timeline.panels) > 1 else lead
        says = says if len(says) == len(lead) else lead
        for left, line in ((says, years_line(scale)), (lead, months_line(scale)), (lead, weeks_line(scale))):
            if line:
                yield Text(left + line, style="dim")
        for band in panel.bands:
            line = band_line(scale, band._replace(label=shown(band.label, signs)), signs.ends)
            yield Text(lead + set_cell_size(line, scale.columns), style="dim")
    for row in panel.rows:
        yield _line(timeline, row, scale, columns, signs)


def _line(timeline: Timeline, row: Row, scale: Scale | None, columns: _Columns, signs: Signs) -> Text:
    line = Text("! " if row.is_conflict else "  ", style="")
    if columns.date:
        line.append(sized(row.when, columns.date, signs) + " ")
    if columns.group:
        word = sized(f" {shown(row.group.short, signs)} " if row.group else "", columns.group, signs)
        style = f"{letters_on(row.group.color)} on {row.group.color}" if row.group else ""
        line.append(word, style=style).append(" ")
    line.append(sized(shown(row.label, signs), columns.name, signs) + " ")
    if scale:
        line.append_text(_bar(timeline, row, scale, signs))
    return line


def _bar(timeline: Timeline, row: Row, scale: Scale, signs: Signs) -> Text:
    cells, before, after = drawn(scale, row.bars)
    signed = [signs.bars[cell] if cell else " " for cell in cells]
    axis, day = scale.axis, timeline.on
    if axis.first <= day <= axis.last and signed[scale.column(day)] == " ":
        signed[scale.column(day)] = signs.on
    if before and cells[0] is Sureness.WINDOW:
        signed[0] = signs.before
    if after and cells[-1] is Sureness.WINDOW:
        signed[-1] = signs.after
    color = row.group.color if row.group else ""
    drawn_at = groupby(zip(signed, cells, strict=True), key=lambda pair: pair[1] is not None)
    parts = ((is_bar, "".join(sign for sign, _ in pairs)) for is_bar, pairs in drawn_at)
    return Text.assemble(*((signs_of_part, color if is_bar else "dim") for is_bar, signs_of_part in parts))


def _groups(timeline: Timeline, width: int) -> Iterator[Text]:
    """Yield the words of the groups, each on its colour, in as few lines as hold them."""
    groups = {row.group.id: row.group for row in timeline.rows if row.group}
    line = Text()
    for group in groups.values():
        label = group_label(group, "")
        if line.cell_len and line.cell_len + 1 + label.cell_len > width:
            yield line
            line = Text()
        line = Text.assemble(line, " " if line.cell_len else "", label)
    yield line


def _legend(timeline: Timeline, scales: list[Scale], width: int, signs: Signs) -> Iterator[Text]:
    """Yield what the signs mean that are used, and what a column is, in as few lines as hold it."""
    rows = list(timeline.rows)
    used = {bar.sureness for row in rows for bar in row.bars}
    words = {Sureness.SURE: "confirmed", Sureness.OPEN: "to be confirmed", Sureness.WINDOW: "some time within"}
    parts = [f"{signs.bars[sureness]} {words[sureness]}" for sureness in reversed(Sureness) if sureness in used]
    if any(row.is_conflict for row in rows):
        what = "in conflict" if timeline.by is By.EVENT else "has conflicts"
        parts.append(f"! {what}, see 'gcmplan check'")
    if any(scale.axis.first <= timeline.on <= scale.axis.last for scale in scales):
        parts.append(f"{signs.on} {day_text(timeline.on)}")
    widths = sorted({(scale.days, scale.words) for scale in scales})
    if len(widths) > 1:
        parts.append(f"a column is {widths[0][0]} to {widths[-1][0]} days, as each section says")
    else:
        parts += [words for _, words in widths]
    line = ""
    for part in parts:
        if line and len(line) + 2 + len(part) > width:
            yield Text(line)
            line = ""
        line = f"{line}  {part}" if line else part
    yield Text(cut(line, width, signs))
