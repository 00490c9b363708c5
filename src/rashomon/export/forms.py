"""Every form in which events leave the house, by name: what `rashomon export` and pages give."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rashomon.archive import Result
from rashomon.export import graphs, html, markdown, tables
from rashomon.export import json as as_json
from rashomon.export.atom import atom
from rashomon.export.view import View, view


class Form(StrEnum):
    """A form of an export; its value is the ending of a file of it."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    GRAPHML = "graphml"
    DOT = "dot"
    SVG = "svg"
    ATOM = "atom"


MEDIA = {
    Form.MARKDOWN: "text/markdown",
    Form.HTML: "text/html",
    Form.JSON: "application/json",
    Form.CSV: "text/csv",
    Form.GRAPHML: "application/graphml+xml",
    Form.DOT: "text/vnd.graphviz",
    Form.SVG: "image/svg+xml",
    Form.ATOM: "application/atom+xml",
}


@dataclass(frozen=True, slots=True)
class Export:
    """An export as text, with its media type."""

    text: str
    media: str


def export(found: Result, form: Form, name: str, title: str) -> Export:
    """What a result tells in a form; `name` and `title` are those of the event, story or family.

    GraphML, DOT and SVG tell the stemma alone; an SVG of more reports than can be drawn says so.
    """
    seen = view(found)
    make: dict[Form, Callable[[View], str]] = {
        Form.MARKDOWN: markdown.account,
        Form.HTML: html.render,
        Form.JSON: _json,
        Form.CSV: tables.statements,
        Form.GRAPHML: graphs.graphml,
        Form.DOT: graphs.dot,
        Form.SVG: lambda seen: graphs.svg(seen) or graphs.undrawn(seen),
        Form.ATOM: lambda seen: atom(title, name, (t.report for t in seen.result.texts.values())),
    }
    return Export(make[form](seen), MEDIA[form])


def _json(seen: View) -> str:
    return json.dumps(as_json.result(seen.result), ensure_ascii=False, indent=1) + "\n"
