"""Documentation as a contract: what it names exists, and what exists is named."""

from __future__ import annotations

import ast
import doctest
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from scripts import excerpt, reference

from rashomon.export.json import schema
from rashomon.language.packs import languages
from rashomon.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
BENCHMARKS = ROOT / "docs" / "benchmarks.md"
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "examples" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
LINK = re.compile(r"\]\(([^()\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
SCHEMAS = ("result", "annotations")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {reference.anchor(re.sub(r"\]\([^)]*\)", "", heading)) for heading in headings}


def typed(page: Path) -> Iterator[list[str]]:
    """Every command that a page shows, in words: lines of code, and code within a sentence."""
    text = page.read_text(encoding="utf-8")
    code = [line for _, block in FENCE.findall(text) for line in block.splitlines()]
    code += [line[4:] for line in prose(page).splitlines() if line.startswith("    ")]
    code += SPAN.findall(prose(page))
    for line in code:
        for part in re.split(r"[|;]\s| > | && ", line.removeprefix("$ ")):
            try:
                words = shlex.split(part, comments=True)
            except ValueError:  # code of another kind
                continue
            if words:
                yield words


# What the pages name


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_and_their_options_are_real(page: Path) -> None:
    known = {
        name: {spelling for option in command.params for spelling in option.opts} | {"--help"}
        for name, command in reference.commands().items()
    }
    wrong = []
    for words in typed(page):
        if Path(words[0]).name != "rashomon" or len(words) == 1:
            continue
        name = next((n for n in (" ".join(words[1:3]), words[1]) if n in known), words[1])
        given = {w.split("=")[0] for w in words[2:] if re.match(r"--\w", w)}
        if name not in {"COMMAND", "--help"} and (name not in known or given - known[name]):
            wrong.append(" ".join(words))
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_targets_of_make_are_real(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([\w./-]+):", makefile, re.MULTILINE))
    named = {words[1] for words in typed(page) if words[0] == "make" and len(words) > 1}
    assert named - known == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_that_are_named_exist(page: Path) -> None:
    """In code within a sentence: paths from the project's root or from the package's."""
    files = {
        span.split()[-1]
        for span in SPAN.findall(prose(page))
        if re.fullmatch(r"(?:python )?[\w/.-]+\.(?:py|toml|jsonl|txt|md)", span) and "/" in span
    }
    roots = (ROOT, ROOT / "src" / "rashomon", page.parent)
    assert [f for f in sorted(files) if not any((root / f).exists() for root in roots)] == []


def test_every_example_in_python_gives_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = ROOT / "docs" / "guide" / "python.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert tried > 10
    assert failed == 0


def test_the_readme_lists_the_languages() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"**Twelve languages**: {', '.join(languages())}." in readme
    assert len(languages()) == 12


@pytest.mark.slow
def test_the_readme_shows_what_is_printed() -> None:
    """Fails where `make docs` would change it."""
    readme = excerpt.README.read_text(encoding="utf-8")
    assert excerpt.renewed(readme) == readme


# What the pages must name


@pytest.mark.parametrize("name", reference.pages())
def test_the_reference_is_up_to_date(name: str) -> None:
    """Fails where `make docs` would change it."""
    assert (REFERENCE / name).read_text(encoding="utf-8") == reference.pages()[name]


@pytest.mark.parametrize("name", reference.pages())
def test_everything_in_the_reference_has_a_meaning(name: str) -> None:
    rows = [line for line in reference.pages()[name].splitlines() if line.startswith("| ")]
    assert rows
    assert [row for row in rows if row.endswith("|  |")] == []


def test_every_setting_is_in_the_reference() -> None:
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")}
    for item in fields(Settings):
        part = getattr(Settings(), item.name)
        inside = [f.name for f in fields(part)] if is_dataclass(part) else [item.name]
        section = sections[item.name if is_dataclass(part) else "Without a section"]
        assert [name for name in inside if f"| `{name}` |" not in section] == []


def test_every_command_is_in_the_reference() -> None:
    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    for name, command in reference.commands().items():
        assert f"## rashomon {name}\n" in page
        assert [o for p in command.params for o in p.opts if o[:2] == "--" and o not in page] == []


def properties(node: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every field of a schema at any depth."""
    for inner in (node.get("items"), *node.get("anyOf", ())):
        if inner:
            yield from properties(inner)
    for name, field in node.get("properties", {}).items():
        yield name, field
        yield from properties(field)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_of_a_schema_is_explained(name: Any) -> None:
    page = (REFERENCE / f"{name}.md").read_text(encoding="utf-8")
    found = list(properties(schema(name)))
    assert len(found) > 30
    assert [field for field, node in found if "description" not in node] == []
    assert [field for field, _ in found if f"| `{field}` |" not in page] == []
    assert json.dumps(schema(name)["title"]).strip('"') in page


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    titles = {
        path.name: path.read_text(encoding="utf-8").splitlines()[0].partition(". ")[2]
        for path in folder.glob("[0-9]*.md")
    }
    assert [name for name, title in titles.items() if f"[{title}]({name})" not in index] == []


def test_every_guide_can_be_found_from_the_readme() -> None:
    linked = LINK.findall("".join(prose(page) for page in PAGES))
    guides = {path.name for path in (ROOT / "docs" / "guide").glob("*.md")}
    assert guides - {link.rpartition("/")[2] for link in linked} == set()


def test_every_package_is_on_the_map() -> None:
    page = (ROOT / "docs" / "guide" / "architecture.md").read_text(encoding="utf-8")
    packages = {path.parent.name for path in (ROOT / "src" / "rashomon").glob("*/__init__.py")}
    assert [name for name in sorted(packages) if f"**{name}/**" not in page] == []


def test_every_section_of_a_pack_is_in_its_guide() -> None:
    page = (ROOT / "docs" / "guide" / "adding-a-language.md").read_text(encoding="utf-8")
    packs = ROOT / "src" / "rashomon" / "language" / "packs"
    sections = {path.name for path in packs.glob("*/*.toml")}
    assert [name for name in sorted(sections) if f"| `{name}` |" not in page] == []


def options_of(benchmark: Path) -> set[str]:
    calls = [
        n for n in ast.walk(ast.parse(benchmark.read_text("utf-8"))) if isinstance(n, ast.Call)
    ]
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "add_argument"
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }


def test_every_benchmark_has_its_section_and_its_options() -> None:
    jobs = {p.stem: p for p in (ROOT / "benchmarks").glob("*.py") if "__main__" in p.read_text()}
    shown = {
        words[2].removeprefix("benchmarks."): {w for w in words if w.startswith("--")}
        for words in typed(BENCHMARKS)
        if words[:2] == ["python", "-m"]
    }
    assert sorted(jobs) == sorted(shown)
    assert {name for name, given in shown.items() if given - options_of(jobs[name])} == set()
