"""The items of programmes in a feed: present and former."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcmplan.feeds.vevent import (
    Standing,
    is_timed,
    part_of_item,
    standing_in,
    standing_of,
    uid_of,
    uid_of_item,
    zone_of,
)
from gcmplan.plan.model import Event
from gcmplan.plan.programme import Programme, programme_of
from gcmplan.plan.session import FiledSession

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gcmplan.feeds.versions import Edition, Editions, Sitting
    from gcmplan.feeds.vevent import Part
    from gcmplan.plan.entries import Listed
    from gcmplan.plan.workplan import Workplan


class Items:
    """Finds the items of the meetings in a feed; `left` counts those that no calendar can hold.

    `tentative` counts those of tentative programmes that a feed of what is sure leaves out.
    Such a feed keeps an item whose meeting or programme is unsure now if it was in the feed before.
    """

    def __init__(self, plan: Workplan, editions: Editions, *, confirmed_only: bool) -> None:
        """Sort the programmes by their events."""
        self.plan, self.editions, self.confirmed_only = plan, editions, confirmed_only
        self.sittings = [one for one in editions.sittings if one.is_sure or not confirmed_only]
        self.once = {_uid_of(one) for one in self.sittings}
        self.left = self.tentative = 0
        self.by_event: dict[str | None, list[FiledSession]] = {}
        for filed in plan.sessions:
            self.by_event.setdefault(filed.session.event, []).append(filed)

    def programmes_of(self, entry: Listed) -> Iterator[Programme]:
        """Yield the programmes of an event; a meeting outside the workplan is one."""
        if isinstance(entry, Programme):
            yield entry
        elif isinstance(entry, Event):
            yield from (programme_of(self.plan, filed) for filed in self.by_event.get(entry.id, ()))

    def standing(self, entry: Listed, *, is_unsure: bool = False, only_known: bool = False) -> Iterator[Part]:
        """Yield the items of an event; of an unsure one in a feed of what is sure, those that were in it before.

        `only_known` leaves out what no calendar ever held.
        """
        standing = standing_in(self.plan, entry)
        if is_unsure and standing is Standing.SURE:
            standing = Standing.UNSURE
        for programme in self.programmes_of(entry):
            zone = zone_of(self.plan, programme.place, programme.timezone)
            own = Standing.UNSURE if standing is Standing.SURE and programme.session.is_tentative else standing
            for item in programme.items:
                uid = uid_of_item(uid_of(entry), item.item)
                if only_known and uid not in self.once:
                    continue
                if (is_unsure or (self.confirmed_only and own is Standing.UNSURE)) and uid not in self.once:
                    self.tentative += not is_unsure
                    continue
                timed = is_timed(item.item, item.date, programme.when, programme.place)
                edition = self.editions.programmes.get(uid, self.editions.default)
                part = part_of_item(zone, programme, item, edition, own) if timed else None
                self.left += part is None
                yield from [part] if part else ()

    def past(
        self, entries: Sequence[Listed], gone: Sequence[Listed], edition_of: Callable[[Listed], Edition]
    ) -> Iterator[Part]:
        """Yield the items of meetings in the feed as they were last; present ones have the same UIDs.

        A former item names its meeting and what became of it: it changes with every change of its meeting.
        """
        # Present items come first.
        holders = {uid_of(entry): entry for entry in (*reversed(gone), *entries)}
        removed = {uid_of(entry) for entry in gone} - {uid_of(entry) for entry in entries}
        for sitting in self.sittings:
            if entry := holders.get(sitting.meeting):
                changed = max(sitting.edition.changed, edition_of(entry).changed)
                dated = sitting._replace(edition=sitting.edition._replace(changed=changed))
                yield from self.past_of(dated, entry, is_gone=sitting.meeting in removed)

    def past_of(self, sitting: Sitting, entry: Listed, *, is_gone: bool) -> Iterator[Part]:
        """Yield a former item: withdrawn while its meeting exists and has it, or has no programme at all."""
        # A room that the event got since is not the item's.
        event = entry.model_copy(update={"venue": None}) if isinstance(entry, Event) else None
        # Its former position in the file is never asked for.
        programme = Programme(FiledSession(sitting.session, self.plan.document), event, None)
        zone = sitting.zone or zone_of(self.plan, programme.place, programme.timezone)
        is_cancelled = is_gone or standing_of(entry) is Standing.CANCELLED or self.is_removed(sitting, entry)
        standing = Standing.CANCELLED if is_cancelled else Standing.WITHDRAWN
        for item in programme.items:
            if part := part_of_item(zone, programme, item, sitting.edition, standing):
                yield part._replace(entry=entry)

    def is_removed(self, sitting: Sitting, entry: Listed) -> bool:
        """Whether the meeting has a programme without the item."""
        now = {item.item.id for programme in self.programmes_of(entry) for item in programme.items}
        return bool(now) and not any(item.id in now for day in sitting.session.days for item in day.items)


def _uid_of(sitting: Sitting) -> str:
    [day] = sitting.session.days
    return uid_of_item(sitting.meeting, day.items[0])
