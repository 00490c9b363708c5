"""What every worker needs, loaded once: workers are forked from a server that imports this.

Gazetteer, language data and encoder take seconds to load and hundreds of megabytes to hold; forked
workers share them. Importing this has that effect and no other, so nothing else imports it.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from rashomon.exceptions import RashomonError
from rashomon.garbage import collect_seldom
from rashomon.model import Capture
from rashomon.pipeline import analyse
from rashomon.settings import Settings

# A little of each way that a report can take; whatever fails here will fail, and be told, there.
_PAGE = "<html><head><title>Ferry</title></head><body><p>A ferry left Paris.</p></body></html>"
for _content in (Capture("", "html", _PAGE, ""), Capture("", "text", "A ferry left Paris.", "")):
    with suppress(RashomonError):
        analyse(_content, Settings())
# Forked processes share a page of memory until one of them writes to it, as the collector would.
collect_seldom()
gc.collect()
gc.freeze()
