"""The account of one event, over the store: made when asked for, kept until the event changes."""

from __future__ import annotations

from rashomon.archive.texts import load, sentence_vectors
from rashomon.compare.account import account
from rashomon.model import Account, Event
from rashomon.settings import Settings, digest
from rashomon.store import Made, Store

VERSION = 1


def collate(store: Store, event: Event, settings: Settings) -> Account:
    """An event's account. One report alone has nothing to be compared with: no vectors are made."""
    texts = load(store, event.reports)
    alone = len(texts) == 1
    vectors = {} if alone else sentence_vectors(store, texts.values(), settings)
    reuses = store.reuse_touching(event.reports)
    found = account(event, texts, store.stemma(event.reports), reuses, vectors, settings.compare)
    store.put_account(found, Made("account", VERSION, digest(settings.compare)))
    return found
