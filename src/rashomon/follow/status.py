"""How watching goes, as numbers."""

from __future__ import annotations

from dataclasses import dataclass

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


def healthy(status: Status, now: float) -> bool:
    """Whether the process is at work."""
    return now - max(status.beat, status.started) < STALLED
