"""An event's title, times and places, all taken from its reports and never made up."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from rashomon.events.reasons import of_event
from rashomon.events.represent import headline, lead_sentences
from rashomon.model import Event, Moment
from rashomon.moments import bounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.events.represent import Profile
    from rashomon.model import Text
    from rashomon.settings import Events as Limits


def describe(
    members: Sequence[str],
    texts: Mapping[str, Text],
    profiles: Mapping[str, Profile],
    limits: Limits,
    id: str | None = None,
) -> Event:
    """The event that some reports make; its id is given, or derived from its first report."""
    ids = sorted(members)
    moments = sorted(
        (m for r in ids if (m := profiles[r].when) and bounds(m)), key=lambda m: m.value
    )
    undated = [m for r in ids if (m := profiles[r].when) and not bounds(m)]
    first: Moment | None = moments[0] if moments else (undated[0] if undated else None)
    last: Moment | None = moments[-1] if moments else first
    return Event(
        id or event_id(ids[0]),
        _title(ids, texts, profiles, limits),
        tuple(ids),
        first,
        last,
        _places(ids, texts, limits),
        of_event(ids, profiles),
    )


def event_id(report: str) -> str:
    """The id of an event that begins with this report: the same on every run."""
    return "e" + sha256(report.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _title(
    ids: Sequence[str],
    texts: Mapping[str, Text],
    profiles: Mapping[str, Profile],
    limits: Limits,
) -> str:
    """The headline of the most central report in the commonest language; of reports without
    headlines, the lead sentence of the most central."""
    languages = Counter(texts[r].reading.language for r in ids)
    common = max(sorted(languages, key=str), key=lambda code: languages[code])
    centre = np.sum([profiles[r].lead for r in ids], axis=0)

    def rank(report: str) -> tuple[bool, bool, float]:
        text = texts[report]
        central = float(profiles[report].lead @ centre)
        return headline(text) is not None, text.reading.language == common, central

    best = texts[max(ids, key=rank)]
    lead = lead_sentences(best, limits)
    return headline(best) or (best.cut(lead[0]) if lead else best.id)


def _places(ids: Sequence[str], texts: Mapping[str, Text], limits: Limits) -> tuple[str, ...]:
    """Places in most leads, as the reports write them, commonest first."""
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
    ordered = sorted(counts, key=lambda g: (-counts[g], g))
    return tuple(written[g].most_common(1)[0][0] for g in ordered[: limits.event_places])
