"""Changes for people: the summary first, then what changed, the weightiest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from gcmplan.change import TEXT_ONLY, ChangeKind
from gcmplan.comparison import Verdict
from gcmplan.telling import heading, lines
from gcmplan.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from gcmplan.telling import Telling

_STYLES = {
    ChangeKind.REMOVED: "red", ChangeKind.CANCELLED: "red", ChangeKind.ADDED: "green", ChangeKind.CONFIRMED: "green",
    ChangeKind.REINSTATED: "green",
}  # fmt: skip
_VERDICTS = {Verdict.CONTRADICT: "red", Verdict.MORE_PRECISE: "cyan", Verdict.AGREE: "green"}
_LABEL = 16


def changes(telling: Telling, width: int) -> Iterator[RenderableType]:
    """Yield the parts of the output; titles are cut to a width in columns."""
    yield Text(visible(f"{telling.old} → {telling.new}"), style="dim")
    yield Text(visible(telling.summary), style="bold")
    apart = True
    for change in telling.changes:
        told = list(lines(change, telling.impacts.get(change.id), telling.names))
        if apart or told:
            yield Text()
        verdict = telling.verdicts.get(change.id)
        style = _VERDICTS[verdict] if verdict else _style(change.kinds)
        head = _head(telling.what(change), style, heading(change), change.title)
        head.truncate(width, overflow="ellipsis")
        yield head
        yield _rows(told)
        apart = bool(told)


def _head(what: str, style: str, name: str, title: str) -> Text:
    return Text.assemble((what, f"{style} bold"), "  ", (visible(name), "bold"), "  ", visible(title))


def _rows(pairs: list[tuple[str, str]]) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=1)
    grid.add_column(min_width=_LABEL, overflow="fold")
    grid.add_column(overflow="fold", ratio=1)
    for label, text in pairs:
        grid.add_row("", Text(visible(label), style="dim"), Text(visible(text)))
    return grid


def _style(kinds: tuple[ChangeKind, ...]) -> str:
    if set(kinds) <= TEXT_ONLY:
        return "cyan"
    return _STYLES.get(kinds[0], "yellow")
