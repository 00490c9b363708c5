"""Every message of the interface: those in templates, and those that values choose."""

from __future__ import annotations

from pathlib import Path

from jinja2 import nodes

from rashomon.compare.clauses import OUTCOMES
from rashomon.export.annotated import LAYERS
from rashomon.export.view import _ASIDE
from rashomon.export.wording import _LANGUAGES, _MONTHS
from rashomon.language.packs import section
from rashomon.model import Flag, Kind, Label, Role
from rashomon.reasons import OF_SEVERAL, SENTENCES
from rashomon.web import rendering
from rashomon.web.people import ROLES

SOURCE = Path(__file__).resolve().parents[2] / "src" / "rashomon"
FOLDERS = (SOURCE / "export" / "templates", SOURCE / "web" / "templates")
CHOSEN = (
    *map(str, Kind), *map(str, Label), *map(str, Role), *LAYERS, *OUTCOMES, *ROLES,
    *(str(flag).replace("_", " ") for flag in Flag), *_ASIDE.values(), "set aside",
    *("told", "alluded", "absent", "cut off"), *("from", "into", "also in"),
    *("verbatim", "edited", "translated", "same fact"), *("words", "meaning"),
    *("city", "region", "country", "district", "feature", "unknown"),
    *("merge", "split", "move", "not-a-copy"), *section("en", "wording")["words"],
    *_MONTHS, *_LANGUAGES.values(), "language not known", "year not stated", "to",
    "time not known", "no outlet named", "There is no event of this name.",
    "There is no report of this name.", "There is no fact of this name.",
    "There is no story of this name.",
    "One of these reports is not in the archive.", "Not Found",
    *("yes", "no", "asserted", "denied", "about", "less than", "more than", "1,234.5"),
    *("by the words “%(words)s”", "by the words “%(words)s”, without a year"),
    *("given with the report", "seen to have changed"),
)  # fmt: skip


def messages() -> dict[str, str | None]:
    """Messages with their plurals, None for those that have none."""
    found: dict[str, str | None] = dict.fromkeys(CHOSEN)
    found |= {s: OF_SEVERAL.get(code) for code, s in SENTENCES.items() if code != "told"}
    environment = rendering.templates("en")
    for path in sorted(p for folder in FOLDERS for p in folder.glob("*.html")):
        if path.name == "page.html" or path.parent.name == "report.html":
            continue
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args:
                first = call.args[0]
                if isinstance(first, nodes.Const):
                    found.setdefault(first.value, None)
        for used in tree.find_all(nodes.Filter):
            if used.name == "counted":
                one, *many = [a.value for a in used.args if isinstance(a, nodes.Const)]
                found[one] = many[0] if many else f"{one}s"
    return found
