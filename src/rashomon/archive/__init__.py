"""Archive: the façade over store, stages and workers; what the command line and others use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from rashomon.acquire.files import captures
from rashomon.archive import excerpts, judging, lookup
from rashomon.archive.collating import collate
from rashomon.archive.grouping import Told, group, learn, tell_stories
from rashomon.archive.leads import Leads
from rashomon.archive.relating import relate, renew
from rashomon.archive.result import Result
from rashomon.archive.searching import Found, Hit, Query, like, search
from rashomon.archive.sketches import Sketches
from rashomon.archive.working import analysed, cores
from rashomon.engines.workers import Workers
from rashomon.events.index import Index
from rashomon.events.telling import Telling
from rashomon.exceptions import StoreError
from rashomon.judgements import Judgement
from rashomon.model import Account, Event, Failure, Report, Story, Text
from rashomon.pipeline import VERSION, Analysed
from rashomon.readers import Readers
from rashomon.settings import Settings, digest
from rashomon.store import Change, Entry, Made, Store, Turn

__all__ = ["Archive", "Found", "Hit", "Progress", "Query", "Result"]

# Called with what is being done, how many are done and how many there are (None: not known yet).
Progress = Callable[[str, int, int | None], None]

# Reports stored in one transaction: what a kill can cost at most.
_CHUNK = 100
# Reports put into events in one transaction; the fewer, the more often events are described anew.
_GROUPED = 1_000
# How far over the number of recent reports the index grows before the others are let go.
_ROOM = 1.5
# Reports of one feed that is given out.
_FED = 200


def _silent(what: str, done: int, total: int | None) -> None:
    """Reports no progress."""


class Archive:
    """Reports and all that was found about them, in one file or, without one, for one run.

    `with Archive.open(path) as archive: archive.add(["reports/"]); archive.result()`
    """

    def __init__(self, store: Store, settings: Settings, recent: int = 0) -> None:
        self._store = store
        self._settings = settings
        self._recent = recent
        self._leads: Leads | None = None
        self._sketches = Sketches(store, settings.search)
        self._index = Index(settings.events)
        self._told = Told(Telling(settings.events))
        self._readers = Readers(settings.readers)
        self._workers = Workers(settings.workers or cores())

    @classmethod
    def open(
        cls, path: str | Path | None = None, settings: Settings | None = None, recent: int = 0
    ) -> Self:
        """Opens an archive, a file or a server's database (postgresql://…), made if absent; None
        gives one that is gone when closed.

        With `recent`, what is related and grouped by meaning are about so many reports, those that
        came last, and memory does not grow with the archive; text that is shared, and events that
        reports stand in, are found however old they are.

        Raises `StoreError` if the place is no archive, is damaged or of a newer version.
        """
        store = Store.open(None if path is None else str(path))
        return cls(store, settings or Settings(), recent)

    @property
    def store(self) -> Store:
        """What it is kept in, for those who keep more there than reports."""
        return self._store

    @property
    def settings(self) -> Settings:
        """The settings that it works under."""
        return self._settings

    def close(self) -> None:
        """Closes the archive; what was added stays in its file."""
        self._workers.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def add(self, inputs: Iterable[str], progress: Progress = _silent) -> list[Failure]:
        """Reads files, folders, globs or "-" and relates them to what the archive has.

        Returns what could not be read. Reading the same again adds nothing.
        """
        failures: list[Failure] = []
        waiting: list[Analysed] = []
        done = 0
        given = captures(inputs, self._settings.acquire, self._settings.fetch)
        for item in analysed(given, self._settings, self._workers):
            done += 1
            progress("reading", done, None)
            if isinstance(item, Failure):
                failures.append(item)
                continue
            failures += item.text.reading.failures
            waiting.append(item)
            if len(waiting) >= _CHUNK:
                self.keep(waiting)
                waiting = []
        self.keep(waiting)
        self._store.put_failures(failures)
        self.update(progress)
        return failures

    def update(self, progress: Progress = _silent) -> None:
        """Relates reports that still wait for it, as after a run that was killed."""
        pending = self._store.pending()
        if not pending:
            return
        leads = self._current_leads()
        relate(
            self._store,
            pending,
            self._settings,
            lambda done: progress("relating", done, len(pending)),
            leads,
            self._workers,
        )
        for start in range(0, len(pending), _GROUPED):
            progress("grouping", start, len(pending))
            chunk = pending[start : start + _GROUPED]
            with self._renewing():
                learn(self._store, leads.ids, leads, self._index, workers=self._workers)
                group(self._store, chunk, leads, self._index, self._settings)
                if start + _GROUPED >= len(pending):
                    tell_stories(self._store, leads, self._index, self._told, self._settings)
                self._store.settle(chunk)
        progress("grouping", len(pending), len(pending))

    @contextmanager
    def _renewing(self) -> Iterator[None]:
        """A transaction; where it fails, stories are told anew from what is kept."""
        try:
            with self._store.transaction():
                yield
        except BaseException:
            self._told = Told(Telling(self._settings.events))
            raise

    def report(self, id: str) -> Text | None:
        """A report with its reading, None where there is none of that id."""
        report = self._store.report(id)
        return Text(report, self._store.readings([id])[id]) if report else None

    def accounts(self, progress: Progress = _silent) -> Iterator[Account]:
        """The account of each event, in the order in which they are done."""
        events = list(self._store.events().values())
        for number, account in enumerate(
            collate(self._store, events, self._settings, self._readers, self._workers)
        ):
            progress("collating", number, len(events))
            yield account
        progress("collating", len(events), len(events))

    def result(self, progress: Progress = _silent) -> Result:
        """Everything that the archive tells, ready to be shown."""
        reports = self._store.reports()
        readings = self._store.readings()
        return Result(
            {id: Text(report, readings[id]) for id, report in reports.items()},
            self._store.stemma(),
            tuple(self._store.events().values()),
            tuple(self._store.stories()),
            {account.event: account for account in self.accounts(progress)},
            tuple(self._store.failures()),
            tuple(self._store.reuse_touching(reports)),
        )

    def revision(self) -> str:
        """Changes whenever what the archive tells changes."""
        return self._store.revision()

    def event(self, id: str) -> Result | None:
        """One event with its reports and account; None if no event has this id."""
        return excerpts.of_event(self._store, id, self._settings.web.reports, self._settings)

    def story(self, id: str) -> Result | None:
        """One story with its events, their reports and accounts; None if no story has this id."""
        return excerpts.of_story(self._store, id, self._settings.web.reports, self._settings)

    def excerpt(self, reports: Collection[str]) -> Result:
        """Some reports with others that share text with them, their events and accounts."""
        return excerpts.of_reports(self._store, reports, self._settings.web.reports)

    def find(self, kind: lookup.Kind, prefix: str) -> str:
        """The one id that a prefix names; raises `StoreError` for none or several."""
        return lookup.find(self._store, kind, prefix)

    def family(self, report: str) -> Result:
        """A report with all that derivations join it to."""
        return lookup.family(self._store, report)

    def told(self, event: str) -> Result:
        """An event with its reports, their stemma and its account."""
        return lookup.told(self._store, event, self._settings, self._readers)

    def events(self) -> list[Event]:
        """All events, by id."""
        return list(self._store.events().values())

    def stories(self) -> list[Story]:
        """All stories, by id."""
        return list(self._store.stories())

    def search(self, query: Query | str, most: int = 20) -> Found:
        """The reports, events and stories that a query finds, best first, at most `most` of each.

        By meaning it looks through the last `search.held` reports, whose signs are kept in memory
        from the first search on. Raises `SearchError` for a time that is none.
        """
        asked = Query(query) if isinstance(query, str) else query
        return search(self._store, asked, self._settings, self._sketches, most)

    def like(self, event: str, most: int = 20) -> list[str]:
        """The ids of other events, those first that are nearest in meaning; for people to judge."""
        return like(self._store, event, self._sketches, most)

    def _current_leads(self) -> Leads:
        if self._leads is None:
            self._leads = Leads.of(self._store, self._recent)
        else:
            self._leads.renew(self._store)
        if self._recent and len(self._index) > _ROOM * self._recent:
            self._index = self._index.kept(self._leads.rows.keys())
        return self._leads

    def judge(self, kind: str, *subjects: str, by: str) -> Judgement:
        """Keeps a person's judgement and obeys it, until it is taken back.

        `merge` takes events, `split` an event and the reports that leave it, `move` a report and
        the event it goes to, `copy` child and parent, `not-a-copy` two reports; beginnings of ids
        will do. Raises `StoreError` for an id that names nothing or several, `JudgementError` for
        what cannot be judged so.
        """
        with self._renewing():
            made = judging.judgement(self._store, kind, subjects, by)
            self._store.put_judgement(made)
            self._obey(made)
        return made

    def undo(self, judgement: str, by: str) -> Judgement:
        """Takes a judgement back, which stays on record; the machine decides again.

        Raises `JudgementError` for an id that names none or several, or one taken back before.
        """
        with self._renewing():
            found, undone = judging.undoing(self._store, judgement, by)
            self._store.put_undoing(found.id, undone)
            found = replace(found, undone=undone)
            self._obey(found)
        return found

    def judgements(self) -> list[Judgement]:
        """All judgements in the order in which they were made, those taken back too."""
        return self._store.judgements()

    def _obey(self, judgement: Judgement) -> None:
        """Renews what a judgement made or taken back decides."""
        if judgement.kind in ("copy", "not-a-copy"):
            renew(self._store, judgement.subjects, self._settings)
            return
        reports = {id for side in judgement.sides for id in side}
        formerly = judging.formerly(self._store, judgement)
        moved = dict.fromkeys(reports, judging.reason(judgement))
        leads = self._current_leads()
        learn(self._store, leads.ids, leads, self._index)
        group(self._store, reports, leads, self._index, self._settings, formerly, moved)
        tell_stories(self._store, leads, self._index, self._told, self._settings)

    def told_by(
        self, *, story: str | None = None, source: str | None = None, words: str | None = None
    ) -> list[Report]:
        """The reports of a story, the last ones of a source, or those that a search finds.

        Raises `StoreError` for a story that there is not.
        """
        if story is not None:
            events = [e for one in self._store.stories([story]) for e in one.events]
            if not events:
                raise StoreError("no story has this id", input=story, stage="find")
            found = [r for event in self._store.events(events).values() for r in event.reports]
        elif source is not None:
            return self._store.latest(source, _FED)
        else:
            found = [hit.id for hit in self.search(words or "", _FED).reports]
        return list(self._store.reports(found[-_FED:]).values())

    def log(self, event: str) -> list[Change]:
        """Which report entered or left an event, and when, oldest first."""
        return self._store.event_log(event)

    def turns(self, story: str) -> list[Turn]:
        """Which event entered or left a story, and when, oldest first; the beginning of its id will
        do, also that of one which became part of another.

        Raises `StoreError` for an id that names none or several.
        """
        return self._store.story_log(lookup.story(self._store, story))

    def backup(self, path: Path) -> None:
        """Copies the archive to a new file; raises `StoreError` if that exists."""
        self._store.backup(path)

    def fill(self, source: Archive) -> None:
        """Copies all that another archive holds into this one, which must be empty."""
        self._store.fill(source._store)

    def check(self) -> list[str]:
        """Problems found in the archive's file, none if it is sound."""
        return self._store.check()

    def keep(self, items: Iterable[Analysed]) -> list[str]:
        """Stores analysed reports under ids that name one text each, for good; returns the ids.

        They wait for `update` to relate them.
        """
        found = list(items)
        wanted = {i.text.id for i in found}
        taken = self._store.known({*wanted, *(_told_apart(i.text.report) for i in found)})
        entries = []
        for item in found:
            report = item.text.report
            if taken.get(report.id, report.digest) != report.digest:
                report = replace(report, id=_told_apart(report))
            taken.setdefault(report.id, report.digest)
            entries.append(Entry(report, item.text.reading, item.keys, item.lead))
        self._store.add(entries, Made("pipeline", VERSION, digest(self._settings)))
        return [entry.report.id for entry in entries]


def _told_apart(report: Report) -> str:
    """The id of a report whose own id another text already has."""
    return f"{report.id}~{report.digest[:8]}"
