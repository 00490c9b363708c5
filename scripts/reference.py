"""Writes docs/reference/ from what it describes: settings, commands and the published schemas.

    make docs

A test fails where the files and the code no longer say the same.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import typer.main
from typer.core import TyperCommand, TyperGroup, TyperOption

from rashomon import cli, settings
from rashomon.export.json import schema

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"


def pages() -> dict[str, str]:
    """The generated pages: file name and content."""
    return {
        "settings.md": settings_page(),
        "commands.md": commands_page(),
        "result.md": schema_page("result", "The result"),
        "annotations.md": schema_page("annotations", "The annotations"),
    }


def page(title: str, *parts: str) -> str:
    """One page of Markdown, marked as generated."""
    return "\n\n".join((f"# {title}", "<!-- written by `make docs` -->", *parts)) + "\n"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(c.replace('|', chr(92) + '|') for c in row)} |" for row in lines
    )


# Settings


def settings_page() -> str:
    """Every setting with its name, type, default and comment."""
    tree, parts = settings.Settings(), []
    single = [item.name for item in fields(tree) if not is_dataclass(getattr(tree, item.name))]
    for item in fields(tree):
        if item.name not in single:
            part = getattr(tree, item.name)
            parts += [f"## {item.name}", inspect.cleandoc(type(part).__doc__ or ""), listed(part)]
    return page(
        "Settings",
        "Every threshold and limit. A TOML file (`--settings FILE`, or `RASHOMON_SETTINGS=FILE`) "
        "sets them by section, a variable by section and name; variables go before the file, the "
        "file before the defaults. An unknown name or a value of another type is an error.",
        "```toml\nworkers = 1\n\n[acquire]\nmax_bytes = 10_000_000\n```",
        "```sh\nexport RASHOMON_ACQUIRE__MAX_BYTES=10000000 RASHOMON_WORKERS=1\n```",
        "The last column says what a setting does and how its default was found. Changing one "
        "changes what is found: an archive notes under which settings each part of it was made.",
        "## Without a section",
        listed(tree, *single),
        *parts,
    )


def listed(part: Any, *only: str) -> str:
    """The settings of one section as a table."""
    rows: list[tuple[str, ...]] = []
    for name, comment in comments(type(part)):
        if only and name not in only:
            continue
        value = getattr(part, name)
        rows.append((f"`{name}`", type(value).__name__, f"`{written(value)}`", comment))
    return table(("setting", "type", "default", "what it does"), rows)


def comments(section: type) -> Iterator[tuple[str, str]]:
    """Each setting of a section with the comment above it."""
    source = inspect.getsource(sys.modules[section.__module__])
    lines = source.splitlines()
    tree = ast.parse(source)
    body = next(
        n.body for n in tree.body if isinstance(n, ast.ClassDef) and n.name == section.__name__
    )
    for item in body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            above: list[str] = []
            for line in reversed(lines[: item.lineno - 1]):
                if not line.strip().startswith("#"):
                    break
                above.insert(0, line.strip().removeprefix("#").strip())
            yield item.target.id, " ".join(above) or "(together with the one above)"


def written(value: object) -> str:
    """A default as TOML writes it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:_}"
    return json.dumps(value)


# Commands


def commands() -> dict[str, TyperCommand]:
    """The commands of `rashomon` by name, those of a group by the group's name and their own."""
    group = typer.main.get_command(cli.app)
    assert isinstance(group, TyperGroup)
    found: dict[str, TyperCommand] = {}
    for name, command in group.commands.items():
        inner = command.commands if isinstance(command, TyperGroup) else {}
        some = {name: command, **{f"{name} {own}": c for own, c in inner.items()}}
        found |= {full: c for full, c in some.items() if isinstance(c, TyperCommand)}
    return found


def commands_page() -> str:
    """Every command with its arguments, options and exit codes."""
    meaning = inspect.cleandoc(cli.__doc__ or "").split("\n\n", 1)[1].replace("\n", " ")
    parts = []
    for name, command in commands().items():
        parts += [f"## rashomon {name}", inspect.cleandoc(command.help or "")]
        parts.append(f"```\nrashomon {name} {' '.join(usage(command))}\n```")
        parts.append(table(("argument or option", "meaning"), [row(p) for p in command.params]))
    return page("Commands", meaning, "`rashomon COMMAND --help` says the same.", *parts)


def usage(command: TyperCommand) -> Iterator[str]:
    """A command's parameters as a user types them."""
    for parameter in command.params:
        yield (
            f"[{spelled(parameter)}]" if isinstance(parameter, TyperOption) else spelled(parameter)
        )


def spelled(parameter: Any) -> str:
    """`--db PATH`, `--json`, or an argument's own metavar."""
    if not isinstance(parameter, TyperOption):
        return str(parameter.metavar)
    kind = parameter.type_descriptor.annotation
    value = "" if parameter.is_flag else f" {parameter.metavar or kind.__name__.upper()}"
    return "/".join(parameter.opts) + value


def row(parameter: Any) -> tuple[str, str]:
    """An argument or option with its meaning."""
    return f"`{spelled(parameter)}`", parameter.help or ""


# Schemas


def schema_page(name: Any, title: str) -> str:
    """Every field of a published schema."""
    tree = schema(name)
    known: dict[str, str] = {}
    return page(
        f"{title} (`{tree['title']}`)",
        f"{tree['description']} This is [`{name}.schema.json`](../../src/rashomon/export/{name}"
        ".schema.json) (JSON Schema 2020-12) as a page. Every field is always there, unless it is "
        "said to be optional; offsets are code points, the end exclusive.",
        *sections("", tree, known),
    )


def sections(path: str, node: Mapping[str, Any], known: dict[str, str]) -> Iterator[str]:
    """The object at a path as a table of its fields, then the objects in it."""
    below: list[tuple[str, Mapping[str, Any]]] = []
    rows: list[tuple[str, ...]] = []
    for name, field in node["properties"].items():
        optional = "" if name in node["required"] else "Optional. "
        meaning = optional + field.get("description", "")
        if inner := object_in(field):
            shape = json.dumps(inner, sort_keys=True)
            where = f"{path}{name}{'[]' if field.get('type') == 'array' else ''}"
            if shape not in known:
                known[shape] = where
                below.append((f"{where}.", inner))
            meaning = f"{meaning} See [`{known[shape]}`](#{anchor(known[shape])}).".strip()
        rows.append((f"`{name}`", kind(field), meaning))
    if path:
        yield f"## {path.removesuffix('.')}"
    yield table(("field", "type", "meaning"), rows)
    for where, inner in below:
        yield from sections(where, inner, known)


def object_in(field: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The object that a field holds, by itself, in an array or beside null."""
    for inner in (field, field.get("items", {}), *field.get("anyOf", ())):
        # A mapping has no fields of its own to tell of.
        if inner.get("type") == "object" and "properties" in inner:
            return inner  # type: ignore[no-any-return]  # of JSON
    return None


def kind(field: Mapping[str, Any]) -> str:
    """A field's type in words: "string or null", "list of object", the values it may have."""
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "anyOf" in field:
        return " or ".join(kind(inner) for inner in field["anyOf"])
    if field.get("type") == "array":
        return f"list of {kind(field['items'])}"
    types = field["type"] if isinstance(field["type"], list) else [field["type"]]
    if "minimum" in field and "maximum" in field:
        types = [f"{t} {field['minimum']}–{field['maximum']}" for t in types]
    return " or ".join(types)


def anchor(heading: str) -> str:
    """A heading's address in its page, as GitHub makes it."""
    kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
