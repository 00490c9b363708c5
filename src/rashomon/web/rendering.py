"""Templates filled in, in the reader's language; who is asking stands in every page's head."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from rashomon.export.annotated import mentions
from rashomon.export.html import environment
from rashomon.export.maps import world
from rashomon.export.timeline import time_line
from rashomon.web import answers, contexts, telling, tongues


def page(request: Request, template: str, **values: Any) -> Response:
    """A page, in the language that the reader wants."""
    return answers.html(request, _filled(request, template, values))


def message(request: Request, words: str, status: int) -> Response:
    """A page that says why there is no other; `words` are looked up in the catalogue."""
    return HTMLResponse(_filled(request, "message.html", {"words": words}), status)


def render(locale: str, template: str, **values: Any) -> str:
    """A template filled in, in a language."""
    return templates(locale).get_template(template).render(**values)


def _filled(request: Request, template: str, values: dict[str, Any]) -> str:
    return render(tongues.wanted(request), template, visit=request.state.visit, **values)


@cache
def templates(locale: str) -> Environment:
    """The templates of the room and of export/ in a language."""
    loader = ChoiceLoader([PackageLoader("rashomon.web"), PackageLoader("rashomon.export")])
    found = environment(loader, str, tongues.translations(locale))
    found.globals |= {
        "fragments": contexts.fragments,
        "PLOT": (telling.WIDTH, telling.HEIGHT, telling.LEFT, telling.BOTTOM),
        "locale": locale,
        "mentions": mentions,
        "time_line": time_line,
        "tongues": tongues.NAMES,
        "ways_of": contexts.ways_of,
    }
    return found


def compile_all() -> None:
    """Reads all templates in all languages, and draws the land of their maps."""
    world()
    for code in tongues.NAMES:
        found = templates(code)
        for name in found.list_templates(["html"]):
            found.get_template(name)


@cache
def style() -> str:
    """The style that the page of `--html` has, and what the room adds."""
    account = files("rashomon.export") / "templates" / "style.css"
    own = files("rashomon.web") / "static" / "room.css"
    return account.read_text(encoding="utf-8") + own.read_text(encoding="utf-8")


@cache
def script() -> str:
    """The one script of the room; every page works without it."""
    return (files("rashomon.web") / "static" / "room.js").read_text(encoding="utf-8")
