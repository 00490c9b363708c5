"""Proof of having entered, and that a form came from a page of ours: signed, nothing is stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time


class Seal:
    """Signs what it is given with a key of this process; a restart ends all sessions."""

    def __init__(self, lasts: float) -> None:
        """Sessions last so many seconds."""
        self._key = secrets.token_bytes(32)
        self._lasts = lasts

    def session(self, name: str) -> str:
        """A cookie that says who has entered, until when."""
        until = str(int(time.time() + self._lasts))
        head = f"{base64.urlsafe_b64encode(name.encode()).decode()}.{until}.{secrets.token_hex(8)}"
        return f"{head}.{self._sign('session', head)}"

    def name(self, cookie: str) -> str | None:
        """Whose session a cookie is, None if it is none of ours or over."""
        head, _, signature = cookie.rpartition(".")
        if not head or not hmac.compare_digest(
            self._sign("session", head).encode(), signature.encode("utf-8", "replace")
        ):
            return None
        name, until, _ = head.split(".")
        return base64.urlsafe_b64decode(name).decode() if time.time() < int(until) else None

    def form(self, session: str) -> str:
        """What a form must carry that is sent within a session."""
        return self._sign("form", session)

    def from_us(self, session: str, given: str) -> bool:
        """Whether a form carries it."""
        wanted = self.form(session).encode()
        return hmac.compare_digest(wanted, given.encode("utf-8", "replace"))

    def _sign(self, purpose: str, words: str) -> str:
        return hmac.new(self._key, f"{purpose}\0{words}".encode(), hashlib.sha256).hexdigest()
