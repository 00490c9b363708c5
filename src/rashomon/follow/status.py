"""How watching goes, as numbers, for people and for Prometheus."""

from __future__ import annotations

from dataclasses import dataclass, fields

# Seconds without a sign of life after which watching counts as stalled: relating may take long.
STALLED = 600.0


@dataclass(slots=True)
class Status:
    """What one watching process has done since it was started (seconds since 1970)."""

    started: float
    beat: float = 0.0
    polls: int = 0
    items: int = 0
    looks: int = 0
    reports: int = 0
    versions: int = 0
    failures: int = 0
    alerts: int = 0
    sent: int = 0
    pending: int = 0


_HELP = {
    "polls": "Feeds asked",
    "items": "Items of feeds that were new or changed",
    "looks": "Pages looked at",
    "reports": "Reports added",
    "versions": "Reports added because a page had changed",
    "failures": "Requests that failed",
    "alerts": "Alerts made",
    "sent": "Alerts taken by webhooks",
}


def healthy(status: Status, now: float) -> bool:
    """Whether the process is at work."""
    return now - max(status.beat, status.started) < STALLED


def metrics(status: Status, now: float) -> str:
    """The numbers in the text format of Prometheus (exposition format 0.0.4)."""
    lines = []
    for name, words in _HELP.items():
        full = f"rashomon_{name}_total"
        lines += [f"# HELP {full} {words}.", f"# TYPE {full} counter"]
        lines.append(f"{full} {getattr(status, name)}")
    gauges = {
        "reports_pending": ("Reports that wait to be related", status.pending),
        "uptime_seconds": ("Seconds since the start", round(now - status.started, 1)),
        "beat_age_seconds": ("Seconds since the last sign of life", round(now - status.beat, 1)),
    }
    for name, (words, value) in gauges.items():
        full = f"rashomon_{name}"
        lines += [f"# HELP {full} {words}.", f"# TYPE {full} gauge", f"{full} {value}"]
    return "\n".join(lines) + "\n"


def told(status: Status, now: float) -> dict[str, object]:
    """The numbers for the health endpoint."""
    values = {field.name: getattr(status, field.name) for field in fields(Status)}
    return {"status": "ok" if healthy(status, now) else "stalled", **values}
