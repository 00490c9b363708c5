"""Addresses of the web: made absolute as browsers do it, and as the identity of a page.

Two addresses of one page should be one. What is undone is what RFC 3986 (section 6.2) calls
equivalent, and query parameters that only say how a reader got there. What may lead to another
page stays: scheme, the order of parameters, a slash at the end.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from rashomon.exceptions import InputError

_PORTS = {"http": 80, "https": 443}
# WHATWG URL Standard: C0 controls and spaces around an address, tabs and line breaks inside it.
_AROUND = "".join(map(chr, range(33)))
_INSIDE = re.compile(r"[\t\n\r]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
_PATH = "/%:@!$&'()*+,;=~-._|[]^"
_QUERY = (_PATH + "?`{}\\").replace("'", "")
# Campaigns, click ids and the marks of feed services; all names that no content hangs on.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)"
    r"|ns_(?:campaign|mchannel|source|linkname|fee)|at_(?:medium|campaign|custom\d|link_\w+)"
    r"|xtor|wt_mc|WT\.mc_\w+|cmpid|ocid|smid|traffic_source|s_cid|__twitter_impression)",
    re.IGNORECASE,
)
# Longer addresses exist to harm: servers cut at some 8,000 bytes.
_LONGEST = 8_000


def absolute(address: str, base: str | None = None) -> str:
    """An address as it is asked for: absolute, ASCII, without credentials or fragment.

    Raises `InputError` for what is no address of http or https.
    """
    text = _INSIDE.sub("", address.strip(_AROUND)).encode("utf-8", "replace").decode()
    try:
        parts = urlsplit(_slashes(urljoin(base, _slashes(text, "http")) if base else text))
        port = parts.port
    except ValueError as error:
        raise InputError(f"not an address: {error}") from error
    if parts.scheme not in _PORTS:
        raise InputError("only http and https are fetched")
    place = _host(parts)
    if port is not None and port != _PORTS[parts.scheme]:
        place = f"{place}:{port}"
    path = quote(_undotted(parts.path), safe=_PATH, errors="replace")
    query = f"?{quote(parts.query, safe=_QUERY, errors='replace')}" if parts.query else ""
    whole = f"{parts.scheme}://{place}{path}{query}"
    if len(whole) > _LONGEST:
        raise InputError(f"an address longer than {_LONGEST:,} characters")
    return whole


def canonical(address: str, base: str | None = None) -> str:
    """The identity of a page: equivalent addresses give the same, and what it gives gives itself.

    Raises `InputError` like `absolute`.
    """
    parts = urlsplit(absolute(address, base))
    fields = [f for f in parts.query.split("&") if f and not _TRACKING.fullmatch(_name(f))]
    query = "?" + "&".join(map(_unescaped, fields)) if fields else ""
    return f"{parts.scheme}://{parts.netloc}{_undotted(_unescaped(parts.path))}{query}"


def host(address: str) -> str:
    """The host, with its port where that is not the usual one: whom politeness is owed to."""
    return urlsplit(address).netloc.rpartition("@")[2].lower()


def _name(field: str) -> str:
    return field.partition("=")[0]


def _slashes(text: str, base: str = "") -> str:
    """Backslashes before the query as slashes, and the scheme's slashes as two, as browsers do."""
    found = re.match(r"(?i)(https?:)([/\\]*)([^?#]*)(.*)", text, re.DOTALL)
    if found and (len(found[2]) > 1 or not base):
        return f"{found[1].lower()}//{found[3].replace(chr(92), '/')}{found[4]}"
    if base and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        end = min((place for mark in "?#" if (place := text.find(mark)) >= 0), default=len(text))
        return re.sub(r"^//+", "//", text[:end].replace("\\", "/")) + text[end:]
    return text


def _host(parts: SplitResult) -> str:
    try:
        if ":" in (name := parts.hostname or ""):
            return f"[{name}]"
        name = unquote(name).encode("idna").decode().lower()
    except UnicodeError as error:
        raise InputError("not the name of a host") from error
    if not name or _FORBIDDEN.search(name):
        raise InputError("no host in the address")
    return name


def _unescaped(text: str) -> str:
    """Escapes of what needs none undone, the others in capitals."""

    def one(found: re.Match[str]) -> str:
        character = chr(int(found[1], 16))
        return character if character in _UNRESERVED else found[0].upper()

    return _ESCAPE.sub(one, text)


def _undotted(path: str) -> str:
    """A path without its "." and ".." segments (RFC 3986, section 5.2.4); "/" for none."""
    kept: list[str] = []
    segments = path.split("/")[1:] if path.startswith("/") else path.split("/")
    for number, segment in enumerate(segments):
        dots = segment.lower().replace("%2e", ".")
        if dots == "..":
            kept = kept[:-1]
        if dots in {".", ".."}:
            if number == len(segments) - 1:
                kept.append("")
        else:
            kept.append(segment)
    return "/" + "/".join(kept)
