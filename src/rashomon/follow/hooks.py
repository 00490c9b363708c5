"""Webhooks: alerts as signed JSON, sent until they are taken.

The signature is HMAC-SHA256 over the time, a full stop and the body, so that a receiver can tell
that an alert is ours, unchanged and not an old one repeated.
"""

from __future__ import annotations

import hmac
import json
import time
from hashlib import sha256

from rashomon.acquire.fetch import Fetcher
from rashomon.exceptions import UnreachedError
from rashomon.store import Delivery


def signature(secret: str, at: str, body: bytes) -> str:
    """What the header X-Rashomon-Signature says of a body sent at a time (seconds since 1970)."""
    return "sha256=" + hmac.new(secret.encode(), at.encode() + b"." + body, sha256).hexdigest()


def send(delivery: Delivery, fetcher: Fetcher, secret: str) -> None:
    """Sends an alert. Raises `InputError` unless the receiver says that it has it (2xx)."""
    alert, at = delivery.what, str(int(time.time()))
    told = {"id": alert.id, "kind": alert.kind, "at": alert.at, **json.loads(alert.told)}
    body = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json",
        "X-Rashomon-Alert": alert.id,
        "X-Rashomon-Timestamp": at,
        "X-Rashomon-Signature": signature(secret, at, body),
    }
    status = fetcher.post(delivery.hook, body, headers)
    if not 200 <= status < 300:
        raise UnreachedError(f"the receiver answered {status}", input=delivery.hook)
