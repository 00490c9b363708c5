"""Errors, all from one root.

    RashomonError
    ├── InputError        an input cannot be read: missing, binary, too large, broken
    │   ├── RefusedError      it may not be asked for: robots.txt, an inner address, no http
    │   └── UnreachedError    it cannot be read now, perhaps later: no answer, a busy server
    ├── StageError        a stage failed on one report
    ├── EncoderError      the sentence encoder's weights are absent, changed or unusable
    ├── ReaderError       an optional reader is absent, unusable, or gives no answer to be read
    ├── PackError         a language pack is malformed
    ├── SettingsError     a setting has a wrong name, type or value
    ├── StoreError        the archive cannot be opened, is damaged, or is of a newer version
    │   └── UnfitError        a value that no archive can hold; the archive itself is well
    ├── SearchError       a search asks for what cannot be read: a time that is none
    ├── AbsentError       nothing goes by the name that a reader asks for
    └── JudgementError    a judgement is about what it cannot be about, or was taken back before

Every error says what was being read (`input`), where on the way it failed (`stage`) and why
(`cause`), renders as "stage: input: cause", and survives pickling between processes.
"""

from __future__ import annotations


class RashomonError(Exception):
    """Root of all errors that Rashomon raises on purpose."""

    def __init__(self, cause: str, *, input: str = "", stage: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.input = input
        self.stage = stage

    def __str__(self) -> str:
        return ": ".join(part for part in (self.stage, self.input, self.cause) if part)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.cause, self.input, self.stage)


def _rebuild(kind: type[RashomonError], cause: str, input: str, stage: str) -> RashomonError:
    return kind(cause, input=input, stage=stage)


class InputError(RashomonError):
    """An input cannot be read."""


class RefusedError(InputError):
    """An address that may not be asked for."""


class UnreachedError(InputError):
    """An address that gave no answer now, but may give one later."""


class StageError(RashomonError):
    """A stage failed on one report."""


class EncoderError(RashomonError):
    """The sentence encoder cannot be used."""


class ReaderError(RashomonError):
    """An optional reader cannot be used, or what it answers cannot be read."""


class PackError(RashomonError):
    """A language pack is malformed."""


class SettingsError(RashomonError):
    """A setting has a wrong name, type or value."""


class StoreError(RashomonError):
    """The archive cannot be used."""


class UnfitError(StoreError):
    """A value that the archive cannot hold: it would fail again, and it alone."""


class SearchError(RashomonError):
    """A search cannot be read."""


class AbsentError(RashomonError):
    """Nothing goes by the name that a reader asks for."""


class JudgementError(RashomonError):
    """A judgement cannot be made or taken back."""
