"""What an archive tells, as one value that any form of output is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rashomon.model import Account, Event, Failure, Reuse, Stemma, Story, Text


@dataclass(frozen=True, slots=True)
class Result:
    """Reports by id, their stemma, events, stories, each event's account, failures, shared text."""

    texts: Mapping[str, Text]
    stemma: Stemma
    events: tuple[Event, ...]
    stories: tuple[Story, ...]
    accounts: Mapping[str, Account]
    failures: tuple[Failure, ...]
    reuses: tuple[Reuse, ...] = ()
