"""The page as a reader meets it: in Debian's Chromium, with scripts off and nothing to fetch."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.export.results import hostile, sample

from rashomon.export.html import place, render
from rashomon.export.view import View, view

pytestmark = pytest.mark.browser

# A box that is wider than the window, where nothing round it scrolls sideways.
OVERFLOWING = """() => [...document.querySelectorAll('body *')].filter(e =>
  !e.closest('.wide, .skip') && e.getBoundingClientRect().right > innerWidth + 1
).map(e => e.outerHTML.slice(0, 80))"""


def written(seen: View, folder: Path) -> Path:
    page = place(folder)
    page.write_text(render(seen), encoding="utf-8")
    return page


@pytest.fixture(scope="module", params=["sample", "hostile"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    result = {"sample": sample, "hostile": hostile}[request.param]()
    path = written(view(result), tmp_path_factory.mktemp("page"))
    return path.as_uri()


def opened(browser: Browser, address: str, **context: object) -> tuple[Page, list[str]]:
    """The page in a new context, and all that it asked for, said or asked a reader."""
    page = browser.new_context(**context).new_page()
    noticed: list[str] = []
    page.on("request", lambda r: noticed.append(r.url) if r.url != address else None)
    page.on("console", lambda m: noticed.append(m.text))
    page.on("pageerror", lambda e: noticed.append(str(e)))
    page.on("dialog", lambda d: noticed.append(d.message))
    page.goto(address)
    return page, noticed


@pytest.mark.parametrize("scripts", [False, True])
def test_it_asks_for_nothing_and_complains_of_nothing(
    browser: Browser, address: str, scripts: bool
) -> None:
    page, noticed = opened(browser, address, java_script_enabled=scripts)
    assert page.locator("h1").is_visible()
    assert page.locator("svg.stemma").is_visible()
    assert noticed == []
    page.context.close()


@pytest.mark.parametrize("width", [320, 400, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_never_scrolls_sideways(browser: Browser, address: str, width: int, scheme: str) -> None:
    page, _ = opened(
        browser, address, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []
    page.context.close()


def test_a_position_leads_to_its_sentence(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, written(view(sample()), tmp_path).as_uri())
    page.locator("#fact-f2 q a").first.click()
    assert page.url.endswith("#report-first.2")
    target = page.locator(":target")
    assert target.text_content() == "Nine people were on board."
    expect(target).to_be_in_viewport()
    page.context.close()


# Text against what lies behind it, by the formulas of WCAG 2.1 (success criterion 1.4.3).
CONTRAST = """() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = parse(c).slice(0, 3).map(v => (v /= 255) <= .03928
    ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor; if (parse(c)[3] !== 0) return c; } };
  const poor = [];
  for (const e of document.querySelectorAll('body *')) {
    const words = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
    if (e.closest('svg') || !words) continue;
    const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) poor.push(e.outerHTML.slice(0, 80));
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out(browser: Browser, address: str, scheme: str) -> None:
    page, _ = opened(browser, address, color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []
    page.context.close()


def test_on_paper_all_is_unfolded(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, written(view(sample()), tmp_path).as_uri())
    evidence = page.locator(".edges td", has_text="9 March 2026")
    assert not evidence.is_visible()
    page.emulate_media(media="print")
    assert evidence.is_visible()
    page.context.close()
