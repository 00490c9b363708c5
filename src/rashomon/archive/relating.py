"""Who shares text with whom, over the store: a new report touches only its neighbours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from rashomon.archive.copies import copied, told_apart
from rashomon.archive.leads import Leads
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

# Reports laid side by side with others, pairs of copies, and reports whose stemma is renewed in one
# transaction: what stands in memory together.
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
    standing = sorted(told_apart(store, fresh).standing.intersection(fresh))
    near = _near(Nearness(leads or Leads.of(store), settings.reuse), standing)
    workers = workers or Workers()
    compared: set[str] = set()
    done = 0
    for some in _chunks(standing):
        with store.transaction():
            pairs, whole = _candidates(store, some, near, settings)
            # What the other end has met already need not be laid side by side again.
            pairs = [pair for pair in pairs if compared.isdisjoint(pair[:2])]
            _compare(store, pairs, settings, made, workers)
        compared |= whole
        done += len(some)
        if told:
            told(done)
    for same in _chunks(copied(store, fresh)):
        with store.transaction():
            _compare(store, [(a, b, False) for a, b in same], settings, made, workers)
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
    candidates: Sequence[tuple[str, str, bool]],
    settings: Settings,
    made: Made,
    workers: Workers,
) -> None:
    """Lays pairs of reports side by side and keeps what they share."""
    texts = load(store, {id for pair in candidates for id in pair[:2]})
    desk = Desk(settings.reuse)
    near = [desk.in_question(texts[a], texts[b]) for a, b, meaning in candidates if meaning]
    vectors = sentence_vectors(store, set().union(*near), settings, workers)
    found = [
        desk.align(texts[a], texts[b], vectors if meaning else None) for a, b, meaning in candidates
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


def _near(nearness: Nearness, ids: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """By report the pairs in which it is near to another, of all at once: a search for many costs
    less than one for each."""
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in nearness.mutual(ids):
        for id in pair:
            pairs[id].append(pair)
    return pairs


def _candidates(
    store: Store,
    fresh: Collection[str],
    near: Mapping[str, Sequence[tuple[str, str]]],
    settings: Settings,
) -> tuple[list[tuple[str, str, bool]], set[str]]:
    """Pairs worth laying side by side, copies apart, True where meanings are to be compared too;
    and the fresh reports of which no pair was left out."""
    limits = settings.reuse
    pairs: dict[tuple[str, str], bool] = {}
    whole = set(fresh)
    for report, counts in _sharing(store, fresh, settings).items():
        for other, _ in counts.most_common(limits.max_candidates):
            pairs[min(report, other), max(report, other)] = False
        if len(counts) > limits.max_candidates:
            whole.discard(report)
    pairs |= {pair: True for report in fresh for pair in near.get(report, ())}
    texts = store.known({id for pair in pairs for id in pair})
    return [(a, b, pairs[a, b]) for a, b in sorted(pairs) if texts[a] != texts[b]], whole


def _sharing(store: Store, fresh: Collection[str], settings: Settings) -> dict[str, Counter[str]]:
    """For each fresh report the reports with the same keys, counted."""
    keys = store.keys(fresh)
    holders = store.sharing({key for some in keys.values() for key in some})
    standing = told_apart(store, {id for ids in holders.values() for id in ids}).standing
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, ids in holders.items():
        some = [id for id in ids if id in standing]
        holders[key] = some[: settings.reuse.max_reports_per_key]
    for report in sorted(fresh):
        for key in keys.get(report, ()):
            counts[report].update(other for other in holders.get(key, ()) if other != report)
    return counts
