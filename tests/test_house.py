"""How the house is built: what no linter knows to look for."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest

import rashomon
from rashomon import online, settings

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted((ROOT / "src").rglob("*.py"))
NO_NAMES = {"util", "core", "common", "helper", "manager", "misc"}
NETWORK = {"socket", "http", "urllib.request", "httpx", "requests", "urllib3", "aiohttp"}
# Where packages come from, and where this checkout lies, is the machine's affair. Each pattern
# is written so that it does not match itself.
PLACES = re.compile(
    r"pypi[.]|pythonhosted[.]|npmjs[.]|--(?:extra-)?index-ur[l]|--find-link[s]|file:/[/]/"
    r"|(?<![\w./-])/(?:work|root|home|Users)/[^\s`'\"]"
)
TEXTS = ("README.md", "CHANGELOG.md", "Makefile", "pyproject.toml", "constraints.txt", ".gitignore")
FOLDERS = ("src", "tests", "benchmarks", "docs", "scripts", "examples", "deploy", ".ci")


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the project: its path in the project and what it holds."""
    files = [ROOT / name for name in TEXTS]
    files += [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*"))]
    for path in files:
        if path.is_file() and "__pycache__" not in path.parts:
            try:
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:  # a picture, or a sample in another encoding
                continue


def test_no_module_is_long() -> None:
    modules = [path for folder in ("src", "tests", "benchmarks") for path in files_of(folder)]
    assert [path.name for path in modules if len(path.read_text().splitlines()) > 500] == []


def files_of(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def test_every_module_is_named_for_what_it_does() -> None:
    assert [path.name for path in CODE if path.stem.rstrip("s") in NO_NAMES] == []


def test_nothing_names_a_package_server_or_a_machine() -> None:
    found = {name: hit.group() for name, text in texts() if (hit := PLACES.search(text))}
    assert found == {}


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_only_acquire_reaches_for_the_network() -> None:
    reaching = {
        str(path.relative_to(ROOT)): name
        for path in CODE
        if "acquire" not in path.parts
        for name in imported(ast.parse(path.read_text(encoding="utf-8")))
        if any(name == known or name.startswith(f"{known}.") for known in NETWORK)
    }
    assert reaching == {}


def test_every_setting_says_how_it_was_found() -> None:
    """Above each stands a comment; settings that are one thought, four at most, may share it."""
    sections = {
        item.name
        for item in fields(settings.Settings)
        if is_dataclass(getattr(settings.Settings(), item.name))
    }
    sources = [
        Path(file).read_text(encoding="utf-8") for file in (settings.__file__, online.__file__)
    ]
    silent = [
        f"{part.name}.{item.target.id}"
        for source in sources
        for lines in [source.splitlines()]
        for part in ast.parse(source).body
        if isinstance(part, ast.ClassDef)
        for item in part.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
        if item.target.id not in sections
        if not any(line.startswith("    #") for line in lines[item.lineno - 5 : item.lineno - 1])
    ]
    assert silent == []


def test_every_package_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *project["build-system"]["requires"],
        *(line for extra in project["project"]["optional-dependencies"].values() for line in extra),
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+)==[^\\]+\\\n    --hash=sha256:", constraints, re.MULTILINE))
    names = {re.match(r"[\w.-]+", line).group().lower().replace("_", "-") for line in asked}
    assert names - pinned == set()


def _brought(asked: Iterable[str]) -> set[str]:
    """Distributions with all that an installer brings along."""
    found: set[str] = set()
    wanted = list(asked)
    while wanted:
        name = re.match(r"[\w.-]+", wanted.pop())[0].lower().replace("_", "-")
        if name not in found:
            found.add(name)
            with suppress(PackageNotFoundError):  # an extra that is not here
                wanted += [line for line in requires(name) or () if "extra ==" not in line]
    return found


def test_the_package_imports_nothing_that_only_developers_have() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (name for names in project["optional-dependencies"].values() for name in names)
    had = _brought([*project["dependencies"], *extras])
    offers = packages_distributions()
    strangers = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in CODE
        for name in imported(ast.parse(path.read_text(encoding="utf-8")))
        if (given := offers.get(name.partition(".")[0]))
        and "rashomon" not in given
        and had.isdisjoint(one.lower().replace("_", "-") for one in given)
    }
    assert strangers == set()


@pytest.mark.parametrize(
    "package", sorted(path.parent.name for path in CODE if path.name == "__init__.py")
)
def test_a_package_offers_what_it_says(package: str) -> None:
    name = "rashomon" if package == "rashomon" else f"rashomon.{package}"
    module = importlib.import_module(name)
    assert module.__doc__
    assert [offer for offer in getattr(module, "__all__", ()) if not hasattr(module, offer)] == []


def test_the_public_api_is_pinned() -> None:
    assert sorted(rashomon.__all__) == [
        "Archive",
        "RashomonError",
        "Reading",
        "Report",
        "Result",
        "Settings",
        "open",
        "read",
        "read_text",
    ]


def test_importing_the_package_loads_no_stage() -> None:
    heavy = "{'numpy', 'lxml', 'sqlalchemy', 'rashomon.archive', 'rashomon.pipeline'}"
    code = f"import sys, rashomon; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
