"""When to ask again: pure decisions, each with its reason.

A feed is asked as often as it has news, a page ever more seldom, what fails ever more seldom and
not all at the same moment.
"""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.online import Follow


@dataclass(frozen=True, slots=True)
class Next:
    """When something is asked again (seconds since 1970, None: no more), at which pace, after how
    many failures in a row, and why."""

    due: float | None
    pace: float
    failed: int
    reason: str


def feed_again(
    pace: float, now: float, limits: Follow, *, new: bool, wanted: float | None = None
) -> Next:
    """After an answer: sooner if it was `new`. `wanted` are seconds that the server asks for."""
    pace = pace or limits.feed_first
    pace *= limits.quicker if new else limits.slower
    pace = min(max(pace, limits.feed_least), limits.feed_most)
    wait, reason = pace, "something was new" if new else "nothing was new"
    if wanted is not None and wanted > wait:
        wait, reason = min(wanted, limits.feed_most), "its server asks for this"
    return Next(now + wait, pace, 0, reason)


def page_again(pace: float, now: float, limits: Follow, *, changed: bool) -> Next:
    """After a look at a page: `decay` times later than the last time, from the start if changed."""
    pace = limits.page_first if changed or pace <= 0 else pace * limits.decay
    if pace > limits.page_last:
        return Next(None, pace, 0, "unchanged for long")
    return Next(now + pace, pace, 0, "it changed" if changed else "it did not change")


def retry(
    failed: int, now: float, chance: float, limits: Follow, wanted: float | None = None
) -> Next:
    """After a failure, the `failed`-th before it: later each time, by `chance` (0..1) around that.

    `wanted` are the seconds that a server asks for.
    """
    wait = min(limits.retry_first * 2 ** min(failed, 30), limits.retry_most)
    wait *= 0.75 + chance / 2
    reason = "it failed"
    if wanted is not None and wanted > wait:
        wait, reason = min(wanted, limits.retry_most), "its server asks for this"
    return Next(now + wait, 0.0, failed + 1, reason)
