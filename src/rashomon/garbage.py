"""How often Python looks for garbage that holds itself in cycles."""

from __future__ import annotations

import gc

# Objects made and still alive between two searches. Python's own 700 is for programs whose objects
# are few: over all stages a tenth of the time went into finding nothing. Measured at 700, 20,000
# and 50,000 on 231 pages: 65.6, 59.5 and 59.6 s, all with a largest process of 646 MB.
_BETWEEN = 20_000


def collect_seldom() -> None:
    """Has this process, and what is forked from it, search seldom.

    What reports are made of holds no cycles, so that nothing waits for the search.
    """
    gc.set_threshold(_BETWEEN)
