"""The stemma of a set of reports: edges with direction where it is known, families, origins.

In the manner of textual criticism (Maas 1957): each report hangs from what explains most of it, an
edge that another path already explains is left out, and a text that several must come from but
nobody has is a node of its own, the unseen origin. A direction is shown only where evidence between
the two reports of an edge decides it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rashomon.model import Lineage, Origin, Share, Stemma
from rashomon.reuse.evidence import crediting, derives, own_work, same_article
from rashomon.reuse.families import components, composites, neighbours, passages_of
from rashomon.reuse.judged import Judged
from rashomon.reuse.relations import Relations
from rashomon.reuse.trees import best_tree
from rashomon.reuse.unseen import unseen_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rashomon.model import Reuse, Span, Text
    from rashomon.settings import Reuse as Limits

# What a credit, being versions of one article, and a person's word add to the share that a parent
# explains.
_CREDIT, _VERSION, _JUDGED = 0.2, 0.3, 10.0
# An origin that cannot be told among more reports is called after the first of them.
_MOST_NAMES = 4


def stemma(
    texts: Mapping[str, Text],
    reuses: Iterable[Reuse],
    limits: Limits,
    said: Judged = Judged(),  # noqa: B008  (frozen)
) -> Stemma:
    """Builds the stemma of some reports from all that they share, and from what people said.

    `texts` must hold every report that `reuses` names, and all reports connected with one another
    must be given together; the answer does not depend on their order.
    """
    shared = list(reuses)
    near = neighbours(
        r
        for r in [*shared, *said.added(texts, shared)]
        if said.parent(r.a, r.b) or (derives(r, limits) and not said.denied(r.a, r.b))
    )
    pairs = Relations(texts, near, limits, said)
    found = [_family(part, pairs) for part in components(texts, near)]
    return Stemma(
        tuple(sorted((e for f in found for e in f.lineage), key=lambda e: (e.child, e.parent))),
        tuple(sorted((o for f in found for o in f.origins), key=lambda o: o.id)),
        {report: shares for f in found for report, shares in sorted(f.shares.items())},
    )


@dataclass(frozen=True, slots=True)
class _Family:
    lineage: tuple[Lineage, ...]
    origins: tuple[Origin, ...]
    shares: dict[str, tuple[Share, ...]]


def _family(members: tuple[str, ...], pairs: Relations) -> _Family:
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
    above = _copied_composites(mixed, home, pairs)
    lineage += [pairs.edge(report, parent) for report, parent in above.items()]
    for report in sorted(mixed - above.keys()):
        edges, shares[report] = _composite(report, home, pairs)
        lineage += edges
        if not edges:
            origins.append(Origin(f"origin:{report}", report, _named(pairs.texts[report]), ()))
    for report in sorted(above):
        first = report
        while first in above:
            first = above[first]
        shares[report] = shares[first]
    return _Family(tuple(lineage), _members(origins, shares, pairs), shares)


def _tree(part: tuple[str, ...], pairs: Relations) -> tuple[list[Lineage], Origin]:
    """Edges within one family, without circles and without the transitive, and its origin."""
    unseen, orphans = unseen_origin([r for r in part if pairs.original(r)], part, pairs)
    above = _hung(part, pairs, unseen, orphans)
    edges = {
        (child, parent): orphans[child] if parent not in pairs.texts else pairs.edge(child, parent)
        for child, parent in above.items()
    }
    known = {c: [p] for (c, p), edge in edges.items() if edge.direction == "known"}
    for child in part:
        for parent in _further(child, above.get(child), part, pairs):
            if not _hangs_from(parent, child, known):
                known.setdefault(child, []).append(parent)
                edges[child, parent] = pairs.edge(child, parent)
    roots = [r for r in part if r not in known]
    if unseen is not None:
        return list(edges.values()), unseen
    root = roots[0] if len(roots) == 1 else None
    some = [_named(pairs.texts[r]) for r in roots[:_MOST_NAMES]]
    name = " / ".join([*some, "…"] if len(roots) > len(some) else some)
    return list(edges.values()), Origin(f"origin:{root or part[0]}", root, name, part)


def _hung(
    part: tuple[str, ...], pairs: Relations, unseen: Origin | None, orphans: Mapping[str, Lineage]
) -> dict[str, str]:
    """What each report of a family hangs from; where nothing decides, either way round."""
    members = set(part)
    gains = {
        (child, parent): _gain(child, parent, pairs)
        for child in part
        for parent in pairs.near.get(child, {})
        if parent in members and pairs.made_from(child, parent) is not False
    }
    # Of parents that explain it equally well, an original outranks a copy, and the earlier.
    nodes = sorted(part, key=lambda r: (not pairs.original(r), _published(r, pairs), r))
    if unseen is not None:
        gains |= {(child, unseen.id): _points(1 + _CREDIT, known=True) for child in orphans}
        nodes.insert(0, unseen.id)
    return best_tree(gains, nodes)


def _gain(child: str, parent: str, pairs: Relations) -> int:
    """How well a parent explains a child: a credit, and being versions, outrank a few words."""
    one, other = pairs.texts[child], pairs.texts[parent]
    tied = _CREDIT * (crediting(one, other) is not None) + _VERSION * same_article(one, other)
    tied += _JUDGED * (pairs.said.parent(child, parent) == parent)
    known = pairs.made_from(child, parent) is not None
    return _points(pairs.explained(child, parent) + tied, known=known)


def _points(explained: float, *, known: bool) -> int:
    """Hundredths of a text, and of equal ones the known before the unknown."""
    return 2 * round(100 * explained) + known


def _published(report: str, pairs: Relations) -> str:
    published = pairs.texts[report].report.published
    return published.value if published else "9999"


def _further(child: str, main: str | None, part: tuple[str, ...], pairs: Relations) -> list[str]:
    """Parents that a report has beside the one it hangs from, by other passages, the best first."""
    if main is None or main not in pairs.texts:
        return []
    members = set(part) - {main}
    known = [o for o in pairs.near[child] if o in members and pairs.made_from(child, o)]
    known.sort(key=lambda p: (-_gain(child, p, pairs), _published(p, pairs), p))
    chosen = [main]
    for parent in known:
        fresh = pairs.explained(child, parent, chosen)
        if fresh >= pairs.limits.further_parent or pairs.said.parent(child, parent) == parent:
            chosen.append(parent)
    return chosen[1:]


def _hangs_from(report: str, ancestor: str, parents: Mapping[str, Sequence[str]]) -> bool:
    """Whether one report derives from another by known edges."""
    queue, seen = [report], {report}
    while queue:
        node = queue.pop()
        if node == ancestor:
            return True
        fresh = [p for p in parents.get(node, ()) if p not in seen]
        seen.update(fresh)
        queue += fresh
    return False


def _copied_composites(
    mixed: frozenset[str], home: Mapping[str, str], pairs: Relations
) -> dict[str, str]:
    """The composites that were made from another, by that other: it gives all that others give."""
    gains = {}
    for report in mixed:
        givers = [o for o in pairs.near[report] if o in home]
        for other in mixed.intersection(pairs.near[report]):
            whole = pairs.share(report, [other]) >= pairs.share(report, givers)
            if whole and pairs.made_from(report, other) is not False:
                gains[report, other] = _gain(report, other, pairs)
    return best_tree(gains, sorted(mixed, key=lambda r: (_published(r, pairs), r)))


def _composite(
    report: str, home: Mapping[str, str], pairs: Relations
) -> tuple[list[Lineage], tuple[Share, ...]]:
    """A composite's parents, one or more of each family, and its shares of their origins."""
    given: dict[str, list[str]] = {}
    for other in pairs.near[report]:
        if other in home and pairs.made_from(report, other) is not False:
            given.setdefault(home[other], []).append(other)
    edges, shares = [], []
    for origin in sorted(given):
        best = min(given[origin], key=lambda o: (-_gain(report, o, pairs), _published(o, pairs), o))
        edges.append(pairs.edge(report, best))
        shares.append(Share(origin, pairs.share(report, given[origin])))
    own = 1 - sum(s.share for s in shares)
    if own >= pairs.limits.own_share or not shares:
        shares.append(Share(f"origin:{report}", own))
    return edges, _normal(shares)


def _shares(
    report: str, parents: list[str], home: Mapping[str, str], pairs: Relations
) -> tuple[Share, ...]:
    """A report's origin, and itself as a further one where it mostly is its own work."""
    if any(pairs.said.parent(report, parent) == parent for parent in parents):
        return (Share(home[report], 1.0),)
    taken = pairs.share(report, parents)
    if parents and 1 - taken >= pairs.limits.own_share and not own_work(pairs.texts[report]):
        return _normal([Share(home[report], taken), Share(f"origin:{report}", 1 - taken)])
    return (Share(home[report], 1.0),)


def _normal(shares: list[Share]) -> tuple[Share, ...]:
    total = sum(s.share for s in shares) or 1.0
    ordered = sorted(shares, key=lambda s: (-s.share, s.origin))
    return tuple(Share(s.origin, round(s.share / total, 4)) for s in ordered)


def _members(
    origins: list[Origin], shares: Mapping[str, tuple[Share, ...]], pairs: Relations
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
