"""The reading room in Debian's Chromium: every page, narrow and wide, with scripts off and on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from rashomon.archive import Archive
from rashomon.web import create
from rashomon.web.access import Doors

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "/",
    "/events/EVENT",
    "/report?id=westbridge-post",
    "/compare?a=norda&b=westbridge-post",
    "/stories",
    "/sources",
    "/search?q=dam",
    "/judge",
    "/judge?event=EVENT",
    "/judge?a=norda&b=westbridge-post",
    "/stories/STORY",
    "/enter",
)
# Controls without a name that a screen reader could say.
NAMELESS = """() => [...document.querySelectorAll(
  'a, button, input:not([type=hidden]), select, summary'
)].filter(e =>
  !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label'))
).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a room in which this machine's user judges, and its most told event."""
    with Archive.open(tmp_path_factory.mktemp("room") / "archive.db") as archive:
        archive.add([str(ROOT / "examples" / "corpus")])
        list(archive.accounts())
        event = max(archive.events(), key=lambda e: len(e.reports)).id
        app = create(archive, doors=Doors(own="Ada"))
        config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error")
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


def filled(page: Page, room: tuple[str, str], place: str) -> str:
    """A page's path with the ids of this archive."""
    if "STORY" in place:
        stories = page.request.get(f"{room[0]}/api/v1/stories").json()
        place = place.replace("STORY", stories[0]["id"])
    return place.replace("EVENT", room[1])


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_is_quiet(
    browser: Browser, room: tuple[str, str], width: int, scheme: str
) -> None:
    address = room[0]
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    page = context.new_page()
    noticed: list[str] = []
    page.on("console", lambda m: noticed.append(m.text))
    page.on("pageerror", lambda e: noticed.append(str(e)))
    page.on("request", lambda r: None if r.url.startswith(address) else noticed.append(r.url))
    for place in PAGES:
        answer = page.goto(address + filled(page, room, place))
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
    page.get_by_label("Words in titles").fill("dam burst")
    page.get_by_role("button", name="Show").click()
    page.locator(".item h2 a").first.click()
    assert page.url.endswith(f"/events/{event}")
    page.locator(".disputed q a").first.click()
    assert "/report?id=" in page.url and "#s" in page.url
    assert page.locator(":target").inner_text().strip()
    context.close()


def test_an_unseen_origin_is_drawn(browser: Browser, room: tuple[str, str]) -> None:
    address, event = room
    page = browser.new_page(java_script_enabled=False, viewport={"width": 1100, "height": 900})
    page.goto(f"{address}/events/{event}")
    node = page.locator("svg.stemma .unseen .name", has_text="Aldern Times")
    box = node.bounding_box()
    assert box is not None and box["width"] > 20
    # What is clipped away has a box all the same.
    assert node.evaluate("e => getComputedStyle(e.closest('.unseen')).clipPath") == "none"
    page.close()


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, room: tuple[str, str], scheme: str
) -> None:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    found: list[str] = []
    for place in PAGES:
        page.goto(room[0] + filled(page, room, place))
        page.evaluate(axe)
        for wrong in page.evaluate("axe.run()")["violations"]:
            nodes = [node["html"][:160] for node in wrong["nodes"][:3]]
            found.append(f"{place}: {wrong['id']}: {nodes}")
    assert not found, "\n".join(found)
    context.close()


def test_the_map_zooms_and_annotations_show_without_scripts(
    browser: Browser, room: tuple[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{room[0]}/report?id=norda")
    shade = "e => getComputedStyle(e).boxShadow"
    name = page.locator(".a-name").first
    assert name.evaluate(shade) == "none"
    page.get_by_label("names").check()
    assert name.evaluate(shade) != "none"
    context.close()


def test_an_editor_merges_and_takes_back_by_keyboard(
    browser: Browser, room: tuple[str, str]
) -> None:
    page = browser.new_page()
    page.goto(f"{room[0]}/judge?a=norda&b=westbridge-post")
    page.get_by_role("button", name="Neither").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/judge?done=*")
    assert "not-a-copy" in page.locator(".record").inner_text()
    page.get_by_role("button", name="Take back").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take back").wait_for(state="detached")
    page.close()


def test_the_front_says_that_the_archive_has_changed(
    browser: Browser, room: tuple[str, str]
) -> None:
    page = browser.new_page()
    page.route("**/api/v1/revision", lambda route: route.fulfill(json={"revision": "newer"}))
    page.clock.install()
    page.goto(room[0])
    page.clock.run_for(30_000)
    page.locator(".news a").wait_for()
    page.close()
