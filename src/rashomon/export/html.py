"""The account as one page: a single file that asks nothing of any other and runs no script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from gettext import NullTranslations
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined

from rashomon.export import chronicle, earth, maps, passages, stemma, view, wording
from rashomon.export.citing import citations
from rashomon.export.claims import claims, days
from rashomon.export.view import EventView, View
from rashomon.export.voices import voices
from rashomon.model import Fact

# What one page holds, so that it opens at once whatever the archive's size (about 8 MB at most);
# beyond these limits events are listed by title, reports by name, facts counted.
_EVENTS = 40
_REPORTS = 300
_FACTS = 60
_LONE = 500
_FAILURES = 500
# Columns that still fit the width of a printed page.
_COLUMNS = 16


def place(asked: Path) -> Path:
    """The file that a page asked for goes to; its folder is made where it is not there.

    A name that ends in .html is the file's, any other that of a folder to put `index.html` into.
    Raises `OSError` where the folder cannot be made.
    """
    path = asked if asked.suffix.lower() in (".html", ".htm") else asked / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def render(seen: View) -> str:
    """The page as one HTML text."""
    events = seen.events[:_EVENTS]
    # A report alone has no account, but few of them are worth reading in full.
    reports = [r for e in (*events, *seen.lone) for r in e.event.reports][:_REPORTS]
    addresses = passages.Addresses(reports, seen.result)
    facts = [fact for event in events for fact in _told(event)]
    return (
        _environment()
        .get_template("page.html")
        .render(
            seen=seen,
            events=events,
            beyond=seen.events[_EVENTS:][:_LONE],
            texts=passages.full_texts(reports, facts, seen.result, addresses),
            addresses=addresses,
            facts_shown={f.id for f in facts},
            left=len(seen.result.texts) - len(reports),
            limits={
                "facts": _FACTS,
                "columns": _COLUMNS,
                "lone": _LONE,
                "failures": _FAILURES,
            },
        )
    )


def styled(template: str, **values: Any) -> str:
    """Any other page, filled in, in the same style."""
    return _environment().get_template(template).render(**values)


def _told(event: EventView) -> Sequence[Fact]:
    """The facts of several origins, or positions, that the page shows of an event."""
    parts = (event.all_tell, event.several_tell, event.contradict, event.differ)
    return list(chain.from_iterable(part[:_FACTS] for part in parts))


def _within(address: str) -> str:
    """A link within the page."""
    return f"#{address}"


@cache
def _environment() -> Environment:
    return environment(PackageLoader("rashomon.export"), _within)


def environment(
    loader: BaseLoader, link: Callable[[str], str], known: NullTranslations | None = None
) -> Environment:
    """What templates work with; `link` makes a link of an address that `Addresses` gave.

    `known` puts the words of the templates, dates and states into the reader's language.
    """
    known = known or NullTranslations()
    say = known.gettext
    found = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    found.install_gettext_translations(known, newstyle=True)  # type: ignore[attr-defined]  # of i18n

    def counted(number: int, one: str, many: str | None = None) -> str:
        figure = wording.figures(f"{number:,}", say)
        return f"{figure} {known.ngettext(one, many or f'{one}s', number)}"

    found.filters |= {
        "because": partial(wording.because, known=known),
        "clean": wording.clean,
        "day": partial(wording.day, say=say),
        "instant": partial(wording.instant, say=say),
        "counted": counted,
        "direction": wording.direction,
        "language": partial(wording.language, say=say),
        "link": link,
        "moment": partial(wording.moment, say=say),
        "short": lambda id, names: names.get(id, wording.clean(id)),
        "shortened": wording.shortened,
        "translated": say,
        "site": wording.site,
        "value": partial(wording.value, say=say),
        "figures": partial(wording.figures, say=say),
        "web": wording.web,
        "zip": zip,
    }
    found.globals |= {
        "BOX": (stemma.BOX_WIDTH, stemma.BOX_HEIGHT),
        "LAPSE": (chronicle.WIDTH, chronicle.LEFT, chronicle.ROW, chronicle.TOP),
        "SHEET": (earth.WIDTH, earth.HEIGHT),
        "chronicle": chronicle.chronicle,
        "citations": citations,
        "lead": view.lead,
        "tellers": view.tellers,
        "worded": view.worded,
        "claims": claims,
        "days": days,
        "draw": stemma.draw,
        "evidence": partial(view.evidence, known=known),
        "given_alone": view.given_alone,
        "languages": view.languages,
        "outlet": partial(view.outlet, say=say),
        "plot": maps.plot,
        "language_of": passages.language_of,
        "quoted": view.quoted,
        "states": partial(view.states, say=say),
        "voices": voices,
        "when": partial(view.when, say=say),
    }
    return found
