"""Calendars in the dialects of Google, Outlook, Apple and Nextcloud: their zones, whole days and repetitions.

The files are written here after the form in which these programs export, each with the properties that it adds; the
right days and hours are those that the entries were made from.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gcmplan.dates.span import Span
from gcmplan.dates.when import When
from gcmplan.importing import ics_table
from gcmplan.importing.draft import Draft, drafts_of

GOOGLE = """\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Meetings
X-WR-TIMEZONE:Europe/Zurich
X-WR-CALDESC:Meetings of the committee
BEGIN:VTIMEZONE
TZID:Europe/Zurich
X-LIC-LOCATION:Europe/Zurich
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270608
DTEND;VALUE=DATE:20270610
DTSTAMP:20270104T101500Z
UID:6cq3ae9k70o3gb9p6ks3ab9k@google.com
CREATED:20270104T101400Z
DESCRIPTION:<p>Agenda &amp\\; papers:<br><a href="https://example.org/a">here</a></p>
LAST-MODIFIED:20270104T101400Z
LOCATION:Geneva\\, Switzerland
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Plumbing group
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
DTSTART:20270715T080000Z
DTEND:20270715T110000Z
DTSTAMP:20270104T101500Z
UID:2v7bq0r1@google.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=a@
 example.org;X-NUM-GUESTS=0:mailto:a@example.org
STATUS:TENTATIVE
SUMMARY:Workshop
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/Zurich:20270907T100000
DTEND;TZID=Europe/Zurich:20270907T120000
RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20270928T215959Z;BYDAY=TU
EXDATE;TZID=Europe/Zurich:20270914T100000
DTSTAMP:20270104T101500Z
UID:weekly@google.com
SUMMARY:Weekly call
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/Zurich:20270922T140000
DTEND;TZID=Europe/Zurich:20270922T160000
DTSTAMP:20270104T101500Z
UID:weekly@google.com
RECURRENCE-ID;TZID=Europe/Zurich:20270921T100000
SUMMARY:Weekly call
END:VEVENT
END:VCALENDAR
"""
OUTLOOK = """\
BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:PUBLISH
X-CALSTART:20270608T000000
X-WR-RELCALID:{0000002E-1BB2-8F0F-1203-47B98FEEF211}
X-PRIMARY-CALENDAR:TRUE
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
CLASS:PUBLIC
CREATED:20270104T101400Z
DTEND;TZID="W. Europe Standard Time":20270715T130000
DTSTAMP:20270104T101500Z
DTSTART;TZID="W. Europe Standard Time":20270715T100000
LOCATION:Room 5
PRIORITY:5
SEQUENCE:0
SUMMARY;LANGUAGE=en-us:Workshop
TRANSP:OPAQUE
UID:040000008200E00074C5B7101A82E00800000000B0A1
X-ALT-DESC;FMTTYPE=text/html:<html><body></body></html>
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-CDO-IMPORTANCE:1
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID="W. Europe Standard Time":20270608T000000
DTEND;TZID="W. Europe Standard Time":20270610T000000
DTSTAMP:20270104T101500Z
SUMMARY;LANGUAGE=en-us:Plumbing group
UID:040000008200E00074C5B7101A82E00800000000B0A2
X-MICROSOFT-CDO-ALLDAYEVENT:TRUE
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID="Customized Time Zone":20270616T090000
DTEND;TZID="Customized Time Zone":20270616T100000
DTSTAMP:20270104T101500Z
SUMMARY:Call
UID:040000008200E00074C5B7101A82E00800000000B0A3
END:VEVENT
END:VCALENDAR
"""
APPLE = """\
BEGIN:VCALENDAR
CALSCALE:GREGORIAN
PRODID:-//Apple Inc.//macOS 14.0//EN
VERSION:2.0
X-APPLE-CALENDAR-COLOR:#FF2968
X-WR-CALNAME:Meetings
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
TZNAME:EST
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CREATED:20270104T101400Z
DTEND;TZID=America/New_York:20270517T220000
DTSTAMP:20270104T101500Z
DTSTART;TZID=America/New_York:20270517T200000
LAST-MODIFIED:20270104T101400Z
LOCATION:United Nations\\n405 East 42nd Street\\, New York\\, NY
RRULE:FREQ=DAILY;UNTIL=20270520T000000Z
SEQUENCE:1
SUMMARY:Evening session
TRANSP:OPAQUE
UID:5D2A7E7C-6C6B-4F0E-9C0A-3D0B9E7A3B11
X-APPLE-CREATOR-IDENTITY:com.apple.calendar
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=100;X-TITLE="United
  Nations":geo:40.749,-73.968
X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC
BEGIN:VALARM
ACTION:NONE
TRIGGER;VALUE=DATE-TIME:19760401T005545Z
END:VALARM
END:VEVENT
END:VCALENDAR
"""
NEXTCLOUD = """\
BEGIN:VCALENDAR
VERSION:2.0
CALSCALE:GREGORIAN
PRODID:-//SabreDAV//SabreDAV//EN
X-WR-CALNAME:Meetings
X-APPLE-CALENDAR-COLOR:#0082c9
REFRESH-INTERVAL;VALUE=DURATION:PT4H
X-PUBLISHED-TTL:PT4H
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
TZNAME:JST
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
DTSTART:19700101T000000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CREATED:20270104T101400Z
DTSTAMP:20270104T101500Z
LAST-MODIFIED:20270104T101400Z
SEQUENCE:2
UID:0b1f7f42-8a52-4c0e-9d52-3a7f1f2a7a10
DTSTART;TZID=Asia/Tokyo:20270510T080000
DTEND;TZID=Asia/Tokyo:20270510T090000
RRULE:FREQ=DAILY;UNTIL=20270511T230000Z
STATUS:CONFIRMED
SUMMARY:Morning call
END:VEVENT
BEGIN:VEVENT
DTSTAMP:20270104T101500Z
UID:3d
DTSTART;TZID=/freeassociation.sourceforge.net/Asia/Tokyo:20270601T080000
DURATION:PT2H
SUMMARY:From another program
END:VEVENT
END:VCALENDAR
"""


class Entry(NamedTuple):
    when: str
    hours: str = ""
    zone: str = ""
    doubt: str = ""


def read(text: str, within: Span | None = None) -> list[tuple[str, Entry]]:
    data = text.replace("\n", "\r\n").encode()
    found = drafts_of(ics_table.tables(data, within), {}).drafts
    entries = [Entry(one.values["when"], *_hours(one), "; ".join(one.doubts)) for one in found]
    return [(one.values["title"], entry) for one, entry in zip(found, entries, strict=True)]


def _hours(draft: Draft) -> tuple[str, str]:
    return draft.values.get("hours", ""), draft.values.get("timezone", "")


def test_google() -> None:
    utc = "the calendar gives UTC; day and hours are those of its own zone, Europe/Zurich"
    assert read(GOOGLE) == [
        ("Plumbing group", Entry("8-9 June 2027")),
        ("Workshop", Entry("15 July 2027 TBC", "10:00-13:00", "Europe/Zurich", utc)),
        ("Weekly call", Entry("7 and 28 September 2027", "10:00-12:00", "Europe/Zurich")),
        ("Weekly call", Entry("22 September 2027", "14:00-16:00", "Europe/Zurich")),
    ]
    [first, *_] = drafts_of(ics_table.tables(GOOGLE.encode()), {}).drafts
    assert first.values["note"] == "Agenda & papers: here"
    assert first.values["place"] == "Geneva, Switzerland"


def test_outlook() -> None:
    unknown = "hours and day are those of a zone that is not known, 09:00-10:00: those of the place are not known"
    assert read(OUTLOOK) == [
        ("Workshop", Entry("15 July 2027", "10:00-13:00", "Europe/Berlin")),
        ("Plumbing group", Entry("8-9 June 2027")),
        ("Call", Entry("16 June 2027", doubt=unknown)),
    ]


def test_apple() -> None:
    """The last moment of the rule is midnight in UTC: in New York it is 20:00 on the day before."""
    assert read(APPLE) == [("Evening session", Entry("17, 18 and 19 May 2027", "20:00-22:00", "America/New_York"))]


def test_nextcloud() -> None:
    """The last moment of the rule is on 12 May in Tokyo."""
    assert read(NEXTCLOUD) == [
        ("Morning call", Entry("10, 11 and 12 May 2027", "08:00-09:00", "Asia/Tokyo")),
        ("From another program", Entry("1 June 2027", "08:00-10:00", "Asia/Tokyo")),
    ]


WEEKLY = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20200107
RRULE:FREQ=WEEKLY
SUMMARY:For ever
END:VEVENT
END:VCALENDAR
"""


def test_repetitions_are_those_within_the_phases() -> None:
    [(_, june)] = read(WEEKLY, Span(date(2027, 6, 1), date(2027, 6, 30)))
    assert june == Entry("1, 8, 15, 22 and 29 June 2027")
    [(_, before)] = read(WEEKLY, Span(date(2019, 1, 1), date(2019, 12, 31)))
    outside = "it repeats, but not within the phases of the plan; its first day is read"
    assert before == Entry("7 January 2020", doubt=outside)
    [(_, every)] = read(WEEKLY)
    assert len(When.parse(every.when).spans) == 50
    assert every.doubt == "it repeats more often than its first 50 days, which are read"


@given(
    st.dates(date(2017, 1, 1), date(2027, 12, 31)),
    st.integers(1, 40),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York", "Pacific/Auckland", "Europe/Zurich"]),
    st.integers(4, 23),
)
def test_a_rule_ends_with_its_last_moment(first: date, number: int, freq: str, zone: str, hour: int) -> None:
    """Whether it is counted or ends in UTC at the last repetition, as programs write it, the days are the same."""
    counted = repeated(first, f"FREQ={freq};COUNT={number}", zone, hour)
    last = When.parse(counted.when).spans[-1].last
    until = datetime.combine(last, time(hour), ZoneInfo(zone)).astimezone(UTC)
    assert repeated(first, f"FREQ={freq};UNTIL={until:%Y%m%dT%H%M%SZ}", zone, hour) == counted


def repeated(first: date, rule: str, zone: str, hour: int) -> Entry:
    times = f"DTSTART;TZID={zone}:{first:%Y%m%d}T{hour:02}0000\nDURATION:PT30M"
    text = WEEKLY.replace("DTSTART;VALUE=DATE:20200107", times).replace("FREQ=WEEKLY", rule)
    [(_, entry)] = read(text)
    return entry
