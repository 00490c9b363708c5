"""How pages changed: their versions, and what one has that the one before had not."""

from __future__ import annotations

from typing import Any

from rashomon.acquire.urls import canonical
from rashomon.archive import Archive
from rashomon.exceptions import InputError
from rashomon.reuse.align import align
from rashomon.reuse.versions import changes
from rashomon.store import Version

# Changes shown where none is asked for.
_RECENT = 50


def changed(archive: Archive, name: str) -> list[dict[str, Any]]:
    """All versions of a page, named by its address or by one of its reports, with changes.

    Raises `InputError` if there is none.
    """
    store = archive.store
    if name.lower().startswith(("http://", "https://")):
        found = store.versions(page=canonical(name))
    else:
        found = store.versions(report=archive.find("report", name))
    if not found:
        raise InputError("no page of this name was looked at", input=name)
    before: dict[str, Version] = {}
    told = []
    for version in found:
        told.append(_told(archive, version, before.get(version.page)))
        before[version.page] = version
    return told


def recent(archive: Archive) -> list[dict[str, Any]]:
    """The last changes of any pages, oldest first."""
    told = []
    for version in archive.store.versions(most=_RECENT):
        if version.number > 1:
            row = archive.store.versions(page=version.page)
            told.append(_told(archive, version, row[version.number - 2]))
    return told


def _told(archive: Archive, version: Version, before: Version | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "page": version.page,
        "version": version.number,
        "report": version.report,
        "at": version.at,
        "silent": version.silent,
        "removed": [],
        "added": [],
        "edited": [],
    }
    capture = archive.store.capture(version.capture) if version.capture else None
    told["capture"] = capture and {"digest": capture.digest, "file": capture.file, "at": capture.at}
    new = archive.report(version.report)
    old = archive.report(before.report) if before else None
    if new is not None and old is not None:
        found = changes(old, new, align(old, new, archive.settings.reuse))
        told["removed"] = [old.cut(span) for span in found.removed]
        told["added"] = [new.cut(span) for span in found.added]
        told["edited"] = [[old.cut(a), new.cut(b)] for a, b in found.edited]
    return told
