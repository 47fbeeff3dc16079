"""Reads all calendars of a folder with one of the programs that people use, and prints what it sees as JSON.

Run by the tests in the environment of `requirements.txt`: read.py READER FOLDER WORK [URL]. WORK is an empty folder;
URL is where the folder is served. The output holds, for each file, a list of [uid, start, end, summary, status] by uid;
days as 2017-05-08, times as 2017-05-08T08:00:00Z, ends not included.
"""

from __future__ import annotations

import contextlib
import io
import json
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import caldav

CREATED = 201
Row = tuple[str, str, str, str, str]

ALL = datetime(1945, 1, 1, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC)
MAY = datetime(2017, 5, 1, tzinfo=UTC), datetime(2017, 6, 1, tzinfo=UTC)


def moment(value: date) -> str:
    """Return a day or a time with a zone as the output has it."""
    if isinstance(value, datetime):
        assert value.tzinfo, "a time without a zone"
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def with_icalendar(text: str) -> list[Row]:
    from icalendar import Calendar

    return [
        (
            str(event["UID"]),
            moment(event.decoded("DTSTART")),
            moment(event.decoded("DTEND")),
            str(event["SUMMARY"]),
            str(event["STATUS"]),
        )
        for event in Calendar.from_ical(text).walk("VEVENT")
    ]


def with_vobject(text: str) -> list[Row]:
    import vobject

    [calendar] = vobject.readComponents(text)
    return [
        (
            event.uid.value,
            moment(event.dtstart.value),
            moment(event.dtend.value),
            event.summary.value,
            event.status.value,
        )
        for event in calendar.contents.get("vevent", ())
    ]


def with_ics(text: str) -> list[Row]:
    import ics

    rows = []
    for event in ics.Calendar(text).events:
        days = (event.begin.date(), event.end.date()) if event.all_day else (event.begin.datetime, event.end.datetime)
        rows.append((event.uid, moment(days[0]), moment(days[1]), event.name, event.status))
    return rows


def with_ical(text: str) -> list[Row]:
    from ical.calendar_stream import IcsCalendarStream

    calendar = IcsCalendarStream.calendar_from_ics(text)
    return [
        (event.uid, moment(event.start), moment(event.end), event.summary, event.status.value)
        for event in calendar.events
    ]


def with_khal(files: list[Path], work: Path) -> dict[str, list[Row]]:
    """Import each file into a calendar of khal's, and list it."""
    calendars = "".join(f"[[{file.stem}]]\npath = {work / file.stem}\n" for file in files)
    form = "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
    form += "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%dT%H:%M:00Z\n"
    config = work / "khal.conf"
    config.write_text(f"[calendars]\n{calendars}[sqlite]\npath = {work / 'khal.db'}\n{form}", encoding="utf-8")
    cells = "{uid}\t{start-long-full}\t{end-long-full}\t{title}\t{status}\t{all-day}"
    seen = {}
    for file in files:
        (work / file.stem).mkdir()
        khal(config, "import", "--batch", "--include-calendar", file.stem, str(file))
        listed = khal(
            config, "list", "--once", "--include-calendar", file.stem, "--day-format", "", "--format", cells,
            "2016-01-01", "2020-01-01",
        )  # fmt: skip
        seen[file.stem] = [khal_row(line) for line in listed.splitlines() if line]
    return seen


def khal(config: Path, *arguments: str) -> str:
    """Run khal's command line in this process: a start for each calendar would take long."""
    from khal.cli import main_khal

    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            main_khal(["--no-color", "-c", str(config), *arguments], standalone_mode=False)
    except SystemExit as end:
        if end.code:
            raise RuntimeError(f"khal ends with {end.code}") from end
    return out.getvalue()


def khal_row(line: str) -> Row:
    """Read a line of the list; khal counts the last day in."""
    uid, start, end, title, status, all_day = line.split("\t")
    if all_day == "True":
        last = date.fromisoformat(end.partition("T")[0]) + timedelta(days=1)
        start, end = start.partition("T")[0], last.isoformat()
    return uid, start, end, title, status.strip()


def with_radicale(files: list[Path], work: Path) -> dict[str, list[Row]]:
    """Upload each file to a Radicale server, and ask it for all events, and for those of May 2017."""
    import caldav

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    options = ("--server-hosts", host, "--storage-filesystem-folder", str(work), "--auth-type", "none")
    command = [sys.executable, "-m", "radicale", "--config", "", *options, "--logging-level", "error"]
    server = subprocess.Popen(command)
    try:
        wait_for(host)
        seen = {}
        with caldav.DAVClient(f"http://{host}/", username="reader", password="") as client:
            client.mkcol(f"http://{host}/reader/", "")
            for file in files:
                url = f"http://{host}/reader/{file.stem}/"
                put = client.put(url, file.read_bytes().decode(), {"Content-Type": "text/calendar; charset=utf-8"})
                assert put.status == CREATED, f"Radicale refuses {file.name}"
                calendar = client.calendar(url=url)
                seen[file.stem] = asked(calendar, *ALL)
                seen[f"{file.stem} in May"] = asked(calendar, *MAY)
        return seen
    finally:
        server.terminate()
        server.wait()


def asked(calendar: caldav.Calendar, start: datetime, end: datetime) -> list[Row]:
    found = calendar.search(start=start, end=end, event=True, expand=False)
    return [row for item in found for row in with_icalendar(item.data)]


def wait_for(host: str) -> None:
    """Wait until a server answers."""
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://{host}/.web/", timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(host)


def with_vdirsyncer(files: list[Path], work: Path, url: str) -> dict[str, list[Row]]:
    """Subscribe to each file, twice; vdirsyncer names what comes over HTTP by a sum of its content."""
    parts = [f'[general]\nstatus_path = "{work}/status/"\n']
    for number, file in enumerate(files):
        (work / file.stem).mkdir()
        parts += [
            f'[pair p{number}]\na = "a{number}"\nb = "b{number}"\ncollections = null\n',
            f'[storage a{number}]\ntype = "http"\nurl = "{url}/{file.name}"\n',
            f'[storage b{number}]\ntype = "filesystem"\npath = "{work}/{file.stem}"\nfileext = ".ics"\n',
        ]
    config = work / "config"
    config.write_text("".join(parts), encoding="utf-8")
    command = (str(Path(sys.executable).with_name("vdirsyncer")), "--config", str(config))
    said = ""
    for action in ("discover", "sync", "sync"):
        done = subprocess.run([*command, action], check=False, capture_output=True, text=True, input="y\n" * len(files))
        said = done.stderr
        assert done.returncode == 0, said
    assert "Copying" not in said, "the second time, there was something new"
    items = {file.stem: sorted((work / file.stem).glob("*.ics")) for file in files}
    return {
        name: [row for path in paths for row in with_icalendar(path.read_text(encoding="utf-8"))]
        for name, paths in items.items()
    }


def main() -> None:
    reader, folder, work, *url = sys.argv[1:]
    files = sorted(Path(folder).glob("*.ics"))
    read = globals()[f"with_{reader}"]
    if reader in {"khal", "radicale", "vdirsyncer"}:
        seen = read(files, Path(work), *url)
    else:
        seen = {file.stem: read(file.read_bytes().decode()) for file in files}
    json.dump({name: sorted(rows) for name, rows in seen.items()}, sys.stdout)


if __name__ == "__main__":
    main()
