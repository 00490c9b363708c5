"""The account on a terminal: readable in a minute, every position with its source beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text as Line
from rich.tree import Tree

from rashomon.export.matrix import origins_of
from rashomon.export.view import (
    AS_FAR_AS_FOUND,
    EventView,
    Node,
    View,
    cited,
    evidence,
    given_alone,
    outlet,
    quoted,
    states,
)
from rashomon.export.wording import because, clean, counted, day, instant, listed, shortened
from rashomon.model import Fact, Lineage, Position, Wording

# What is shown of each kind before the rest is only counted; the page and --json have it all.
_EVENTS = 20
_FACTS = 12
_SINGLE = 3
_CITED = 2
_BRANCHES = 12
_FAILURES = 20
# Longest quotation, in characters: two or three lines of a screen.
_QUOTATION = 180
# Column of names, in characters.
_NAME = 18


def show(seen: View, console: Console) -> None:
    """Prints the account of all events."""
    console.print(Line(" · ".join(seen.head), "bold"))
    for part in _parts(seen):
        console.print(part)


def _parts(seen: View) -> Iterator[RenderableType]:
    for story in seen.result.stories[:_EVENTS]:
        yield _story(story.title, story.events, seen)
    for one in seen.events[:_EVENTS]:
        yield Line()
        yield Rule(style="dim")
        yield from _event(one, seen)
    yield from _more(len(seen.events) - _EVENTS, "event")
    if seen.lone:
        yield Line()
        yield Rule(style="dim")
        yield Line("TOLD BY ONE REPORT ONLY", "bold")
        for one in seen.lone[:_FACTS]:
            yield _named(_name(one.event.reports[0], seen), Line(_headline(one.event.title)))
            yield from (_disputed(fact, seen) for fact in one.within)
        yield from _more(len(seen.lone) - _FACTS, "event")
    if seen.result.failures:
        yield Line("\nWHAT COULD NOT BE READ", "bold red")
        for failure in seen.result.failures[:_FAILURES]:
            why = Line(clean(f"{failure.stage}: {failure.error}"), "dim")
            yield Group(Line(f"  {clean(failure.input)}"), Padding(why, (0, 0, 0, 4)))
        yield from _more(len(seen.result.failures) - _FAILURES, "failure")


def _story(title: str, events: Sequence[str], seen: View) -> RenderableType:
    known = {e.id: e for e in seen.result.events}
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", width=4)
    table.add_column(max_width=26)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, style="dim")
    for number, event in enumerate((known[id] for id in events if id in known), 1):
        when = day(event.when) if event.when else "time not known"
        reports = counted(len(event.reports), "report")
        table.add_row(str(number), Line(when, "dim"), Line(_headline(event.title)), reports)
    return Group(Line(f"\nSTORY  {_headline(title)}", "bold magenta"), table)


def _event(one: EventView, seen: View) -> Iterator[RenderableType]:
    event, everyone = one.event, len(one.origins)
    yield Line(f"EVENT  {_headline(event.title)}", "bold cyan")
    yield Line(" · ".join(w for w in (one.when, ", ".join(map(clean, event.places))) if w), "dim")
    sizes = counted(len(event.reports), "report"), counted(everyone, "independent origin")
    yield _title("STEMMA", " · ".join(sizes))
    for node in one.stemma[:_BRANCHES]:
        yield _tree(node, seen)
    yield from _more(len(one.stemma) - _BRANCHES, "tree")
    for edge in one.unsettled[:_BRANCHES]:
        yield _unsettled(edge, seen)
    for title, facts in (("WHAT ALL TELL", one.all_tell), ("WHAT SEVERAL TELL", one.several_tell)):
        if facts:
            yield _title(title)
            yield from (_told(fact, one, seen) for fact in facts[:_FACTS])
            yield from _more(len(facts) - _FACTS, "fact")
    for title, facts in (
        ("WHERE THEY CONTRADICT", one.contradict),
        ("WHERE THEY DIFFER", one.differ),
    ):
        if facts:
            yield _title(title)
            yield from (_disputed(fact, seen) for fact in facts[:_FACTS])
            yield from _more(len(facts) - _FACTS, "fact")
    if one.within:
        yield _title("WITHIN ONE REPORT", "what one gives for one thing, and cannot both hold")
        yield from (_disputed(fact, seen) for fact in one.within[:_FACTS])
    if one.only_one and everyone > 1:
        yield _title("WHAT ONLY ONE TELLS", AS_FAR_AS_FOUND)
        for origin, facts in one.only_one.items():
            yield from _some(_name(origin, seen), facts)
    if one.left_out:
        yield _title("WHAT EACH LEAVES OUT", "and at least two other origins tell")
        for report, facts in one.left_out.items():
            yield from _some(_name(report, seen), facts)
    if one.wordings:
        yield _title("WHAT THEY CALL IT", "words and names between which reports chose")
        yield from (_called(wording, seen) for wording in one.wordings[:_FACTS])
        yield from _more(len(one.wordings) - _FACTS, "word")
    if one.proposed or one.unread:
        yield _title("PROPOSED BY READERS", "models that you asked; not found by Rashomon itself")
        yield from (_disputed(fact, seen) for fact in one.proposed[:_FACTS])
        yield from _more(len(one.proposed) - _FACTS, "proposal")
        for item in one.unread:
            yield Line(f"  {clean(item.input)} failed: {clean(item.error)}", "yellow")
    yield from _states(one, seen)


def _called(wording: Wording, seen: View) -> RenderableType:
    """The words for one thing, each with the reports that use it."""
    words = Table.grid(padding=(0, 2), expand=True)
    words.add_column(ratio=1, overflow="fold")
    words.add_column(ratio=1, overflow="fold")
    for worded in wording.worded[:_FACTS]:
        by = dict.fromkeys(_name(c.report, seen) for c in worded.statements)
        words.add_row(Line(listed(map(clean, worded.words))), Line(listed(by), "green"))
    return _named(shortened(clean(wording.about), _NAME), words)


def _states(one: EventView, seen: View) -> Iterator[RenderableType]:
    told = {r: states(seen.result.texts[r]) for r in one.event.reports[:_FACTS]}
    if any(told.values()):
        yield _title("STATE OF THE TEXTS")
        for report, words in told.items():
            if words:
                yield _named(_name(report, seen), Line(" · ".join(words)))


def _tree(node: Node, seen: View) -> RenderableType:
    tree = Tree(_label(node, seen), guide_style="dim")

    def hang(branch: Tree, node: Node) -> None:
        for child in node.children[:_BRANCHES]:
            hang(branch.add(_label(child, seen)), child)
        for line in _more(len(node.children) - _BRANCHES, "report"):
            branch.add(line)

    hang(tree, node)
    return Padding(tree, (0, 0, 0, 2))


def _label(node: Node, seen: View) -> RenderableType:
    """A node in one line, and below it why it hangs there."""
    name = Line(_name(node.id, seen), "bold")
    if not node.seen:
        return Line("○ ").append_text(name).append("  not here, named in a credit", "dim")
    line = Line("● ").append_text(name)
    source = outlet(seen.result.texts[node.id])
    if source.casefold() != name.plain.casefold():
        line.append(f"  {source}")
    if not node.edge:
        return line
    line.append(f"  {node.edge.kind}, {node.edge.coverage:.0%} of it", "yellow")
    why = Line(shortened("; ".join(evidence(node.edge, seen.names)), _QUOTATION), "dim")
    return Group(line, Padding(why, (0, 0, 0, 2)))


def _unsettled(edge: Lineage, seen: View) -> Line:
    return Line(
        f"  {_name(edge.child, seen)} ─ {_name(edge.parent, seen)}  share text ({edge.kind}, "
        f"{edge.coverage:.0%}); which was first is not known",
        "yellow",
    )


def _told(fact: Fact, one: EventView, seen: View) -> RenderableType:
    """A fact, who tells it, and how many origins of all do."""
    tellers = [o.id for o in one.origins if o.id in origins_of(fact)]
    named = Line(", ".join(_name(o, seen) for o in tellers), "green")
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(ratio=8)
    table.add_column(ratio=3)
    table.add_column(justify="right", no_wrap=True)
    words = Line(shortened(clean(fact.text), 2 * _QUOTATION))
    for reason in fact.reasons[:1]:
        words.append(f"\n{because(reason)}", "dim")
    table.add_row(
        words,
        named,
        Line(f"{len(tellers)}/{len(one.origins)}", "bold"),
    )
    return Padding(table, (0, 0, 0, 2))


def _disputed(fact: Fact, seen: View) -> RenderableType:
    lead = [Line(because(reason), "italic") for reason in fact.reasons[:1]]
    parts = [_position(position, seen) for position in fact.positions]
    return Group(*(Padding(p, (0, 0, 0, 2)) for p in lead), *parts)


def _position(position: Position, seen: View) -> RenderableType:
    """A value on the left, on the right who gives it, in which words."""
    statements = cited(position.statements)
    quotations = Table.grid(padding=(0, 2), expand=True)
    quotations.add_column(ratio=7)
    quotations.add_column(ratio=3, overflow="fold")
    for citation, speakers in statements[:_CITED]:
        source = Line(_name(citation.report, seen), "green")
        if speakers:
            source.append(f"\nword of {shortened(listed(speakers), 60)}", "dim")
        words = Line(f"“{shortened(quoted(citation, seen.result), _QUOTATION)}”")
        quotations.add_row(words, source)
    rest = len(statements) - _CITED
    if rest > 0:
        quotations.add_row(Line(f"and {counted(rest, 'more sentence')}", "dim"), "")
    value = Line(shortened(clean(position.value or "one says"), 120), "bold")
    if position.as_of:
        value.append(f"\nas of {instant(position.as_of)}", "dim not bold")
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(ratio=2, overflow="fold")
    table.add_column(ratio=8)
    table.add_row(value, quotations)
    return Padding(table, (0, 0, 0, 4))


def _some(name: str, facts: Sequence[Fact]) -> Iterator[RenderableType]:
    """The first facts under one name, the rest counted."""
    for place, fact in enumerate(facts[:_SINGLE]):
        words = Line(f"{value}: " if (value := given_alone(fact)) else "", "bold")
        words.append(Line(shortened(clean(fact.text), _QUOTATION)))
        for reason in (r for r in fact.reasons if r.code == "in dispute"):
            words.append(f"\n{because(reason)}", "dim")
        yield _named(name if not place else "", words)
    rest = len(facts) - _SINGLE
    if rest > 0:
        yield _named("", Line(f"and {rest} more", "dim"))


def _named(name: str, words: RenderableType) -> Table:
    """Words beside a name."""
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(width=_NAME + 2)
    table.add_column(ratio=1)
    table.add_row(Padding(Line(name, "green"), (0, 0, 0, 2)), words)
    return table


def _title(title: str, note: str = "") -> Line:
    return Line(f"\n{title}", "bold").append(f"  {note}" if note else "", "dim not bold")


def _headline(text: str) -> str:
    return shortened(clean(text), 2 * _QUOTATION)


def _name(id: str, seen: View) -> str:
    return shortened(seen.names.get(id, clean(id)), 32)


def _more(count: int, noun: str) -> Iterator[Line]:
    if count > 0:
        yield Line(f"  and {counted(count, f'more {noun}')}", "dim")
