"""Sentence vectors: do translations lie together, and what does a vector cost?

NTREX-128 (Federmann et al., 2022): 123 English news documents, translated by people. Taken are
the first three sentences of each, in 18 languages. Against English, for each language:
  nearest   share of sentences whose translation is the nearest of all
  cosine    mean cosine of a sentence and its translation
  leads     F1 of pairing documents that are each other's nearest, by the mean of their vectors
and over all pairs of languages the AUC of translations against other sentences.
The peer is the cosine of hashed character trigrams, which only names and cognates help.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rashomon import encode
from rashomon.settings import Encode

Vectors = NDArray[np.float32]
LEAD = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--model", default=Encode().model, help='"use" or "hub:NAME"')
    parser.add_argument("--prefix", default="", help='what the model wants, as "query: "')
    given = parser.parse_args()
    folder: Path = given.data / "ntrex"
    if not folder.is_dir():
        print(f"skipped: no NTREX at {folder}")
        return
    texts, documents = leads(folder)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    encoder = encode.load(Encode(model=given.model, prefix=given.prefix))
    seconds = time.perf_counter() - start
    report("character trigrams", trigrams, texts, documents)
    report(encoder.name, encoder.encode, texts, documents)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{encoder.name}: loaded in {seconds:.1f} s, {(after - before) / 1024:.0f} MB in all")


def leads(folder: Path) -> tuple[dict[str, list[str]], NDArray[np.int64]]:
    """The sentences of each language, and for each row the number of its document."""
    names = (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").split()
    first = {name: number for number, name in reversed(list(enumerate(names)))}
    rows = [row for row, name in enumerate(names) if row < first[name] + LEAD]
    chosen, numbers = set(rows), {name: number for number, name in enumerate(first)}
    texts = {
        path.stem.split(".")[1]: [
            line.strip()
            for row, line in enumerate(path.read_text(encoding="utf-8").splitlines())
            if row in chosen
        ]
        for path in sorted(folder.glob("newstest2019-*.txt"))
    }
    return texts, np.array([numbers[names[row]] for row in rows])


def trigrams(texts: Sequence[str]) -> Vectors:
    counts = np.zeros((len(texts), 4096), dtype=np.float32)
    for row, text in enumerate(texts):
        for start in range(len(text) - 2):
            counts[row, crc32(text[start : start + 3].lower().encode()) % 4096] += 1
    return unit(np.sqrt(counts))


def unit(vectors: Vectors) -> Vectors:
    lengths: Vectors = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors / lengths


def report(
    name: str,
    encoder: Callable[[Sequence[str]], Vectors],
    texts: dict[str, list[str]],
    documents: NDArray[np.int64],
) -> None:
    start = time.process_time()
    vectors = {language: encoder(sentences) for language, sentences in texts.items()}
    spent = time.process_time() - start
    print(f"{name}\n  {'':8}nearest  cosine  leads")
    means = {
        language: unit(
            np.array([rows[documents == number].mean(axis=0) for number in np.unique(documents)])
        )
        for language, rows in vectors.items()
    }
    for language in sorted(set(texts) - {"eng"}):
        cosines = vectors[language] @ vectors["eng"].T
        nearest = float((cosines.argmax(axis=1) == np.arange(len(cosines))).mean())
        cosine = float(np.diag(cosines).mean())
        pairing = paired(means[language] @ means["eng"].T)
        print(f"  {language:8}{nearest:7.3f}{cosine:8.2f}{pairing:7.3f}")
    count = sum(map(len, texts.values()))
    print(f"  AUC over all pairs of languages {separation(vectors):.4f}")
    print(f"  {count / spent:.0f} sentences per CPU second")


def paired(cosines: Vectors) -> float:
    """F1 of the pairs that are each other's nearest; the right ones lie on the diagonal."""
    across, down = cosines.argmax(axis=1), cosines.argmax(axis=0)
    mutual = np.flatnonzero(down[across] == np.arange(len(cosines)))
    return 2 * float((across[mutual] == mutual).sum()) / (len(mutual) + len(cosines))


def separation(vectors: dict[str, Vectors]) -> float:
    """Chance that a translation lies nearer than another sentence of the same language."""
    wins = [
        float((np.diag(cosines)[:, None] > cosines).sum() / (cosines.size - len(cosines)))
        for a, b in combinations(sorted(vectors), 2)
        for cosines in [vectors[a] @ vectors[b].T]
    ]
    return float(np.mean(wins))


if __name__ == "__main__":
    main()
