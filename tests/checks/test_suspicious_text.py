"""GP007: what cuts a text, hides a doubt, or is not seen, each at its place; and what is fine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcmplan.checks.check import check
from gcmplan.checks.rule import Context
from gcmplan.checks.rules import RULES
from gcmplan.checks.rules.suspicious_text import RULE
from gcmplan.files.folder import File
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_files
from gcmplan.problems.problem import Problem
from rule_examples import files_of
from strategies import moderate

ROW = "events:\n  - id: talks\n    group: official\n    kind: meeting\n    source: x\n"
BASE = {"title": "Talks", "when": "8-9 May 2017"}


def problems_of(text: str, **beside: str) -> list[Problem]:
    """Return the findings of the rule in a workplan; other files replace those of the examples."""
    files = files_of(text)
    given = {name: File(f"{name}.yaml", content.encode()) for name, content in beside.items()}
    plan = load_files(
        files._replace(
            bodies=given.get("bodies", files.bodies),
            places=given.get("places", files.places),
            sessions=tuple(given[name] for name in ("sessions",) if name in given),
            sources=tuple(given[name] for name in ("sources",) if name in given),
        )
    )
    return check(Context(plan, plan.as_of), (RULE,), RULES)


def event(**values: str) -> str:
    """Return the events of a plan: one, with each value as it is written behind its key; "^" is left out."""
    return ROW + "".join(f"    {key}: {value}\n" for key, value in (BASE | values).items()).replace("^", "")


SUSPICIOUS = [
    # key, value as written with "^" before what is told, how long that is, fields, words of the message
    ("title", "Panel ^#2 on migration", 15, "title cut", "only 'Panel': '#2 on migration' is a comment"),
    ("title", "Panel\t^#2", 2, "title cut", "only 'Panel'"),
    ("title", "Panel   ^#2 # more", 9, "title cut", "only 'Panel'"),
    ("title", "Join ^#ForMigration", 13, "title cut", "only 'Join'"),
    ("title", "Panel on\n      migration ^#2", 2, "title cut", "only 'Panel on migration'"),
    ("venue", "Room ^#4", 2, "venue cut", "only 'Room'"),
    ("venue", "^#4", 2, "venue cut", "'venue' has no value: '#4' is a comment"),
    ("note", "See ^#3\n    short: x", 2, "note cut", "only 'See'"),
    ("url", "https://example.org/ ^#top", 4, "url cut", "is a comment"),
    ("when", "8-9 May 2017 ^# TBC", 5, "when doubt", "'when' is confirmed, but the comment after it is '# TBC'"),
    ("when", "8-9 May 2017 ^#TBA", 4, "when doubt", "'#TBA'"),
    ("when", "8-9 May 2017 ^# tbd by Mexico", 15, "when doubt", "'# tbd by Mexico'"),
    ("when", "'8-9 May 2017'   ^# (TBC)", 7, "when doubt", "'# (TBC)'"),
    ("when", '"8-9 May 2017" ^# to be confirmed', 17, "when doubt", "to be confirmed"),
    ("when", "8-9 May 2017 ^# tentative", 11, "when doubt", "tentative"),
    ("when", "8-9\n      May 2017 ^# TBC", 5, "when doubt", "TBC"),
    ("place", "Geneva ^# TBC", 5, "place doubt", "'place' is confirmed"),
    ("place", "New^\u00a0York", 1, "place blank", "'place' contains a no-break space (U+00A0)"),
    ("place", "New^\u202fYork\u00a0", 1, "place blank", "narrow no-break space (U+202F)"),
    ("place", "Geneva^\u00a0", 1, "place blank", "no-break space"),
    ("place", "'New^\u00a0York'", 1, "place blank", "no-break space"),
    ("venue", "Room^\u200b 4", 1, "venue invisible", "zero width space (U+200B)"),
    ("venue", '"Room^\\u200b 4"', 6, "venue invisible", "zero width space (U+200B)"),
    ("venue", '"Room^\\_4"', 2, "venue blank", "no-break space (U+00A0)"),
    ("title", "Ta^\u2060lks", 1, "title invisible", "word joiner (U+2060)"),
    ("title", "Talks ^\u202eskrow", 1, "title direction", "right-to-left override (U+202E)"),
    ("title", '"Talks ^\\u202eskrow"', 6, "title direction", "right-to-left override (U+202E)"),
    ("title", "^\u200eTalks", 1, "title direction", "left-to-right mark (U+200E)"),
    ("title", '"Talks^\\x1b[31m"', 4, "title control", "the control character U+001B"),
    ("title", '"Talks^\\e[31m"', 2, "title control", "the control character U+001B"),
    ("title", '"Talks^\\0"', 2, "title control", "the control character U+0000"),
    ("note", '"x\\\\ \\n^\\U00000007"', 10, "note control", "the control character U+0007"),
    ("note", "|\n      One\n      two ^\u2066x\n", 1, "note direction", "left-to-right isolate (U+2066)"),
    ("note", "'a\n      b^\u202d'", 1, "note direction", "left-to-right override (U+202D)"),
]


@pytest.mark.parametrize(("key", "value", "length", "fields", "message"), SUSPICIOUS, ids=ascii)
def test_what_is_suspicious(key: str, value: str, length: int, fields: str, message: str) -> None:
    text = event(**{key: value})
    [problem] = problems_of(text)
    before = (ROW + "".join(f"    {name}: {one}\n" for name, one in (BASE | {key: value}).items())).split("^")[0]
    # The examples have sections of their own above.
    top = files_of(text).workplan.data.decode().partition(ROW)[0].count("\n")
    where = problem.position.line - top, problem.position.column, problem.position.length
    assert where == (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1, length)
    assert (problem.code, problem.events, " ".join(problem.fields)) == ("GP007", ("talks",), fields)
    assert message in problem.message
    assert problem.hint


FINE = [
    ("title", "Panel # 2 is the second"),
    ("title", "'Panel #2'"),
    ("title", '"Panel #2"  # see #3'),
    ("title", "'Panel' #2"),
    ("title", "Panel#2"),
    ("title", "Panel #TODO a better title"),
    ("title", "Panel ## see below"),
    ("title", ">-\n      Panel #2\n      and #3\n"),
    ("title", "Panel\n      on x # see above\n    # a comment alone"),
    ("title", "Migration\u00a0? Le d\u00e9bat"),
    ("title", "\u0627\u0644\u062f\u0648\u0631\u0629 \u200f(1)\u200f"),
    ("title", "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
    ("title", '"C:\\\\users \\"x\\" \\t y"'),
    ("note", '"One\\ntwo"'),
    ("note", "'C:\\x1b is text'"),
    ("note", "C:\\x1b is text"),
    ("when", "8-9 May 2017 TBC # TBC by the host"),
    ("when", "8-9 May 2017 # was TBC until April"),
    ("when", "8-9 May 2017 #sure"),
    ("when", "8-9 May 2017\n    # TBC: the order of the panels"),
    ("when", ">-\n      8-9 May 2017\n"),
    ("place", "Geneva TBC # to be confirmed"),
    ("hours", "10:00-13:00 # TBC"),
    ("status", "scheduled #for now"),
]


@pytest.mark.parametrize(("key", "value"), FINE, ids=ascii)
def test_what_is_fine(key: str, value: str) -> None:
    assert problems_of(event(**{key: value})) == []


def test_several_in_one_value_are_one_of_each_kind() -> None:
    problems = problems_of(event(venue="A\u00a0B\u00a0C\u200bD\u200b #2", title='"\\x07\\x08\\u202e"'))
    assert [" ".join(problem.fields) for problem in problems] == [
        "title control", "title direction", "venue blank", "venue invisible", "venue cut",
    ]  # fmt: skip


def test_other_files() -> None:
    """Bodies, places, sessions and sources: by their files, and by ids and names in place of numbers."""
    places = "places:\n  - {name: Geneva, country: CH, timezone: Europe/Zurich}\n  - name: New York #2\n"
    places += "    country: US\n    timezone: America/New_York\n"
    bodies = "states: []\nbodies:\n  - {id: all, name: A\u00a0B, kind: x, source: x, confidence: high}\n"
    sessions = "id: talks\nevent: talks\nsource: x\norganisers: [IOM #2\n  , UN]\ndays:\n  - date: 8 May 2017 # TBC\n"
    sessions += '    items:\n      - {id: panel, title: "P\\u202e", kind: panel, speakers: [{name: A\u00a0B}]}\n'
    sources = "title: Note #2\nas_of: 1 May 2017\nevents:\n"
    sources += "  - {id: talks, title: Talks, source: x, when: 8-9 May 2017\n"
    sources += "    # TBC\n    }\n  # \u202e\n"
    files = {"places": places, "bodies": bodies, "sessions": sessions, "sources": sources}
    problems = problems_of(event(), **files)
    assert [(problem.position[:3], " ".join(problem.fields)) for problem in problems] == [
        (("bodies.yaml", 3, 22), "bodies.yaml bodies all name blank"),
        (("places.yaml", 3, 20), "places.yaml places New York name cut"),
        (("sessions.yaml", 4, 18), "sessions.yaml organisers 0 cut"),
        (("sessions.yaml", 7, 22), "sessions.yaml days 8 May 2017 date doubt"),
        (("sessions.yaml", 9, 30), "sessions.yaml days 8 May 2017 items panel title direction"),
        (("sessions.yaml", 9, 71), "sessions.yaml days 8 May 2017 items panel speakers A B name blank"),
        (("sources.yaml", 1, 13), "sources.yaml title cut"),
        (("sources.yaml", 7, 5), "sources.yaml direction"),
    ]


@pytest.mark.parametrize("about", ["title cut", "when doubt"])
def test_it_can_be_waived(about: str) -> None:
    waiver = f"waivers:\n  - {{rule: suspicious-text, events: [talks], about: {about}, reason: Meant}}\n"
    problems = problems_of(event(title="Panel #2", when="8 May 2017 # TBC") + waiver)
    assert [problem.waived for problem in problems if " ".join(problem.fields) == about] == ["Meant"]
    assert sum(problem.waived is None for problem in problems) == 1


def test_what_is_in_no_event_is_waived_by_what_it_is_about() -> None:
    waiver = "waivers:\n  - {rule: GP007, about: workplan.yaml groups official title cut, reason: Meant}\n"
    groups = 'groups:\n  - id: official\n    title: Group #1\n    short: Group\n    color: "#000000"\n'
    [problem] = problems_of(event() + groups + waiver)
    assert problem.waived == "Meant"


words = st.text(alphabet="ab #'\"\\x1u20e:,[]{}|>\u00a0\u202e\u200b", max_size=12)


@moderate
@given(words, words, st.sampled_from(["title", "venue", "note"]))
def test_whatever_is_written_is_searched(one: str, other: str, key: str) -> None:
    """No text that loads is too much for the rule, and what it names is there."""
    text = event(**{key: f"a{one}", "short": f"'{other.replace(chr(39), '')}x'"})
    try:
        problems = problems_of(text)
    except BrokenPlanError:
        return
    lines = files_of(text).workplan.data.decode().split("\n")
    for problem in problems:
        _, line, column, length = problem.position
        assert len(lines[line - 1]) >= column + length - 1
