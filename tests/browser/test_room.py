"""The reading room in Debian's Chromium: every page, narrow and wide, with scripts off and on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from rashomon.archive import Archive
from rashomon.web import create

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "/",
    "EVENT",
    "/report?id=westbridge-post",
    "/compare?a=norda&b=westbridge-post",
    "/stories",
    "/sources",
    "/enter",
)
# Controls without a name that a screen reader could say.
NAMELESS = """() => [...document.querySelectorAll('a, button, input, select, summary')].filter(e =>
  !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label'))
).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    with Archive.open(tmp_path_factory.mktemp("room") / "archive.db") as archive:
        archive.add([str(ROOT / "examples" / "corpus")])
        list(archive.accounts())
        event = max(archive.catalogue().events.values(), key=lambda e: len(e.reports)).id
        config = uvicorn.Config(create(archive), host="127.0.0.1", port=0, log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", event
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield found
        found.close()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_is_quiet(
    browser: Browser, room: tuple[str, str], width: int, scheme: str
) -> None:
    address, event = room
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    noticed: list[str] = []
    page.on("console", lambda m: noticed.append(m.text))
    page.on("pageerror", lambda e: noticed.append(str(e)))
    page.on("request", lambda r: None if r.url.startswith(address) else noticed.append(r.url))
    for place in PAGES:
        answer = page.goto(address + (f"/events/{event}" if place == "EVENT" else place))
        assert answer is not None and answer.status == 200
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        assert page.locator("main").count() == page.locator("h1, h2").first.count() == 1
        assert page.evaluate(NAMELESS) == [], place
    assert [n for n in noticed if not n.startswith("data:")] == []
    context.close()


def test_from_the_front_to_the_sentence(browser: Browser, room: tuple[str, str]) -> None:
    address, event = room
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Words").fill("dam burst")
    page.get_by_role("button", name="Show").click()
    page.locator(".item h2 a").first.click()
    assert page.url.endswith(f"/events/{event}")
    page.locator(".disputed q a").first.click()
    assert "/report?id=" in page.url and "#s" in page.url
    assert page.locator(":target").inner_text().strip()
    context.close()


def test_the_keyboard_reaches_the_page_past_the_masthead(
    browser: Browser, room: tuple[str, str]
) -> None:
    page = browser.new_page()
    page.goto(room[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()
