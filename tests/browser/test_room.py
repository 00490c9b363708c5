"""The reading room in Debian's Chromium: every page, narrow and wide, with scripts off and on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.rooms import inaccessible, judges_and_takes_back, serving, unfit

from rashomon.archive import Archive

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


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a room in which this machine's user judges, and its most told event."""
    with Archive.open(tmp_path_factory.mktemp("room") / "archive.db") as archive:
        archive.add([str(ROOT / "examples" / "corpus")])
        list(archive.accounts())
        event = max(archive.events(), key=lambda e: len(e.reports)).id
        with serving(archive) as address:
            yield address, event


def filled(page: Page, room: tuple[str, str], place: str) -> str:
    """A page's path with the ids of this archive."""
    if "STORY" in place:
        stories = page.request.get(f"{room[0]}/api/v1/stories").json()
        place = place.replace("STORY", stories[0]["id"])
    return place.replace("EVENT", room[1])


def every(browser: Browser, room: tuple[str, str]) -> list[str]:
    page = browser.new_page()
    places = [filled(page, room, place) for place in PAGES]
    page.close()
    return places


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_is_quiet(
    browser: Browser, room: tuple[str, str], width: int, scheme: Literal["light", "dark"]
) -> None:
    assert not unfit(browser, room[0], every(browser, room), width, scheme)


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
    browser: Browser, room: tuple[str, str], scheme: Literal["light", "dark"]
) -> None:
    assert not inaccessible(browser, room[0], every(browser, room), scheme)


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
    judges_and_takes_back(browser, f"{room[0]}/judge?a=norda&b=westbridge-post")


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
