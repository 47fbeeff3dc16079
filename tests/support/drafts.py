"""Random plans as values, and their files. Nothing here asks gcmplan how plans are read or compared.

A draft holds what the files say: sections by name, sessions and sources by the names of their files. All references of
a draft are good. The pools are small, so that two drafts have much in common.

Drafts are made by chance from a seed, which takes a twentieth of the time of draws that Hypothesis can make simpler; a
failure is found by many plans. To see the simplest that fails, take `st.randoms(use_true_random=False)` below.
"""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from gcmplan.files.folder import File, PlanFiles
from gcmplan.loading.load import load_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from gcmplan.loading.memory import Memory
    from gcmplan.plan.workplan import Workplan

Row = dict[str, Any]
Draft = dict[str, Any]
Rows = list[Row]

WORKPLAN = ("phases", "groups", "policies", "deadlines", "participation", "events", "waivers", "holidays")
SPELLINGS = {
    "8-9 May 2017": "8 \u2013 9 May 2017",
    "9-10 May 2017": "2017-05-09/2017-05-10",
    "1, 3 and 5 June 2018": "1, 3, 5 JUNE 2018",
    "1 and 5 June 2018": "1, 5 June 2018",
    "3 June 2018 TBC": "3 Jun 2018 (TBC)",
    "May 2017": "2017-05",
    "3 days in May 2017 TBA": "3 days in May 2017 TBD",
    "mid-February 2018": "mid February 2018",
    "TBC": "(TBC)",
    "TBA": "tbd",
}
"""Dates as they are said, and another way to say each."""
TEXTS = ("Talks", "Talks on x: #1", "- [draft] {y}", "الدورة الأولى", "漢字", 'a "quoted" one', "null", "12:30", "=1+1")
NAMES = ("a", "b", "c", "d", "e", "f")
"""Few, so that names come and go and come back."""

_WHENS = tuple(SPELLINGS)
_CODES = {"KEN": "KE", "UGA": "UG", "CHE": "CH"}
SOURCES = ("Letter", "Note")
NOTES = ("Doubtful", "A footnote\nof two lines")
INVITED = ("observers", "associates")
ASSUMPTIONS = ("if all attend", "who attends is not known")
_HOURS = ("10:00-13:00", "15:00-18:00", "10:00-13:00 and 15:00-18:00")


class _Drafter:
    """Writes a plan, section by section."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.draft: Draft = {}

    # -- choosing ----------------------------------------------------------------------------------------------------

    def one(self, pool: Sequence[Any] | Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever a row holds
        return pool() if callable(pool) else self.random.choice(pool)

    def some(self, pool: Sequence[str], least: int = 0) -> list[str]:
        return self.random.sample(pool, self.random.randint(min(least, len(pool)), len(pool)))

    def some_of(self, pool: Sequence[str], least: int = 0) -> Callable[[], list[str]]:
        return lambda: self.some(pool, least)

    def up_to(self, most: int, make: Callable[[], Any]) -> list[Any]:
        return [make() for _ in range(self.random.randint(0, most))]

    def row(self, always: Row, **at_times: Sequence[Any] | Callable[[], Any]) -> Row:
        """Return a row with values out of pools; a text is itself, out of an empty pool comes nothing."""
        kept = {
            key: pool for key, pool in at_times.items() if (callable(pool) or pool) and self.random.random() < 1 / 3
        }
        return {
            key: pool if isinstance(pool, str) else self.one(pool) for key, pool in (always | kept).items()
        }  # fmt: skip

    def rows(self, names: Sequence[str], key: str, always: Row, **at_times: Sequence[Any] | Callable[[], Any]) -> Rows:
        return [self.row({key: name, **always}, **at_times) for name in names]

    # -- sections ----------------------------------------------------------------------------------------------------

    def plan(self) -> Draft:
        calendar = {"name": self.one(TEXTS), "domain": self.one(("example.org", "example.int"))}
        self.draft = self.row({"title": TEXTS, "as_of": ("2017-04-12", "1 May 2017"), "calendar": (calendar,)})
        self.bodies_and_places()
        self.phases_and_groups()
        self.policies()
        self.events()
        self.about_events()
        self.draft["sources"] = {f"{name}.yaml": self.paper() for name in self.some(("note", "letter"))}
        return self.draft

    def names(self, section: str, key: str = "id") -> list[str]:
        return [row[key] for row in self.draft[section]]

    def bodies_and_places(self) -> None:
        countries = self.rows(self.some(tuple(_CODES)), "alpha3", {"name": TEXTS}, note=NOTES)
        self.draft["states"] = [{"alpha2": _CODES[row["alpha3"]], **row} for row in countries]
        codes, names = self.names("states", "alpha3"), self.some(("assembly", "union", "league"))
        body = {"name": TEXTS, "kind": TEXTS, "source": SOURCES, "confidence": ("high", "low")}
        self.draft["bodies"] = self.rows(
            names, "id", body,
            members=self.some_of(codes), suspended=self.some_of(codes), observers=self.some_of(codes),
            associates=self.some_of(codes), joint=self.some_of(names), count=(0, 47), assumption=ASSUMPTIONS,
        )  # fmt: skip
        place, degrees = {"country": ("CH", "KE"), "timezone": ("Europe/Zurich", "UTC")}, (46.2044, -1.0, 0, -0.0)
        names = self.some(("Geneva", "Nairobi", "Mexico"))
        self.draft["places"] = self.rows(names, "name", place, latitude=degrees, longitude=degrees, note=NOTES)

    def phases_and_groups(self) -> None:
        phase = {"title": TEXTS, "when": _WHENS, "purpose": TEXTS, "source": SOURCES}
        self.draft["phases"] = self.rows(self.some(("I", "II", "III")), "id", phase, note=NOTES)
        group = {"title": TEXTS, "short": ("One", "Two"), "color": ("#E69F00", "#000000")}
        bodies, track = self.names("bodies"), ("official", "other")
        names = self.some(("official", "other", "hearings"), 1)
        self.draft["groups"] = self.rows(
            names, "id", group,
            body=bodies, invites=self.some_of(INVITED), assumption=ASSUMPTIONS, mandate=TEXTS, track=track, note=NOTES,
        )  # fmt: skip

    def policies(self) -> None:
        policy = {"title": TEXTS, "amount": (0, 1, 21), "unit": ("days", "weeks"), "source": SOURCES}
        of = ({"mandate": "One"}, {"mandate": "Two", "kind": "document"})
        months = lambda: {month: self.one((0, 1, 21)) for month in self.some(("2018-02", "2018-03"))}  # noqa: E731
        names = self.some(("hearing-days", "negotiation-days"))
        self.draft["policies"] = self.rows(names, "id", policy | {"of": of}, by_month=months, note=NOTES)

    def events(self) -> None:
        """Write events, each with an id and ids that it had, none of them twice; and sessions of some."""
        names = self.some(NAMES)
        owned = []
        while names:
            owned.append([names.pop() for _ in range(min(len(names), self.one((1, 1, 1, 2, 3))))])
        self.draft["events"], self.draft["sessions"] = [], {}
        for event_id, *formerly in owned:
            event = self.event(event_id, [own[0] for own in owned])
            self.draft["events"].append(event)
            if formerly:
                event["formerly"] = formerly
            if self.random.random() < 1 / 4:
                event["session"] = f"session-{event_id}"
                self.draft["sessions"][f"{event_id}.yaml"] = self.session(event["session"], {"event": event_id})
        if self.random.random() < 1 / 4:
            self.draft["sessions"]["apart.yaml"] = self.session("apart", {"title": TEXTS, "when": _WHENS})

    def event(self, name: str, others: list[str]) -> Row:
        kinds, statuses = ("meeting", "document", "milestone"), ("scheduled", "postponed", "cancelled")
        groups, bodies = self.names("groups"), self.names("bodies")
        return self.row(
            {"id": name, "title": TEXTS, "group": groups, "kind": kinds, "when": _WHENS, "source": SOURCES},
            short=TEXTS, phase=self.names("phases"), place=self.sites(), venue=TEXTS, hours=_HOURS, body=bodies,
            invites=self.some_of(INVITED), assumption=ASSUMPTIONS, mandate=TEXTS, after=self.some_of(others),
            status=statuses, note=NOTES, url=("https://example.org/x",),
        )  # fmt: skip

    def sites(self) -> list[str]:
        places = self.names("places", "name")
        return [*places, *(f"{place} TBC" for place in places), "TBA"]

    def session(self, name: str, own: Row) -> Row:
        limit = lambda: self.row({"who": TEXTS, "minutes": (5, "5-7")}, times=(0, 1, 3))  # noqa: E731
        item = {"title": TEXTS, "kind": ("opening", "panel")}
        items = self.rows(
            self.some(("one", "two", "three")), "id", item,
            time=("10:00-10:30", "10:30-13:00"), moderator=self.person, speakers=lambda: self.up_to(2, self.person),
            limits=lambda: self.up_to(2, limit), note=NOTES,
        )  # fmt: skip
        again = [one | {"id": f"{one['id']}-again"} for one in items]
        days = [{"date": "2017-05-08", "items": items}, {"date": "9 May 2017", "items": again}]
        return self.row(
            {"id": name, **own, "source": SOURCES},
            place=self.sites(), hours=_HOURS, chair=lambda: self.up_to(2, self.person), rapporteur=self.person,
            organisers=self.texts, format=self.texts, days=lambda: days[: self.random.randint(0, 2)],
            recommendations=lambda: {text: self.texts() for text in self.some(TEXTS[:2])}, note=NOTES,
        )  # fmt: skip

    def texts(self) -> list[str]:
        return self.up_to(3, lambda: self.one(TEXTS))

    def person(self) -> Row:
        return self.row({"name": TEXTS}, role=TEXTS) if self.random.random() < 1 / 2 else self.row({"role": TEXTS})

    def about_events(self) -> None:
        """Write deadlines and what refers to them; waivers and holidays, some of them alike but for their reasons."""
        events = self.names("events")
        names = self.some(("accreditation", "papers"))
        last = {"title": TEXTS, "when": _WHENS, "audience": TEXTS, "source": SOURCES}
        self.draft["deadlines"] = self.rows(names, "id", last, event=[*events, events], note=NOTES)
        who = {"who": TEXTS, "how": TEXTS, "groups": self.some_of(self.names("groups")), "source": SOURCES}
        self.draft["participation"] = self.rows(self.some(("ngo", "press")), "id", who, deadline=names, note=NOTES)
        waiver, until = {"rule": ("weekend", "GP201"), "reason": TEXTS}, ("2017-05-01", "2018-05-01")
        few = self.some_of(events[:2])
        self.draft["waivers"] = self.up_to(4, lambda: self.row(waiver, events=few, about=TEXTS[:2], until=until))
        day = {"date": ("2017-05-01", "2018-05-01"), "name": ("Labour Day", "Labour Day (2)"), "source": SOURCES}
        places = self.some_of(self.names("places", "name"))
        self.draft["holidays"] = self.up_to(4, lambda: self.row(day, places=places))
        self.draft["observances"] = self.up_to(4, lambda: self.row(day, note=NOTES))

    def paper(self) -> Row:
        said = {"title": TEXTS, "source": SOURCES}
        places = [*self.names("places", "name"), "TBC"]
        events = self.rows(self.some(self.names("events")), "id", said, when=_WHENS, place=places, hours=_HOURS)
        return self.row({"title": TEXTS, "as_of": "2017-04-13"}, note=NOTES) | {"events": events}

    # -- edits -------------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Do what people do to a plan, once: to one of its events, or to another row."""
        edits = [self.add, self.remove, self.rename, self.change, self.change, self.change, self.redraw]
        self.one(edits)()

    def free_names(self) -> list[str]:
        taken = {name for event in self.draft["events"] for name in (event["id"], *event.get("formerly", ()))}
        return [name for name in NAMES if name not in taken]

    def add(self) -> None:
        if names := self.free_names():
            self.draft["events"].append(self.event(self.one(names), self.names("events")))

    def remove(self) -> None:
        if self.draft["events"]:
            self.refer(self.one(self.draft["events"])["id"], None)

    def rename(self) -> None:
        """Give an event another id; once in a while without a word of the old one."""
        if self.draft["events"] and (names := self.free_names()):
            event, name = self.one(self.draft["events"]), self.one(names)
            if self.random.random() < 3 / 4:
                event["formerly"] = [*event.get("formerly", ()), event["id"]]
            self.refer(event["id"], name)

    def change(self) -> None:
        if self.draft["events"]:
            event = self.one(self.draft["events"])
            other = self.event(event["id"], self.names("events"))
            key = self.one([*other, "when", "place", "status", "formerly"])
            event.pop(key, None)
            event |= {key: other[key]} if key in other else {}

    def redraw(self) -> None:
        """Write another section than the events anew."""
        self.one((self.about_events, self.policies))()

    def refer(self, name: str, new: str | None) -> None:
        """Write another id wherever one is, or none."""
        draft = self.draft
        for section, key in (("events", "after"), ("deadlines", "event"), ("waivers", "events")):
            for row in draft[section]:
                if key in row:
                    found = [row[key]] if isinstance(row[key], str) else row[key]
                    row[key] = [new if one == name else one for one in found if new or one != name]
        events = [*draft["events"], *(row for paper in draft["sources"].values() for row in paper["events"])]
        for row in (*events, *draft["sessions"].values()):
            key = "event" if "event" in row else "id"
            row[key] = new if row[key] == name else row[key]
        draft["events"] = [row for row in draft["events"] if row["id"]]
        draft["sessions"] = {file: row for file, row in draft["sessions"].items() if row.get("event", name)}
        for paper in draft["sources"].values():
            paper["events"] = [row for row in paper["events"] if row["id"]]


randoms = st.randoms(use_true_random=True)
drafts = randoms.map(lambda random: _Drafter(random).plan())


def edited(draft: Draft, random: Random, times: int = 1) -> Draft:
    """Return a draft after some edits."""
    drafter = _Drafter(random)
    drafter.draft = deepcopy(draft)
    for _ in range(times):
        drafter.edit()
    return drafter.draft


# -- files -----------------------------------------------------------------------------------------------------------


def files_of(draft: Draft, random: Random | None = None) -> PlanFiles:
    """Return the files of a plan, a row on a line of its own; or, with chance, the same said in other ways."""
    if random:
        draft = _retold(draft, random)

    def file(name: str, content: Row) -> File:
        return File(f"plan/{name}", _text(content, random).encode())

    def inside(folder: str) -> tuple[File, ...]:
        return tuple(file(f"{folder}/{name}", content) for name, content in sorted(draft[folder].items()))

    head = {key: draft[key] for key in ("title", "as_of", "calendar")}
    return PlanFiles(
        file("workplan.yaml", head | {section: draft[section] for section in WORKPLAN}),
        file("bodies.yaml", {section: draft.get(section, []) for section in ("states", "members", "bodies")}),
        file("places.yaml", {"places": draft["places"]}),
        inside("sessions"),
        inside("sources"),
        file("observances.yaml", {"observances": draft["observances"]}),
    )


def plan_of(draft: Draft, random: Random | None = None, memory: Memory | None = None) -> Workplan:
    return load_files(files_of(draft, random), memory=memory)


def line_of(row: Row) -> str:
    """Return the line on which a row is, if it is not said in other ways."""
    return f"- {json.dumps(row, ensure_ascii=False)}"


def _text(content: Row, random: Random | None) -> str:
    keys = list(content.items())
    if random:
        random.shuffle(keys)
    lines = [line for key, value in keys for line in _lines(key, value, random)]
    if not random:
        return "\n".join([*lines, ""])
    end = random.choice(["\n", "\r\n"])
    return end.join(part for line in lines for part in (*random.choice([[], ["# note", ""]]), line)) + end


def _lines(key: str, value: object, random: Random | None) -> list[str]:
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return [f"{key}: {json.dumps(value, ensure_ascii=False)}"]
    lines = [f"{key}:"]
    for one in value:
        if random and random.random() < 1 / 2:
            parts = [f"{name}: {json.dumps(part, ensure_ascii=False)}" for name, part in one.items()]
            lines += [f"  {'  ' if number else '- '}{part}" for number, part in enumerate(parts)]
        else:
            lines.append(f"{'  ' * bool(random)}{line_of(one)}")
    return lines


def _retold(draft: Draft, random: Random) -> Draft:
    """Return a draft with its rows, their keys and lists that have no order in another order, and dates in other words.

    The files of sessions change their names: a session is known by its id.
    """
    draft = _shuffled(deepcopy(draft), random)
    draft["sessions"] = {f"{number}.yaml": row for number, row in enumerate(draft["sessions"].values())}
    return draft


_UNORDERED = {
    *WORKPLAN,
    "states",
    "bodies",
    "places",
    "observances",
    "days",
    "items",
    "members",
    "suspended",
    "observers",
    "associates",
    "invites",
    "joint",
    "after",
    "event",
}


def _shuffled(value: Any, random: Random, key: str = "") -> Any:  # noqa: ANN401 - whatever a row holds
    if isinstance(value, dict):
        names = random.sample(list(value), len(value))
        return {name: _shuffled(value[name], random, name) for name in names}
    if isinstance(value, list):
        kept = [_shuffled(part, random) for part in value]
        return random.sample(kept, len(kept)) if key in _UNORDERED else kept
    return SPELLINGS[value] if key == "when" and random.random() < 1 / 2 else value
