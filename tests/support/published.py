"""The entries that subscribers have seen of a plan, one state of it after another, without git: by the functions that
git feeds.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from feeds import DAYS, feed_text
from gcmplan.changes.diff import difference
from gcmplan.feeds.event_versions import editions_of
from gcmplan.history.walk import History, Revision
from gcmplan.query.filters import Criteria
from ical_lint import Component, complaints, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gcmplan.feeds.feed import Options
    from gcmplan.feeds.versions import Editions
    from gcmplan.plan.workplan import Workplan

FIRST = datetime(2017, 1, 1, tzinfo=UTC)
Entries = dict[str, Component]
"""The events of a feed by the part of their UIDs before the @."""


def editions_after(plans: Sequence[Workplan], every: timedelta = timedelta(days=1)) -> Editions:
    """Return the editions of the last of some plans, each of which was committed some time after the one before."""
    sides = pairwise((None, *plans))
    changes = [tuple(difference(old, new, placed=False)) for old, new in sides if new]
    revisions = (Revision(f"{n:040}", FIRST + n * every, "A", "edit", one) for n, one in enumerate(changes))
    return editions_of(plans[-1], History(tuple(revisions), is_shallow=False, latest=plans[-1]))


def entries(plans: Sequence[Workplan], options: Options = DAYS, criteria: Criteria | None = None) -> Entries:
    """Return the entries of the feed of the last of some plans, which has no fault."""
    feed = feed_text(plans[-1], criteria, options, editions_after(plans))
    assert not complaints(feed)
    return {event.value("UID").partition("@")[0]: event for event in parsed(feed)[1:]}


def feeds_of(plans: Sequence[Workplan], options: Options) -> Iterator[Entries]:
    """Yield the feed after each of some plans."""
    return (entries(plans[:number], options) for number in range(1, len(plans) + 1))
