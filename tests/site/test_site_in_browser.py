"""Each kind of page in Chromium: accessible in dark and light, narrow, in large letters, by keyboard, scripts off."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import AXE, JUDGE, in_browser
from inside import start
from scratch import Scratch
from served import browser, served

pytestmark = [in_browser, pytest.mark.slow]
KINDS = (
    "index.html", "list.html", "changes.html", "calendars.html", "deadlines.html", "404.html", "months/index.html",
    "months/2017-05.html", "sessions/index.html", "sessions/thematic-1.html", "groups/thematic-session.html",
    "phases/I.html", "certainty/tbc.html", "kinds/document.html", "events/thematic-1.html", "events/thematic-3.html",
    "for/index.html", "for/KEN.html", "embed/next.html", "embed/groups/idm.html", "events/thematic-5.html",
)  # fmt: skip
OUTSIDE = """
() => [...document.querySelectorAll("body *")].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width && !one.closest(".picture, .unseen, .skip, thead") && (box.right > innerWidth + 1 || box.left < -1);
}).map(one => one.outerHTML.slice(0, 120))
"""
OUTLINED = """
() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return [one.tagName, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    box.bottom > 0 && box.top < innerHeight && box.width > 0];
}
"""
HEAD = """
site:
  contact: office@example.org
  propose: https://example.org/new?id={id}
  embed: ["*"]
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a site with all kinds of pages, of a plan with a cancelled and a postponed meeting."""
    scratch = Scratch.made(tmp_path_factory.mktemp("plan"))
    scratch.rewrite("\ncalendar:\n", f"{HEAD}calendar:\n")
    scratch.commit("site")
    for words in (("cancel", "thematic-3"), ("postpone", "thematic-4"), ("move", "thematic-2", "29-30 May 2017")):
        assert start(*words, "--commit", "--anyway", cwd=scratch.root).returncode == 0
    assert start("rename", "thematic-5", "fifth-session", "--commit", cwd=scratch.root).returncode == 0
    with served(scratch.root / "site") as found:
        run = start("publish", "site", "--base-url", found, cwd=scratch.root)
        assert (run.returncode, run.stderr) == (0, "")
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


class Watched:
    """A page that keeps what it asked for, and what was wrong."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.elsewhere: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda one: None if one.url.startswith(address) else self.elsewhere.append(one.url))
        page.on("console", lambda one: self.faults.append(one.text) if one.type in {"error", "warning"} else None)
        page.on("pageerror", lambda one: self.faults.append(str(one)))
        page.on("response", lambda one: self.faults.append(one.url) if one.status >= 400 else None)

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}")
        return self.page


Opener = Callable[..., Watched]


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Opener]:
    contexts = []

    def opened(path: str, **options: Any) -> Watched:
        context = chromium.new_context(**options)
        contexts.append(context)
        watched = Watched(context.new_page(), address)
        watched.open(path)
        return watched

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(open_page: Opener, path: str) -> None:
    for scheme in ("light", "dark"):
        for width in (1280, 390):
            watched = open_page(path, color_scheme=scheme, viewport={"width": width, "height": 800})
            watched.page.evaluate(AXE)
            passes, found = watched.page.evaluate(JUDGE)
            assert passes > 10
            assert found == [], (scheme, width, json.dumps(found, indent=1))
            assert (watched.elsewhere, watched.faults) == ([], [])


@pytest.mark.parametrize("path", KINDS)
def test_nothing_is_wider_than_a_narrow_screen(open_page: Opener, path: str) -> None:
    for width, letters in ((320, 100), (640, 200), (1280, 200)):
        page = open_page(path, viewport={"width": width, "height": 700}).page
        page.evaluate(f"document.documentElement.style.fontSize = '{letters}%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, page.evaluate(OUTSIDE))
        assert page.evaluate(OUTSIDE) == [], width


@pytest.mark.parametrize("path", ["index.html", "list.html", "events/thematic-1.html", "for/KEN.html"])
def test_the_keyboard_reaches_everything(open_page: Opener, path: str) -> None:
    page = open_page(path, viewport={"width": 1280, "height": 800}).page
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], input, select, button, summary, [tabindex=\"0\"]')]"
        ".filter(one => one.checkVisibility()).length"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    reached = 0
    while page.evaluate("document.activeElement !== document.body"):
        reached += 1
        tag, is_outlined, is_seen = page.evaluate(OUTLINED)
        assert is_outlined, (tag, reached)
        assert is_seen, (tag, reached)
        page.keyboard.press("Tab")
        assert reached <= wanted
    assert reached == wanted
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def shown(page: Page) -> int:
    return int(
        page.evaluate("[...document.querySelectorAll('#events tr[data-kind]')].filter(one => !one.hidden).length")
    )


def test_search(open_page: Opener) -> None:
    page = open_page("list.html").page
    every = shown(page)
    assert page.text_content("#count") == f"All {every} shown"
    page.fill("#q", "GENEV")
    expect(page.locator("#count")).to_contain_text(" of ")
    few = shown(page)
    assert 0 < few < every
    assert page.text_content("#count") == f"{few} of {every} shown"
    page.select_option("#by-group", "idm")
    expect(page).to_have_url(re.compile(r"list\.html\?q=GENEV&group=idm$"))
    assert shown(page) == 1
    visible = page.evaluate("[...document.querySelectorAll('#events .part')].filter(one => !one.hidden).length")
    assert visible == 1
    page.reload()
    assert (shown(page), page.input_value("#q"), page.input_value("#by-group")) == (1, "GENEV", "idm")
    page.click("button[type=reset]")
    expect(page.locator("#count")).to_contain_text("All ")
    assert shown(page) == every
    assert "?" not in page.url
    page.goto(f"{page.url}?group=%3Cscript%3E&q=%3Cimg%20src=x%3E")
    assert (page.input_value("#q"), page.input_value("#by-group"), shown(page)) == ("<img src=x>", "", 0)
    assert page.query_selector("main img, main script") is None


def test_the_address_is_text_that_can_be_copied(open_page: Opener, address: str) -> None:
    page = open_page("for/KEN.html").page
    page.focus(".address")
    page.keyboard.press("Control+A")
    assert page.evaluate("getSelection().toString()") == f"{address}for/KEN.ics"


def test_without_scripts(open_page: Opener) -> None:
    page = open_page("list.html", java_script_enabled=False).page
    assert not page.is_visible("#search")
    assert page.is_visible("#events a[href='events/thematic-1.html']")
    page.click("summary")
    page.click(".filters a[href='groups/idm.html']")
    page.click("main a[href^='../events/']")
    assert page.is_visible("h1")


def test_pages_of_others_are_not_styled_by_the_content(open_page: Opener) -> None:
    """A page inside a frame has neither the menu nor the foot, and its links open the whole page."""
    page = open_page("embed/next.html").page
    assert page.query_selector("header, footer, nav") is None
    assert page.get_attribute("base", "target") == "_top"


def test_paper_has_no_menu(open_page: Opener) -> None:
    page = open_page("list.html").page
    page.emulate_media(media="print")
    assert not page.is_visible("header nav")
    assert not page.is_visible("#search")
    assert page.is_visible("#events a[href='events/thematic-1.html']")


def test_the_script_is_small() -> None:
    static = Path(__file__).parents[2] / "gcmplan" / "site" / "static"
    assert sum(path.stat().st_size for path in static.glob("*.js")) < 10_000
