"""The answers of a preview, without a connection: paths, conditions, pages with their script, and troubles."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus
from pathlib import Path

import pytest

from gcmplan.preview.answers import Answer, answer, path_of, unchanged
from gcmplan.preview.state import Preview, Trouble
from gcmplan.site.pages import POLICY

HEAD = b'<head>\n<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;">\n</head>'
FILES = {
    "index.html": HEAD + b"start",
    "404.html": HEAD + b"missing",
    "events/a.html": HEAD + b"a",
    "for/index.html": HEAD + b"for",
    "all.ics": b"BEGIN:VCALENDAR\r\n",
    "changes.atom": b"<feed/>",
    "a.svg": b"<svg/>",
    "a.json": b"{}",
    "a.webmanifest": b"{}",
    "a.unknown": b"?",
    ".nojekyll": b"",
}


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    found = Preview(tmp_path / "site")
    found.show(FILES)
    (tmp_path / "outside.html").write_text("secret")
    (tmp_path / "site-and-more").mkdir()
    (tmp_path / "site-and-more" / "a.html").write_text("secret")
    return found


@pytest.mark.parametrize(
    ("target", "status", "word"),
    [
        ("/", 200, b"start"), ("/index.html", 200, b"start"), ("/?q=a/../b", 200, b"start"),
        ("/events/a.html#x", 200, b"a"), ("/%65vents/a.html", 200, b"a"), ("/for/", 200, b"for"),
        ("/for", 301, b"folder"), ("/events/", 404, b"missing"),
        ("/events", 404, b"missing"), ("/nothing", 404, b"missing"), ("/.nojekyll", 404, b"missing"),
        ("/.gcmplan-site.json", 404, b"missing"), ("", 404, b"missing"), ("*", 404, b"missing"),
        ("//for", 404, b"missing"), ("http://127.0.0.1/index.html", 404, b"missing"), ("/index.html/", 404, b"missing"),
        *(
            (target, 404, b"missing")
            for target in (
                "/../outside.html", "/%2e%2e/outside.html", "/..%2foutside.html", "/events/../../outside.html",
                "/events/..%5c..%5coutside.html", "/../site-and-more/a.html", "/./index.html", "/events//a.html",
                "/%00", "/index.html%00.ics", "/%ff", "/C:/index.html", "//127.0.0.1/index.html", "/" + "a" * 5000,
                "/events/%2fetc%2fpasswd", "//etc/passwd",
            )
        ),
    ],
)  # fmt: skip
def test_paths(preview: Preview, target: str, status: int, word: bytes) -> None:
    found = answer(preview, target)
    assert (found.status, word in found.data, b"secret" in found.data) == (status, True, False)


def test_a_folder_leads_to_itself(preview: Preview) -> None:
    assert answer(preview, "/for?x").headers["Location"] == "/for/"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("all.ics", "text/calendar; charset=utf-8"),
        ("changes.atom", "application/atom+xml; charset=utf-8"),
        ("a.svg", "image/svg+xml"),
        ("a.json", "application/json"),
        ("a.webmanifest", "application/manifest+json"),
        ("a.unknown", "application/octet-stream"),
    ],
)
def test_types(preview: Preview, path: str, kind: str) -> None:
    assert answer(preview, f"/{path}").headers["Content-Type"] == kind


def test_only_pages_are_changed_by_the_preview(preview: Preview) -> None:
    for path, data in FILES.items():
        if not path.startswith("."):
            assert (answer(preview, f"/{path}").data == data) == (not path.endswith(".html"))


def test_a_page_has_the_script_and_may_connect_to_the_preview_alone(preview: Preview) -> None:
    page = answer(preview, "/events/a.html").data.decode()
    assert f'<script src="/-/reload.js?{preview.version}" defer></script>' in page
    found = re.search('Content-Security-Policy" content="([^"]*)"', page)
    assert found
    assert unescape(found[1]) == "connect-src 'self'; default-src 'none'"
    assert "connect-src" not in POLICY
    assert b"EventSource" in answer(preview, "/-/reload.js").data
    assert answer(preview, "/-/other.js").status == answer(preview, "/-/../-/reload.js").status == 404


def test_trouble_takes_the_place_of_pages_and_leaves_feeds(preview: Preview) -> None:
    preview.show_trouble(Trouble("No <plan>", "line <b>1</b> ::error::\n  two \x1b[31m"))
    for target in ("/", "/events/a.html", "/new.html", "/new", "/.."):
        found = answer(preview, target)
        assert (found.status, found.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
        page = found.data.decode()
        assert "<h1>No &lt;plan&gt;</h1>" in page
        assert "line &lt;b&gt;1&lt;/b&gt; " in page
        assert "\n  two " in page
        assert "\x1b" not in page
        assert f"/-/reload.js?{preview.version}" in page
    assert answer(preview, "/all.ics").data == FILES["all.ics"]
    assert answer(preview, "/-/style.css").status == 200
    preview.show(FILES)
    assert answer(preview, "/").status == 200


def test_there_is_trouble_from_the_beginning(tmp_path: Path) -> None:
    preview = Preview(tmp_path / "site")
    assert answer(preview, "/").status == answer(preview, "/all.ics").status == 404
    preview.show_trouble(Trouble("No plan", "why"))
    assert answer(preview, "/").status == answer(preview, "/all.ics").status == 503


@pytest.mark.slow
def test_each_state_has_a_name(preview: Preview) -> None:
    names = [preview.version]
    assert preview.show(FILES) == 0
    assert [preview.version] == names
    assert preview.show(FILES | {"index.html": b"new"}) == 1
    names.append(preview.version)
    preview.show_trouble(Trouble("a", "b"))
    names.append(preview.version)
    preview.show_trouble(Trouble("a", "b"))
    assert preview.version == names[-1]
    preview.show_trouble(Trouble("a", "c"))
    names.append(preview.version)
    assert preview.show(FILES | {"index.html": b"new"}) == 0
    names.append(preview.version)
    assert len(set(names)) == 5
    assert all(preview.is_changed(name, 0) for name in names[:-1])
    assert not preview.is_changed(names[-1], 0)


@pytest.mark.slow
def test_a_file_that_changes_has_another_time(preview: Preview) -> None:
    """Else who asks by the time alone, which has whole seconds, would not get the second of two quick changes."""
    times = [answer(preview, "/all.ics").headers["Last-Modified"]]
    for number in range(2):
        preview.show(FILES | {"all.ics": f"{number}".encode()})
        times.append(answer(preview, "/all.ics").headers["Last-Modified"])
    assert len(set(times)) == 3


LATE, EARLY = "Fri, 01 Jan 2100 00:00:00 GMT", "Sat, 01 Jan 2000 00:00:00 GMT"


@pytest.mark.parametrize(
    ("tag", "since", "expected"),
    [
        (None, None, False),
        ('"a"', None, True),
        ('W/"a"', None, True),
        ('"b", "a"', None, True),
        ("*", None, True),
        ('"b"', None, False),
        ("a", None, False),
        # The sum says more than the time.
        ('"b"', LATE, False),
        ('"a"', EARLY, True),
        (None, LATE, True),
        (None, EARLY, False),
        (None, "Sun, 06 Nov 2016 08:49:37 GMT", True),
        (None, "yesterday", False),
        (None, "2100-01-01", False),
        (None, "Fri, 01 Jan 2100 00:00:00 -0000", False),
        (None, "", False),
    ],
)
def test_conditions(tag: str | None, since: str | None, expected: bool) -> None:  # noqa: FBT001 - a table
    found = Answer(HTTPStatus.OK, b"", {"ETag": '"a"', "Last-Modified": "Sun, 06 Nov 2016 08:49:37 GMT"})
    assert unchanged(found, tag, since) == expected


def test_a_path_is_no_way_out() -> None:
    assert path_of("/a/b.html?c#d") == "a/b.html"
    assert path_of("/a/") == "a/index.html"
