"""Reports with their readings, and their sentences' vectors, out of the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from hashlib import sha256
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from rashomon import encode
from rashomon.engines.workers import Workers
from rashomon.model import Text
from rashomon.settings import Encode, Settings
from rashomon.store import Store

# Sentences encoded at once, whoever does it: in other company a vector's last bits may differ.
_AT_ONCE = 64


def load(store: Store, ids: Collection[str]) -> dict[str, Text]:
    """Some reports with their readings, by id."""
    readings = store.readings(ids)
    return {id: Text(report, readings[id]) for id, report in store.reports(ids).items()}


def sentence_vectors(
    store: Store, sentences: Collection[str], settings: Settings, workers: Workers
) -> Mapping[str, NDArray[np.float32]]:
    """A unit vector for every sentence; each distinct one is encoded once, ever."""
    if not sentences:
        return {}
    encoder = encode.name(settings.encode)
    digests = {s: sha256(s.encode()).hexdigest()[:32] for s in sorted(set(sentences))}
    kept = store.vectors(encoder, digests.values())
    missing = [s for s in digests if digests[s] not in kept]
    parts = [missing[at : at + _AT_ONCE] for at in range(0, len(missing), _AT_ONCE)]
    if missing:
        made = workers.each(partial(_encoded, settings.encode), parts, "encode")
        fresh = dict(zip((digests[s] for s in missing), chain.from_iterable(made), strict=True))
        store.keep_vectors(encoder, fresh)
        kept |= fresh
    return {s: kept[digests[s]] for s in digests}


def _encoded(settings: Encode, sentences: Sequence[str]) -> NDArray[np.float32]:
    return encode.load(settings).encode(sentences)
