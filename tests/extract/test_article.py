"""A capture becomes a report: text as given, pages by their main text."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.exceptions import StageError
from rashomon.extract.article import extract
from rashomon.model import Capture, Moment, Report
from rashomon.settings import Extract

LIMITS = Extract()
PARAGRAPHS = [
    "The harbour council of Velmora said on Tuesday that the new breakwater had failed.",
    "Repairs would take until spring, the council’s engineer, Ann Lee, told reporters.",
    "Fishermen had warned of cracks in the northern arm since the storm of last November.",
    "This article was first published by the Velmora Courier.",
]
PAGE = (
    "<!doctype html><html lang='en'><head><title>Breakwater fails</title>"
    "<link rel='canonical' href='https://www.courier.example/2025/05/20/breakwater'></head>"
    "<body><nav><a href='/'>Home</a><a href='/news'>News</a></nav><main><article>"
    "<h1>Breakwater fails</h1>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    + "<script>document.write('executed')</script></article></main>"
    "<div id='comments'><p>A reader comments at some length on the breakwater.</p></div>"
    "<footer>Imprint and privacy</footer></body></html>"
)


def page(content: str, **declared: str) -> Capture:
    return Capture("pages/breakwater.html", "html", content, "d", **declared)


def test_a_text_is_kept_code_point_for_code_point() -> None:
    text = "  The bridge\r\n\tis\0 closed.\ud800\x85\ufeff \u202eשלום\n\n"
    report = extract(Capture("set/a.b.txt", "text", text, "d"), LIMITS)
    kept = "  The bridge\r\n\tis\ufffd closed.\ufffd\ufffd\ufeff \u202eשלום\n\n"
    assert report == Report("a.b", "set/a.b.txt", kept, sha256(kept.encode()).hexdigest())


@given(st.text(alphabet=st.characters(), min_size=1))
def test_every_text_keeps_its_length_and_can_be_written(text: str) -> None:
    try:
        report = extract(Capture("a.txt", "text", text, "d"), LIMITS)
    except StageError:
        assert not text.strip("\ufffd\ufeff\0 \t\r\n\xa0").strip() or "\ufffd" not in text
    else:
        assert len(report.text) == len(text)
        report.text.encode("utf-8")


def test_a_page_gives_its_main_text_a_line_a_paragraph() -> None:
    report = extract(page(PAGE), LIMITS)
    assert [line for line in report.text.split("\n") if line in PARAGRAPHS] == PARAGRAPHS
    for foreign in ("Home", "Imprint", "A reader comments", "executed"):
        assert foreign not in report.text
    assert report.digest == sha256(report.text.encode()).hexdigest()


def test_a_page_gives_what_it_declares() -> None:
    report = extract(page(PAGE), LIMITS)
    assert (report.id, report.title, report.language) == ("breakwater", "Breakwater fails", "en")
    assert report.source == "courier.example"
    assert report.url == "https://www.courier.example/2025/05/20/breakwater"
    assert report.published == Moment("2025-05-20", "day", "url")


def test_what_was_given_goes_before_what_the_page_says() -> None:
    given_ = {
        "id": "r1", "title": "Given", "url": "https://other.example/x", "source": "Other",
        "published": "2024-01-02", "modified": "nonsense", "language": "fr-CA", "byline": "Bo Ek",
    }  # fmt: skip
    report = extract(page(PAGE, **given_), LIMITS)
    assert (report.id, report.title, report.url) == ("r1", "Given", "https://other.example/x")
    assert (report.source, report.language, report.byline) == ("Other", "fr", "Bo Ek")
    assert report.published == Moment("2024-01-02", "day", "given")
    assert report.modified is None


def test_the_same_page_gives_the_same_report() -> None:
    assert extract(page(PAGE), LIMITS) == extract(page(PAGE), LIMITS)


@pytest.mark.parametrize(
    ("input", "id"),
    [
        ("seeds/000.txt", "000"),
        ("dump.jsonl.gz:17", "dump:17"),
        ("-", "-"),
        ("-:3", "-:3"),
        ("a:b.html", "a:b"),
        ("x/.html", ".html"),
        ("", "report"),
    ],
)
def test_an_id_is_the_stem_of_the_input(input: str, id: str) -> None:
    assert extract(Capture(input, "text", "The bridge.", "d"), LIMITS).id == id


@pytest.mark.parametrize("text", ["", " \n\t", "\0\0", "\ufeff", "\xa0 "])
def test_an_empty_text_is_a_failure(text: str) -> None:
    with pytest.raises(StageError, match="empty") as caught:
        extract(Capture("a.txt", "text", text, "d"), LIMITS)
    assert (caught.value.input, caught.value.stage) == ("a.txt", "extract")


@pytest.mark.parametrize("content", ["", " ", "<html></html>", "<script>x()</script>", "<!-- -->"])
def test_a_page_without_text_is_a_failure(content: str) -> None:
    with pytest.raises(StageError, match="no article text found"):
        extract(page(content), LIMITS)


def test_a_text_too_long_is_a_failure() -> None:
    with pytest.raises(StageError, match=r"too long: 11 characters where .* allows 10"):
        extract(Capture("a.txt", "text", "a" * 11, "d"), Extract(max_characters=10))


def test_limits_on_a_page() -> None:
    with pytest.raises(StageError, match=r"deeper than extract.max_depth allows 5"):
        extract(page("<div>" * 9 + PARAGRAPHS[0]), Extract(max_depth=5))
    with pytest.raises(StageError, match=r"elements where extract.max_elements allows 5"):
        extract(page(PAGE), Extract(max_elements=5))
    assert extract(page(PAGE), Extract(max_depth=100_000)).text


def test_a_deep_page_within_the_limit_is_read() -> None:
    assert PARAGRAPHS[0] in extract(page("<div>" * 900 + f"<p>{PARAGRAPHS[0]}</p>"), LIMITS).text


def test_control_characters_in_a_page() -> None:
    report = extract(page(PAGE.replace("failed", "fai\0led\ud800 &#0; &#xd800; &#x1;")), LIMITS)
    assert "fai\ufffdled\ufffd \ufffd \ufffd \ufffd" in report.text
    report.text.encode("utf-8")


@pytest.mark.parametrize(
    "filling",
    [
        "<" * 100_000, "<!--" * 30_000, "&" * 100_000, "<a href=x>y</a>" * 5_000, "a" * 200_000,
        "<p class='date'>" + "1/" * 50_000, "<div class='" + "a-" * 100_000 + "author'>x</div>",
        "<script type='application/ld+json'>" + "[" * 100_000, "<h1>a | b - c</h1>" * 2_000,
    ],
)  # fmt: skip
def test_hostile_pages_are_read_or_refused(filling: str) -> None:
    assert PARAGRAPHS[0] in extract(page(PAGE.replace("</article>", filling)), LIMITS).text
