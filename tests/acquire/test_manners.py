from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.acquire.fetch import agent, seconds_until
from rashomon.acquire.manners import Manners
from rashomon.acquire.robots import Robots, rules
from rashomon.exceptions import InputError, UnreachedError
from rashomon.online import Fetch


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_host_is_asked_again_only_after_its_pace() -> None:
    clock = Clock()
    manners = Manners(Fetch(host_seconds=2), clock)
    with manners.turn("a", 200):
        assert not manners.ready("a")
    assert manners.busy() == ["a"]
    assert manners.ready("b")
    clock.now += 2
    assert manners.ready("a")


def test_a_crawl_delay_and_a_rest_are_kept() -> None:
    clock = Clock()
    manners = Manners(Fetch(host_seconds=1, max_delay=1_000), clock)
    manners.slow("a", 30)
    with manners.turn("a", 200):
        pass
    clock.now += 29
    assert not manners.ready("a")
    clock.now += 1
    assert manners.ready("a")
    manners.rest("a", 1e9)
    clock.now += 999
    assert not manners.ready("a")
    clock.now += 1
    assert manners.ready("a")


def test_who_would_wait_too_long_is_told() -> None:
    manners = Manners(Fetch(host_seconds=50), Clock())
    with manners.turn("a", 110):
        pass
    with pytest.raises(UnreachedError, match="more time"), manners.turn("a", 110):
        pass


def test_a_host_never_has_more_requests_than_allowed() -> None:
    manners = Manners(Fetch(host_seconds=0, per_host=2))
    running, most = 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal running, most
        with manners.turn("a", 1e9):
            with lock:
                running += 1
                most = max(most, running)
            threading.Event().wait(0.005)
            with lock:
                running -= 1

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


# robots.txt


def test_rules_are_those_for_our_name() -> None:
    text = (
        "User-agent: *\nDisallow: /\nCrawl-delay: 5\n\n"
        "User-agent: rashomon\nDisallow: /private\nAllow: /private/open\nRequest-rate: 1/10s\n"
        "Sitemap: https://example.org/map.xml\n"
    )
    found = rules(text, "rashomon")
    assert found.allow("https://example.org/a")
    assert not found.allow("https://example.org/private/x")
    assert found.allow("https://example.org/private/open")
    assert (found.delay, found.sitemaps) == (10.0, ("https://example.org/map.xml",))
    assert not rules(text, "other").allow("https://example.org/a")


@given(st.text(max_size=200))
def test_any_file_gives_rules(text: str) -> None:
    found = rules(f"User-agent: *\n{text}", "rashomon")
    found.allow("https://example.org/a?b")
    assert found.delay >= 0


def test_rules_are_believed_for_a_day_and_no_longer() -> None:
    clock, asked = Clock(), []
    texts = iter(["User-agent: *\nDisallow: /a", ""])

    def ask(url: str) -> tuple[int, str]:
        asked.append(url)
        return 200, next(texts)

    robots = Robots(ask, Fetch(robots_seconds=60), clock)
    assert not robots.of("https://example.org/a").allow("https://example.org/a")
    clock.now += 59
    assert not robots.of("https://example.org/b").allow("https://example.org/a")
    clock.now += 1
    assert robots.of("https://example.org/a").allow("https://example.org/a")
    assert asked == ["https://example.org/robots.txt"] * 2


@pytest.mark.parametrize(("status", "open_"), [(404, True), (403, True), (200, False)])
def test_an_absent_file_forbids_nothing(status: int, open_: bool) -> None:
    robots = Robots(lambda _: (status, "User-agent: *\nDisallow: /"), Fetch(), Clock())
    assert robots.of("https://example.org/").allow("https://example.org/a") is open_


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_failing_server_forbids_all_for_now(status: int) -> None:
    robots = Robots(lambda _: (status, ""), Fetch(), Clock())
    with pytest.raises(UnreachedError, match=str(status)):
        robots.of("https://example.org/")


# Who asks


def test_the_agent_says_who_asks_and_where_to_complain() -> None:
    assert agent(Fetch()).startswith("rashomon/")
    assert agent(Fetch(contact="desk@example.org")).endswith(" (+desk@example.org)")
    assert agent(Fetch(user_agent="desk/2")) == "desk/2"


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("120", 120, 120), ("Fri, 31 Dec 1999 23:59:59 GMT", 0, 0),
     ("Sat, 31 Dec 2999 23:59:59 GMT", 1e9, 1e12)],
)  # fmt: skip
def test_retry_after_is_read_in_both_its_forms(text: str, least: float, most: float) -> None:
    found = seconds_until(text)
    assert found is not None
    assert least <= found <= most


@pytest.mark.parametrize("text", [None, "", "soon", "-5", "²", "1e9", "9" * 50 + "x"])
def test_other_retry_after_is_no_time(text: str | None) -> None:
    assert seconds_until(text) is None


def test_the_tree_of_errors() -> None:
    assert issubclass(UnreachedError, InputError)
