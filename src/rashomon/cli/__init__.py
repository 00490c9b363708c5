"""The command `rashomon`: one module per group of commands.

stdout carries the result alone; progress and warnings go to stderr. Exit codes: 0 done, 1 some
inputs failed (listed), 2 bad use. A command imports what it works with when it runs, so that help
and complaints come at once.
"""

from __future__ import annotations

import typer

from rashomon.cli import (
    annotating,
    asking,
    batching,
    consulting,
    exporting,
    feeding,
    following,
    judging,
    people,
    reading,
    searching,
    serving,
    upkeep,
)
from rashomon.garbage import collect_seldom

app = typer.Typer(
    name="rashomon",
    help="One event, every account: who derives from whom, what independent reports agree on, "
    "where they contradict, what each leaves out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("read")(reading.read)
app.command("annotate")(annotating.annotate)
app.command("trace")(consulting.trace)
app.command("compare")(consulting.compare)
app.command("report")(consulting.report)
app.command("event")(consulting.event)
app.command("events")(consulting.events)
app.command("stories")(consulting.stories)
app.command("search")(searching.search)
app.add_typer(judging.app, name="judge")
app.command("follow")(following.follow)
app.command("fetch")(following.fetch)
app.command("watch")(following.watch)
app.command("sources")(following.sources)
app.command("versions")(following.versions)
app.command("feed")(feeding.feed)
app.command("readers")(asking.readers)
app.command("batch")(batching.batch)
app.command("export")(exporting.export)
app.add_typer(upkeep.app, name="db")
app.command("serve")(serving.serve)
app.add_typer(people.app, name="people")
app.command("mcp")(serving.mcp)


def main() -> None:
    """Runs the command line."""
    collect_seldom()
    app()
