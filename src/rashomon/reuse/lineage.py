"""The stemma of a set of reports: edges with direction where it is known, families, origins.

In the manner of textual criticism (Maas 1957): each report hangs from what it was made from, an
edge that another path already explains is left out, and a text that several must come from but
nobody has is a node of its own, the unseen origin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rashomon.model import Evidence, Kind, Lineage, Origin, Share, Stemma
from rashomon.reuse.align import coverage
from rashomon.reuse.evidence import (
    Direction,
    behind_paywall,
    crediting,
    derives,
    direction,
    earlier_than,
    kind,
    likeness,
    own_work,
    same_article,
    same_source,
    source_key,
)
from rashomon.reuse.families import components, composites, neighbours, passages_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from rashomon.model import Credit, Reuse, Span, Text
    from rashomon.settings import Reuse as Limits


# An origin that cannot be told among more reports is called after the first of them.
_MOST_NAMES = 4


def stemma(texts: Mapping[str, Text], reuses: Iterable[Reuse], limits: Limits) -> Stemma:
    """Builds the stemma of some reports from all that they share.

    `texts` must hold every report that `reuses` names, and all reports connected with one another
    must be given together; the answer does not depend on their order.
    """
    near = neighbours(r for r in reuses if derives(r, limits))
    pairs = _Pairs(texts, near, limits)
    found = [_family(part, pairs) for part in components(texts, near)]
    return Stemma(
        tuple(sorted((e for f in found for e in f.lineage), key=lambda e: (e.child, e.parent))),
        tuple(sorted((o for f in found for o in f.origins), key=lambda o: o.id)),
        {report: shares for f in found for report, shares in sorted(f.shares.items())},
    )


class _Pairs:
    """Directions between reports that share text, each weighed once."""

    def __init__(
        self, texts: Mapping[str, Text], near: Mapping[str, Mapping[str, Reuse]], limits: Limits
    ) -> None:
        self.texts = texts
        self.near = near
        self.limits = limits
        self._weighed: dict[tuple[str, str], Direction] = {}
        self._originals: dict[str, bool] = {}

    def direction(self, one: str, other: str) -> Direction:
        a, b = sorted((one, other))
        if (a, b) not in self._weighed:
            reuse = self.near[a][b]
            self._weighed[a, b] = direction(self.texts[a], self.texts[b], reuse, self.limits)
        return self._weighed[a, b]

    def made_from(self, child: str, parent: str) -> bool | None:
        known = self.direction(child, parent).parent
        return None if known is None else known == parent

    def original(self, report: str) -> bool:
        """Whether a report was surely made from no other."""
        if report not in self._originals:
            made = any(self.made_from(report, other) for other in self.near[report])
            self._originals[report] = not made
        return self._originals[report]

    def taken(self, child: str, parent: str) -> tuple[Span, ...]:
        return passages_of(self.near[child][parent], child)

    def share(self, child: str, parents: Iterable[str]) -> float:
        spans = [span for parent in parents for span in self.taken(child, parent)]
        return coverage(self.texts[child], spans)

    def covered(self, report: str, one: str, other: str) -> float:
        """Share of one of two reports that stands in the other."""
        return self.share(report, [other if report == one else one])

    def edge(self, child: str, parent: str) -> Lineage:
        verdict = self.direction(child, parent)
        reuse = self.near[child][parent]
        count = len(reuse.passages)
        shared = Evidence("shared_text", f"{count} sentence{'s' * (count != 1)} in common")
        return Lineage(
            child,
            parent,
            kind(self.texts[child], self.texts[parent], reuse, self.limits),
            "unknown" if verdict.parent is None else "known",
            verdict.confidence,
            self.share(child, [parent]),
            (*verdict.evidence, shared),
        )


@dataclass(frozen=True, slots=True)
class _Family:
    lineage: tuple[Lineage, ...]
    origins: tuple[Origin, ...]
    shares: dict[str, tuple[Share, ...]]


def _family(members: tuple[str, ...], pairs: _Pairs) -> _Family:
    """The part of the stemma that hangs together; it may hold several families by composites."""
    mixed = composites(members, pairs.near, pairs.made_from, pairs.limits)
    lineage: list[Lineage] = []
    origins: list[Origin] = []
    home: dict[str, str] = {}
    for part in components(members, pairs.near, without=mixed):
        edges, origin = _tree(part, pairs)
        lineage += edges
        origins.append(origin)
        home |= dict.fromkeys(part, origin.id)
    known: dict[str, list[str]] = {}
    for edge in lineage:
        if edge.direction == "known" and edge.parent in pairs.texts:
            known.setdefault(edge.child, []).append(edge.parent)
    shares = {r: _shares(r, known.get(r, []), home, pairs) for r in sorted(home)}
    for report in sorted(mixed):
        edges, shares[report] = _composite(report, home, pairs)
        lineage += edges
        if not edges:
            origins.append(Origin(f"origin:{report}", report, _named(pairs.texts[report]), ()))
    return _Family(tuple(lineage), _members(origins, shares, pairs), shares)


def _tree(part: tuple[str, ...], pairs: _Pairs) -> tuple[list[Lineage], Origin]:
    """Edges within one family, without cycles and without the transitive, and its origin."""
    parents: dict[str, list[str]] = {}
    for child in part:
        parents[child] = [
            p for p in _parents(child, part, pairs) if not _hangs_from(p, child, parents)
        ]
    edges = [pairs.edge(child, parent) for child in part for parent in parents[child]]
    roots = [r for r in part if not parents[r]]
    unseen, orphans = _unseen(roots, part, pairs)
    loose = [r for r in roots if r not in orphans]
    if unseen is not None:
        edges += orphans.values()
    edges += _undirected(loose, roots, part, pairs)
    if unseen is not None:
        return edges, unseen
    root = roots[0] if len(roots) == 1 else None
    some = [_named(pairs.texts[r]) for r in roots[:_MOST_NAMES]]
    name = " / ".join([*some, "…"] if len(roots) > len(some) else some)
    return edges, Origin(f"origin:{root or part[0]}", root, name, part)


def _parents(child: str, part: tuple[str, ...], pairs: _Pairs) -> list[str]:
    """What a report was made from: the best parent first, then those with other passages."""
    members = set(part)
    known = [
        other
        for other in pairs.near.get(child, {})
        if other in members and pairs.made_from(child, other)
    ]
    known.sort(key=lambda p: (_rank(child, p, pairs), p))
    chosen: list[str] = []
    for parent in known:
        fresh = pairs.share(child, [*chosen, parent]) - pairs.share(child, chosen)
        if not chosen or fresh >= pairs.limits.further_parent:
            chosen.append(parent)
    return chosen


def _hangs_from(report: str, ancestor: str, parents: Mapping[str, list[str]]) -> bool:
    """Whether contradictory evidence would close a circle: the first seen by id prevails."""
    queue, seen = [report], {report}
    while queue:
        node = queue.pop()
        if node == ancestor:
            return True
        fresh = [p for p in parents.get(node, ()) if p not in seen]
        seen.update(fresh)
        queue += fresh
    return False


def _rank(child: str, parent: str, pairs: _Pairs) -> tuple[float, bool, str]:
    """How well a parent explains a child (see `_nearness`), the best first.

    Of parents that explain it equally well, an original outranks a copy, and the earlier the later.
    """
    published = pairs.texts[parent].report.published
    when = published.value if published else "9999"
    return -_nearness(child, parent, pairs), not pairs.original(parent), when


def _nearness(child: str, parent: str, pairs: _Pairs) -> float:
    """What a text covers of another, and how closely: who copies an edited text has its edits.

    A credit, and being versions of one article, outrank a few words more.
    """
    one, other = pairs.texts[child], pairs.texts[parent]
    tied = crediting(one, other) is not None or same_article(one, other)
    alike = likeness(pairs.near[child][parent])
    return round(pairs.share(child, [parent]) * alike + 0.2 * tied, 2)


def _unseen(
    roots: list[str], part: tuple[str, ...], pairs: _Pairs
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
    words = " ".join(text.report.text[credit.start : credit.end].split())
    return Lineage(
        text.id,
        origin,
        Kind.COPY,
        "known",
        0.9,
        1.0,
        (Evidence("credit", f"{text.id} credits {credit.name}: “{words[:120]}”"),),
    )


def _sibling(root: str, credited: Mapping[str, Credit], pairs: _Pairs) -> str | None:
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


def _beside(root: str, sibling: str, name: str, origin: str, pairs: _Pairs) -> Lineage:
    reuse = pairs.near[root][sibling]
    share = pairs.share(root, [sibling])
    evidence = [
        Evidence(
            "shared_text",
            f"{len(reuse.passages)} sentences also stand in {sibling}, which credits {name}",
        )
    ]
    if 1 - share >= pairs.limits.beyond_sibling:
        text = f"{1 - share:.0%} of {root} does not stand in {sibling}: not made from it alone"
        evidence.append(Evidence("own_text", text))
    if when := earlier_than(pairs.texts[root], pairs.texts[sibling]):
        evidence.append(when)
    if behind_paywall(pairs.texts[root], pairs.texts[sibling]):
        text = f"{root} ends in a paywall notice, {sibling} has none: not taken from it"
        evidence.append(Evidence("paywall", text))
    how = kind(pairs.texts[root], pairs.texts[sibling], reuse, pairs.limits)
    return Lineage(root, origin, how, "known", 0.6, share, tuple(evidence))


def _undirected(
    loose: list[str], roots: list[str], part: tuple[str, ...], pairs: _Pairs
) -> list[Lineage]:
    """For each root that nothing explains, its closest relation whose direction is not known."""
    edges: dict[tuple[str, str], Lineage] = {}
    members = set(part)
    anchor = roots[0] if loose and loose == roots else None
    for root in loose:
        if root == anchor:
            continue
        near = [
            o for o in pairs.near.get(root, {}) if o in members and pairs.made_from(root, o) is None
        ]
        if near:
            best = max(sorted(near), key=lambda o: _nearness(root, o, pairs))
            child, parent = sorted((root, best), key=lambda r: (-pairs.covered(r, root, best), r))
            edges.setdefault((child, parent), pairs.edge(child, parent))
    return list(edges.values())


def _composite(
    report: str, home: Mapping[str, str], pairs: _Pairs
) -> tuple[list[Lineage], tuple[Share, ...]]:
    """A composite's parents, one or more of each family, and its shares of their origins."""
    given: dict[str, list[str]] = {}
    for other in pairs.near[report]:
        if other in home and pairs.made_from(report, other) is not False:
            given.setdefault(home[other], []).append(other)
    edges, shares = [], []
    for origin in sorted(given):
        best = min(sorted(given[origin]), key=lambda o: _rank(report, o, pairs))
        edges.append(pairs.edge(report, best))
        shares.append(Share(origin, pairs.share(report, given[origin])))
    own = 1 - sum(s.share for s in shares)
    if own >= pairs.limits.own_share or not shares:
        shares.append(Share(f"origin:{report}", own))
    return edges, _normal(shares)


def _shares(
    report: str, parents: list[str], home: Mapping[str, str], pairs: _Pairs
) -> tuple[Share, ...]:
    """A report's origin, and itself as a further one where it mostly is its own work."""
    taken = pairs.share(report, parents)
    if parents and 1 - taken >= pairs.limits.own_share and not own_work(pairs.texts[report]):
        return _normal([Share(home[report], taken), Share(f"origin:{report}", 1 - taken)])
    return (Share(home[report], 1.0),)


def _normal(shares: list[Share]) -> tuple[Share, ...]:
    total = sum(s.share for s in shares) or 1.0
    ordered = sorted(shares, key=lambda s: (-s.share, s.origin))
    return tuple(Share(s.origin, round(s.share / total, 4)) for s in ordered)


def _members(
    origins: list[Origin], shares: Mapping[str, tuple[Share, ...]], pairs: _Pairs
) -> tuple[Origin, ...]:
    """Origins with all reports that have a share of them, own works among them."""
    known = {o.id: o for o in origins}
    holders: dict[str, list[str]] = {}
    for report, parts in shares.items():
        for part in parts:
            holders.setdefault(part.origin, []).append(report)
            if part.origin not in known:
                known[part.origin] = Origin(part.origin, report, _named(pairs.texts[report]), ())
    return tuple(
        Origin(o.id, o.root, o.name, tuple(sorted(holders[o.id])))
        for o in known.values()
        if o.id in holders
    )


def _named(text: Text) -> str:
    return text.report.source or text.id


def attribute(
    text: Text, shares: tuple[Share, ...], shared: Mapping[str, Reuse], home: Mapping[str, str]
) -> dict[Span, str]:
    """For a report with several origins, the origin of each passage that it took.

    `shared` are its reuses by partner, `home` each partner's main origin. Spans not named are the
    report's own.
    """
    wanted = {s.origin for s in shares}
    found: dict[Span, str] = {}
    for other in sorted(shared, key=lambda o: (-len(shared[o].passages), o)):
        if (origin := home.get(other)) in wanted:
            for span in passages_of(shared[other], text.id):
                found.setdefault(span, origin)
    return found
