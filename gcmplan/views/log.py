"""A history for readers: the newest first, of the whole plan or of one row; revisions without changes are left out."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.changes.change import Change, ChangeKind
from gcmplan.changes.diff import DEADLINES, EVENTS, SESSIONS
from gcmplan.dates.span import day_text
from gcmplan.errors import AmbiguousValueError, UnknownValueError
from gcmplan.history.row import strand_of
from gcmplan.plan.attendees import DelegationNames
from gcmplan.plan.sections import PLAN
from gcmplan.views.change_words import heading, lines, summary
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gcmplan.history.walk import History, Revision

COMMIT_DIGITS = 7
"""As many of a commit's digits as people are shown."""
_LONGEST = 120
"""Characters of a text in the one line on the last change."""
_MOST = 5
"""Values of a programme that are shown for one revision."""
_FOUND = {EVENTS: "event", SESSIONS: "session", DEADLINES: "deadline"}
"""The sections in which an id is looked for, and the word for one row there."""


class Entry(NamedTuple):
    """A revision in a history."""

    revision: Revision
    changes: tuple[Change, ...]
    """The changes that the reader asked for."""
    text: str
    """The same in words, on one line."""


class Chronicle(NamedTuple):
    """The contents of a history."""

    entries: tuple[Entry, ...]
    silent: int = 0
    """How many revisions among these changed nothing in meaning."""


def of_plan(history: History, limit: int | None = None) -> Chronicle:
    """Return what each revision changed, the newest first; `limit` is the most that are shown."""
    told = [
        (number, Entry(revision, revision.changes, text))
        for number, revision in enumerate(reversed(history.revisions))
        if (text := _of_revision(revision, is_shallow=history.is_shallow))
    ]
    kept = told[:limit]
    seen = kept[-1][0] + 1 if len(kept) < len(told) else len(history.revisions)
    return Chronicle(tuple(entry for _, entry in kept), seen - len(kept))


def of_row(history: History, text: str, limit: int | None = None) -> Chronicle:
    """Return what each revision changed in an event with its sessions, in a session or in a deadline, the newest first.

    It may be removed, or have another id now.

    Raises:
        UnknownValueError: none has or had an id that is or begins so.
        AmbiguousValueError: several ids begin so.

    """
    section, name = _found(history, text)
    entries = (
        Entry(revision, changes, _of_first(history, revision, changes) or told_together(section, changes))
        for revision, changes in strand_of(history.revisions, section, name)
    )
    return Chronicle(tuple(entries)[:limit])


def last_change(history: History, section: str, names: Iterable[str]) -> str | None:
    """Return when, by whom and how a row last changed, given the ids that it has and had, the latest first.

    Nothing if it is as it came in with the plan.
    """
    strands = (found for name in names for found in strand_of(history.revisions, section, name))
    revision, changes = next(strands, (None, ()))
    if revision is None or begins(revision):
        return None
    text = told_together(section, changes, _LONGEST)
    if changes[0].kinds == (ChangeKind.ADDED,) and changes[0].section == section:
        text = "added"
    return f"{day_text(revision.time.date())}, {revision.author}, {revision.commit[:COMMIT_DIGITS]}: {text}"


def told_together(section: str, changes: Sequence[Change], longest: int | None = None) -> str:
    """Return what changed in a row, and behind it what changed in its sessions."""
    return "; ".join(told(one, longest) if one.section == section else _of_session(one, longest) for one in changes)


def _of_session(change: Change, longest: int | None) -> str:
    """Return "programme thematic-1 added" or "programme thematic-1 renamed, title A → B"."""
    whole = change.kinds[0] in {ChangeKind.ADDED, ChangeKind.REMOVED}
    return f"{heading(change)} {change.kinds[0] if whole else told(change, longest, _MOST)}"


def told(change: Change, longest: int | None = None, most: int | None = None) -> str:
    """Return "postponed, 8-9 May 2017 → 10-11 May 2017 (2 days later)"; texts longer than wanted are cut.

    If there are more values than wanted, their number is given.
    """
    renamed = change.old_id != change.id
    texts = [
        text if label == "when" else f"{label} {text}"
        for label, text in lines(change, None, DelegationNames())
        # An id that changes is kept among those that the event had before.
        if not (renamed and label == "formerly")
    ]
    words = [text if longest is None or len(text) <= longest else f"{text[:longest]}…" for text in texts[:most]]
    if len(words) < len(texts):
        words.append(f"and {len(texts) - len(words)} more")
    return ", ".join(filter(None, (*change.kinds, "; ".join(words))))


def _of_revision(revision: Revision, *, is_shallow: bool) -> str:
    """Return what a revision did; nothing if that is nothing."""
    if revision.broken:
        return f"cannot be read: {revision.broken}"
    if not begins(revision):
        return summary(revision.changes)
    events = sum(change.section == EVENTS for change in revision.changes)
    count = plural(events, "{} event", "{} events")
    return f"{count}; what came before is not in this shallow clone" if is_shallow else f"the plan begins, {count}"


def _of_first(history: History, revision: Revision, changes: Sequence[Change]) -> str:
    """Return how a row was when a shallow clone begins; nothing if that is another revision."""
    if not (history.is_shallow and begins(revision)):
        return ""
    return ", ".join(filter(None, ("there already", told(changes[0]).partition(", ")[2])))


def begins(revision: Revision) -> bool:
    """Whether a revision is the first that can be read: the plan itself is new."""
    return any(change.section == PLAN and change.kinds == (ChangeKind.ADDED,) for change in revision.changes)


def _found(history: History, text: str) -> tuple[str, str]:
    """Return the section and the last id of the row that a text names; present rows come first, and events do.

    Raises:
        UnknownValueError: no id is or begins so.
        AmbiguousValueError: several ids begin so.

    """
    wanted = text.strip().lower()
    known = {section: _Ids(history, section) for section in _FOUND}
    sides = [(section, ids.standing) for section, ids in known.items()]
    sides += [(section, ids.gone) for section, ids in known.items()]
    for section, names in sides:
        if wanted in names:
            return section, known[section].last(wanted)
    for section, names in sides:
        fitting = dict.fromkeys(known[section].last(name) for name in names if wanted and name.startswith(wanted))
        if len(fitting) > 1:
            raise AmbiguousValueError(_FOUND[section], text, fitting)
        if fitting:
            return section, next(iter(fitting))
    raise UnknownValueError("event", text, known[EVENTS].standing, chain.from_iterable(names for _, names in sides))


class _Ids:
    """The ids of a section: `standing` ones at the end of a history, `gone` ones, and their successors."""

    def __init__(self, history: History, section: str) -> None:
        self.standing: dict[str, None] = {}
        self.gone: dict[str, None] = {}
        self.became: dict[str, str] = {}
        for revision in history.revisions:
            for change in revision.changes:
                if change.section == section:
                    self.enter(change)

    def enter(self, change: Change) -> None:
        """Note a change, later than those before."""
        formerly = next((field.new or () for field in change.fields if field.key == "formerly"), ())
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

    def last(self, name: str) -> str:
        """Return what an id became at last."""
        while name in self.became:
            name = self.became[name]
        return name
