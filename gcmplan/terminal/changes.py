"""Changes for people: the summary first, then what changed, the weightiest first.

Everything is laid out for the width here: a table for each of thousands of changes would take its time.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from gcmplan.changes.change import TEXT_ONLY, ChangeKind
from gcmplan.changes.crosscheck import Verdict
from gcmplan.terminal.console import width_of
from gcmplan.text.escape import visible
from gcmplan.views.change_words import heading, title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from gcmplan.changes.change import Change
    from gcmplan.views.change_words import Telling

_STYLES = {
    ChangeKind.REMOVED: "red", ChangeKind.CANCELLED: "red", ChangeKind.ADDED: "green", ChangeKind.CONFIRMED: "green",
    ChangeKind.REINSTATED: "green",
}  # fmt: skip
_VERDICTS = {
    Verdict.CONTRADICT: "red",
    Verdict.MIXED: "yellow",
    Verdict.LESS_PRECISE: "yellow",
    Verdict.MORE_PRECISE: "cyan",
    Verdict.AGREE: "green",
}
_INDENT, _GAP = 3, 2
_LABEL, _LONGEST_LABEL = 16, 32


def changes(telling: Telling, out: Console) -> Iterator[Text]:
    """Yield the parts of the output; titles are cut to the width of the console."""
    width = width_of(out)
    sides, summary = (Text(visible(text)) for text in (f"{telling.old} → {telling.new}", telling.summary))
    sides.stylize("dim")
    summary.stylize("bold")
    if telling.only:
        yield _joined([*_wrapped(out, Text(visible(telling.only), style="bold"), width), Text()])
    yield _joined([*_wrapped(out, sides, width), *_wrapped(out, summary, width)])
    apart = True
    for change in telling.changes:
        told = list(telling.lines(change))
        blank = [Text()] if apart or told else []
        yield _joined([*blank, _head(change, telling, width), *_rows(out, told, width)])
        apart = bool(told)


def _joined(lines: Iterable[Text]) -> Text:
    text = Text("\n").join(lines)
    text.no_wrap, text.overflow = True, "ignore"
    return text


def _head(change: Change, telling: Telling, width: int) -> Text:
    verdict = telling.verdict(change)
    style = _VERDICTS[verdict] if verdict else _style(change.kinds)
    name = (visible(heading(change)), "bold")
    head = Text.assemble((telling.what(change), f"{style} bold"), "  ", name, "  ", visible(title(change)))
    head.truncate(width, overflow="ellipsis")
    return head


def _style(kinds: tuple[ChangeKind, ...]) -> str:
    if set(kinds) <= TEXT_ONLY:
        return "cyan"
    return _STYLES.get(kinds[0], "yellow")


def _rows(out: Console, pairs: Iterable[tuple[str, str]], width: int) -> Iterator[Text]:
    """Yield labels and texts in two columns."""
    rows = [(Text(visible(label), style="dim"), Text(visible(text))) for label, text in pairs]
    longest = max((label.cell_len for label, _ in rows), default=0)
    left = min(max(longest, _LABEL), _LONGEST_LABEL, width // 2)
    for label, text in rows:
        lines = zip_longest(_wrapped(out, label, left), _wrapped(out, text, width - _INDENT - left - _GAP))
        for one, other in lines:
            name = one or Text()
            yield Text.assemble(" " * _INDENT, name, " " * (left - name.cell_len + _GAP), other or "")


def _wrapped(out: Console, text: Text, width: int) -> Iterable[Text]:
    if cell_len(text.plain) <= width:
        return [text]
    return text.wrap(out, max(width, 1), overflow="fold")
