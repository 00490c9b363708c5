"""What each page shows, out of the room: values for templates, no HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from rashomon.archive import Result
from rashomon.export import annotated, passages
from rashomon.export.revisions import Revision, revisions
from rashomon.export.view import View, short_names
from rashomon.model import Fact, Lineage, Sentence, Text
from rashomon.store import Followed, Kept, Listed, Page, Store, Version
from rashomon.web.room import Room

# Derivations and versions that a report's page shows.
_EDGES, _REVISIONS = 12, 4
_WAYS = {"verbatim": "taken"}


class Addresses(passages.Addresses):
    """Addresses of reports and sentences on pages of their own."""

    def __init__(self, result: Result) -> None:
        super().__init__((), result)
        self._reports = {
            id: f"/report?id={quote(id, safe='', errors='replace')}" for id in result.texts
        }

    def place(self, id: str, number: int) -> str:
        """The page of the report, and on it the sentence."""
        return f"{self._reports[id]}#s{number + 1}"


@dataclass(frozen=True, slots=True)
class Proof:
    """How a report was fetched: the page and which of its `versions` this is, by whose number;
    what the server sent (None for a text that its feed told), and the source that led to it."""

    page: Page
    version: Version
    versions: int
    capture: Kept | None
    source: Followed | None


def proof(store: Store, id: str) -> Proof | None:
    """How a report was fetched; None for one that was read from a file."""
    versions = store.versions(report=id)
    mine = next((version for version in versions if version.report == id), None)
    if mine is None:
        return None
    page = store.pages([mine.page])[mine.page]
    return Proof(
        page,
        mine,
        sum(version.page == mine.page for version in versions),
        store.capture(mine.capture) if mine.capture is not None else None,
        store.feed(page.feed) if page.feed is not None else None,
    )


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report in full; `ways` counts its sentences by where else they stand, `edges` are its own
    derivations, to and from it; `proof` says how it was fetched."""

    seen: View
    full: passages.FullText
    addresses: Addresses
    event: Listed | None
    ways: Mapping[str, int]
    edges: tuple[Lineage, ...]
    revisions: tuple[Revision, ...]
    proof: Proof | None


def report_page(room: Room, id: str) -> ReportPage:
    """A report with where its sentences also stand; raises `AbsentError` if there is none of this
    id."""
    result = room.report(id)
    seen = View(result, short_names(result), (), (), ())
    addresses = Addresses(result)
    account = next(iter(result.accounts.values()), None)
    facts = [_cited_here(fact, id) for fact in account.facts] if account else []
    full = passages.full_texts([id], facts, result, addresses)[0]
    event = next(iter(room.archive.store.listed([e.id for e in result.events]).values()), None)
    ways = Counter(
        way
        for paragraph in full.paragraphs
        if paragraph.role in ("body", "title", "dateline")
        for way in ways_of(paragraph)
    )
    edges = tuple(e for e in result.stemma.lineage if id in (e.child, e.parent))
    return ReportPage(
        seen, full, addresses, event, ways, edges[:_EDGES], revisions(id, result)[:_REVISIONS],
        proof(room.archive.store, id),
    )  # fmt: skip


def fragments(
    text: Text, number: int, found: tuple[annotated.Annotation, ...]
) -> list[annotated.Fragment]:
    """A sentence of a report, by its number, in pieces that lie in the same annotations."""
    sentences = text.reading.sentences
    whole = Sentence(0, min(len(text.report.text), passages.LONGEST))
    return list(annotated.fragments(text, sentences[number] if sentences else whole, found))


def ways_of(paragraph: passages.Paragraph) -> list[str]:
    """How each sentence of a paragraph stands to other reports: own, taken, edited, translated,
    or shared, where it is not known who took it. The marks of a run stand with its last."""
    ways: list[str] = []
    for piece in reversed(paragraph.pieces):
        if not piece.shared:
            ways.append("own")
        elif not piece.marks and ways:
            ways.append(ways[-1])
        else:
            mark = next((m for m in piece.marks if m.way == "from"), None)
            ways.append("shared" if mark is None else _WAYS.get(mark.kind, mark.kind))
    return ways[::-1]


def _cited_here(fact: Fact, report: str) -> Fact:
    """A fact with those of its citations alone that stand in a report."""
    positions = (
        replace(p, statements=tuple(c for c in p.statements if c.report == report))
        for p in fact.positions
    )
    return replace(fact, positions=tuple(positions))
