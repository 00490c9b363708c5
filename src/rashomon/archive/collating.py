"""The accounts of events, over the store: made when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from rashomon.archive.copies import told_apart
from rashomon.archive.proposing import with_proposals
from rashomon.archive.texts import load, sentence_vectors
from rashomon.compare.account import account
from rashomon.model import Account, Event, Stemma, Text
from rashomon.readers import Readers
from rashomon.settings import Settings, digest
from rashomon.store import Made, Store

VERSION = 1

# Reports that stand alone whose accounts are made and kept at once.
_AT_ONCE = 200


def collate(
    store: Store, events: Sequence[Event], settings: Settings, readers: Readers | None = None
) -> Iterator[Account]:
    """The accounts of events: those of one report alone first, many at once, then the others.

    `readers` are asked of those that several reports tell.
    """
    made = Made("account", VERSION, digest(settings.compare))
    lone = [event for event in events if len(event.reports) == 1]
    for start in range(0, len(lone), _AT_ONCE):
        some = lone[start : start + _AT_ONCE]
        ids = [event.reports[0] for event in some]
        texts, stemma = load(store, ids), store.stemma(ids)
        found = [
            account(event, {id: texts[id]}, stemma, (), {}, settings.compare)
            for event, id in zip(some, ids, strict=True)
        ]
        store.put_accounts(found, made)
        yield from found
    for event in events:
        if len(event.reports) > 1:
            told = _collate(store, event, settings, readers)
            store.put_account(told, made)
            yield told


def _collate(store: Store, event: Event, settings: Settings, readers: Readers | None) -> Account:
    """The account of several reports; of many copies of a text only those standing for all."""
    standing = told_apart(store, event.reports).spoken_for(event.reports)
    stemma = store.stemma(standing)
    texts = within(load(store, standing), stemma, settings.compare.sentences)
    vectors = sentence_vectors(store, texts.values(), settings)
    told = replace(event, reports=tuple(sorted(texts)))
    reuses, limits = store.reuse_touching(texts), settings.compare
    found = account(told, texts, stemma, reuses, vectors, limits)
    if not readers:
        return found
    return with_proposals(found, told, texts, stemma, reuses, vectors, readers, limits)


def within(texts: Mapping[str, Text], stemma: Stemma, most: int) -> dict[str, Text]:
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
