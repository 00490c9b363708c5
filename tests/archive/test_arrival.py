"""Reports that come one by one, in any order, give the stemma of all at once."""

from dataclasses import replace
from functools import cache
from hashlib import sha256
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.archive.relating import relate
from rashomon.model import Credit, Moment, Reading, Report, Sentence, Stemma, Text
from rashomon.reuse.shingles import keys
from rashomon.settings import Settings
from rashomon.store import Entry, Made, Store

DAM = (
    "The upper dam at Velmar gave way shortly after four in the morning.",
    "Water covered the fields of eleven villages within two hours of the breach.",
    "Rescue teams brought more than three hundred people to a school in Orlen.",
    "The provincial water board said it would publish its inspection records.",
)
RELIEF = (
    "Ministers of both countries met in the capital to discuss flood relief.",
    "They agreed on a fund of forty million crowns for the river towns.",
    "Opposition parties called the sum an insult to the people of the valley.",
    "A second meeting of the ministers is planned for the first week of June.",
)
EDITED = tuple(sentence.split(maxsplit=1)[1] for sentence in DAM)
TAIL = ("The mayor of Orlen asked its people to bring blankets and lamps tonight.",)


def told(id: str, *lines: str, hour: int | None = None, credit: str | None = None) -> Text:
    text, spans, at = "\n".join(lines), [], 0
    for line in lines:
        spans.append(Sentence(at, at + len(line), "en"))
        at += len(line) + 1
    when = Moment(f"2031-05-03T{hour:02}:00:00+00:00", "minute", "given") if hour else None
    report = Report(
        id, id, text, sha256(text.encode()).hexdigest(), source=f"Outlet {id}", published=when
    )
    credits = (Credit(0, 8, credit),) if credit else ()
    return Text(report, Reading("en", sentences=tuple(spans), credits=credits))


TEXTS = (
    told("agency", *DAM, hour=5),
    told("copy", *DAM, hour=7),
    told("copied", *DAM),
    told("edited", *EDITED, hour=6),
    told("excerpt", *EDITED[:2], hour=8),
    told("relief", *RELIEF, hour=4),
    told("relieved", *RELIEF, *TAIL, credit="Telvia"),
    told("digest", *DAM[:3], *RELIEF[:3], hour=9),
    told("digested", *DAM[:3], *RELIEF[:3], hour=10),
    told("alone", *TAIL, hour=3),
)


def stemma(batches: list[list[Text]]) -> Stemma:
    limits = Settings()
    with Store.open() as store:
        for batch in batches:
            entries = [Entry(t.report, t.reading, keys(t, limits.reuse), None) for t in batch]
            store.add(entries, Made("test", 1, ""))
            fresh = [t.id for t in batch]
            relate(store, fresh, limits)
            store.settle(fresh)
        return store.stemma()


@cache
def whole() -> Stemma:
    return stemma([list(TEXTS)])


@settings(max_examples=5, deadline=None)
@given(st.permutations(TEXTS), st.sets(st.integers(1, len(TEXTS) - 1)))
def test_any_order_of_arrival_gives_one_stemma(order: list[Text], cuts: set[int]) -> None:
    ends = [0, *sorted(cuts), len(order)]
    batches = [list(order[a:b]) for a, b in pairwise(ends)]
    assert stemma(batches) == whole()


def test_the_whole_has_edges_of_every_sort() -> None:
    found = {(e.child, e.parent): e for e in whole().lineage}
    assert {e.direction for e in found.values()} == {"known", "unknown"}
    assert ("relieved", "unseen:telvia/alone") in found
    assert ("excerpt", "edited") in found
    assert {("digest", "relief"), ("digested", "digest")} <= found.keys()


def test_the_one_that_was_missing_takes_its_place() -> None:
    late = told("telvia", *RELIEF, *TAIL, hour=2)
    late = replace(late, report=replace(late.report, source="Telvia"))
    found = stemma([list(TEXTS), [late]])
    assert not any(e.parent.startswith("unseen:") for e in found.lineage)
    assert ("relieved", "telvia", "known") in {
        (e.child, e.parent, e.direction) for e in found.lineage
    }
