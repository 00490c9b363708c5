"""Datelines: "KYIV, May 20 (Reuters) —", «МОСКВА, 20 мая. /ТАСС/.», "Berlin (dpa) -".

Told by shape, so in any language: before a dash, slash or bracket that opens the report stand
only capitalised words, numbers with the word beside them, and agencies; and there is an agency
in brackets, or a place and a date, or a place in capitals. What leads into a report in capitals
without being a place ("EXCLUSIVE -") is data: `[dateline] labels` of the packs.
"""

from __future__ import annotations

import re

from rashomon.extract.agencies import bracketed
from rashomon.extract.cues import labels
from rashomon.language.agencies import agency

_REACH = 110  # three times the longest dateline of PolNeAR (135 datelines)
_END = re.compile(
    r"(?<=[\s).,/])[—–-]{1,3}[\s\u00a0]+|/[.\s]+(?:[—–-]{1,2}\s+)?|\)\s+|(?<=\w)\.[\s\u00a0]+"
)
_QUOTES = '"“„«‘‚¿¡'
_FOREIGN = re.compile(r"[!?…]|:(?!\d)|\A[^\w(\[/]")  # what stands in no dateline
_TOKEN = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*|\d+")


def dateline(text: str, start: int, end: int) -> int | None:
    """Where the dateline with which `text[start:end]` opens ends, None if it opens with none."""
    told: int | None = None
    for stop in _END.finditer(text, start, min(end, start + _REACH)):
        head = text[start : stop.end()].rstrip()
        after = text[stop.end() : stop.end() + 1]
        if not (after.isalnum() or (after and after in _QUOTES)) or after.islower():
            continue
        credited = bool(bracketed(text, start, start + len(head)))
        if not _opens(head, credited):
            continue
        if credited:
            # Italian agencies sign before the place: "(ANSA) - ROMA, 20 MAG -".
            further = dateline(text, stop.end(), end) if head[0] == "(" else None
            return further or start + len(head)
        # Russian ones after the dash: "МОСКВА, 20 мая — РИА Новости."
        told = told or start + len(head)
    return told


def _opens(head: str, credited: bool) -> bool:
    tokens = _TOKEN.findall(head)
    if not tokens or len(tokens) > 12 or (not credited and _FOREIGN.search(head)):
        return False
    numbers = [token.isdigit() for token in tokens]
    for index, token in enumerate(tokens):
        beside_number = any(numbers[max(0, index - 1) : index + 2])
        if token[0].islower() and not (beside_number or agency(token)):
            return False
    if credited:
        # "Kyiv. 20 May. UNIAN." but no sentence that ends in an agency's name.
        return not head.endswith(".") or head[-2] in "/)" or (any(numbers) and len(tokens) <= 6)
    if head.endswith("."):
        return False
    if head.endswith(")") or head.rstrip(".").endswith("/"):
        return False
    place = next((token for token in tokens if not token.isdigit()), "")
    if not place or numbers[0] or any(token.casefold() in labels() for token in tokens):
        return False
    dated = any(numbers) and len(tokens) >= 3 and any(mark in head for mark in ",.")
    if dated and place[0].isupper():
        return True
    # "NEW YORK —", "PORTLAND, Maine —"; shorter words in capitals are rather "EU" or "TV".
    named = _TOKEN.findall(head.partition(",")[0])
    capitals = all(token.isupper() and len(token) >= 3 for token in named)
    long = sum(map(len, named)) >= 4 and len(tokens) <= 3 and not any(numbers)
    return capitals and long and head[-1] in "—–-"
