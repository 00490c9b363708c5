"""Why reports are one event, in words that a reader can check."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from rashomon.moments import days_apart
from rashomon.reasons import Reason, reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rashomon.events.represent import Profile
    from rashomon.model import Moment

# Names and figures listed, and reports of an event looked at: what fits a line, and bounds work.
_NAMED, _FIGURES = 8, 3
_AMONG = 200


def of_event(ids: Sequence[str], profiles: Mapping[str, Profile]) -> tuple[Reason, ...]:
    """Why some reports are one event: what most name, how far apart in time, how alike."""
    if len(ids) < 2:
        return ()
    some = [profiles[id] for id in ids[:_AMONG]]
    counts = Counter(name for p in some for name in p.names)
    reasons = []
    if shared := _listed([n for n, count in counts.items() if 2 * count > len(some)], some):
        reasons.append(reason("named by most", names=shared))
    if span := _span([p.when for p in some]):
        reasons.append(span)
    leads = np.stack([p.lead for p in some])
    likeness = float((leads @ leads.T)[np.tril_indices(len(some), -1)].mean())
    reasons.append(reason("alike", likeness=f"{likeness:.2f}"))
    return tuple(reasons)


def of_joining(id: str, others: Collection[str], profiles: Mapping[str, Profile]) -> str:
    """Why a report stands in one event with others: what it names as they do, time, likeness."""
    report, some = profiles[id], [profiles[other] for other in sorted(others)[:_AMONG]]
    if not some:
        return "resembles no event"
    shared = _listed([n for n in report.names if any(n in p.names for p in some)], [report])
    digits = sorted(f for f in report.figures if any(f in p.figures for p in some))
    parts = []
    if shared:
        parts.append(f"names {', '.join(shared)} as others do")
    if digits:
        parts.append(f"has the figures {', '.join(digits[:_FIGURES])} as others do")
    known = [
        days
        for p in some
        if report.when and p.when and (days := days_apart(report.when, p.when)) is not None
    ]
    if known:
        parts.append(f"{_days(min(known))} from the nearest in time")
    nearest = max(float(report.lead @ p.lead) for p in some)
    parts.append(f"likeness of its lead to the nearest {nearest:.2f}")
    return "; ".join(parts)


def written(keys: Iterable[str], profiles: Sequence[Profile]) -> dict[str, str]:
    """How most reports write some names; what none has as a name, but as a noun, is left out."""
    forms: dict[str, Counter[str]] = {key: Counter() for key in keys}
    for profile in profiles:
        for key in forms.keys() & profile.names.keys() - profile.nouns:
            forms[key][profile.names[key]] += 1
    return {
        key: min(words, key=lambda word: (-words[word], word))
        for key, words in forms.items()
        if words
    }


def _listed(keys: Sequence[str], profiles: Sequence[Profile]) -> list[str]:
    """Names as written, countries and inhabitants last."""
    wide = frozenset().union(*(p.wide for p in profiles))
    words = written(keys, profiles)
    ordered = sorted(words, key=lambda key: (key in wide, words[key]))
    return [words[key] for key in ordered[:_NAMED]]


def _span(moments: Sequence[Moment | None]) -> Reason | None:
    """How far apart reports with a time are, from the first of them to the last."""
    some = sorted((m for m in moments if m), key=lambda m: m.value)
    apart = days_apart(some[0], some[-1]) if len(some) > 1 else None
    if apart is None:
        return None
    return reason("days", count=round(apart)) if apart >= 1 else reason("within a day")


def _days(days: float) -> str:
    whole = round(days)
    return "less than a day" if days < 1 else f"{whole} day{'' if whole == 1 else 's'}"
