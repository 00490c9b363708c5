"""People who may enter, with their roles: a file of lines, passwords kept as argon2id hashes.

A line is name, role and hash, parted by tabs. RFC 9106 for the hashes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from rashomon.exceptions import SettingsError

Role = Literal["reader", "editor"]
ROLES: tuple[Role, ...] = ("reader", "editor")
SHORTEST = 12
_LONGEST = 200
_HASHER = PasswordHasher()
# Checked where nobody has the given name, so that both take the same time.
_NOBODY = _HASHER.hash("nobody")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who reads (and, as an editor, judges); judgements carry the name."""

    name: str
    role: Role


class People:
    """The people of a file, by name."""

    def __init__(self, known: Mapping[str, tuple[Role, str]]) -> None:
        self._known = dict(known)

    @classmethod
    def load(cls, path: Path) -> People:
        """Reads a file; raises `SettingsError` for a line that is none of ours."""
        known: dict[str, tuple[Role, str]] = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            name, _, rest = line.partition("\t")
            role, _, digest = rest.partition("\t")
            if not name or role not in ROLES or not digest.startswith("$argon2"):
                raise SettingsError(
                    "is not name, role and hash", input=f"{path}:{number}", stage="people"
                )
            known[name] = ("editor" if role == "editor" else "reader", digest)
        return cls(known)

    def save(self, path: Path) -> None:
        """Writes the file anew, for its owner's eyes alone; a break leaves the old one whole."""
        lines = (f"{name}\t{role}\t{hash}\n" for name, (role, hash) in sorted(self._known.items()))
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.writelines(lines)
        Path(made).replace(path)

    def put(self, name: str, role: Role, password: str) -> None:
        """Adds a person, or gives one a new role and password."""
        if not name.isprintable() or not name.strip() or len(name) > _LONGEST:
            raise SettingsError("is no name", input=name[:_LONGEST], stage="people")
        if len(password) < SHORTEST:
            raise SettingsError(
                f"a password has at least {SHORTEST} characters", input=name, stage="people"
            )
        self._known[name] = (role, _HASHER.hash(password))

    def remove(self, name: str) -> bool:
        """Takes a person off; whether there was one."""
        return self._known.pop(name, None) is not None

    def person(self, name: str) -> Person | None:
        """The person of a name."""
        found = self._known.get(name)
        return Person(name, found[0]) if found else None

    def check(self, name: str, password: str) -> Person | None:
        """The person of a name, if the password is theirs."""
        _, digest = self._known.get(name, ("reader", _NOBODY))
        try:
            _HASHER.verify(digest, password[: _LONGEST * 5])
        except (VerificationError, InvalidHashError):
            return None
        return self.person(name)

    def everyone(self) -> list[Person]:
        """All people, by name."""
        return [Person(name, role) for name, (role, _) in sorted(self._known.items())]
