"""Parts of an archive as results: one event, or one report with those that share its text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from rashomon.archive.collating import collate
from rashomon.archive.result import Result
from rashomon.archive.texts import load
from rashomon.model import Account, Event, Fact, Stemma
from rashomon.settings import Settings
from rashomon.store import Store


def of_event(store: Store, id: str, most: int, settings: Settings) -> Result | None:
    """An event with its reports, their stemma and its account; None if no event has this id.

    Of more than `most` reports those that the account cites come first, the others are left out.
    The account is made and kept where the archive has none that is of this event as it now is.
    """
    return _of_events(store, [id], most, settings)


def of_story(store: Store, id: str, most: int, settings: Settings) -> Result | None:
    """A story with its events, their reports and accounts; None if no story has this id."""
    story = next(iter(store.stories([id])), None)
    found = _of_events(store, story.events, most, settings) if story else None
    return replace(found, stories=(story,)) if story and found else None


def of_reports(store: Store, ids: Collection[str], most: int) -> Result:
    """Those of some reports that there are, with at most `most` others that share text with any."""
    wanted = sorted(store.known(ids))
    reuses = store.reuse_touching(wanted)
    near = sorted({end for reuse in reuses for end in (reuse.a, reuse.b)} - set(wanted))
    events = store.events(set(store.event_of(wanted).values())).values()
    accounts = store.accounts([event.id for event in events]).values()
    return _excerpt(store, [*wanted, *near[:most]], events, accounts)


def _of_events(store: Store, ids: Sequence[str], most: int, settings: Settings) -> Result | None:
    """Those of some events that there are; None for none. All is read once, however many."""
    events = list(store.events(ids).values())
    if not events:
        return None
    stemma = store.stemma({report for event in events for report in event.reports})
    kept = store.accounts([event.id for event in events])
    told = []
    for event in events:
        account = kept.get(event.id)
        if account is None or not _current(account, event, stemma):
            account = next(collate(store, [event], settings))
        told.append(_bounded(event, account, most))
    shown = [event for event, _ in told]
    return _excerpt(
        store,
        {report for event in shown for report in event.reports},
        shown,
        [account for _, account in told],
        stemma if shown == events else None,
    )


def _bounded(event: Event, account: Account, most: int) -> tuple[Event, Account]:
    """An event with at most so many reports, those that its account cites before others."""
    if len(event.reports) <= most:
        return event, account
    cited = {c.report for f in account.facts for p in f.positions for c in p.statements}
    ranked = sorted(event.reports, key=lambda report: (report not in cited, report))
    reports = tuple(sorted(ranked[:most]))
    return replace(event, reports=reports), _among(account, reports)


def _current(account: Account, event: Event, stemma: Stemma) -> bool:
    """Whether an account speaks of the reports and origins that there are now."""
    reports = set(event.reports)
    origins = {share.origin for id in reports for share in stemma.shares.get(id, ())}
    origins |= {o.id for o in stemma.origins if not reports.isdisjoint(o.reports)}
    origins |= {e.parent for e in stemma.lineage if not reports.isdisjoint((e.child, e.parent))}
    return all(
        origins.issuperset(p.origins) and all(c.report in reports for c in p.statements)
        for fact in account.facts
        for p in fact.positions
    )


def _among(account: Account, reports: Collection[str]) -> Account:
    """What of an account is told by these reports alone."""
    kept = set(reports)

    def shown(facts: Iterable[Fact]) -> tuple[Fact, ...]:
        return tuple(
            f for f in facts if all(c.report in kept for p in f.positions for c in p.statements)
        )

    named = (
        w for w in account.wordings if all(c.report in kept for x in w.worded for c in x.statements)
    )
    return replace(
        account,
        facts=shown(account.facts),
        wordings=tuple(named),
        within=shown(account.within),
    )


def _excerpt(
    store: Store,
    ids: Collection[str],
    events: Iterable[Event],
    accounts: Iterable[Account],
    stemma: Stemma | None = None,
) -> Result:
    """A result of some reports; `stemma` is theirs, read here where it is not at hand."""
    texts = load(store, ids)
    stemma = stemma or store.stemma(texts)
    # A root that is not part of the excerpt is known by its name alone.
    origins = tuple(
        o if o.root is None or o.root in texts else replace(o, root=None) for o in stemma.origins
    )
    reuses = tuple(r for r in store.reuse_touching(texts) if r.a in texts and r.b in texts)
    return Result(
        texts,
        replace(stemma, origins=origins),
        tuple(events),
        (),
        {account.event: account for account in accounts},
        (),
        reuses,
    )
