"""Parts of an archive as results: one event, or one report with those that share its text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
    event = store.events([id]).get(id)
    if event is None:
        return None
    stemma = store.stemma(event.reports)
    account = store.accounts([event.id]).get(event.id)
    if account is None or not _current(account, event, stemma):
        account = next(collate(store, [event], settings))
    if len(event.reports) > most:
        cited = {c.report for f in account.facts for p in f.positions for c in p.statements}
        ranked = sorted(event.reports, key=lambda report: (report not in cited, report))
        event = replace(event, reports=tuple(sorted(ranked[:most])))
        account = _among(account, event.reports)
    return _excerpt(store, event.reports, [event], [account])


def of_story(store: Store, id: str, most: int, settings: Settings) -> Result | None:
    """A story with its events, their reports and accounts; None if no story has this id."""
    story = next(iter(store.stories([id])), None)
    if story is None:
        return None
    parts = [found for e in story.events if (found := of_event(store, e, most, settings))]
    events = [event for part in parts for event in part.events]
    accounts = [account for part in parts for account in part.accounts.values()]
    ids = {report for event in events for report in event.reports}
    return replace(_excerpt(store, ids, events, accounts), stories=(story,))


def of_reports(store: Store, ids: Collection[str], most: int) -> Result:
    """Those of some reports that there are, with at most `most` others that share text with any."""
    wanted = sorted(store.known(ids))
    reuses = store.reuse_touching(wanted)
    near = sorted({end for reuse in reuses for end in (reuse.a, reuse.b)} - set(wanted))
    events = store.events(set(store.event_of(wanted).values())).values()
    accounts = store.accounts([event.id for event in events]).values()
    return _excerpt(store, [*wanted, *near[:most]], events, accounts)


def _current(account: Account, event: Event, stemma: Stemma) -> bool:
    """Whether an account speaks of the reports and origins that there are now."""
    positions = [p for fact in account.facts for p in fact.positions]
    origins = {o.id for o in stemma.origins}
    return all(
        origins.issuperset(p.origins) and all(c.report in event.reports for c in p.statements)
        for p in positions
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
    store: Store, ids: Collection[str], events: Iterable[Event], accounts: Iterable[Account]
) -> Result:
    texts = load(store, ids)
    stemma = store.stemma(texts)
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
