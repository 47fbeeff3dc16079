"""Many pairs of members (meetings, or items of programmes) that have one and the same problem: one problem for all.

A rule that compares members pair by pair would report n meetings on one day n(n-1)/2 times. It groups the members that
it cannot distinguish instead and compares the groups; what two groups have in common is a cluster. Two members alone
stay a pair, worded by the rule.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from gcmplan.problems.pairs import Box, common, count, degrees, without
from gcmplan.words.plural import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gcmplan.checks.ledger import Accepted
    from gcmplan.checks.rule import Context
    from gcmplan.problems.cluster import Cluster, Member
    from gcmplan.problems.pairs import Boxes
    from gcmplan.problems.problem import Problem


_PAIR, _NAMED = 2, 3


def problems_of(context: Context, like: Problem, cluster: Cluster, word: Callable[..., Problem]) -> Iterator[Problem]:
    """Yield the problem of a cluster; apart from it, what a waiver of the plan accepts.

    `like` has the rule, severity, hint, delegations and fields of the problem; a cluster of two is worded by `word`,
    which takes its members.
    """
    accepted = _accepted(context, like, cluster)
    rest = cluster.boxes
    for names in accepted:
        firsts = frozenset(member.first for member in cluster.members if member.name in names)
        part = common(rest, (Box(firsts),))
        # A waiver is for exactly its events: each of them has a pair among them.
        if len(degrees(part)) == len(names):
            rest = without(rest, part)
            yield _worded(like, _left(cluster, part), word)
    if count(rest):
        is_whole = all(box.sign > 0 for box in rest)
        yield _worded(like, cluster if is_whole else _left(cluster, rest), word)


def _accepted(context: Context, like: Problem, cluster: Cluster) -> list[frozenset[str]]:
    """Return the sets of a cluster's members that waivers of its rule name, in the order of the waivers."""
    if like.code not in context.waivers and like.name not in context.waivers:
        return []
    width = len(cluster.members[0].words)
    prefix, names = like.fields if width else (), {member.name for member in cluster.members}
    key = like.code, len(prefix), width
    if key not in context.ledger.accepted:
        context.ledger.accepted[key] = _named_by_waivers(context, like, len(prefix), width)
    index = context.ledger.accepted[key]
    found = {number: accepted for name in names for number, accepted in index.get((*prefix, name), ())}
    return [found[number] for number in sorted(found) if found[number] <= names]


def _named_by_waivers(context: Context, like: Problem, start: int, width: int) -> Accepted:
    """Return which members each waiver of a rule names, by each of these; of items, in its `about` from a word on."""
    found: Accepted = {}
    by_events = chain.from_iterable(context.waivers.get(rule, {}).values() for rule in (like.code, like.name))
    for number in chain.from_iterable(by_events):
        waiver = context.plan.waivers[number]
        words = (waiver.about or "").split() if width else []
        chunks = (words[at : at + width] for at in range(start, len(words), width or 1))
        members = frozenset(" ".join(chunk) for chunk in chunks) if width else frozenset(waiver.events)
        for member in members if len(members) > 1 else ():
            found.setdefault((*words[:start], member), []).append((number, members))
    return found


def _left(cluster: Cluster, boxes: Boxes) -> Cluster:
    """Return what a cluster is with some of its pairs."""
    left = degrees(boxes)
    return cluster._replace(members=tuple(one for one in cluster.members if one.first in left), boxes=boxes)


def _worded(like: Problem, cluster: Cluster, word: Callable[..., Problem]) -> Problem:
    members = cluster.members
    if len(members) > _PAIR and not cluster.is_star:
        return reported(like, cluster)
    is_plain = len(members) == _PAIR and not members[0].words
    return word(*members)._replace(pairs=count(cluster.boxes), cluster=None if is_plain else cluster)


def named(members: Sequence[Member]) -> str:
    """Return "'thematic-1', 'thematic-2', 'thematic-3' and 37 more"."""
    names = ", ".join(f"'{member.name}'" for member in members[:_NAMED])
    return f"{names} and {len(members) - _NAMED:,} more" if len(members) > _NAMED else names


def reported(like: Problem, cluster: Cluster, news: str = "", fresh: Sequence[Member] = ()) -> Problem:
    """Return the problem of a cluster: at the last of its members, or of those that are new."""
    members = cluster.members
    pairs, position = count(cluster.boxes), (fresh or members)[-1].position
    events = {member.event: member.first_event for member in members if member.event}
    fields = (*like.fields, *chain.from_iterable(sorted(member.words for member in members)))
    firsts = (
        *(cluster.scope or like.fields),
        *chain.from_iterable(sorted(member.first_words for member in members)),
    )
    is_renamed = firsts != fields or any(first != event for event, first in events.items())
    return like._replace(
        position=position,
        message=f"{len(members):,} {cluster.lead} ({plural(pairs, '{:,} pair', '{:,} pairs')}{news}){cluster.tail}",
        hint=f"{like.hint}: {named(fresh or members)}",
        events=tuple(events),
        related=tuple([member.position for member in members if member.position != position]),
        fields=fields,
        lasting=(*sorted(filter(None, events.values())), "", *firsts) if is_renamed else (),
        pairs=pairs,
        cluster=cluster,
    )
