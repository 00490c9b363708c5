"""An event's title, times and places, all taken from its reports and never made up."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from rashomon.events.reasons import of_event
from rashomon.events.represent import headline, lead_sentences
from rashomon.events.times import happened, published
from rashomon.model import Event

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.events.represent import Profile
    from rashomon.model import Text
    from rashomon.settings import Events as Limits

_WORD = re.compile(r"[^\W\d_]{2,}")
# Reports of a language whose words are looked through for a title: what bounds work.
_AMONG = 200


def describe(
    members: Sequence[str],
    texts: Mapping[str, Text],
    profiles: Mapping[str, Profile],
    limits: Limits,
    id: str | None = None,
    family: Mapping[str, str] | None = None,
) -> Event:
    """The event that some reports make; its id is given, or derived from its first report.

    `family` names the family of a report, whose other reports do not bear out its words.
    """
    ids = sorted(members)
    titles = _titles(ids, texts, profiles, limits, family or {})
    spoken = Counter(texts[r].reading.language or "" for r in ids)
    common = max(sorted(titles), key=lambda code: (titles[code][0], spoken[code]))
    first, last = happened((m for r in ids if (m := texts[r].reading.dated)), limits.near_days)
    told_first, told_last = published(m for r in ids if (m := texts[r].report.published))
    return Event(
        id or event_id(ids[0]),
        titles[common][1],
        tuple(ids),
        first,
        last,
        _places(ids, texts, limits),
        of_event(ids, profiles),
        told_first,
        told_last,
        {code: title for code, (_, title) in titles.items() if code},
    )


def event_id(report: str) -> str:
    """The id of an event that begins with this report: the same on every run."""
    return "e" + sha256(report.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _titles(
    ids: Sequence[str],
    texts: Mapping[str, Text],
    profiles: Mapping[str, Profile],
    limits: Limits,
    family: Mapping[str, str],
) -> dict[str, tuple[bool, str]]:
    """For each language a title, and whether it is a headline: that of the most central report
    whose headline has fewest words of its own; of reports without headlines, the lead sentence of
    the most central."""
    centre = np.sum([profiles[r].lead for r in ids], axis=0)
    centre = centre / max(float(np.linalg.norm(centre)), 1e-9)
    by_language: dict[str, list[str]] = {}
    for report in ids:
        by_language.setdefault(texts[report].reading.language or "", []).append(report)
    found: dict[str, tuple[bool, str]] = {}
    for code, reports in by_language.items():
        own = _own_words(reports, texts, family)
        best = max(
            reports,
            key=lambda r: (r in own, float(profiles[r].lead @ centre) - own.get(r, 0.0)),
        )
        lead = lead_sentences(texts[best], limits)
        title = headline(texts[best]) or (texts[best].cut(lead[0]) if lead else best)
        found[code] = best in own, title
    return found


def _own_words(
    reports: Sequence[str], texts: Mapping[str, Text], family: Mapping[str, str]
) -> dict[str, float]:
    """For each report of a language that has a headline, the share of its words that no other
    report uses: what one alone calls it is the likeliest to be coloured. Others of its family do
    not count, and nothing is known where there are none."""
    titled = {r: words for r in reports if (words := _words(headline(texts[r]) or ""))}
    if len(titled) < 2:
        return dict.fromkeys(titled, 0.0)
    families = {family.get(report, report) for report in reports}
    if len(families) < 2:
        return dict.fromkeys(titled, 0.0)
    users: defaultdict[str, set[str]] = defaultdict(set)
    asked = frozenset().union(*titled.values())
    for report in reports[:_AMONG]:
        for word in asked & _words(f"{headline(texts[report]) or ''} {texts[report].report.text}"):
            users[word].add(family.get(report, report))
    return {
        report: sum(users[word] <= {family.get(report, report)} for word in words) / len(words)
        for report, words in titled.items()
    }


@lru_cache(maxsize=1_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _places(ids: Sequence[str], texts: Mapping[str, Text], limits: Limits) -> tuple[str, ...]:
    """Names of places in most leads, as the reports write them, commonest first, each once."""
    counts: Counter[int] = Counter()
    written: dict[int, Counter[str]] = {}
    for report in ids:
        text = texts[report]
        lead = lead_sentences(text, limits)
        end = lead[-1].end if lead else 0
        seen = set()
        for place in text.reading.places:
            if place.geonames and place.start < end and place.kind != "demonym":
                seen.add(place.geonames)
                written.setdefault(place.geonames, Counter())[place.name] += 1
        counts.update(seen)
    names: dict[str, str] = {}
    for geonames in sorted(counts, key=lambda g: (-counts[g], g)):
        name = written[geonames].most_common(1)[0][0]
        # The town and the county of one name are told apart by nobody.
        names.setdefault(name.casefold(), name)
    return tuple(names.values())[: limits.event_places]
