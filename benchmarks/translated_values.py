"""How well values read in a translation agree with those read in the English original (NTREX).

Usage: python benchmarks/translated_values.py [--data PATH]. Agreement is the F1 of the values of
quantities, and of dates, line by line. Translators convert units and recast sentences, so that 1.0
is out of reach; a language far below the others lacks something. No peer reads all languages.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rashomon.annotate.quantities import quantities
from rashomon.annotate.times import times
from rashomon.model import Moment, Sentence

_LANGUAGES = {
    "deu": "de", "fra": "fr", "spa": "es", "rus": "ru", "ukr": "uk", "ita": "it",
    "por": "pt", "nld": "nl", "pol": "pl", "ces": "cs", "bul": "bg",
}  # fmt: skip
# The source texts are news of late September 2018.
_WRITTEN = Moment("2018-09-25", "day", "given")


def values(lines: list[str], language: str) -> Iterator[tuple[Counter[object], Counter[object]]]:
    for line in lines:
        sentences = [Sentence(0, len(line), language)]
        amounts = Counter[object]((q.value, q.low, q.high) for q in quantities(line, sentences))
        found = times(line, sentences, _WRITTEN)
        dates = (t.value for t in found if t.type in ("DATE", "TIME") and "REF" not in t.value)
        yield amounts, Counter[object](dates)


def agreement(pairs: list[tuple[Counter[object], Counter[object]]]) -> float:
    common = sum((a & b).total() for a, b in pairs)
    return 2 * common / max(sum(a.total() + b.total() for a, b in pairs), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    folder = parser.parse_args().data / "ntrex"
    source = folder / "newstest2019-src.eng.txt"
    if not source.is_file():
        print(f"skipped: no {source}")
        return
    original = list(values(source.read_text(encoding="utf-8").split("\n"), "en"))
    print("language  quantities  dates")
    for code, language in _LANGUAGES.items():
        path = folder / f"newstest2019-ref.{code}.txt"
        if not path.is_file():
            print(f"{language:<8}  skipped: no {path}")
            continue
        read = list(values(path.read_text(encoding="utf-8").split("\n"), language))
        figures = [
            agreement([(a[k], b[k]) for a, b in zip(original, read, strict=True)]) for k in (0, 1)
        ]
        print(f"{language:<8}  {figures[0]:.3f}       {figures[1]:.3f}")


if __name__ == "__main__":
    main()
