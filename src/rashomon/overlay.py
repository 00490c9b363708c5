"""A tree of values, as a file or the environment gives them, laid over frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from rashomon.exceptions import SettingsError


def overlay(part: Any, tree: Mapping[str, Any], where: str = "") -> Any:
    """A dataclass with the values of a tree in place of its own; `where` is its dotted place.

    Raises `SettingsError` for an unknown name or a value of a wrong type.
    """
    known = {item.name for item in fields(part)}
    changes: dict[str, Any] = {}
    for name, value in tree.items():
        dotted = f"{where}{name}"
        if name not in known:
            raise SettingsError(f"no setting is named {dotted}", input=dotted, stage="settings")
        current = getattr(part, name)
        if is_dataclass(current):
            if not isinstance(value, Mapping):
                raise SettingsError("is a section, not a value", input=dotted, stage="settings")
            changes[name] = overlay(current, value, f"{dotted}.")
        elif type(value) is type(current) or (isinstance(current, float) and type(value) is int):
            changes[name] = type(current)(value)
        else:
            raise SettingsError(
                f"expected {type(current).__name__}, got {value!r}", input=dotted, stage="settings"
            )
    return replace(part, **changes)
