"""Reports with their readings, and their sentences' vectors, out of the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from rashomon import encode
from rashomon.model import Text
from rashomon.settings import Settings
from rashomon.store import Store


def load(store: Store, ids: Collection[str]) -> dict[str, Text]:
    """Some reports with their readings, by id."""
    readings = store.readings(ids)
    return {id: Text(report, readings[id]) for id, report in store.reports(ids).items()}


def sentence_vectors(
    store: Store, texts: Iterable[Text], settings: Settings
) -> Mapping[str, NDArray[np.float32]]:
    """A unit vector for every sentence of some stories; each distinct one is encoded once, ever."""
    sentences = sorted({text.cut(s) for text in texts for s in text.body})
    if not sentences:
        return {}
    encoder = encode.load(settings.encode)
    digests = {s: sha256(s.encode()).hexdigest()[:32] for s in sentences}
    kept = store.vectors(encoder.name, digests.values())
    missing = [s for s in sentences if digests[s] not in kept]
    if missing:
        fresh = dict(zip((digests[s] for s in missing), encoder.encode(missing), strict=True))
        store.keep_vectors(encoder.name, fresh)
        kept |= fresh
    return {s: kept[digests[s]] for s in sentences}
