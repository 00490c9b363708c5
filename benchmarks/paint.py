"""First paint of each page of the reading room in Chromium, by the clock.

    python -m benchmarks.paint --db FILE

`rashomon serve` runs as a user starts it, over an archive that `benchmarks.web --keep` made, or any
other with events of several reports and a story. Of each kind some pages are opened one after the
other, each in a context of its own that keeps nothing of those before, 1,440 pixels wide; the room
is given the time to make ready what its first readers need. Printed are the milliseconds from the
start of the navigation to the first contentful paint, as the browser has them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from playwright.sync_api import Browser, sync_playwright

from benchmarks.served import room

_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def pages(address: str, most: int) -> Mapping[str, Sequence[str]]:
    """Paths of so many pages of each kind; of events, those that the front puts first."""

    def asked(path: str) -> Any:
        return httpx.get(f"{address}/api/v1/{path}", timeout=60).raise_for_status().json()

    events = [
        asked(f"events/{event['id']}")
        for event in asked("events?limit=200")["events"]
        if event["reports"] > 1
    ][:most]
    told = [sorted(quote(report["id"]) for report in event["reports"]) for event in events]
    words = [max(event["events"][0]["title"].split(), key=len) for event in events]
    return {
        "front": [f"/?page={n + 1}" for n in range(most)],
        "event": [f"/events/{e['events'][0]['id']}" for e in events],
        "report": [f"/report?id={a}" for a, *_ in told],
        "compare": [f"/compare?a={a}&b={b}" for a, *_, b in told],
        "story": [f"/stories/{story['id']}" for story in asked("stories")[:most]],
        "stories": [f"/stories?page={n + 1}" for n in range(most)],
        "sources": ["/sources"] * most,
        "search": [f"/search?q={quote(w)}" for w in words],
        "judge": [f"/judge?event={e['events'][0]['id']}" for e in events],
    }


def painted(browser: Browser, address: str) -> float:
    """Milliseconds until a page's first contentful paint."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    # Asked again and again: the page's own policy lets nothing wait inside it.
    while (found := page.evaluate(_PAINT)) is None:
        page.wait_for_timeout(5)
    context.close()
    return float(found)


def main() -> None:
    """Opens the pages of an archive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--asked", type=int, default=20, help="pages opened of each kind")
    parser.add_argument("--ready", type=float, default=20.0, help="seconds to make ready")
    given = parser.parse_args()
    with room(given.db) as (address, _), sync_playwright() as playwright:
        time.sleep(given.ready)
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for kind, paths in pages(address, given.asked).items():
            times = sorted(painted(browser, address + path) for path in paths)
            print(
                f"{kind:9} pages {len(times):3}   first paint: "
                f"median {statistics.median(times):5.0f}   most {times[-1]:5.0f} ms"
            )
        browser.close()


if __name__ == "__main__":
    main()
