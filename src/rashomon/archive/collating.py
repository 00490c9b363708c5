"""The account of one event, over the store: made when asked for, kept until the event changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, zip_longest

from rashomon.archive.copies import told_apart
from rashomon.archive.texts import load, sentence_vectors
from rashomon.compare.account import account
from rashomon.model import Account, Event, Stemma, Text
from rashomon.settings import Settings, digest
from rashomon.store import Made, Store

VERSION = 1


def made(settings: Settings) -> Made:
    """What makes an account: another version or other settings make another."""
    return Made("account", VERSION, digest(settings.compare))


def collate(store: Store, event: Event, settings: Settings) -> Account:
    """An event's account. One report alone has nothing to be compared with: no vectors are made.

    Of many copies of a text only the few that stand for all are cited.
    """
    standing = told_apart(store, event.reports).spoken_for(event.reports)
    stemma = store.stemma(standing)
    texts = _within(load(store, standing), stemma, settings.compare.sentences)
    alone = len(texts) == 1
    vectors = {} if alone else sentence_vectors(store, texts.values(), settings)
    reuses = [] if alone else store.reuse_touching(texts)
    told = replace(event, reports=tuple(sorted(texts)))
    found = account(told, texts, stemma, reuses, vectors, settings.compare)
    store.put_account(found, made(settings))
    return found


def _within(texts: Mapping[str, Text], stemma: Stemma, most: int) -> dict[str, Text]:
    """Reports with at most so many sentences together: the first of each origin, then the second.

    What is compared grows with the square of the sentences.
    """
    origins: dict[str, list[str]] = {}
    for id in sorted(texts):
        shares = stemma.shares.get(id, ())
        origins.setdefault(shares[0].origin if shares else id, []).append(id)
    turns = chain.from_iterable(zip_longest(*(origins[o] for o in sorted(origins))))
    chosen: dict[str, Text] = {}
    for id in (turn for turn in turns if turn):
        size = len(texts[id].body)
        if size <= most:
            chosen[id] = texts[id]
            most -= size
    return chosen or dict(list(texts.items())[:1])
