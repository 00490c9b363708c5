"""What the account of a crowded event costs: 500 reports of 40 origins.

    python -m benchmarks.crowd --data ../shared/data [--origins 40] [--reports 500]

The origins are ECB+'s longer documents, each with copies of itself; they are taken as far as an
archive takes them, which keeps at most `compare.sentences` sentences, the first report of each
origin before the second. Printed is processor time, so that other work on the machine counts for
little, and the largest memory.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from benchmarks import sets
from rashomon import encode
from rashomon.archive.collating import within
from rashomon.compare.account import account
from rashomon.model import Event, Moment, Report, Reuse, Text
from rashomon.pipeline import read
from rashomon.reuse.align import align
from rashomon.reuse.lineage import stemma
from rashomon.settings import Settings

# Shorter documents of the set are a headline and a line or two.
_LONG = 1_500


def crowd(
    documents: Sequence[sets.Document], reports: int, settings: Settings
) -> tuple[dict[str, Text], list[Reuse]]:
    """That many reports, copies of the documents in turn, and where the copies stand."""
    texts: dict[str, Text] = {}
    reuses = []
    for number in range(reports):
        copy, origin = divmod(number, len(documents))
        id = f"{origin:03}-{copy:03}"
        document = documents[origin]
        published = Moment("2020-01-01", "day", "given")
        report = Report(id, id, document.text, id, title=document.title, published=published)
        texts[id] = Text(report, read(report))
        if copy:
            reuses.append(align(texts[f"{origin:03}-000"], texts[id], settings.reuse, None))
    return texts, reuses


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes the event and prints what its account costs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--origins", type=int, default=40)
    parser.add_argument("--reports", type=int, default=500)
    given = parser.parse_args(arguments)
    settings = Settings()
    long = (d for d in sets.ecbplus(given.data) if len(d.text) > _LONG)
    texts, reuses = crowd(list(islice(long, given.origins)), given.reports, settings)
    tree = stemma(texts, reuses, settings.reuse)
    kept = within(texts, tree, settings.compare.sentences)
    words = sorted({t.cut(sentence) for t in kept.values() for sentence in t.body})
    vectors = dict(zip(words, encode.load(settings.encode).encode(words), strict=True))
    event = Event("event", "", tuple(sorted(kept)))
    began = time.process_time()
    told = account(event, kept, tree, reuses, vectors, settings.compare)
    spent = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(texts)} reports of {len(tree.origins)} origins, {len(kept)} compared: "
        f"{len(told.facts)} facts in {spent:.1f} s of processor time, at most {memory:.0f} MB"
    )


if __name__ == "__main__":
    main()
