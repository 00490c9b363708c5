"""Phrase templates: their small grammar, every template of every pack, bounded work."""

import pytest

from rashomon.exceptions import PackError
from rashomon.extract import cues as module
from rashomon.language import packs
from rashomon.language.phrases import Phrases, words


def found(template: str, text: str) -> list[tuple[int, int, str]]:
    hits = Phrases({"x": [template]}).find(text, words(text, 0, len(text)))
    return [(hit.start, hit.end, hit.name) for hit in hits]


@pytest.mark.parametrize(
    ("template", "text", "matches"),
    [
        ("^read more$", "READ MORE!", True),
        ("^read more$", "Read more here", False),
        ("^read more$", "We read more", False),
        ("share on facebook/telegram", "Please share on Telegram", True),
        ("subscri* now", "Subscribers, now", True),
        ("read (the) news", "read news", True),
        ("read (the) news", "read the news", True),
        ("we .. you", "We really do love you", True),
        ("we .. you", "We really do not think we love you", True),
        ("they .. you", "They one two three four five you", False),
        ("^source :", "Source: Agency", True),
        ("^source :", "Source said", False),
    ],
)
def test_grammar(template: str, text: str, matches: bool) -> None:
    assert bool(found(template, text)) is matches


def test_name_slot_takes_the_rest_of_the_clause() -> None:
    text = "Originally published by The Velmora Times, 5 May"
    ((_, end, name),) = found("originally published by {name}", text)
    assert name == "The Velmora Times"
    assert text[:end].endswith("Times")


def test_name_slot_must_be_filled() -> None:
    assert not found("source : {name}", "Source: ")


@pytest.mark.parametrize("template", ["", "..", "a .. b .. c .. d"])
def test_malformed_templates_are_refused(template: str) -> None:
    with pytest.raises(ValueError, match="template"):
        Phrases({"x": [template]})


def test_malformed_pack_names_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "section", lambda *_: {"credit": {"phrases": [".."]}})
    module.book.cache_clear()
    with pytest.raises(PackError, match=r"roles\.toml"):
        module.book("en")
    module.book.cache_clear()


@pytest.mark.parametrize("language", packs.languages())
def test_packs_compile_and_read_pathological_text(language: str) -> None:
    phrases = module.book(language).phrases
    data = packs.section(language, "roles")
    firsts = " ".join(
        template.split()[0].strip("^*()").split("/")[0]
        for part in data.values()
        for templates in part.values()
        if not isinstance(templates, str)
        for template in templates
    )
    for text in (firsts * 3, "a " * 30_000, ":" * 30_000, "©" * 30_000, "x" * 60_000):
        assert sum(1 for _ in phrases.find(text, words(text, 0, len(text)))) <= len(text)
