"""Small texts made up for the tests, and reports made of them."""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from rashomon.model import Reading, Report, Sentence, Text

DAM = (
    "The upper dam at Velmar gave way shortly after four in the morning.",
    "Water covered the fields of eleven villages within two hours of the breach.",
    "Rescue teams brought more than three hundred people to a school in Orlen.",
    "The provincial water board said it would publish its inspection records.",
    "Engineers had warned of seepage at the eastern shoulder since the spring.",
)
DAMM = (
    "Der obere Damm bei Velmar brach kurz nach vier Uhr morgens.",
    "Binnen zwei Stunden bedeckte das Wasser die Felder von elf Dörfern.",
    "Retter brachten mehr als dreihundert Menschen in eine Schule in Orlen.",
    "Die Wasserbehörde der Provinz will ihre Prüfberichte veröffentlichen.",
    "Ingenieure hatten seit dem Frühjahr vor Sickerwasser gewarnt.",
)


def told(
    id: str, sentences: Sequence[str], language: str = "en", source: str | None = None
) -> Text:
    """A report of these sentences."""
    body, spans, at = " ".join(sentences), [], 0
    for sentence in sentences:
        spans.append(Sentence(at, at + len(sentence), language))
        at += len(sentence) + 1
    report = Report(id, id, body, sha256(body.encode()).hexdigest(), source=source)
    return Text(report, Reading(language, sentences=tuple(spans)))


def meanings(*versions: Sequence[str], faithful: float = 0.7) -> dict[str, NDArray[np.float32]]:
    """A vector for each sentence: in line with that of the same number in other versions.

    `faithful` is the cosine between two versions of a sentence; other sentences have none.
    """
    most = max(map(len, versions))
    axes = np.eye(most * (len(versions) + 1), dtype=np.float32)
    own = (1 - faithful) ** 0.5
    return {
        sentence: faithful**0.5 * axes[n] + own * axes[most * (v + 1) + n]
        for v, version in enumerate(versions)
        for n, sentence in enumerate(version)
    }
