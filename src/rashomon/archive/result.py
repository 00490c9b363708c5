"""What an archive tells, as one value that any form of output is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from rashomon.model import Account, Event, Failure, Reuse, Stemma, Story, Text

Titled = TypeVar("Titled", Event, Story)


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

    def titled(self, language: str | None) -> Result:
        """The same, events and stories under their titles in a language, where they have one."""
        return replace(
            self,
            events=tuple(titled(event, language) for event in self.events),
            stories=tuple(titled(story, language) for story in self.stories),
        )


def titled(told: Titled, language: str | None) -> Titled:
    """An event or story under its title in a language, if it has one."""
    return replace(told, title=told.titles.get(language or "", told.title))
