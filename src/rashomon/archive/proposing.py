"""Accounts with what optional readers propose, beside their facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rashomon.compare.account import collect
from rashomon.compare.proposals import Doubts
from rashomon.model import Account, Event, Reuse, Stemma, Text
from rashomon.readers import Readers
from rashomon.settings import Compare


def with_proposals(
    account: Account,
    event: Event,
    texts: Mapping[str, Text],
    stemma: Stemma,
    reuses: Iterable[Reuse],
    vectors: Mapping[str, NDArray[np.float32]],
    readers: Readers,
    limits: Compare,
) -> Account:
    """An account with what readers say of the pairs it is least sure of, where these carry it."""
    shared = [r for r in reuses if r.a in texts and r.b in texts]
    said = collect(event, texts, stemma, shared)
    if len(said) < 2:
        return account
    doubts = Doubts(said, account.facts, vectors, limits)
    pairs = doubts.pairs(readers.limits.pairs)
    answers = readers.read([doubts.texts(pair) for pair in pairs])
    found = (
        (reader, carried)
        for reader, opinions in answers.opinions
        for pair, opinion in zip(pairs, opinions, strict=False)
        if opinion and (carried := doubts.carried(pair, opinion, reader))
    )
    return replace(account, proposed=tuple(found), unread=answers.failures)
