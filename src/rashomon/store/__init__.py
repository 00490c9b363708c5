"""The archive's memory: one SQLite file with all that was read, found and decided."""

from rashomon.store.alerts import Alert, Alerts, Delivery
from rashomon.store.captures import Captures, Kept
from rashomon.store.events import Change, Events
from rashomon.store.failures import Failures
from rashomon.store.judgements import Judgements
from rashomon.store.keys import Keys
from rashomon.store.listings import Listed, Listings, Order, Told, Wanted
from rashomon.store.pages import Page, Pages, Version
from rashomon.store.pairs import Pairs
from rashomon.store.reports import Entry, Reports
from rashomon.store.rows import Made
from rashomon.store.search import Marks, Search
from rashomon.store.sources import Followed, Noted, Outlet, Sources
from rashomon.store.stemmata import Stemmata
from rashomon.store.stories import Stories
from rashomon.store.story_ids import Turn
from rashomon.store.upkeep import Upkeep
from rashomon.store.vectors import Vectors
from rashomon.store.works import Health, Work, Works

__all__ = [
    "Alert",
    "Change",
    "Delivery",
    "Entry",
    "Followed",
    "Health",
    "Kept",
    "Listed",
    "Made",
    "Marks",
    "Noted",
    "Order",
    "Outlet",
    "Page",
    "Store",
    "Told",
    "Turn",
    "Version",
    "Wanted",
    "Work",
]


class Live(Sources, Pages, Captures, Alerts):
    """What is followed, seen and told."""


class Store(
    Listings,
    Works,
    Reports,
    Keys,
    Vectors,
    Pairs,
    Stemmata,
    Events,
    Stories,
    Failures,
    Judgements,
    Search,
    Live,
    Upkeep,
):
    """An archive that is open: `with Store.open(path) as store: ...`.

    Ids that the archive lacks are left out of what queries return, but writing about one raises
    `StoreError`. Lists and dicts come in the order of ids, whatever the order of arrival.
    """
