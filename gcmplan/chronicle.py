"""A history as it is told: the newest first, of the whole plan or of one event; what changed nothing is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gcmplan.change import Change, ChangeKind
from gcmplan.diff import EVENTS, PLAN
from gcmplan.errors import AmbiguousValueError, UnknownValueError
from gcmplan.span import day_text
from gcmplan.telling import lines, summary

if TYPE_CHECKING:
    from gcmplan.history import History, Revision
    from gcmplan.model import Event

COMMIT_DIGITS = 7
"""As many of a commit's digits as people are shown."""
_LONGEST = 120
"""Characters of a text in the one line on the last change."""


class Entry(NamedTuple):
    """A revision as it is told."""

    revision: Revision
    changes: tuple[Change, ...]
    """What it changed, as far as that was asked for."""
    text: str
    """The same in words, on one line."""


class Chronicle(NamedTuple):
    """What is told of a history."""

    entries: tuple[Entry, ...]
    silent: int = 0
    """How many revisions among these changed nothing in meaning."""


def of_plan(history: History, limit: int | None = None) -> Chronicle:
    """Return what each revision changed, the newest first; `limit` is how many are told at most."""
    told = [
        (number, Entry(revision, revision.changes, text))
        for number, revision in enumerate(reversed(history.revisions))
        if (text := _of_revision(revision, is_shallow=history.is_shallow))
    ]
    kept = told[:limit]
    seen = kept[-1][0] + 1 if len(kept) < len(told) else len(history.revisions)
    return Chronicle(tuple(entry for _, entry in kept), seen - len(kept))


def of_event(history: History, text: str, limit: int | None = None) -> Chronicle:
    """Return what each revision changed in an event, the newest first; the event may be gone, or have another id now.

    Raises:
        UnknownValueError: no event has or had an id that is or begins so.
        AmbiguousValueError: several ids begin so.

    """
    entries = (
        Entry(revision, (change,), _of_first(history, revision, change) or told(change))
        for revision, change in history.of(_Ids(history).found(text))
    )
    return Chronicle(tuple(entries)[:limit])


def last_change(history: History, event: Event) -> str | None:
    """Return when, by whom and how an event last changed; nothing if it is as it came in with the plan."""
    names = (event.id, *reversed(event.formerly))
    revision, change = next((found for name in names for found in history.of(name)), (None, None))
    if revision is None or change is None or _begins(revision):
        return None
    text = "added" if change.kinds == (ChangeKind.ADDED,) else told(change, _LONGEST)
    return f"{day_text(revision.time.date())}, {revision.author}, {revision.commit[:COMMIT_DIGITS]}: {text}"


def told(change: Change, longest: int | None = None) -> str:
    """Return "postponed, 8-9 May 2017 → 10-11 May 2017 (2 days later)"; texts longer than wanted are cut."""
    renamed = change.old_id != change.id
    texts = (
        text if label == "when" else f"{label} {text}"
        for label, text in lines(change, None, {})
        # An id that changes is kept among those that the event had before.
        if not (renamed and label == "formerly")
    )
    words = "; ".join(text if longest is None or len(text) <= longest else f"{text[:longest]}…" for text in texts)
    return ", ".join(filter(None, (*change.kinds, words)))


def _of_revision(revision: Revision, *, is_shallow: bool) -> str:
    """Return what a revision did; nothing if that is nothing."""
    if revision.broken:
        return f"cannot be read: {revision.broken}"
    if not _begins(revision):
        return summary(revision.changes)
    events = sum(change.section == EVENTS for change in revision.changes)
    count = f"{events} event{'s' * (events != 1)}"
    return f"{count}; what came before is not in this shallow clone" if is_shallow else f"the plan begins, {count}"


def _of_first(history: History, revision: Revision, change: Change) -> str:
    """Return how an event was when a shallow clone begins; nothing if that is another revision."""
    if not (history.is_shallow and _begins(revision)):
        return ""
    return f"there already, {told(change).partition(', ')[2]}"


def _begins(revision: Revision) -> bool:
    """Tell whether a revision is the first that can be read: the plan itself is new."""
    return any(change.section == PLAN and change.kinds == (ChangeKind.ADDED,) for change in revision.changes)


class _Ids:
    """The ids of events: those `standing` at the end of a history, those `gone`, and what each of these became."""

    def __init__(self, history: History) -> None:
        self.standing: dict[str, None] = {}
        self.gone: dict[str, None] = {}
        self.became: dict[str, str] = {}
        for revision in history.revisions:
            for change in revision.changes:
                if change.section == EVENTS:
                    self.enter(change)

    def enter(self, change: Change) -> None:
        """Note a change, later than those before."""
        formerly = next((field.new or () for field in change.fields if field.path == "formerly"), ())
        for name in {change.old_id, *formerly} - {change.id}:
            self.standing.pop(name, None)
            self.gone[name] = None
            self.became[name] = change.id
        self.became.pop(change.id, None)
        if change.kinds == (ChangeKind.REMOVED,):
            self.standing.pop(change.id, None)
            self.gone[change.id] = None
        else:
            self.standing[change.id] = None
            self.gone.pop(change.id, None)

    def found(self, text: str) -> str:
        """Return the last id of the event that a text names.

        Raises:
            UnknownValueError: no id is or begins so.
            AmbiguousValueError: several ids begin so.

        """
        wanted = text.strip().lower()
        if wanted in self.standing or wanted in self.gone:
            return self.last(wanted)
        for names in (self.standing, self.gone):
            fitting = list(dict.fromkeys(self.last(name) for name in names if wanted and name.startswith(wanted)))
            if len(fitting) > 1:
                raise AmbiguousValueError("event", text, fitting)
            if fitting:
                return fitting[0]
        raise UnknownValueError("event", text, self.standing, self.gone)

    def last(self, name: str) -> str:
        """Return what an id became at last."""
        while name in self.became:
            name = self.became[name]
        return name
