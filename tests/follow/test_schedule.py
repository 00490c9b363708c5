from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rashomon.follow.schedule import feed_again, page_again, retry
from rashomon.online import Follow

LIMITS = Follow()
SECONDS = st.floats(0, 1e7)


@given(SECONDS, st.booleans())
def test_a_feed_is_never_asked_sooner_or_later_than_allowed(pace: float, new: bool) -> None:
    again = feed_again(pace, 0, LIMITS, new=new)
    assert again.due is not None
    assert LIMITS.feed_least <= again.due <= LIMITS.feed_most


def test_a_feed_with_news_is_asked_sooner() -> None:
    busy = feed_again(1_000, 0, LIMITS, new=True)
    quiet = feed_again(1_000, 0, LIMITS, new=False)
    assert busy.pace < 1_000 < quiet.pace


def test_a_server_may_ask_for_more_time_but_not_for_ever() -> None:
    assert feed_again(1_000, 0, LIMITS, new=True, wanted=5_000).due == 5_000
    assert feed_again(1_000, 0, LIMITS, new=True, wanted=1e12).due == LIMITS.feed_most
    assert retry(0, 0, 0.5, LIMITS, wanted=7_000).due == 7_000
    assert retry(0, 0, 0.5, LIMITS, wanted=1e12).due == LIMITS.retry_most


def test_looks_at_a_page_decay_and_end() -> None:
    now, pace, looks = 0.0, 0.0, 0
    while (again := page_again(pace, now, LIMITS, changed=False)).due is not None:
        assert again.due - now >= pace
        now, pace, looks = again.due, again.pace, looks + 1
        assert looks < 100
    assert 10 <= looks <= 15
    assert now > 30 * 86_400 / 2


def test_a_page_that_changes_is_looked_at_as_if_it_were_new() -> None:
    assert page_again(1e6, 0, LIMITS, changed=True).due == LIMITS.page_first


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_retries_spread_and_grow_but_not_for_ever(failed: int, chance: float) -> None:
    again = retry(failed, 0, chance, LIMITS)
    assert again.due is not None
    assert again.failed == failed + 1
    assert LIMITS.retry_first * 0.75 <= again.due <= LIMITS.retry_most * 1.25
