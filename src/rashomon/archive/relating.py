"""Who shares text with whom, over the store: a new report touches only its neighbours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from rashomon.archive.texts import load, nearest, sentence_vectors
from rashomon.model import Reuse
from rashomon.reuse.align import align
from rashomon.reuse.lineage import stemma
from rashomon.settings import Settings, digest
from rashomon.store import Made, Store

VERSION = 1


def relate(store: Store, fresh: Collection[str], settings: Settings) -> None:
    """Finds the reuse of fresh reports, and renews the stemma of all that hang together with them.

    Afterwards each fresh report has its neighbours in the store for the stages that follow.
    """
    made = Made("reuse", VERSION, digest(settings.reuse))
    pairs = _candidates(store, fresh, settings)
    texts = load(store, {id for pair in pairs for id in pair[:2]})
    near = {id for a, b, meaning in pairs if meaning for id in (a, b)}
    vectors = sentence_vectors(store, [texts[id] for id in sorted(near)], settings)
    found = [
        align(texts[a], texts[b], settings.reuse, vectors if meaning else None)
        for a, b, meaning in pairs
    ]
    store.put_reuse([reuse for reuse in found if reuse.passages], made)
    reached, reuses = connected(store, fresh)
    whole = stemma(load(store, reached), reuses, settings.reuse)
    store.put_stemma(reached, whole, Made("stemma", VERSION, digest(settings.reuse)))


def connected(store: Store, ids: Iterable[str]) -> tuple[set[str], list[Reuse]]:
    """All reports that hang together with these by shared text, and what they share."""
    reached, frontier = set(ids), set(ids)
    reuses: dict[tuple[str, str], Reuse] = {}
    while frontier:
        found = store.reuse_touching(frontier)
        reuses |= {(r.a, r.b): r for r in found}
        frontier = {id for r in found for id in (r.a, r.b)} - reached
        reached |= frontier
    return reached, [reuses[pair] for pair in sorted(reuses)]


def _candidates(
    store: Store, fresh: Collection[str], settings: Settings
) -> list[tuple[str, str, bool]]:
    """Pairs worth laying side by side; True where meanings are to be compared as well."""
    limits = settings.reuse
    shared = _sharing(store, fresh, settings)
    pairs: dict[tuple[str, str], bool] = {}
    for report, counts in shared.items():
        for other, _ in counts.most_common(limits.max_candidates):
            pairs[min(report, other), max(report, other)] = False
    for a, b, _ in nearest(store, fresh, limits.near_lead, limits.max_candidates):
        pairs[a, b] = True
    return [(a, b, pairs[a, b]) for a, b in sorted(pairs)]


def _sharing(store: Store, fresh: Collection[str], settings: Settings) -> dict[str, Counter[str]]:
    """For each fresh report the reports with the same keys, counted.

    Reports of one text stand for one another: all but the first are compared with it alone.
    """
    keys = store.keys(fresh)
    holders = store.sharing({key for some in keys.values() for key in some})
    digests = store.known({id for ids in holders.values() for id in ids} | set(fresh))
    first: dict[str, str] = {}
    for id in sorted(digests):
        first.setdefault(digests[id], id)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for report in sorted(fresh):
        chief = first[digests[report]]
        if chief != report:
            counts[report][chief] = 1
            continue
        for key in keys.get(report, ()):
            some = holders.get(key, [])[: settings.reuse.max_reports_per_key]
            for other in {first[digests[o]] for o in some} - {report}:
                counts[report][other] += 1
    return counts
