"""The feeds of a site: everything, each group, each delegation, the deadlines, each event.

Each is read back by icalendar before it goes out, and must have the entries that it was made of.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from icalendar import Calendar

from gcmplan.errors import GcmplanError
from gcmplan.export import ics
from gcmplan.feeds.choice import removed_from
from gcmplan.feeds.feed import Detail, Options, feed_of, group_of_all, name_of
from gcmplan.feeds.left import may_have_left
from gcmplan.feeds.vevent import uid_of, whole_uid
from gcmplan.plan.entries import DEADLINE
from gcmplan.plan.model import Event
from gcmplan.query.filters import Filter
from gcmplan.site.names import (
    DEADLINES,
    EVERYTHING,
    PROGRAMMES,
    absolute,
    delegation_file,
    event_file,
    group_file,
)
from gcmplan.text.escape import one_line
from gcmplan.views.feed_text import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from icalendar import Component

    from gcmplan.feeds.feed import Feed
    from gcmplan.feeds.versions import Editions
    from gcmplan.feeds.vevent import Part
    from gcmplan.plan.attendees import Delegation
    from gcmplan.plan.model import Group
    from gcmplan.plan.workplan import Workplan
    from gcmplan.query.filters import Criteria

_BLOCK = re.compile(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", re.DOTALL | re.MULTILINE)
"""An entry: only whole lines begin and end it, for a text may hold the same words."""
_Entry = tuple[object, ...]


class UnreadableFeedError(GcmplanError):
    """A feed does not have the entries that it was made of, as another program reads it."""

    hint = "nothing was published; please report it, with the events that changed last"

    def __init__(self, path: str, entry: str) -> None:
        """Name the feed and the entry."""
        super().__init__(f"{path} cannot be read back as it was written: {entry}")


class Wanted(NamedTuple):
    """The plan, and what is to be published of it."""

    plan: Workplan
    editions: Editions
    criteria: Criteria
    base_url: str | None
    events: Sequence[Event]
    renamed: Mapping[str, Event]
    """The same by the ids that they had before."""
    removed: Mapping[str, Event]
    """Those that were removed, by all ids that they had."""
    groups: Sequence[Group]
    former_groups: Mapping[str, str]
    """The titles, by id, of groups that have no events now."""
    delegations: Sequence[Delegation]
    former_delegations: Sequence[Delegation]
    had_deadlines: bool
    """Whether there are deadlines, or were."""


def feeds_of(wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each feed.

    Raises:
        UnreadableFeedError: another program would read something else.

    """
    written = _Written(wanted)
    for path, feed in _feeds(wanted):
        source = absolute(wanted.base_url, path) if wanted.base_url else None
        head = ics.head_text(wanted.plan, feed, wanted.base_url, source)
        data = "".join((head, *map(written.text, feed.parts), ics.END)).encode()
        written.read_back(path, feed, data)
        yield path, data


def _feeds(wanted: Wanted) -> Iterator[tuple[str, Feed]]:
    plan, editions, criteria = wanted.plan, wanted.editions, wanted.criteria
    whole = feed_of(plan, criteria, editions, Options())
    yield EVERYTHING, whole
    agendas = feed_of(plan, criteria, editions, Options(Detail.AGENDA))
    yield PROGRAMMES, agendas._replace(name=f"{whole.name}, with programmes")
    if wanted.had_deadlines:
        deadlines = replace(criteria, kinds=(DEADLINE,))
        yield DEADLINES, feed_of(plan, deadlines, editions, Options(), f"{whole.name}: deadlines")
    cut = _Cut(wanted, whole)
    for group in wanted.groups:
        feed = cut.feed(replace(criteria, groups=(group.id,)))
        yield group_file(group.id, "ics"), feed._replace(name=f"{whole.name}: {group.title}", group=group)
    for delegation in wanted.delegations:
        feed = cut.feed(replace(criteria, delegations=(delegation.code,)))
        yield delegation_file(delegation.code, "ics"), feed
    for event in wanted.events:
        yield event_file(event.id, "ics"), cut.of_event(event, plan.group_of(event))
    # Subscribers to one of these go on, or see that it is cancelled.
    for name, event in wanted.renamed.items():
        yield event_file(name, "ics"), cut.of_event(event, plan.group_of(event))
    for name, event in wanted.removed.items():
        yield event_file(name, "ics"), cut.of_event(event, None)
    for name, title in wanted.former_groups.items():
        yield group_file(name, "ics"), cut.of_former_group(name)._replace(name=f"{whole.name}: {title}")
    for delegation in wanted.former_delegations:
        feed = cut.of_everyone()._replace(name=f"{plan.calendar.name} for {delegation.name}")
        yield delegation_file(delegation.code, "ics"), feed


class _Cut:
    """Makes feeds of one group or delegation out of the feed of everything: the parts of the same entries."""

    def __init__(self, wanted: Wanted, whole: Feed) -> None:
        self.wanted, self.whole = wanted, whole
        self.uids = [uid_of(part.entry) for part in whole.parts]
        self.by_uid: dict[str, list[Part]] = {}
        for uid, part in zip(self.uids, whole.parts, strict=True):
            self.by_uid.setdefault(uid, []).append(part)

    def of_event(self, event: Event, group: Group | None) -> Feed:
        """Return the feed of one event."""
        parts = self.by_uid.get(uid_of(event), [])
        return self.whole._replace(name=event.short or event.title, group=group, parts=parts)

    def of_former_group(self, name: str) -> Feed:
        """Return the feed of a group without events, which the plan may no longer have: the removed ones."""
        parts = [part for part in self.whole.parts if isinstance(part.entry, Event) and part.entry.group == name]
        return self.whole._replace(group=None, parts=parts)

    def of_everyone(self) -> Feed:
        """Return the feed of what concerns everyone, which is all that a delegation without a body has."""
        bodies = {group.id: group.body for group in self.wanted.plan.groups}
        parts = [
            part
            for part in self.whole.parts
            if isinstance(one := part.entry, Event) and not (one.body or bodies.get(one.group, one.group))
        ]
        return self.whole._replace(group=None, parts=parts)

    def feed(self, criteria: Criteria) -> Feed:
        """Return the feed of stricter criteria."""
        plan, editions = self.wanted.plan, self.wanted.editions
        if may_have_left(criteria):
            # The entries that left a feed depend on its own criteria.
            return feed_of(plan, criteria, editions, Options())
        chosen = Filter(plan, criteria)
        entries = chosen.entries()
        uids = {uid_of(one) for one in (*entries, *removed_from(chosen, editions, agendas=False))}
        parts = [part for uid, part in zip(self.uids, self.whole.parts, strict=True) if uid in uids]
        return self.whole._replace(name=name_of(plan, criteria), group=group_of_all(plan, entries), parts=parts)


class _Written:
    """The text of each entry, made once, and what icalendar reads in it."""

    def __init__(self, wanted: Wanted) -> None:
        self.domain, base = wanted.plan.calendar.domain, wanted.base_url
        page_of = (lambda event: absolute(base, event_file(event.id))) if base else None
        self.words = Words(wanted.plan, base, page_of)
        self.texts: dict[int, str] = {}
        self.parts: list[Part] = []
        """Keeps them alive, so that no other gets the same identity."""
        self.known: dict[bytes, _Entry] = {}

    def text(self, part: Part) -> str:
        """Return the lines of an entry."""
        found = self.texts.get(id(part))
        if found is None:
            self.parts.append(part)
            found = self.texts[id(part)] = ics.event_text(self.words, part)
        return found

    def read_back(self, path: str, feed: Feed, data: bytes) -> None:
        """Read a feed back; equal entries of several feeds are read once.

        Raises:
            UnreadableFeedError: it has other entries.

        """
        blocks = _BLOCK.findall(data)
        new = list(dict.fromkeys(block for block in blocks if block not in self.known))
        head = data[: data.index(blocks[0])] if blocks else data[: -len(ics.END)]
        try:
            calendar = Calendar.from_ical(b"".join((head, *new, ics.END.encode())))
            read = list(map(_as_read, calendar.walk("VEVENT")))
        except (ValueError, KeyError) as error:
            raise UnreadableFeedError(path, str(error)) from error
        if len(read) != len(new) or len(blocks) != len(feed.parts):
            raise UnreadableFeedError(path, f"{len(feed.parts)} entries were written")
        self.known |= dict(zip(new, read, strict=True))
        for part, block in zip(feed.parts, blocks, strict=True):
            if self.known[block] != self._as_written(part):
                raise UnreadableFeedError(path, part.uid)

    def _as_written(self, part: Part) -> _Entry:
        summary = one_line(self.words.summary(part)).strip()
        uid = whole_uid(part.uid, part.entry, self.domain)
        return uid, part.start, part.end, part.edition.sequence, part.edition.changed, summary


def _as_read(event: Component) -> _Entry:
    days = (event.decoded(name) for name in ("DTSTART", "DTEND"))
    return str(event["UID"]), *days, event["SEQUENCE"], event.decoded("LAST-MODIFIED"), str(event["SUMMARY"])
