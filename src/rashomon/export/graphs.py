"""A stemma for other programs: GraphML and DOT, and as a drawing of its own in SVG.

Names come from what was read: they are cleaned, and escaped as each format asks. Nodes are
numbered, since two ids may look the same once they are cleaned.

http://graphml.graphdrawing.org/specification.html, https://graphviz.org/doc/info/lang.html
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as Xml

from rashomon.export.stemma import BOX_HEIGHT, BOX_WIDTH, draw
from rashomon.export.view import View, evidence, outlet
from rashomon.export.wording import clean, shortened
from rashomon.model import Lineage

_KEYS = {
    "node": ("id", "name", "source", "published"),
    "edge": ("kind", "direction", "confidence", "coverage", "evidence"),
}
_STYLE = (
    "svg{background:#fff;color:#1b1b1b;font:13px system-ui,sans-serif}"
    "rect{fill:#f2f2ef;stroke:#77776f}text{fill:currentColor}.aside{font-size:11px;opacity:.8}"
    ".unseen rect{stroke-dasharray:4 3}path{stroke:#77776f;fill:none}.head{fill:#77776f}"
    ".unknown{stroke-dasharray:4 3}"
    "@media(prefers-color-scheme:dark){svg{background:#161616;color:#eee}"
    "rect{fill:#262626}}"
)


def graphml(seen: View) -> str:
    """The stemma as GraphML; an edge of unknown direction is an undirected one."""
    root = Xml.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for owner, names in _KEYS.items():
        for name in names:
            kind = "double" if name in {"confidence", "coverage"} else "string"
            entry = {"id": name, "for": owner, "attr.name": name, "attr.type": kind}
            Xml.SubElement(root, "key", entry)
    graph = Xml.SubElement(root, "graph", id="stemma", edgedefault="directed")
    numbers = _numbers(seen)
    for id, number in numbers.items():
        _data(Xml.SubElement(graph, "node", id=number), _node(id, seen))
    for edge in seen.result.stemma.lineage:
        ends = {"source": numbers[edge.parent], "target": numbers[edge.child]}
        ends["directed"] = "true" if edge.direction == "known" else "false"
        _data(Xml.SubElement(graph, "edge", ends), _edge(edge, seen))
    return _written(root)


def dot(seen: View) -> str:
    """The stemma in Graphviz's language."""
    numbers = _numbers(seen)
    lines = ["digraph stemma {", "  rankdir=LR;", "  node [shape=box];"]
    for id, number in numbers.items():
        style = "" if id in seen.result.texts else ", style=dashed"
        lines.append(f"  {number} [label={_quoted(_name(id, seen))}{style}];")
    for edge in seen.result.stemma.lineage:
        label = _quoted(_label(edge))
        ways = "" if edge.direction == "known" else ", dir=none, style=dashed"
        lines.append(f"  {numbers[edge.parent]} -> {numbers[edge.child]} [label={label}{ways}];")
    return "\n".join([*lines, "}"]) + "\n"


def svg(seen: View) -> str | None:
    """The stemma drawn; None where it has more nodes than can be read."""
    edges = seen.result.stemma.lineage
    drawing = draw(list(_numbers(seen)), edges)
    if drawing is None:
        return None
    root = _canvas(drawing.width, drawing.height)
    for line in drawing.lines:
        Xml.SubElement(root, "path", {"d": line.path, "class": line.edge.direction})
        if line.head:
            Xml.SubElement(root, "path", {"d": line.head, "class": "head"})
        place = {"x": f"{line.x:g}", "y": f"{line.y:g}", "class": "aside", "text-anchor": "end"}
        Xml.SubElement(root, "text", place).text = _label(line.edge)
    for box in drawing.boxes:
        here = box.id in seen.result.texts
        group = Xml.SubElement(root, "g", {"class": "here" if here else "unseen"})
        size = {"width": str(BOX_WIDTH), "height": str(BOX_HEIGHT), "rx": "3"}
        Xml.SubElement(group, "rect", {"x": f"{box.x:g}", "y": f"{box.y:g}", **size})
        aside = outlet(seen.result.texts[box.id]) if here else "not here, named in a credit"
        for words, down, kind in ((_name(box.id, seen), 17, "name"), (aside, 33, "aside")):
            place = {"x": f"{box.x + 10:g}", "y": f"{box.y + down:g}", "class": kind}
            Xml.SubElement(group, "text", place).text = shortened(words, 32)
    return _written(root)


def undrawn(seen: View) -> str:
    """What stands in place of a drawing of too many nodes."""
    root = _canvas(640, 40)
    told = f"{len(_numbers(seen))} reports: too many to be drawn. GraphML, DOT and JSON tell all."
    Xml.SubElement(root, "text", {"x": "10", "y": "25"}).text = told
    return _written(root)


def _canvas(width: float, height: float) -> Xml.Element:
    wide, high = f"{width:g}", f"{height:g}"
    sizes = {"width": wide, "height": high, "viewBox": f"0 0 {wide} {high}", "role": "img"}
    root = Xml.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **sizes})
    Xml.SubElement(root, "title").text = "Who derives from whom"
    Xml.SubElement(root, "style").text = _STYLE
    return root


def _numbers(seen: View) -> dict[str, str]:
    edges = seen.result.stemma.lineage
    ids = dict.fromkeys([*seen.result.texts, *(id for e in edges for id in (e.parent, e.child))])
    return {id: f"n{number}" for number, id in enumerate(ids)}


def _name(id: str, seen: View) -> str:
    return seen.names.get(id) or clean(id)


def _label(edge: Lineage) -> str:
    return f"{edge.kind}, {edge.coverage:.0%}"


def _node(id: str, seen: View) -> dict[str, str]:
    found = {"id": clean(id), "name": _name(id, seen)}
    if text := seen.result.texts.get(id):
        found["source"] = clean(text.report.source or "")
        found["published"] = clean(text.report.published.value) if text.report.published else ""
    return found


def _edge(edge: Lineage, seen: View) -> dict[str, str]:
    return {
        "kind": str(edge.kind),
        "direction": edge.direction,
        "confidence": f"{edge.confidence:.3f}",
        "coverage": f"{edge.coverage:.3f}",
        "evidence": "; ".join(evidence(edge, seen.names)),
    }


def _data(element: Xml.Element, values: Mapping[str, str]) -> None:
    for key, value in values.items():
        if value:
            Xml.SubElement(element, "data", key=key).text = value


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _written(root: Xml.Element) -> str:
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode") + "\n"
