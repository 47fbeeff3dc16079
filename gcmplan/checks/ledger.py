"""The course of a check: rules that ran, waivers that matched a problem, problems that are only counted.

A plan and its day do not change while rules look at them; this does, and only `checks/` writes in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Accepted = dict[tuple[str, ...], list[tuple[int, frozenset[str]]]]
"""The waivers' numbers with the members that they accept, by the words before a member and the member."""


@dataclass
class Ledger:
    """The course of one check."""

    asked: set[str] = field(default_factory=set)
    """Codes and names of the rules asked so far."""
    met: set[int] = field(default_factory=set)
    """The waivers, by their index, that have matched a problem so far."""
    vague: dict[int, list[str]] = field(default_factory=dict)
    """Waivers that do not say what they are about, by their index, with what that can be."""
    accepted: dict[tuple[str, int, int], Accepted] = field(default_factory=dict)
    """Which members of clusters waivers name, by rule and by how `about` names them."""
    full: set[str] = field(default_factory=set)
    """Codes of rules that need only count what else they find: so many problems are shown already."""
    catalogue: frozenset[str] = frozenset()
    """Codes and names of all rules there are, also of those that are not asked."""
