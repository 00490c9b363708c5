"""Who shares text with whom, over the store: a new report touches only its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from rashomon.archive.copies import apart, copied
from rashomon.archive.leads import Leads
from rashomon.archive.meeting import batches
from rashomon.archive.nearness import Nearness
from rashomon.archive.texts import load, sentence_vectors
from rashomon.engines.workers import Workers
from rashomon.model import Reuse
from rashomon.reuse.align import Desk
from rashomon.reuse.evidence import derives
from rashomon.reuse.judged import Judged, judged
from rashomon.reuse.lineage import stemma
from rashomon.settings import Reuse as Limits
from rashomon.settings import Settings, digest
from rashomon.store import Made, Store

VERSION = 4

# Pairs of copies laid side by side, and reports whose stemma is renewed, in one transaction: what
# stands in memory together.
_AT_ONCE = 200

T = TypeVar("T")


def relate(
    store: Store,
    fresh: Collection[str],
    settings: Settings,
    told: Callable[[int], object] | None = None,
    leads: Leads | None = None,
    workers: Workers | None = None,
) -> None:
    """Finds the reuse of fresh reports, and renews the stemma of all that hang together with them.

    `told` hears how many reports are done; `leads` are those of the archive where they are known;
    `workers` encode sentences.
    A process killed on the way leaves an archive in which the same call, made again, gives the
    same.
    """
    made = Made("reuse", VERSION, digest(settings.reuse))
    groups = store.copies(fresh)
    copies = copied(groups, fresh)
    same = frozenset(copies)
    standing = sorted(apart(groups).standing.intersection(fresh))
    near = Nearness(leads or Leads.of(store), settings.reuse).mutual(standing)
    workers = workers or Workers()
    desk = Desk(settings.reuse)
    for batch in batches(store, standing, near, settings):
        if pairs := [pair for pair in batch.pairs if pair[:2] not in same]:
            with store.transaction():
                _compare(store, desk, pairs, settings, made, workers)
        if told:
            told(batch.done)
    for some in _chunks(copies):
        with store.transaction():
            _compare(store, desk, [(*pair, False) for pair in some], settings, made, workers)
    renew(store, fresh, settings)


def renew(store: Store, ids: Collection[str], settings: Settings) -> None:
    """Makes the stemma of all that hangs together with some reports anew."""
    said = judged(store.judgements())
    made = Made("stemma", VERSION, digest(settings.reuse))
    done: set[str] = set()
    for some in _chunks(sorted(ids)):
        with store.transaction():
            whole, shared = connected(store, set(some) - done, said, settings.reuse)
            drawn = stemma(load(store, whole), shared, settings.reuse, said)
            store.put_stemma(whole, drawn, made)
        done |= whole


def _compare(
    store: Store,
    desk: Desk,
    pairs: Sequence[tuple[str, str, bool]],
    settings: Settings,
    made: Made,
    workers: Workers,
) -> None:
    """Lays pairs of reports side by side, and keeps what they share."""
    texts = load(store, {id for pair in pairs for id in pair[:2]})
    desk.clear()
    near = [desk.in_question(texts[a], texts[b]) for a, b, meaning in pairs if meaning]
    vectors = sentence_vectors(store, set().union(*near), settings, workers)
    found = [
        desk.align(texts[a], texts[b], vectors if meaning else None) for a, b, meaning in pairs
    ]
    store.put_reuse([reuse for reuse in found if reuse.passages], made)


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]


def connected(
    store: Store, ids: Iterable[str], said: Judged, limits: Limits
) -> tuple[set[str], list[Reuse]]:
    """All reports that hang together with these by derivation or judgement; what they share.

    A common quotation or formula leads nowhere: else most of an archive would hang together.
    """
    reached: set[str] = set()
    frontier = set(ids)
    reuses: list[Reuse] = []
    while frontier:
        # A pair with one whose pairs were read is among these.
        found = [r for r in store.reuse_touching(frontier, reached) if derives(r, limits)]
        reuses += found
        reached |= frontier
        frontier = {id for r in found for id in (r.a, r.b)} | said.partners(frontier)
        frontier -= reached
    shared = [*reuses, *said.added(reached, reuses)]
    return reached, sorted(shared, key=lambda r: (r.a, r.b))
