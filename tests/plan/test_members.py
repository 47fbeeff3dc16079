"""Meetings of no one body concern everyone."""

from __future__ import annotations

from rule_examples import problems_of


def test_a_meeting_of_no_one_body_may_overlap_any() -> None:
    """It concerns everyone, so whoever fixes the days of another should keep clear of it."""
    found = problems_of(
        "events:\n"
        "  - {id: talks, title: Talks, group: other, kind: meeting, when: 8-9 May 2017, place: Geneva, source: x}\n"
        "  - {id: forum, title: Forum, group: other, kind: meeting, when: May 2017 TBC, body: north, source: x}\n"
    )
    [told] = [problem for problem in found if problem.code == "GP104"]
    whom = "(no body of its own, so it concerns everyone)"
    assert told.message == f"'forum' may overlap 1 meeting with the same delegations: 'talks' {whom}"
    assert told.delegations == ("NOR", "SWE")
