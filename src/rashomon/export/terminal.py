"""The account on a terminal: readable in a minute, every position with its source beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text as Line
from rich.tree import Tree

from rashomon.export.view import EventView, Node, View, clean, evidence, outlet, quoted
from rashomon.model import Fact, Lineage, Position

_LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
    "cs": "Czech",
    "bg": "Bulgarian",
    "ru": "Russian",
    "uk": "Ukrainian",
}
# Facts shown of each kind before the rest is only counted; the page and --json have them all.
_FACTS = 12
_SINGLE = 4
_EVENTS = 20


def show(seen: View, console: Console) -> None:
    """Prints the account of all events."""
    console.print(_head(seen))
    for number, story in enumerate(seen.stories, 1):
        console.print(_story(number, story.id, seen))
    for event in seen.events[:_EVENTS]:
        console.print(Rule(style="dim"))
        console.print(_event(event, seen))
    rest = len(seen.events) - _EVENTS
    if rest > 0:
        console.print(Line(f"{rest} more events: --html and --json show them all.", style="dim"))
    if seen.lone:
        console.print(Rule(style="dim"))
        count = len(seen.lone)
        console.print(Line(f"{count} event{'s' * (count != 1)} told by one report only", "bold"))
        for lone in seen.lone[:_FACTS]:
            console.print(Line(f"  {seen.names[lone.reports[0]]}  {clean(lone.title)}"))
        if count > _FACTS:
            console.print(Line(f"  and {count - _FACTS} more", style="dim"))


def _head(seen: View) -> Line:
    texts = seen.result.texts.values()
    languages = Counter(t.reading.language for t in texts if t.reading.language)
    spoken = ", ".join(f"{_LANGUAGES.get(c, c)} {n}" for c, n in languages.most_common())
    events, stories = len(seen.events) + len(seen.lone), len(seen.stories)
    parts = [
        _count(len(seen.result.texts), "report"),
        spoken,
        f"{_count(events, 'event')}, {_count(stories, 'story', 'stories')}",
    ]
    if seen.result.failures:
        parts.append(_count(len(seen.result.failures), "failure"))
    return Line(" · ".join(p for p in parts if p), style="bold")


def _story(number: int, id: str, seen: View) -> RenderableType:
    story = next(s for s in seen.stories if s.id == id)
    titles = {e.id: e for e in seen.result.events}
    table = Table.grid(padding=(0, 2))
    for position, event in enumerate(story.events, 1):
        found = titles[event]
        when = found.first.value if found.first else ""
        reports = _count(len(found.reports), "report")
        table.add_row(f"  {position}", when, Line(clean(found.title)), Line(reports, style="dim"))
    return Group(Line(f"\nSTORY {number}  {clean(story.title)}", style="bold magenta"), table)


def _event(seen: EventView, whole: View) -> RenderableType:
    reports, origins = len(seen.event.reports), len(seen.origins)
    parts: list[RenderableType] = [
        Line(f"EVENT  {clean(seen.event.title)}", style="bold cyan"),
        Line(
            " · ".join(p for p in (seen.when, ", ".join(map(clean, seen.event.places))) if p),
            style="dim",
        ),
        Line(
            f"\nSTEMMA  {_count(reports, 'report')} · {_count(origins, 'independent origin')}",
            style="bold",
        ),
        *(_tree(node, whole) for node in seen.stemma),
        *(_unsettled(edge, whole) for edge in seen.unsettled),
    ]
    for title, facts in (
        ("WHAT ALL TELL", seen.all_tell),
        ("WHAT SEVERAL TELL", seen.several_tell),
        ("WHERE THEY CONTRADICT", seen.contradict),
        ("WHERE THEY DIFFER", seen.differ),
    ):
        if facts:
            parts.append(Line(f"\n{title}", style="bold"))
            parts += (_fact(fact, whole, origins) for fact in facts[:_FACTS])
            parts += _more(len(facts) - _FACTS)
    if seen.only_one and origins > 1:
        parts.append(Line("\nWHAT ONLY ONE TELLS", style="bold"))
        for origin, facts in seen.only_one.items():
            for place, fact in enumerate(facts[:_SINGLE]):
                parts.append(_single(fact, whole.names.get(origin, origin) if not place else ""))
            parts += _more(len(facts) - _SINGLE)
    if seen.left_out:
        parts.append(Line("\nWHAT EACH LEAVES OUT  (and at least two others tell)", style="bold"))
        for report, facts in seen.left_out.items():
            for place, fact in enumerate(facts[:_SINGLE]):
                parts.append(_single(fact, whole.names[report] if not place else ""))
    if seen.states:
        parts.append(Line("\nSTATE OF THE TEXTS", style="bold"))
        for report, states in seen.states.items():
            parts.append(Line(f"  {whole.names[report]}  {' · '.join(states)}"))
    return Group(*parts)


def _tree(node: Node, whole: View) -> RenderableType:
    def label(node: Node) -> Line:
        line = Line()
        if not node.seen:
            line.append("○ ", style="dim").append(whole.names.get(node.id, node.id), style="bold")
            return line.append("  not here, named in a credit", style="dim")
        line.append("● ").append(whole.names[node.id], style="bold")
        line.append(f"  {outlet(whole.result.texts[node.id])}")
        if node.edge:
            kind = str(node.edge.kind)
            line.append(f"  {kind}, {node.edge.coverage:.0%} of it", style="yellow")
            line.append(f"  {evidence(node.edge, whole)}", style="dim")
        return line

    tree = Tree(label(node), guide_style="dim")

    def hang(branch: Tree, node: Node) -> None:
        for child in node.children:
            hang(branch.add(label(child)), child)

    hang(tree, node)
    return Padding(tree, (0, 0, 0, 2))


def _unsettled(edge: Lineage, whole: View) -> Line:
    a, b = whole.names.get(edge.child, edge.child), whole.names.get(edge.parent, edge.parent)
    return Line(
        f"  {a} ─ {b}  share text ({edge.kind}, {edge.coverage:.0%}); which was first is not known",
        style="yellow",
    )


def _fact(fact: Fact, whole: View, everyone: int) -> RenderableType:
    origins = sorted({o for p in fact.positions for o in p.origins})
    if len(fact.positions) == 1 and fact.positions[0].value is None:
        table = _grid()
        named = "  ".join(whole.names.get(o, o) for o in origins)
        table.add_row(Line(clean(fact.text)), Line(f"{named}  {len(origins)}/{everyone}", "green"))
        return table
    parts: list[RenderableType] = [_position(position, whole) for position in fact.positions]
    parts += (Line(f"      {clean(reason)}", style="dim italic") for reason in fact.reasons[:3])
    return Group(*parts, Line(""))


def _position(position: Position, whole: View) -> RenderableType:
    table = _grid()
    for place, citation in enumerate(position.statements[:3]):
        value = Line(clean(position.value or "") if not place else "", style="bold")
        words = Line(f"“{quoted(citation, whole.result)}”")
        source = Line(whole.names[citation.report], style="green")
        if citation.speaker:
            source.append(f"  word of {clean(citation.speaker)}", style="dim")
        table.add_row(Group(value, Padding(words, (0, 0, 0, 2))) if not place else words, source)
    return table


def _single(fact: Fact, name: str) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=18, no_wrap=True, style="green")
    table.add_column(ratio=1)
    table.add_row(f"  {name}", Line(clean(fact.text)))
    return table


def _grid() -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(ratio=3)
    table.add_column(ratio=1)
    return table


def _more(count: int) -> Iterator[Line]:
    if count > 0:
        yield Line(f"  and {count} more", style="dim")


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
