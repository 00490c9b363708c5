"""An account as CSV: a row for every statement of every fact, with what proves it (RFC 4180)."""

from __future__ import annotations

import csv
import io

from rashomon.export.citing import cite
from rashomon.export.view import View
from rashomon.export.wording import clean

COLUMNS = (
    "event", "fact", "label", "position", "value", "as_of", "origin", "speaker", "report", "source",
    "title", "url", "published", "language", "start", "end", "sha256", "words",
)  # fmt: skip
# A cell that begins so is a formula to a spreadsheet; an apostrophe keeps it a text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def statements(seen: View) -> str:
    """All statements of the accounts that are shown."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in (*seen.events, *seen.lone):
        account = seen.result.accounts.get(one.event.id)
        for fact in account.facts if account else ():
            for number, position in enumerate(fact.positions, 1):
                for citation in position.statements:
                    told = cite(citation, seen.result)
                    text = seen.result.texts[citation.report]
                    shares = seen.result.stemma.shares.get(citation.report, ())
                    origin = next((s.origin for s in shares if s.origin in position.origins), "")
                    cells = (
                        one.event.id, fact.id, str(fact.label), str(number), position.value,
                        position.as_of, origin, told.speaker, told.report, told.source, told.title,
                        told.url, told.published, text.reading.language, str(told.start),
                        str(told.end), told.digest, told.words,
                    )  # fmt: skip
                    writer.writerow([_cell(cell) for cell in cells])
    return out.getvalue()


def _cell(value: str | None) -> str:
    words = clean(value or "")
    return f"'{words}" if words.startswith(_FORMULA) else words
