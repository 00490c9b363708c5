"""The development sets as labelled documents, each in its own way from `--data PATH`."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Document:
    """A text with the event (or topic, or document) that it truly belongs to."""

    id: str
    text: str
    label: str
    title: str | None = None
    date: str | None = None
    url: str | None = None


def ecbplus(data: Path) -> list[Document]:
    """ECB+: every topic holds two events of one kind, meant to be confused."""
    found = []
    for path in sorted((data / "ecbplus").glob("*/*.xml")):
        sentences: dict[int, list[str]] = defaultdict(list)
        for token in ET.parse(path).getroot().iter("token"):
            sentences[int(token.get("sentence", "0"))].append(token.text or "")
        lines = [_joined(words) for _, words in sorted(sentences.items())]
        # The first line of an ECB+ file is often the page's address.
        lines = [line for line in lines if not line.startswith("http")]
        half = "plus" if path.stem.endswith("plus") else "ecb"
        found.append(Document(path.stem, "\n".join(lines), f"{path.parent.name}{half}"))
    return found


def basil(data: Path) -> list[Document]:
    """BASIL: one event by three outlets, with title and date."""
    found = []
    for path in sorted((data / "basil" / "articles").rglob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        text = "\n".join(" ".join(paragraph) for paragraph in record["body-paragraphs"])
        found.append(
            Document(
                record["uuid"],
                text,
                record["triplet-uuid"],
                record["title"],
                record.get("date"),
            )
        )
    return found


def newswcl50(data: Path) -> list[Document]:
    """NewsWCL50: one event by five outlets of different leaning."""
    sentences: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted((data / "newswcl50").glob("*.conll")):
        for line in path.read_text(encoding="utf-8").splitlines():
            fields = line.split("\t")
            if len(fields) >= 4:
                sentences[fields[0]][fields[1]].append(fields[3])
    return [
        Document(key, "\n".join(_joined(words) for words in lines.values()), key.split("/")[0])
        for key, lines in sorted(sentences.items())
    ]


def ntrex(data: Path, languages: tuple[str, ...] = ()) -> list[Document]:
    """NTREX: one document in many languages; the label is the document."""
    folder = data / "ntrex"
    ids = (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").split()
    found = []
    for path in sorted(folder.glob("newstest2019-*.txt")):
        language = path.stem.rsplit(".", 1)[1]
        if languages and language not in languages:
            continue
        lines: dict[str, list[str]] = defaultdict(list)
        for id, line in zip(ids, path.read_text(encoding="utf-8").splitlines(), strict=False):
            lines[id].append(line)
        found += [Document(f"{id}.{language}", "\n".join(x), id) for id, x in lines.items()]
    return found


# Documents of NTREX that tell of one happening, judged by their English texts among the fifty
# pairs nearest by words or leads, whatever our own grouping says of them.
_ONE_HAPPENING = (
    ("reuters.218909", "cbsnews.248387"),
    ("abcnews.306755", "newsweek.51300"),
    ("reuters.218861", "cnbc.com.6769"),
    ("reuters.218932", "rt.com.91337"),
    ("scotsman.133791", "bbc.381746"),
    ("newsweek.51338", "abcnews.306815"),
    ("newsweek.51330", "cnn.304447", "cnn.304489"),
    ("euronews-en.153797", "reuters.218863", "reuters.218865", "euronews-en.153835"),
    ("euronews-en.153799", "thelocal.65969"),
    ("reuters.218923", "scotsman.133758"),
)


def happenings(documents: Iterable[Document]) -> list[Document]:
    """NTREX with documents that tell of one happening under one label."""
    first = {id: some[0] for some in _ONE_HAPPENING for id in some}
    return [replace(d, label=first.get(d.label, d.label)) for d in documents]


def bsnlp(data: Path, topics: tuple[str, ...] = ()) -> Iterator[Document]:
    """BSNLP: real articles of six languages on three topics, with date, address and title."""
    for path in sorted((data / "bsnlp").glob("*/raw/*/*")):
        topic = path.parents[2].name
        if topics and topic not in topics:
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        if len(lines) > 5:
            date = lines[2].strip()[:10] or None
            yield Document(
                f"{topic}/{path.parent.name}/{path.stem}",
                "\n".join(lines[5:]).strip(),
                topic,
                lines[4].strip() or None,
                date,
                lines[3].strip() or None,
            )


def _joined(words: list[str]) -> str:
    """Tokens as a sentence: no space before punctuation."""
    text = " ".join(words)
    for mark in (".", ",", ";", ":", "?", "!", "'s", "n't", "''", ")", "%"):
        text = text.replace(f" {mark}", mark)
    return text.replace("`` ", "“").replace("''", "”").replace("( ", "(").replace("$ ", "$")
