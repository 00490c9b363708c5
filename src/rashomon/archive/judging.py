"""People's judgements, over the store: checked, kept, and obeyed at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from rashomon.archive.lookup import find
from rashomon.exceptions import JudgementError
from rashomon.judgements import Judgement, Kind, Undone
from rashomon.store import Store


def judgement(store: Store, kind: str, subjects: Sequence[str], by: str) -> Judgement:
    """A judgement as it is kept: ids in full, and the reports that each event stands for now.

    Raises `StoreError` for an id that names nothing, `JudgementError` for one that names what the
    kind of judgement cannot be about.
    """
    if kind == "merge":
        full = tuple(dict.fromkeys(find(store, "event", id) for id in subjects))
        _need(len(full) > 1, kind, subjects, "takes two events or more")
        sides = tuple(store.events([id])[id].reports for id in full)
        return _made("merge", full, by, sides)
    if kind == "split":
        _need(len(subjects) > 1, kind, subjects, "takes an event and reports of it")
        event = store.events([find(store, "event", subjects[0])])
        (whole,) = event.values()
        parted = tuple(sorted({find(store, "report", id) for id in subjects[1:]}))
        stays = tuple(id for id in whole.reports if id not in parted)
        outside = sorted({*parted}.difference(whole.reports))
        _need(not outside, kind, outside, f"stands not in event {whole.id}")
        _need(bool(stays), kind, subjects, "leaves no report in the event")
        return _made("split", (whole.id, *parted), by, (parted, stays))
    _need(len(subjects) == 2, kind, subjects, "takes two ids")
    report = find(store, "report", subjects[0])
    if kind == "move":
        to = find(store, "event", subjects[1])
        old = store.event_of([report])
        there = tuple(id for id in store.events([to])[to].reports if id != report)
        left = store.events(old.values()) if old.get(report) != to else {}
        behind = tuple(id for e in left.values() for id in e.reports if id != report)
        _need(bool(there), kind, subjects, "is the only report of that event")
        return _made("move", (report, to), by, ((report,), there, behind))
    other = find(store, "report", subjects[1])
    _need(report != other, kind, subjects, "takes two reports")
    if kind == "copy":
        return _made("copy", (report, other), by, ())
    _need(kind == "not-a-copy", kind, subjects, "is no kind of judgement")
    return _made("not-a-copy", (report, other), by, ())


def undoing(store: Store, id: str, by: str) -> tuple[Judgement, Undone]:
    """The one judgement that the beginning of an id names, and its taking back.

    Raises `JudgementError` for none, several, or one taken back already.
    """
    fitting = [j for j in store.judgements() if j.id.startswith(id)] if id else []
    exact = [j for j in fitting if j.id == id]
    _need(bool(fitting), "undo", [id], "no judgement has an id that begins so")
    _need(len(fitting) == 1 or bool(exact), "undo", [id], "begins several ids")
    found = (exact or fitting)[0]
    _need(found.undone is None, "undo", [id], "was taken back already")
    return found, Undone(by, _now())


def reason(judgement: Judgement) -> str:
    """What the log says of reports that a judgement moved."""
    taken = f", taken back by {judgement.undone.by}" if judgement.undone else ""
    return f"{judgement.kind} by {judgement.by} ({judgement.id}){taken}"


def formerly(store: Store, judgement: Judgement) -> dict[str, str]:
    """The events that reports of a judgement taken back stood in before it, so that ids return."""
    if judgement.undone and judgement.kind == "merge":
        pairs = zip(judgement.subjects, judgement.sides, strict=True)
        return {report: event for event, side in pairs for report in side}
    if judgement.undone and judgement.kind == "split":
        whole = store.events(judgement.subjects[:1])
        return {report: e.id for e in whole.values() for side in judgement.sides for report in side}
    return {}


def _made(
    kind: Kind, subjects: tuple[str, ...], by: str, sides: tuple[tuple[str, ...], ...]
) -> Judgement:
    at = _now()
    seed = "\0".join((kind, *subjects, by, at))
    id = "j" + sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return Judgement(id, kind, subjects, by, at, None, sides)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _need(holds: bool, kind: str, subjects: Sequence[str], cause: str) -> None:
    if not holds:
        raise JudgementError(cause, input=" ".join(subjects), stage=kind)
