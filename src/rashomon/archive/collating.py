"""The accounts of events, over the store: made when asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, zip_longest

import numpy as np
from numpy.typing import NDArray

from rashomon.archive.copies import told_apart
from rashomon.archive.proposing import with_proposals
from rashomon.archive.texts import load, sentence_vectors
from rashomon.compare.account import account
from rashomon.engines.workers import Workers
from rashomon.model import Account, Event, Reuse, Stemma, Text
from rashomon.readers import Readers
from rashomon.settings import Compare, Settings, digest
from rashomon.store import Made, Store

VERSION = 6

# Reports that stand alone whose accounts are made and kept at once.
_AT_ONCE = 40
# Other events whose sentences are encoded together.
_ENCODED = 20


@dataclass(frozen=True, slots=True)
class _Matter:
    """All that an account is made of."""

    event: Event
    texts: Mapping[str, Text]
    stemma: Stemma
    reuses: Sequence[Reuse]
    vectors: Mapping[str, NDArray[np.float32]]


def collate(
    store: Store,
    events: Sequence[Event],
    settings: Settings,
    readers: Readers | None = None,
    workers: Workers | None = None,
) -> Iterator[Account]:
    """The accounts of events: those of one report alone first, many at once, then the others.

    `readers` are asked of those that several reports tell; `workers` make the accounts.
    """
    made = Made("account", VERSION, digest(settings.compare))
    workers, work = workers or Workers(), partial(_accounts, settings.compare)
    lone = [event for event in events if len(event.reports) == 1]
    for some in workers.each(work, _alone(store, lone), "compare"):
        store.put_accounts(some, made)
        yield from some
    asked: deque[_Matter] = deque()  # what workers have under way
    matters = ([matter] for matter in _together(store, events, settings, workers, asked))
    for (found,) in workers.each(work, matters, "compare"):
        matter = asked.popleft()
        told = _proposed(found, matter, readers, settings.compare) if readers else found
        store.put_account(told, made)
        yield told


def _proposed(found: Account, of: _Matter, readers: Readers, limits: Compare) -> Account:
    return with_proposals(
        found, of.event, of.texts, of.stemma, of.reuses, of.vectors, readers, limits
    )


def _accounts(limits: Compare, matters: Sequence[_Matter]) -> list[Account]:
    return [account(m.event, m.texts, m.stemma, m.reuses, m.vectors, limits) for m in matters]


def _alone(store: Store, events: Sequence[Event]) -> Iterator[list[_Matter]]:
    """What events of one report are told from, many at once."""
    for start in range(0, len(events), _AT_ONCE):
        some = events[start : start + _AT_ONCE]
        ids = [event.reports[0] for event in some]
        texts, stemma = load(store, ids), store.stemma(ids)
        yield [
            _Matter(event, {id: texts[id]}, stemma, (), {})
            for event, id in zip(some, ids, strict=True)
        ]


def _together(
    store: Store,
    events: Sequence[Event],
    settings: Settings,
    workers: Workers,
    asked: deque[_Matter],
) -> Iterator[_Matter]:
    """What events of several reports are told from, each noted in `asked`.

    Of many copies of a text only those are read that stand for all.
    """
    others = [event for event in events if len(event.reports) > 1]
    for start in range(0, len(others), _ENCODED):
        matters = []
        for event in others[start : start + _ENCODED]:
            standing = told_apart(store, event.reports).spoken_for(event.reports)
            stemma = store.stemma(standing)
            texts = within(load(store, standing), stemma, settings.compare.sentences)
            told = replace(event, reports=tuple(sorted(texts)))
            matters.append(_Matter(told, texts, stemma, store.reuse_touching(texts), {}))
        said = [{text.cut(s) for text in m.texts.values() for s in text.body} for m in matters]
        vectors = sentence_vectors(store, set().union(*said), settings, workers)
        for matter, sentences in zip(matters, said, strict=True):
            asked.append(replace(matter, vectors={s: vectors[s] for s in sentences}))
            yield asked[-1]


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
