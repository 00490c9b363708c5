"""Answers that a browser may keep: each with a tag of its content."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response


def html(request: Request, text: str) -> Response:
    """A page."""
    return _tagged(request, text.encode("utf-8", "replace"), "text/html; charset=utf-8")


def text(request: Request, content: str, media: str) -> Response:
    """A text of another kind."""
    return _tagged(request, content.encode("utf-8", "replace"), media)


def file(request: Request, content: str, media: str, name: str) -> Response:
    """A text that a browser keeps as a file, never opens as a page of ours."""
    answer = text(request, content, f"{media}; charset=utf-8")
    plain = "".join(c for c in name if c.isalnum() or c in "._-")
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain}"'
    return answer


def as_json(request: Request, value: Any) -> Response:
    """A JSON value; what no encoding can carry (lone surrogates) is written as escapes."""
    return _tagged(request, json.dumps(value).encode(), "application/json")


def _tagged(request: Request, content: bytes, media: str) -> Response:
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Accept-Language",
    }
    known = {
        t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")
    }
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media, headers=headers)
