"""Origins that no report here is: credited by reports, or told by text that no sibling can give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rashomon.model import Evidence, Kind, Lineage, Origin
from rashomon.reasons import reason
from rashomon.reuse.evidence import (
    behind_paywall,
    credited,
    earlier_than,
    kind,
    same_source,
    source_key,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rashomon.model import Credit, Text
    from rashomon.reuse.relations import Relations


def unseen_origin(
    roots: list[str], part: tuple[str, ...], pairs: Relations
) -> tuple[Origin | None, dict[str, Lineage]]:
    """The origin that no report here is: credited by a root, or beyond what a sibling can give.

    Returns it with the edges of the roots that hang from it.
    """
    sources = {s for r in part if (s := pairs.texts[r].report.source)}
    outlets = {source_key(s) for s in sources} - {""}
    credited = {r: c for r in roots if (c := _credit_elsewhere(pairs.texts[r], outlets))}
    if not credited:
        return None, {}
    names = sorted({c.name for c in credited.values()}, key=lambda n: (_votes(n, credited), n))
    name = names[-1]
    slug = "-".join(re.findall(r"\w+", name.casefold()))
    id = f"unseen:{slug}/{part[0]}"
    edges = {}
    for root in roots:
        if (credit := credited.get(root)) is not None and same_source(credit.name, name):
            edges[root] = _from_credit(pairs.texts[root], credit, id)
        elif sibling := _sibling(root, credited, pairs):
            edges[root] = _beside(root, sibling, name, id, pairs)
    return Origin(id, None, name, part), edges


def _credit_elsewhere(text: Text, outlets: Collection[str]) -> Credit | None:
    """A report's credit, as a whole, to an outlet that no report of its family is of (their keys).

    Who contributed to a text has not written it: a credit for a part gives no origin of the whole.
    """
    whole = (c for c in text.reading.credits if not c.part)
    return next((c for c in whole if source_key(c.name) not in outlets), None)


def _votes(name: str, credited: Mapping[str, Credit]) -> int:
    return sum(same_source(name, c.name) for c in credited.values())


def _from_credit(text: Text, credit: Credit, origin: str) -> Lineage:
    return Lineage(text.id, origin, Kind.COPY, "known", 0.9, 1.0, (credited(text, credit),))


def _sibling(root: str, credited: Mapping[str, Credit], pairs: Relations) -> str | None:
    """The crediting report that shares most text with a root which has more than it can give."""
    near = [r for r in pairs.near.get(root, {}) if r in credited]
    if not near:
        return None
    best = max(sorted(near), key=lambda r: pairs.share(root, [r]))
    beyond = 1 - pairs.share(root, [best])
    earlier = earlier_than(pairs.texts[root], pairs.texts[best]) is not None
    elsewhere = pairs.texts[root].report.source is not None
    made_apart = (
        beyond >= pairs.limits.beyond_sibling
        or (earlier and elsewhere)
        or behind_paywall(pairs.texts[root], pairs.texts[best])
    )
    return best if made_apart else None


def _beside(root: str, sibling: str, name: str, origin: str, pairs: Relations) -> Lineage:
    reuse = pairs.near[root][sibling]
    share = pairs.share(root, [sibling])
    shared = reason("beside", count=len(reuse.passages), other=sibling, name=name)
    evidence = [Evidence("shared_text", shared)]
    if 1 - share >= pairs.limits.beyond_sibling:
        own = reason("own text", share=f"{1 - share:.0%}", report=root, other=sibling)
        evidence.append(Evidence("own_text", own))
    if when := earlier_than(pairs.texts[root], pairs.texts[sibling]):
        evidence.append(when)
    if behind_paywall(pairs.texts[root], pairs.texts[sibling]):
        evidence.append(Evidence("paywall", reason("paywall", report=root, other=sibling)))
    how = kind(pairs.texts[root], pairs.texts[sibling], reuse, pairs.limits)
    return Lineage(root, origin, how, "known", 0.6, share, tuple(evidence))
