"""One thing out of an archive: by the beginning of its id, with what it hangs together with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rashomon.archive.collating import collate
from rashomon.archive.result import Result
from rashomon.archive.texts import load
from rashomon.exceptions import StoreError
from rashomon.readers import Readers
from rashomon.settings import Settings
from rashomon.store import Store

Kind = Literal["report", "event"]

# Ids named when a prefix fits several.
_NAMED = 5


def find(store: Store, kind: Kind, prefix: str) -> str:
    """The one id that a prefix names: a whole id wins, one of a merged event leads to its heir.

    Raises `StoreError` for a prefix of none or of several.
    """
    if kind == "event":
        if heir := store.events([prefix]).get(prefix):
            return heir.id
        fitting = sorted(id for id in store.events() if id.startswith(prefix))
    else:
        fitting = store.beginning(prefix)
        if prefix in fitting:
            return prefix
    return _only(kind, prefix, fitting)


def story(store: Store, prefix: str) -> str:
    """The one story's id that a prefix names; a whole id that was ever given is itself.

    Raises `StoreError` for a prefix of none or of several.
    """
    if store.stories([prefix]) or store.story_log(prefix):
        return prefix
    found = sorted(one.id for one in store.stories() if one.id.startswith(prefix))
    return _only("story", prefix, found)


def _only(kind: str, prefix: str, fitting: Sequence[str]) -> str:
    if not fitting or not prefix:
        raise StoreError(f"no {kind} has an id that begins so", input=prefix, stage="find")
    if len(fitting) == 1:
        return fitting[0]
    some = ", ".join(fitting[:_NAMED]) + (", …" if len(fitting) > _NAMED else "")
    raise StoreError(f"begins {len(fitting)} ids: {some}", input=prefix, stage="find")


def family(store: Store, report: str) -> Result:
    """A report with all that derivations join it to, by way of unseen origins too."""
    reached, frontier = {report}, {report}
    while frontier:
        near = store.stemma(frontier)
        ends = {end for edge in near.lineage for end in (edge.parent, edge.child)}
        ends.update(*(o.reports for o in near.origins if o.id in ends))
        frontier = set(store.known(ends)) - reached
        reached |= frontier
    texts = load(store, reached)
    events = store.events(set(store.event_of(reached).values()))
    reuses = [r for r in store.reuse_touching(texts) if r.a in texts and r.b in texts]
    return Result(texts, store.stemma(texts), tuple(events.values()), (), {}, (), tuple(reuses))


def told(store: Store, event: str, settings: Settings, readers: Readers) -> Result:
    """An event with its reports, their stemma and its account."""
    found = store.events([event])[event]
    texts = load(store, found.reports)
    account = next(iter(collate(store, [found], settings, readers)))
    reuses = [r for r in store.reuse_touching(texts) if r.a in texts and r.b in texts]
    stemma = store.stemma(texts)
    return Result(texts, stemma, (found,), (), {found.id: account}, (), tuple(reuses))
