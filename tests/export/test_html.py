from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html
from tests.export.results import hostile, sample, text

from rashomon.archive import Result
from rashomon.export.html import place, render
from rashomon.export.view import view
from rashomon.model import Event, Failure, Role, Stemma

EMPTY = Result({}, Stemma(), (), (), {}, (Failure("x", "acquire", "empty"),))


def page(result: Result) -> html.HtmlElement:
    return html.document_fromstring(render(view(result)))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(params=["sample", "hostile", "empty"])
def result(request: pytest.FixtureRequest) -> Result:
    return {"sample": sample, "hostile": hostile, "empty": lambda: EMPTY}[request.param]()


def test_the_page_asks_nothing_of_any_other(result: Result) -> None:
    source = render(view(result))
    tree = html.document_fromstring(source)
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]")[0].get("content")
    assert tree.xpath("//script|//link|//img|//iframe|//object|//form|//base|//*[@src]") == []
    assert [a for a in tree.xpath("//@*") if a.attrname.startswith("on")] == []
    style = "".join(tree.xpath("//style/text()"))
    assert not re.search(r"url\(|@import|expression", style)
    for link in tree.xpath("//a/@href"):
        assert re.match(r"#|https?://", link)
    for link in tree.xpath("//a[not(starts-with(@href, '#'))]"):
        assert set(link.get("rel").split()) >= {"noopener", "noreferrer", "nofollow"}


def test_every_address_is_one_and_every_link_within_arrives(result: Result) -> None:
    tree = page(result)
    ids = Counter(tree.xpath("//@id"))
    assert [id for id, count in ids.items() if count > 1 or not id or " " in id] == []
    inner = {a.removeprefix("#") for a in tree.xpath("//a/@href") if a.startswith("#")}
    assert inner - set(ids) == set()
    for reference in tree.xpath("//@aria-labelledby"):
        assert set(reference.split()) <= set(ids)


def test_the_page_is_well_formed(result: Result) -> None:
    source = render(view(result))
    parser = etree.HTMLParser(recover=False)
    try:
        etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        # libxml2 knows HTML 4 alone: of newer elements it may complain, of nothing else.
        assert {e.type_name for e in parser.error_log} <= {"HTML_UNKNOWN_TAG"}
    opened = Counter(re.findall(r"<([a-z0-9]+)[ >]", source))
    closed = Counter(re.findall(r"</([a-z0-9]+)>", source))
    for void in ("meta", "rect", "circle", "path"):
        opened.pop(void, None)
    assert opened == closed


def test_headings_follow_one_another_and_landmarks_are_there(result: Result) -> None:
    tree = page(result)
    levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [len(tree.xpath(f"//body/{part}")) for part in ("header", "main", "footer")] == [1, 1, 1]
    assert tree.xpath("//table[not(caption)]") == []
    assert tree.xpath("//body/*[1]/@href") == ["#main"]


def test_malice_is_shown_as_the_text_it_is() -> None:
    source = render(view(hostile()))
    assert "<script" not in source
    assert "<img" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert "javascript:" not in source
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", source
    )
    source.encode()


def test_each_text_has_its_language_and_direction() -> None:
    tree = page(sample())
    quoted = tree.xpath("//q[@lang='ar']")
    assert quoted
    assert {q.get("dir") for q in quoted} == {"rtl"}
    assert {q.get("dir") for q in tree.xpath("//q[@lang='ru']")} == {"ltr"}


def test_a_position_leads_to_its_sentence() -> None:
    tree = page(sample())
    links = tree.xpath("//*[@id='fact-f2']//q/a")
    assert [words(link) for link in links] == [
        "Nine people were on board.",
        "На борту было одиннадцать человек.",
    ]
    for link in links:
        target = tree.xpath(f"//*[@id='{link.get('href')[1:]}']")[0]
        assert words(target) == words(link)


def test_what_is_set_aside_is_kept_and_labelled() -> None:
    tree = page(sample())
    aside = tree.xpath("//p[contains(@class, 'aside')]")
    assert [words(p) for p in aside] == [
        "credit Source: The Harbour Post",
        "paywall Subscribe to read more",
    ]


def test_a_sentence_says_where_else_it_stands() -> None:
    tree = page(sample())
    assert [words(mark) for mark in tree.xpath("//small[@class='elsewhere']")] == [
        "from first",
        "into copy",
    ]


def test_the_stemma_draws_known_and_unknown_apart() -> None:
    tree = page(sample())
    known, unknown = tree.xpath("//*[@class='known']"), tree.xpath("//*[@class='unknown']")
    assert [len(known), len(unknown)] == [2, 1]
    assert all(line.xpath("*[@class='head']") for line in known)
    assert not unknown[0].xpath("*[@class='head']")
    assert "direction not known" in words(unknown[0])
    assert len(tree.xpath("//*[contains(@class, 'unseen')]/*[local-name()='circle']")) == 1
    assert "copy of 9 March 2026, 15:00" in words(known[0])
    assert "9 March 2026, 14:20 +02:00" in words(known[0])


def test_the_matrix_says_who_tells_hints_and_is_silent() -> None:
    rows = page(sample()).xpath("//table[@class='matrix']/tbody/tr")
    assert [[td.get("class") for td in row.xpath("td")] for row in rows] == [
        ["told", "told", "absent"],
        ["told", "told", "unsure"],
    ]
    assert [words(td) for td in rows[1].xpath("td")] == ["●1", "●2", ""]


def test_only_web_addresses_are_links() -> None:
    outside = [a for a in page(sample()).xpath("//a/@href") if not a.startswith("#")]
    assert outside == ["https://harbour.example/ferry?a=1&b=2"]


def test_failures_are_listed() -> None:
    assert "broken.jsonl:2" in words(page(sample()).xpath("//section[.//*[@id='failures']]")[0])


def test_a_large_archive_keeps_the_page_small() -> None:
    texts = {f"r{n}": text(f"r{n}", ("One sentence of a report.", Role.BODY)) for n in range(2_000)}
    events = tuple(
        Event(f"e{n}", f"Event {n}", (f"r{2 * n}", f"r{2 * n + 1}")) for n in range(1_000)
    )
    source = render(view(replace(EMPTY, texts=texts, events=events)))
    assert len(source) < 2_000_000
    assert source.count('class="event"') < 100
    assert re.search(r"<li>Event \d+ <small>2 reports", source)


def test_one_event_of_very_many_copies_keeps_the_page_small() -> None:
    texts = {f"r{n:04}": text(f"r{n:04}", ("One sentence.", Role.BODY)) for n in range(3_000)}
    events = (Event("e1", "Copied", tuple(texts)),)
    assert len(render(view(replace(EMPTY, texts=texts, events=events)))) < 2_000_000


@pytest.mark.parametrize(
    ("asked", "file"),
    [("new/folder", "new/folder/index.html"), ("new/a.html", "new/a.html"), ("A.HTM", "A.HTM")],
)
def test_a_page_goes_into_a_folder_or_a_file_of_its_own(
    tmp_path: Path, asked: str, file: str
) -> None:
    assert place(tmp_path / asked) == tmp_path / file
    assert (tmp_path / file).parent.is_dir()


def test_words_without_end_are_cut() -> None:
    endless = "endless " * 50_000
    report = text("a", (endless, Role.BODY), title=endless, source=endless)
    events = (Event("e1", endless, ("a",)),)
    assert len(render(view(replace(EMPTY, texts={"a": report}, events=events)))) < 100_000


def test_words_that_copies_have_stand_once_with_all_who_have_them() -> None:
    result = sample()
    first, other = page(result).xpath("//*[@id='fact-f1']//ul[@class='cited']/li")
    assert words(first).startswith("The ferry to Lindsay sank at noon. A first also in copy")
    assert first.xpath(".//span//a/@href") == ["#report-copy_0123456789abcdef.1"]
    assert "also in" not in words(other)
    # Another origin that says so word for word is not passed off as a copy.
    shares = dict(result.stemma.shares) | {"copy_0123456789abcdef": result.stemma.shares["right"]}
    told = replace(result, stemma=replace(result.stemma, shares=shares))
    first, _ = page(told).xpath("//*[@id='fact-f1']//ul[@class='cited']/li")
    assert re.search(r" A first also in [B-Z] copy", words(first))
