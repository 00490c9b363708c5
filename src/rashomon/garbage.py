"""How often Python looks for garbage that holds itself in cycles."""

from __future__ import annotations

import gc

# Objects made and still alive between two searches. Python's own 700 is for programs whose objects
# are few: on 231 pages a tenth of the time over all stages, 6.2 of 66.7 s, went into searches. At
# 20,000 and at 50,000 the largest process is as large as at 700, 646 MB.
_BETWEEN = 20_000


def collect_seldom() -> None:
    """Has this process, and what is forked from it, search seldom.

    What reports are made of holds no cycles, so that nothing waits for the search.
    """
    gc.set_threshold(_BETWEEN)
