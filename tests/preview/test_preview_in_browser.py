"""A page of the preview in Chromium: it follows edits by itself, shows what is wrong with the plan, and comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import AXE, in_browser
from previews import Serving, serving, until
from scratch import Scratch
from served import browser

pytestmark = [in_browser, pytest.mark.slow]
BROKEN = "31 June 2027 # <img src=x onerror=alert(1)>"
JUDGE = """
async () => {
  const found = await axe.run();
  return [found.passes.length, found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200))])];
}
"""
HIDE = """
is => {
  Object.defineProperty(document, "hidden", { get: () => is, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Scratch:
    return Scratch.example(tmp_path / "plan")


@pytest.fixture
def preview(plan: Scratch) -> Iterator[Serving]:
    with serving(plan.root, "--for", "KEN") as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def page(chromium: Browser, preview: Serving, faults: list[str]) -> Iterator[Page]:
    """Return an open page of an event; whatever is wrong with it is among the faults."""
    context = chromium.new_context()
    found = context.new_page()
    found.on("request", lambda one: None if one.url.startswith(preview.url) else faults.append(one.url))
    found.on("console", lambda one: faults.append(one.text) if one.type in {"error", "warning"} else None)
    found.on("pageerror", lambda one: faults.append(str(one)))
    found.goto(f"{preview.url}events/opening-session.html")
    yield found
    context.close()


def test_an_edit_loads_the_page_again(plan: Scratch, page: Page, faults: list[str]) -> None:
    expect(page.locator("main")).to_contain_text("2-3 February 2027")
    for old, new in (("2-3 February 2027", "9-10 February 2027"), ("9-10 February 2027", "16-17 February 2027")):
        plan.rewrite(old, new)
        expect(page.locator("main")).to_contain_text(new, timeout=30_000)
    assert faults == []


def test_what_is_wrong_is_shown_until_it_is_right(plan: Scratch, page: Page, faults: list[str]) -> None:
    where = page.url
    plan.rewrite("2-3 February 2027", BROKEN)
    expect(page.locator("h1")).to_have_text("The plan cannot be loaded", timeout=30_000)
    expect(page.locator("pre")).to_contain_text("31 June 2027")
    expect(page.locator("pre")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.query_selector("img, script:not([src])") is None
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": 320, "height": 700})
        page.evaluate(AXE)
        passes, found = page.evaluate(JUDGE)
        assert (passes > 5, found) == (True, []), json.dumps(found, indent=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    plan.rewrite(BROKEN, "9-10 February 2027")
    expect(page.locator("main")).to_contain_text("9-10 February 2027", timeout=30_000)
    assert page.url == where
    # The browser reports the status of the page of problems, and nothing else.
    assert all("status of 503" in fault for fault in faults), faults


def test_a_page_that_is_not_seen_waits_until_it_is(plan: Scratch, preview: Serving, page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    page.evaluate(HIDE, arg=True)
    page.evaluate("window.isFirst = true")
    plan.rewrite("2-3 February 2027", "9-10 February 2027")
    expect(other.locator("main")).to_contain_text("9-10 February 2027", timeout=30_000)
    assert page.evaluate("window.isFirst")
    expect(page.locator("main")).to_contain_text("2-3 February 2027")
    page.evaluate(HIDE, arg=False)
    expect(page.locator("main")).to_contain_text("9-10 February 2027", timeout=30_000)
    preview.process.terminate()
    preview.process.wait(30)
    expect(page.locator("main")).to_contain_text("9-10 February 2027")


def test_a_search_stays_when_the_page_is_loaded_again(plan: Scratch, preview: Serving, page: Page) -> None:
    page.goto(f"{preview.url}list.html")
    page.fill("#q", "session")
    expect(page).to_have_url(re.compile(r"\?q=session$"))
    loads: list[str] = []
    page.on("load", lambda one: loads.append(one.url))
    plan.rewrite("2-3 February 2027", "9-10 February 2027")
    expect(page.locator("#events")).to_contain_text("9-10 February 2027", timeout=30_000)
    assert page.input_value("#q") == "session"
    until(lambda: page.evaluate("1") and loads)
    # No storm: one change of the plan, one load of the page.
    page.wait_for_timeout(1500)
    assert len(loads) == 1
