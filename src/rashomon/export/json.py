"""The contract "rashomon/1" and the contract of `rashomon annotate`, as plain JSON values.

The schemas beside this module (`result.schema.json`, `annotations.schema.json`) say what each field
means; a test holds every output to them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from importlib.resources import files
from typing import Any, Literal

from rashomon.archive import Result
from rashomon.model import (
    Account,
    Event,
    Fact,
    Failure,
    Lineage,
    Mention,
    Moment,
    Origin,
    Position,
    Reading,
    Share,
    Story,
    Text,
)
from rashomon.reasons import Reason

FORMAT = "rashomon/1"


def schema(name: Literal["result", "annotations"]) -> dict[str, Any]:
    """The published JSON Schema of one of the two contracts."""
    path = files("rashomon.export") / f"{name}.schema.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def result(found: Result) -> dict[str, Any]:
    """A result by the contract of `rashomon read --json`."""
    event_of = {report: event.id for event in found.events for report in event.reports}
    return {
        "format": FORMAT,
        "reports": [
            _report(text, event_of.get(id), found.stemma.shares.get(id, ()))
            for id, text in sorted(found.texts.items())
        ],
        "lineage": [_lineage(edge) for edge in found.stemma.lineage],
        "origins": [_origin(origin) for origin in found.stemma.origins],
        "events": [_event(event) for event in found.events],
        "stories": [story(s) for s in found.stories],
        "accounts": [
            _account(found.accounts[e.id]) for e in found.events if e.id in found.accounts
        ],
        "failures": [failure(f) for f in found.failures],
    }


def annotated(
    id: str, text: str | None, reading: Reading, explained: bool = False
) -> dict[str, Any]:
    """A reading by the contract of `rashomon annotate`; `text` is given for HTML input only.

    With `explained` every mention and quote also tells the rule that found it.
    """

    def shown(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
        rows = [asdict(mention) for mention in mentions]
        return rows if explained else [{k: v for k, v in r.items() if k != "rule"} for r in rows]

    return {
        "id": id,
        **({"text": text} if text is not None else {}),
        "language": reading.language,
        "segments": [asdict(s) for s in reading.segments],
        "sentences": [{"start": s.start, "end": s.end} for s in reading.sentences],
        "names": shown(reading.names),
        "places": shown(reading.places),
        "times": shown(reading.times),
        "quantities": shown(reading.quantities),
        "quotes": shown(reading.quotes),
        "failures": [{"stage": f.stage, "error": f.error} for f in reading.failures],
    }


def failure(item: Failure) -> dict[str, str]:
    """A failure by the contract."""
    return asdict(item)


def story(story: Story) -> dict[str, Any]:
    """A story by the contract."""
    return asdict(story) | {"events": list(story.events), "reasons": _reasons(story.reasons)}


def _reasons(some: Iterable[Reason]) -> list[str]:
    """Sentences in English, whatever language a reader wants."""
    return [str(reason) for reason in some]


def _report(text: Text, event: str | None, shares: tuple[Share, ...]) -> dict[str, Any]:
    report, reading = text.report, text.reading
    return {
        "id": report.id,
        "input": report.input,
        "source": report.source,
        "title": report.title,
        "url": report.url,
        "published": _moment(report.published),
        "dated": _moment(reading.dated),
        "language": reading.language,
        "languages": _languages(reading),
        "flags": [str(flag) for flag in reading.flags],
        "event": event,
        "origin": shares[0].origin if shares else None,
        "origins": [asdict(share) for share in shares],
        "segments": [asdict(s) for s in reading.segments],
        "text": report.text,
    }


def _languages(reading: Reading) -> list[str]:
    """Languages of a report's text, the commonest first."""
    lengths: Counter[str] = Counter()
    for segment in reading.segments:
        if segment.language:
            lengths[segment.language] += segment.end - segment.start
    return [code for code, _ in sorted(lengths.items(), key=lambda item: (-item[1], item[0]))]


def _moment(moment: Moment | None) -> dict[str, str] | None:
    return None if moment is None else asdict(moment)


def _lineage(edge: Lineage) -> dict[str, Any]:
    evidence = [{"type": e.type, "text": str(e.reason)} for e in edge.evidence]
    return asdict(edge) | {"evidence": evidence}


def _origin(origin: Origin) -> dict[str, Any]:
    return asdict(origin) | {"reports": list(origin.reports)}


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "title": event.title,
        "reports": list(event.reports),
        "first": _moment(event.first),
        "last": _moment(event.last),
        "places": list(event.places),
        "reasons": _reasons(event.reasons),
        "published_first": _moment(event.published_first),
        "published_last": _moment(event.published_last),
        "titles": dict(event.titles),
    }


def _account(account: Account) -> dict[str, Any]:
    return {
        "event": account.event,
        "facts": [_fact(fact) for fact in account.facts],
        "wordings": [asdict(wording) for wording in account.wordings],
        "within": [_fact(fact) for fact in account.within],
        "proposed": [{"by": reader, **_fact(fact)} for reader, fact in account.proposed],
        "unread": [failure(item) for item in account.unread],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "label": str(fact.label),
        "text": fact.text,
        "positions": [_position(position) for position in fact.positions],
        "absent_from": list(fact.absent_from),
        "alluded_in": list(fact.alluded_in),
        "reasons": _reasons(fact.reasons),
    }


def _position(position: Position) -> dict[str, Any]:
    return {
        "text": position.text,
        "value": position.value,
        "as_of": position.as_of,
        "origins": list(position.origins),
        "witnesses": list(position.witnesses),
        "statements": [asdict(citation) for citation in position.statements],
    }
