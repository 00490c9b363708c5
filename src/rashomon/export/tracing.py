"""Families, events and stories on a terminal, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Line
from rich.tree import Tree

from rashomon.archive import Result
from rashomon.export.view import Node, View, evidence, outlet, view
from rashomon.export.wording import clean, counted
from rashomon.model import Event


def whole(family: Result) -> View:
    """A family as it is drawn: as one event, whatever events its reports stand in."""
    reports = tuple(sorted(family.texts))
    return view(replace(family, events=(Event("family", "", reports),), accounts={}))


def show(seen: View, console: Console) -> None:
    """Prints the trees of a family with what speaks for each derivation."""
    for one in (*seen.events, *seen.lone):
        for node in one.stemma:
            tree = Tree(_label(node, seen), guide_style="dim")
            _hang(tree, node, seen)
            console.print(tree)
        for edge in one.unsettled:
            ends = f"{_name(edge.child, seen)} ─ {_name(edge.parent, seen)}"
            told = f"share text ({edge.kind}, {edge.coverage:.0%}); which was first is not known"
            console.print(Line(f"{ends}  {told}", "yellow"))
        if not one.edges:
            reports = counted(len(one.event.reports), "report")
            console.print(Line(f"{reports}, no derivation found", "dim"))


def _hang(branch: Tree, node: Node, seen: View) -> None:
    for child in node.children:
        _hang(branch.add(_label(child, seen)), child, seen)


def _label(node: Node, seen: View) -> RenderableType:
    line = Line("● " if node.seen else "○ ").append(_name(node.id, seen), "bold")
    if not node.seen:
        return line.append("  not here, named in a credit", "dim")
    line.append(f"  {outlet(seen.result.texts[node.id])}")
    if node.edge is None:
        return line
    edge = node.edge
    kind = f"  {edge.kind}, {edge.coverage:.0%} of it, confidence {edge.confidence:.2f}"
    return Group(line.append(kind, "yellow"), *_reasons(node, seen))


def _reasons(node: Node, seen: View) -> Iterator[RenderableType]:
    if node.edge:
        for why in evidence(node.edge, seen.names):
            yield Padding(Line(why, "dim"), (0, 0, 0, 2))


def _name(id: str, seen: View) -> str:
    return seen.names.get(id) or clean(id)
