"""Copies and translations: who shares text with whom, beside simple peers.

    python -m benchmarks.reuse --data ../shared/data [--cache FOLDER] [PART ...]

Parts are translations, copies and mixed.

Translations: NTREX (123 documents, each in several languages; three settings and both halves) and
the news of WMT22 (source, human and machine translations of each document). Two documents are one
pair if they are of one source; a method says so if it puts them into one family. Thresholds were
chosen on the even half of NTREX's documents. Nothing dates or credits these texts: every direction
asserted is a wrong one. The peer takes documents for translations that have each other's nearest
lead, its threshold the best on the same documents (an oracle).

Copies: BSNLP. The truth is exact containment of 5-word shingles in every pair of one language:
pairs of at least .5 must be in one family; links asserted between texts below .1 are to be read.
Peers are MinHash-LSH (datasketch, if installed) and TF-IDF cosines of whole texts, both at the
threshold that is best for them.

Mixed: NTREX in all its languages, WMT22 and BSNLP in one archive. No family should hold two
documents of NTREX or WMT22, or one of them and a report of BSNLP.
"""

from __future__ import annotations

import argparse
import math
import pickle
import re
import time
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from benchmarks import sets
from benchmarks.events import tfidf
from rashomon import encode
from rashomon.archive.relating import relate
from rashomon.encode.across import attainable
from rashomon.model import Capture, Reuse, Stemma
from rashomon.pipeline import Analysed, analyse
from rashomon.settings import Settings
from rashomon.store import Entry, Made, Store

Pair = tuple[str, str]
T = TypeVar("T")

_SIX = ("eng", "deu", "fra", "spa", "rus", "ukr")
_FIFTEEN = (*_SIX, "ita", "por", "nld", "pol", "ces", "bul", "arb", "tur", "zho-CN")
_WHOLE, _NONE = 0.5, 0.1


@dataclass(frozen=True)
class Found:
    """What stands between the reports of an archive."""

    stemma: Stemma
    reuses: Sequence[Reuse]
    seconds: float

    def families(self) -> set[Pair]:
        """Pairs with an origin in common."""
        return {pair for origin in self.stemma.origins for pair in combinations(origin.reports, 2)}

    def links(self) -> dict[Pair, str]:
        """Pairs that the stemma joins, and how."""
        return {
            (min(e.child, e.parent), max(e.child, e.parent)): e.kind for e in self.stemma.lineage
        }

    def arrows(self) -> int:
        """Directions asserted."""
        return sum(e.direction == "known" for e in self.stemma.lineage)


class Kept:
    """Documents after the stages of one report, kept in a folder between runs."""

    def __init__(self, folder: Path | None, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings

    def analysed(
        self, name: str, documents: Callable[[], Iterable[sets.Document]]
    ) -> list[Analysed]:
        """Every document of a set, analysed now or earlier."""
        return self._kept(f"{name}.reports", lambda: list(_analysed(documents(), self.settings)))

    def found(self, items: Sequence[Analysed]) -> Found:
        """All that the archive of these reports says of their reuse."""
        encoder = encode.load(self.settings.encode)
        sentences = {item.text.cut(s) for item in items for s in item.text.body}
        digests = {sha256(s.encode()).hexdigest()[:32] for s in sentences}
        with Store.open() as store:
            kept = self._kept("vectors", dict[str, Any])
            store.keep_vectors(encoder.name, kept)
            made = Made("benchmark", 1, "")
            store.add([Entry(i.text.report, i.text.reading, i.keys, i.lead) for i in items], made)
            start = time.perf_counter()
            ids = store.pending()
            relate(store, ids, self.settings)
            seconds = time.perf_counter() - start
            if self.folder:
                kept |= store.vectors(encoder.name, digests)
                (self.folder / "vectors.pickle").write_bytes(pickle.dumps(kept))
            return Found(store.stemma(), store.reuse_touching(ids), seconds)

    def _kept(self, name: str, make: Callable[[], T]) -> T:
        if self.folder is None:
            return make()
        file = self.folder / f"{name}.pickle"
        if not file.exists():
            file.write_bytes(pickle.dumps(make()))
        kept: T = pickle.loads(file.read_bytes())
        return kept


def _analysed(documents: Iterable[sets.Document], settings: Settings) -> Iterator[Analysed]:
    for d in documents:
        capture = Capture(
            d.id, "text", d.text, "", id=d.id, title=d.title, published=d.date, url=d.url
        )
        item = analyse(capture, settings)
        if isinstance(item, Analysed):
            yield item


def translations(data: Path, kept: Kept) -> None:
    """Prints how well translations are paired."""
    print("| archive | reports | P | R | F1 | arrows | peer F1 (oracle) | s |")
    print("|---|---|---|---|---|---|---|---|")
    for count, languages in ((6, _SIX), (15, _FIFTEEN)):
        items = kept.analysed(f"ntrex{count}", lambda: sets.ntrex(data, languages))  # noqa: B023  (called at once)
        of = {item.text.id: item.text.id.rpartition(".")[0] for item in items}
        number = {label: n for n, label in enumerate(sorted(set(of.values())))}
        halves = {
            "all": items,
            "tuned half": [i for i in items if number[of[i.text.id]] % 2 == 0],
            "held-out half": [i for i in items if number[of[i.text.id]] % 2],
            # One document in four in one language only, each in another.
            "a quarter alone": [
                i
                for i in items
                if (n := number[of[i.text.id]]) % 4
                or i.text.id.endswith(languages[n // 4 % len(languages)])
            ],
        }
        for half, some in halves.items():
            _pairs(f"ntrex {count} languages, {half}", some, of, kept.found(some))
    items = kept.analysed("wmt22", lambda: wmt22(data))
    of = {item.text.id: item.text.id.rpartition("/")[0] for item in items}
    _pairs("wmt22 news", items, of, kept.found(items))


def _pairs(name: str, items: Sequence[Analysed], of: Mapping[str, str], found: Found) -> None:
    ids = sorted(i.text.id for i in items)
    true = {pair for pair in combinations(ids, 2) if of[pair[0]] == of[pair[1]]}
    precision, recall, score = _scores(found.families(), true)
    peer = max(_scores(pairs, true)[2] for pairs in _mutual(items))
    print(
        f"| {name} | {len(ids)} | {precision:.4f} | {recall:.4f} | {score:.4f} "
        f"| {found.arrows()} | {peer:.4f} | {found.seconds:.0f} |"
    )


def _mutual(items: Sequence[Analysed]) -> Iterator[set[Pair]]:
    """Pairs that have each other's nearest lead of their languages, at falling thresholds."""
    known = [i for i in sorted(items, key=lambda i: i.text.id) if i.lead is not None]
    leads = np.stack([i.lead for i in known if i.lead is not None])
    codes = [i.text.reading.language for i in known]
    rows = {code: [r for r, c in enumerate(codes) if c == code] for code in set(codes)}
    scored: list[tuple[float, Pair]] = []
    for one, other in combinations(sorted(rows, key=str), 2):
        cosines = leads[rows[one]] @ leads[rows[other]].T
        across, down = cosines.argmax(axis=1), cosines.argmax(axis=0)
        for i in np.flatnonzero(down[across] == np.arange(len(cosines))).tolist():
            a, b = known[rows[one][i]].text.id, known[rows[other][across[i]]].text.id
            height = float(cosines[i, across[i]]) / attainable(one, other)
            scored.append((height, (min(a, b), max(a, b))))
    for threshold in np.arange(0.3, 1.0, 0.05):
        yield {pair for height, pair in scored if height >= threshold}


def _scores(found: Collection[Pair], true: Collection[Pair]) -> tuple[float, float, float]:
    right = len(set(found) & set(true))
    precision, recall = right / max(len(found), 1), right / max(len(true), 1)
    return precision, recall, 2 * right / max(len(found) + len(true), 1)


def wmt22(data: Path) -> Iterator[sets.Document]:
    """The news of WMT22's French and German: source, human and machine translations."""
    for direction in ("fr-de", "de-fr"):
        file = data / "wmt22" / f"wmttest2022.{direction}.all.xml"
        for doc in ET.parse(file).getroot().iter("doc"):
            if doc.get("domain") != "news":
                continue
            label = f"{direction}/{doc.get('id')}"
            for version in doc:
                who = version.get("system") or version.get("translator") or "source"
                text = "\n".join(
                    " ".join(segment.text or "" for segment in paragraph.iter("seg"))
                    for paragraph in version.iter("p")
                )
                yield sets.Document(f"{label}/{who}", text, label)


def copies(data: Path, kept: Kept) -> None:
    """Prints how well shared text is found."""
    items = kept.analysed("bsnlp", lambda: sets.bsnlp(data))
    texts = {i.text.id: f"{i.text.report.title or ''}\n{i.text.report.text}" for i in items}
    language = {i.text.id: i.text.id.split("/")[1] for i in items}
    inside = containment(texts, language)
    whole = {pair for pair, share in inside.items() if share >= _WHOLE}
    found = kept.found(items)
    print(f"{len(texts)} reports, {len(whole)} pairs of containment >= {_WHOLE}")
    print("| method | recall | links | of these < .1 | s |")
    print("|---|---|---|---|---|")
    links = {p for p in found.links() if p[0] in language and p[1] in language}
    same = {p for p in links if language[p[0]] == language[p[1]]}
    _row("rashomon", found.families(), same, whole, inside, found.seconds)
    print(f"  links across languages: {len(links - same)}, directions: {found.arrows()}")
    for name, method in (("MinHash-LSH", _minhash), ("TF-IDF cosine", _cosine)):
        start = time.perf_counter()
        tried = list(method(texts, language))
        seconds = (time.perf_counter() - start) / max(len(tried), 1)
        if tried:
            best, pairs = max(tried, key=lambda t: _scores(t[1], whole)[2])
            _row(f"{name} at {best:.2f}", _components(pairs), pairs, whole, inside, seconds)
    missed = sorted(whole - found.families(), key=lambda p: -inside[p])
    print("missed:", *(f"  {a} {b} {inside[a, b]:.2f}" for a, b in missed[:40]), sep="\n")
    kinds = found.links()
    weak = sorted(p for p in same if inside.get(p, 0.0) < _NONE)
    print("linked below .1:", *(f"  {a} {b} {kinds[a, b]}" for a, b in weak), sep="\n")


def _row(
    name: str,
    families: Collection[Pair],
    links: Collection[Pair],
    whole: Collection[Pair],
    inside: Mapping[Pair, float],
    seconds: float,
) -> None:
    recall = len(set(whole) & set(families)) / max(len(whole), 1)
    weak = sum(inside.get(p, 0.0) < _NONE for p in links)
    print(f"| {name} | {recall:.4f} | {len(links)} | {weak} | {seconds:.0f} |")


def containment(texts: Mapping[str, str], group: Mapping[str, str]) -> dict[Pair, float]:
    """Common 5-word shingles as a share of the smaller text's, for pairs in a group with any."""
    holders: dict[tuple[str, int], list[str]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for id in sorted(texts):
        shingles = _shingles(texts[id])
        sizes[id] = len(shingles)
        for shingle in shingles:
            holders[group[id], shingle].append(id)
    common: Counter[Pair] = Counter()
    for ids in holders.values():
        common.update(combinations(ids, 2))
    return {pair: count / min(sizes[pair[0]], sizes[pair[1]]) for pair, count in common.items()}


def _shingles(text: str) -> set[int]:
    words = re.findall(r"\w+", text.casefold())
    return {hash(tuple(words[i : i + 5])) for i in range(len(words) - 4)}


def _minhash(
    texts: Mapping[str, str], group: Mapping[str, str]
) -> Iterator[tuple[float, set[Pair]]]:
    try:
        from datasketch import (  # noqa: PLC0415  (a peer)
            MinHash,
            MinHashLSH,
        )
    except ImportError:
        print("| MinHash-LSH | skipped: datasketch is not installed | | | |")
        return
    sketches = {}
    for id, text in texts.items():
        sketches[id] = MinHash(num_perm=128)
        words = re.findall(r"\w+", text.casefold())
        shingles = {" ".join(words[i : i + 5]) for i in range(len(words) - 4)}
        sketches[id].update_batch([s.encode() for s in shingles] or [b""])
    for threshold in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        index = MinHashLSH(threshold=threshold, num_perm=128)
        pairs = set()
        for id, sketch in sketches.items():
            pairs |= {(min(id, o), max(id, o)) for o in index.query(sketch)}
            index.insert(id, sketch)
        yield threshold, {p for p in pairs if group[p[0]] == group[p[1]]}


def _cosine(
    texts: Mapping[str, str], group: Mapping[str, str]
) -> Iterator[tuple[float, set[Pair]]]:
    heights: dict[Pair, float] = {}
    for language in sorted(set(group.values())):
        ids = [id for id in sorted(texts) if group[id] == language]
        vectors = tfidf([sets.Document(id, texts[id], "") for id in ids])
        similar = np.triu(vectors @ vectors.T, 1)
        for i, j in np.argwhere(similar >= 0.3).tolist():
            heights[ids[i], ids[j]] = float(similar[i, j])
    for threshold in np.arange(0.3, 0.95, 0.05):
        yield float(threshold), {p for p, height in heights.items() if height >= threshold}


def _components(pairs: Iterable[Pair]) -> set[Pair]:
    """All pairs within the connected components of some."""
    of: dict[str, set[str]] = {}
    for a, b in pairs:
        joined = of.get(a, {a}) | of.get(b, {b})
        for id in joined:
            of[id] = joined
    return {p for group in of.values() for p in combinations(sorted(group), 2)}


def mixed(data: Path, kept: Kept) -> None:
    """Prints what holds together in one archive of all three sets, and should not."""
    every = {
        "ntrex": kept.analysed("ntrex18", lambda: sets.ntrex(data)),
        "wmt22": kept.analysed("wmt22", lambda: wmt22(data)),
        "bsnlp": kept.analysed("bsnlp", lambda: sets.bsnlp(data)),
    }
    home = {i.text.id: name for name, items in every.items() for i in items}
    ends = {"ntrex": ".", "wmt22": "/"}
    # Nothing tells which reports of BSNLP belong together, but none belongs with the others.
    of = {id: id.rpartition(ends[s])[0] if s in ends else "bsnlp" for id, s in home.items()}
    found = kept.found([item for items in every.values() for item in items])
    pairs = {p for p in found.families() if any(home[id] != "bsnlp" for id in p)}
    false = sorted(p for p in pairs if of[p[0]] != of[p[1]])
    true = sum(math.comb(n, 2) for label, n in Counter(of.values()).items() if label != "bsnlp")
    print(
        f"{len(of)} reports in one archive, {found.seconds:.0f} s: of NTREX and WMT22 "
        f"P {1 - len(false) / max(len(pairs), 1):.4f}, R {(len(pairs) - len(false)) / true:.4f}, "
        f"documents held together that are not one: {len({(of[a], of[b]) for a, b in false})}"
    )
    print("false:", *(f"  {a} {b}" for a, b in false[:40]), sep="\n")
    known = [e for e in found.stemma.lineage if e.direction == "known" and e.parent in home]
    print("arrows:", dict(Counter(home[e.child] for e in known)))


def main() -> None:
    """Runs the parts asked for, all of them without a choice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="keeps readings and vectors between runs")
    parser.add_argument("parts", nargs="*", choices=["translations", "copies", "mixed", []])
    given = parser.parse_args()
    if given.cache:
        given.cache.mkdir(parents=True, exist_ok=True)
    kept = Kept(given.cache, Settings())
    for part, run in (("translations", translations), ("copies", copies), ("mixed", mixed)):
        if not given.parts or part in given.parts:
            run(given.data, kept)


if __name__ == "__main__":
    main()
