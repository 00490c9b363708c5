"""Beginning to follow: by address, or by lists of outlets and feeds that people keep and pass on.

    [[outlet]]                       # the list as TOML; all but names and addresses at will
    name = "Open Ledger"
    country = "GB"
    owner = "Ledger Trust"
    languages = ["en"]
    camps = ["broadsheets"]
    feeds = ["https://ledger.example/rss"]

A feed of no outlet stands in a table of its own, `[[feed]]` with `url` and `kind`.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from rashomon.acquire import opml
from rashomon.acquire.finding import Found
from rashomon.acquire.markup import local, tree
from rashomon.acquire.urls import absolute, canonical, host
from rashomon.exceptions import InputError
from rashomon.follow.polled import moment_of
from rashomon.store import Followed, Outlet, Page, Store

_KINDS = frozenset({"feed", "sitemap", "page"})


def begin(store: Store, found: Found, outlet: Outlet | None, now: float) -> bool:
    """Follows what was found from now on, as of an outlet; returns whether it is new."""
    at = moment_of(now)
    with store.transaction():
        if outlet is not None:
            _describe(store, outlet)
        due = None if found.kind == "page" else now
        one = Followed(
            found.url, found.kind, outlet.name if outlet else None, found.title, found.site,
            found.language, at, due=due,
        )  # fmt: skip
        fresh = store.follow([one])
        (kept,) = store.followed([found.url])
        if found.kind == "page":
            url = canonical(found.url)
            number = store.put_pages([Page(url, host(url), at, kept.number, due=now)])[url]
            store.note_page(number, {"due": now})
        elif not fresh:
            store.wake_pages(now, feed=kept.number)
    return bool(fresh)


def end(store: Store, url: str) -> None:
    """Follows an address no longer. Raises `StoreError` if it is not followed."""
    with store.transaction():
        store.unfollow(url)
        (one,) = store.followed([url])
        store.rest_pages(one.number)


def read_list(text: str, name: str) -> list[tuple[Outlet | None, Followed]]:
    """The feeds of a list, TOML or OPML, each with its outlet. Raises `InputError` for others."""
    try:
        if text.lstrip("\ufeff \t\r\n").startswith("<"):
            return list(_from_opml(text))
        return list(_from_toml(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"neither OPML nor TOML: {error}", input=name) from error
    except InputError as error:
        raise InputError(error.cause, input=name) from error


def take_list(store: Store, entries: Iterable[tuple[Outlet | None, Followed]], now: float) -> int:
    """Follows all of a list; returns how many feeds are new."""
    count = 0
    with store.transaction():
        for outlet, one in entries:
            # Its kind is one of the three: `Found` says which.
            found = Found(one.kind, one.url, one.title, one.site, one.language)  # type: ignore[arg-type]  # by name
            count += begin(store, found, outlet, now)
    return count


def as_toml(outlets: dict[str, Outlet], followed: Iterable[Followed]) -> str:
    """What is followed, as a list that `read_list` reads."""
    parts = []
    alone = []
    feeds: dict[str, list[str]] = {name: [] for name in outlets}
    for one in followed:
        if one.outlet in feeds and one.kind == "feed" and not one.stopped:
            feeds[one.outlet].append(one.url)
        elif not one.stopped:
            alone.append(one)
    for outlet in outlets.values():
        told = {
            "name": outlet.name,
            "country": outlet.country,
            "owner": outlet.owner,
            "languages": list(outlet.languages),
            "camps": list(outlet.camps),
            "feeds": feeds[outlet.name],
        }
        parts.append(_table("outlet", told))
    for one in alone:
        told = {"url": one.url, "kind": one.kind, "outlet": one.outlet, "title": one.title}
        parts.append(_table("feed", told))
    return "\n".join(parts)


def as_opml(outlets: dict[str, Outlet], followed: Iterable[Followed]) -> str:
    """What is followed as OPML: outlets as titles, camps as categories."""
    subscriptions = []
    for one in followed:
        outlet = outlets.get(one.outlet or "", Outlet(""))
        if not one.stopped:
            title = one.outlet or one.title
            languages = outlet.languages or ((one.language,) if one.language else ())
            about = (outlet.camps, outlet.country, outlet.owner, one.kind)
            subscriptions.append(opml.Subscription(one.url, title, one.site, languages, *about))
    return opml.write(subscriptions, "Followed by Rashomon")


def _describe(store: Store, outlet: Outlet) -> None:
    """Keeps what is said of an outlet; what is not said of it stays as it is."""
    old = store.outlets().get(outlet.name, outlet)
    store.put_outlets(
        [
            Outlet(
                outlet.name,
                outlet.country or old.country,
                outlet.owner or old.owner,
                outlet.languages or old.languages,
                outlet.camps or old.camps,
            )
        ]
    )


def _from_opml(text: str) -> Iterator[tuple[Outlet | None, Followed]]:
    root = tree(text, "http://localhost/")
    if local(root) != "opml":
        raise InputError(f"not OPML: <{local(root)}>")
    for one in opml.read(root):
        about = (one.country, one.owner, one.languages, one.groups)
        outlet = Outlet(one.title, *about) if one.title else None
        yield outlet, Followed(one.url, one.kind, title=one.title, site=one.site)


def _from_toml(told: dict[str, Any]) -> Iterator[tuple[Outlet | None, Followed]]:
    for key in told:
        if key not in {"outlet", "feed"}:
            raise InputError(f'no such table as "{key}": outlet and feed are known')
    known: dict[str, Outlet] = {}
    for entry in _tables(told, "outlet"):
        name = _text(entry, "name")
        if not name:
            raise InputError("an outlet without a name")
        outlet = Outlet(
            name,
            _text(entry, "country"),
            _text(entry, "owner"),
            _texts(entry, "languages"),
            _texts(entry, "camps"),
        )
        known[name] = outlet
        for url in _texts(entry, "feeds"):
            yield outlet, Followed(absolute(url), "feed")
    for entry in _tables(told, "feed"):
        kind = _text(entry, "kind") or "feed"
        if kind not in _KINDS:
            raise InputError(f'kind "{kind}": feed, sitemap and page are known')
        name = _text(entry, "outlet")
        outlet_ = known.get(name, Outlet(name)) if name else None
        url = absolute(_text(entry, "url") or "")
        yield outlet_, Followed(url, kind, title=_text(entry, "title"))


def _tables(told: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = told.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise InputError(f"[[{key}]] should be tables")
    return value


def _text(entry: dict[str, Any], key: str) -> str | None:
    value = entry.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f'"{key}" should be a string')
    return value or None


def _texts(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise InputError(f'"{key}" should be a list of strings')
    return tuple(value)


def _table(name: str, told: dict[str, Any]) -> str:
    lines = [f"[[{name}]]"]
    # JSON's strings and lists of strings are TOML's.
    lines += [
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in told.items() if value
    ]
    return "\n".join(lines) + "\n"
