"""Every page and the way through them in an archive of ten thousand reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from benchmarks.web import fill
from playwright.sync_api import Browser
from tests.browser.rooms import inaccessible, judges_and_takes_back, serving, unfit

from rashomon.archive import Archive
from rashomon.archive.excerpts import of_event
from rashomon.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass(frozen=True)
class Room:
    """A room's address, and the path of each page in it."""

    address: str
    places: list[str]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    path = tmp_path_factory.mktemp("many") / "archive.db"
    events = fill(path, 10_000, 10)
    with Archive.open(path) as archive, serving(archive) as address:
        event = max(events, key=lambda event: disputed(archive, event.id))
        a, b = event.reports[0], event.reports[-1]
        story = next(s.id for s in archive.stories() if event.id in s.events)
        places = [
            "/", "/?page=20", f"/events/{event.id}", f"/report?id={a}", f"/compare?a={a}&b={b}",
            "/stories", f"/stories/{story}", "/sources", "/search?q=harbour", "/judge",
            f"/judge?event={event.id}", f"/judge?a={a}&b={b}",
        ]  # fmt: skip
        yield Room(address, places)


def disputed(archive: Archive, event: str) -> int:
    result = of_event(archive.store, event, 300, Settings())
    assert result is not None
    return sum(len(f.positions) > 1 for a in result.accounts.values() for f in a.facts)


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_every_page_fits_and_is_quiet(browser: Browser, room: Room, width: int) -> None:
    assert not unfit(browser, room.address, room.places, width, "light")


def test_axe_finds_nothing_on_any_page(browser: Browser, room: Room) -> None:
    assert not inaccessible(browser, room.address, room.places, "light")


def test_from_the_front_to_the_sentence(browser: Browser, room: Room) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(room.address + room.places[2])
    title = page.locator("h1").first.inner_text()
    page.goto(room.address)
    page.get_by_label("Words in titles").fill(title)
    page.get_by_role("button", name="Show").click()
    page.locator(".item h2 a", has_text=title).first.click()
    assert page.url.endswith(room.places[2])
    page.locator(".disputed q a").first.click()
    assert "/report?id=" in page.url and "#s" in page.url
    assert page.locator(":target").inner_text().strip()
    context.close()


def test_an_editor_takes_back_what_was_judged(browser: Browser, room: Room) -> None:
    judges_and_takes_back(browser, room.address + room.places[-1])
