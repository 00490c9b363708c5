"""Reading rooms on loopback, and what must hold on every page of one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Literal

import uvicorn
from playwright.sync_api import Browser

from rashomon.archive import Archive
from rashomon.web import create
from rashomon.web.access import Doors

# Controls without a name that a screen reader could say.
NAMELESS = """() => [...document.querySelectorAll(
  'a, button, input:not([type=hidden]), select, summary'
)].filter(e =>
  !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label'))
).map(e => e.outerHTML.slice(0, 80))"""


@contextmanager
def serving(archive: Archive) -> Iterator[str]:
    """The address of a room over an archive, in which this machine's user judges."""
    app = create(archive, doors=Doors(own="Ada"))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def unfit(
    browser: Browser,
    address: str,
    places: Iterable[str],
    width: int,
    scheme: Literal["light", "dark"],
) -> list[str]:
    """What is wrong with pages: not found, wider than the window, without one main part and a
    heading, with nameless controls, complaining, or asking for anything elsewhere."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    found: list[str] = []
    page.on("console", lambda m: found.append(m.text))
    page.on("pageerror", lambda e: found.append(str(e)))
    page.on(
        "request",
        lambda r: None if r.url.startswith((address, "data:")) else found.append(r.url),
    )
    for place in places:
        answer = page.goto(address + place)
        if answer is None or answer.status != 200:
            found.append(f"{place}: {answer and answer.status}")
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append(f"{place}: wider than {width}")
        if not page.locator("main").count() == page.locator("h1, h2").first.count() == 1:
            found.append(f"{place}: no main part or no heading")
        found += [f"{place}: nameless {control}" for control in page.evaluate(NAMELESS)]
    context.close()
    return found


def inaccessible(
    browser: Browser, address: str, places: Iterable[str], scheme: Literal["light", "dark"]
) -> list[str]:
    """What axe-core finds on pages."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    found: list[str] = []
    for place in places:
        page.goto(address + place)
        page.evaluate(axe)
        for wrong in page.evaluate("axe.run()")["violations"]:
            nodes = [node["html"][:160] for node in wrong["nodes"][:3]]
            found.append(f"{place}: {wrong['id']}: {nodes}")
    context.close()
    return found


def judges_and_takes_back(browser: Browser, address: str) -> None:
    """Says by keyboard that neither of two reports is a copy, and takes it back."""
    page = browser.new_page()
    page.goto(address)
    page.get_by_role("button", name="Neither").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/judge?done=*")
    assert "not-a-copy" in page.locator(".record").inner_text()
    page.get_by_role("button", name="Take back").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take back").wait_for(state="detached")
    page.close()
