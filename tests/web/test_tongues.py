"""The interface in each language: every message is there, with its places, and pages speak it."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient
from tests.web.messages import messages

from rashomon.archive import Archive
from rashomon.export import wording
from rashomon.export.wording import because
from rashomon.reasons import reason
from rashomon.web import tongues

OTHERS = [code for code in tongues.NAMES if code != "en"]
PLACES = re.compile(r"%\(\w+\)s")


def catalogue(code: str) -> dict[str, str]:
    path = files("rashomon.web") / "locales" / f"{code}.po"
    return tongues.entries(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_in_every_catalogue(code: str) -> None:
    known = {key.partition("\0")[0] for key in catalogue(code)} - {""}
    assert known == set(messages())


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_keeps_the_places_of_values(code: str) -> None:
    for key, value in catalogue(code).items():
        if key:
            for form in value.split("\0"):
                one = key.partition("\0")[0]
                assert sorted(PLACES.findall(form)) == sorted(PLACES.findall(one)), key


def test_plurals_are_those_of_the_language() -> None:
    russian = tongues.translations("ru")
    assert [russian.ngettext("report", "reports", n) for n in (1, 3, 5, 21)] == [
        "сообщение",
        "сообщения",
        "сообщений",
        "сообщение",
    ]
    french = tongues.translations("fr")
    assert [french.ngettext("report", "reports", n) for n in (0, 1, 2)] == [
        "récit",
        "récit",
        "récits",
    ]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("pt, es;q=0.3, ru;q=0.7", "ru"),
        ("xx", "en"),
        ("", "en"),
        (";q=nonsense,,uk;q=x", "en"),
        ("en;q=0.1,fr", "fr"),
    ],
)
def test_the_browser_is_answered_in_its_language(asked: str, given: str) -> None:
    scope = {"type": "http", "headers": [(b"accept-language", asked.encode())]}
    assert tongues.wanted(Request(scope)) == given


@pytest.mark.parametrize("code", OTHERS)
def test_pages_speak_it(client: TestClient, archive: Archive, code: str) -> None:
    event = max(archive.events(), key=lambda e: len(e.reports)).id
    story = archive.stories()[0].id
    say = tongues.translations(code).gettext
    headers = {"Accept-Language": code}
    for address, words in (
        ("/", "Events"),
        (f"/events/{event}", "What several tell"),
        ("/report?id=norda", "Proof"),
        ("/compare?a=norda&b=bereg", "Side by side"),
        (f"/stories/{story}", "How figures changed"),
        ("/stories", "Stories"),
        ("/sources", "Took from"),
        ("/search?q=dam", "Follow as a feed"),
        ("/judge", "Who decided what, and when"),
        ("/enter", "Token"),
        ("/nothing", "Not Found"),
    ):
        answer = client.get(address, headers=headers)
        assert f'<html lang="{code}">' in answer.text
        assert say(words) in answer.text, address
        assert say(words) != words or words in ("Token", "Sources"), address


def test_a_language_that_was_chosen_stays(client: TestClient) -> None:
    client.get("/language?code=uk&back=/sources")
    assert '<html lang="uk">' in client.get("/").text
    client.cookies.clear()
    client.get("/language?code=xx")
    assert '<html lang="en">' in client.get("/").text
    client.cookies.clear()


def test_reasons_are_told_in_the_language_of_the_reader() -> None:
    russian = tongues.translations("ru")
    names = {"report_0123456789ab": "report"}
    shared = reason("shared", count=3)
    assert str(shared) == "3 sentences in common"
    assert because(shared, names, russian) == "3 общих предложения"
    earlier = reason(
        "earlier", report="report_0123456789ab", time="2026-03-09", other="late", later="2026-03-10"
    )
    told = because(earlier, names, russian)
    assert told == "report: 9 марта 2026, late: 10 марта 2026"
    area = reason("below", low="about 1,295.5 km²", share="7.5%", high="1,400 km²")
    german = because(area, {}, tongues.translations("de"))
    assert german == "etwa 1.295,5 km² ist 7,5% weniger als 1.400 km²"


def test_what_a_report_says_is_no_pattern() -> None:
    hostile = reason("credit", child="%(name)s", name="%d", words="100% <b>")
    for code in tongues.NAMES:
        told = because(hostile, {}, tongues.translations(code))
        assert "%(name)s" in told
        assert "100% <b>" in told


@pytest.mark.parametrize(
    ("figures", "german"),
    [
        ("1,400", "1.400"),
        ("0.5", "0,5"),
        ("1,234,567.25", "1.234.567,25"),
        ("1,200-1,500 km²", "1.200-1.500 km²"),
        ("2025-05-20", "2025-05-20"),
        ("1.2.3", "1.2.3"),
        ("no figure, none", "no figure, none"),
    ],
)
def test_figures_are_written_as_the_language_does(figures: str, german: str) -> None:
    assert wording.figures(figures, tongues.translations("de").gettext) == german
    assert wording.figures(figures) == figures


def test_a_message_with_signs_of_formatting_is_shown(client: TestClient) -> None:
    answer = client.get("/search?q=x&since=%25d%25(x)s")
    assert answer.status_code == 422
    assert "%d%(x)s" in answer.text
