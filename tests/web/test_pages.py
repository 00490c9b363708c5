"""Pages: what they tell, and that nothing read can become markup, a script or a path."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib.resources import files
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from rashomon.archive import Archive
from rashomon.export import html
from rashomon.export.passages import Mark, Paragraph, Piece
from rashomon.export.view import view
from rashomon.model import Role
from rashomon.web.contexts import ways_of


class Marks(HTMLParser):
    """Collects tags, links and ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("href", "src") and value:
                self.links.add(value)
            if name == "id" and value:
                self.ids.append(value)


def read(text: str) -> Marks:
    found = Marks()
    found.feed(text)
    return found


def most_told(archive: Archive) -> str:
    return max(archive.events(), key=lambda e: len(e.reports)).id


def every_page(archive: Archive) -> list[str]:
    events = archive.events()
    reports = [report for e in events for report in e.reports]
    return [
        "/",
        "/?order=new",
        "/stories",
        "/sources",
        "/enter",
        "/search?q=dam",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/judge",
        f"/judge?event={events[0].id}",
        *(f"/events/{event.id}" for event in events),
        *(f"/stories/{story.id}" for story in archive.stories()),
        *(f"/report?id={quote(id, safe='')}" for id in reports),
        f"/compare?a={quote(reports[0], safe='')}&b={quote(reports[1], safe='')}",
    ]


def test_every_page_is_there_and_harmless(client: TestClient, archive: Archive) -> None:
    for address in every_page(archive):
        answer = client.get(address)
        assert answer.status_code == 200, address
        marks = read(answer.text)
        assert not marks.tags & {"img", "iframe", "object", "style"}, address
        assert answer.text.count("<script") == 1, address
        assert '<script src="/static/room.js" defer></script>' in answer.text, address
        assert not {a for a in marks.attributes if a.startswith("on") or a == "style"}, address
        assert len(marks.ids) == len(set(marks.ids)), address
        outside = {
            link for link in marks.links if not re.match(r"(/(?!/)|#|https?://|data:,$)", link)
        }
        assert outside == set(), address


def test_every_link_within_the_room_leads_somewhere(client: TestClient, archive: Archive) -> None:
    pages: dict[str, Marks] = {}

    def page(address: str) -> Marks:
        if address not in pages:
            answer = client.get(address)
            assert answer.status_code == 200, address
            pages[address] = read(answer.text)
        return pages[address]

    for start in ("/", f"/events/{most_told(archive)}", "/report?id=norda"):
        for link in sorted(page(start).links):
            if link.startswith(("/", "#")):
                address, _, anchor = link.partition("#")
                there = page(address or start)
                assert not anchor or anchor in there.ids, link


def test_the_front_counts_origins_against_reports(client: TestClient, archive: Archive) -> None:
    event = archive.store.listed()[most_told(archive)]
    text = client.get("/").text
    assert f"{len(event.reports)} reports, {event.origins} origins" in text
    assert f"{event.disputed} disputed facts" in text


def test_filters_narrow_the_front(client: TestClient) -> None:
    assert client.get("/api/v1/events").json()["total"] > 3
    for query in ("q=dam+burst", "language=ru", "flag=paywalled", "since=2026-03-01"):
        found = client.get(f"/api/v1/events?{query}").json()
        assert 0 < found["total"] < client.get("/api/v1/events").json()["total"], query
    assert "No event answers" in client.get("/?q=zzzz").text


def test_a_report_says_of_each_sentence_where_it_is_from(client: TestClient) -> None:
    text = client.get("/report?id=norda").text
    assert 'class="sentence own"' in text or 'class="sentence shared"' in text
    assert re.search(r"SHA-256 of the text</dt><dd><code>[0-9a-f]{64}</code>", text)


@pytest.mark.parametrize(
    "address",
    [
        "/events/nothing",
        "/events/..%2f..%2fetc%2fpasswd",
        "/report?id=nothing",
        "/report?id=%00",
        "/report?id=%ed%a0%80",
        "/compare?a=norda&b=nothing",
        "/stories/nothing",
        "/static/../room.py",
        "/static/%2e%2e/room.py",
    ],
)
def test_what_is_not_there_is_404(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/report", "/?page=0", "/?page=x", "/?order=up", "/api/v1/events?limit=0"]
)
def test_malformed_questions_are_refused(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 422


def test_a_page_known_already_is_not_sent_again(client: TestClient, archive: Archive) -> None:
    for address in ("/", f"/api/v1/events/{most_told(archive)}"):
        tag = client.get(address).headers["etag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_a_run_of_taken_sentences_is_taken_throughout() -> None:
    own = Piece("p1", "Own.", "en", False, (), 0, ())
    run = Piece("p2", "Taken.", "en", True, (), 0, ())
    last = Piece("p3", "Too.", "en", True, (Mark("from", "x", "edited", None),), 0, ())
    twins = Piece("p4", "Both.", "en", True, (Mark("also in", "y", "verbatim", None),), 0, ())
    paragraph = Paragraph(Role.BODY, (own, run, last, twins))
    assert ways_of(paragraph) == ["own", "edited", "edited", "shared"]


def test_what_a_search_finds_is_a_page_and_a_feed(client: TestClient) -> None:
    text = client.get("/search?q=dam&language=en").text
    assert "/search.atom?q=dam&amp;language=en" in text
    feed = client.get("/search.atom?q=dam&language=en")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(feed.text)
    names = [e.text for e in root.findall("{*}entry/{*}id")]
    assert "urn:rashomon:report:norda" in names
    assert all(link.get("href", "").startswith("http") for link in root.iter("{*}link"))


def test_stories_and_sources_are_feeds_that_their_pages_name(
    client: TestClient, archive: Archive
) -> None:
    story = archive.stories()[0].id
    for page, feed in (
        (f"/stories/{story}", f"/feed?story={story}"),
        ("/sources", "/feed?source=Norda"),
    ):
        assert feed in {unquote(link) for link in read(client.get(page).text).links}
        told = client.get(feed)
        assert told.headers["content-type"].startswith("application/atom+xml")
        assert ElementTree.fromstring(told.text).findall("{*}entry")
        again = client.get(feed, headers={"If-None-Match": told.headers["etag"]})
        assert again.status_code == 304


@pytest.mark.parametrize(
    ("address", "status"),
    [("/feed", 400), ("/feed?story=x&source=y", 400), ("/feed?story=none", 404)],
)
def test_a_feed_of_nothing_says_why(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", ""])
def test_changing_the_language_leads_nowhere_else(client: TestClient, back: str) -> None:
    answer = client.get("/language", params={"code": "de", "back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"
    client.cookies.clear()


def test_a_story_tells_figures_and_who_said_what(client: TestClient, archive: Archive) -> None:
    id = archive.stories()[0].id
    text = client.get(f"/stories/{id}").text
    assert "How figures changed" in text
    assert "Who said what when" in text
    assert client.get(f"/api/v1/stories/{id}/export?form=csv").text.count("\n") > 20


@pytest.mark.parametrize("form", ["md", "html", "json", "csv", "graphml", "atom"])
def test_an_event_is_taken_along(client: TestClient, archive: Archive, form: str) -> None:
    answer = client.get(f"/api/v1/events/{most_told(archive)}/export?form={form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "<script>alert" not in answer.text


def test_a_fact_is_cited_with_address_time_and_digest(client: TestClient, archive: Archive) -> None:
    event = most_told(archive)
    account = client.get(f"/api/v1/events/{event}").json()["accounts"][0]
    fact = next(f for f in account["facts"] if f["label"] == "differs")
    cited = client.get(f"/api/v1/events/{event}/facts/{fact['id']}").json()
    for sentence in cited:
        text = archive.report(sentence["report"]).report
        assert sentence["digest"] == text.digest
        assert " ".join(text.text[sentence["start"] : sentence["end"]].split()) == sentence["words"]
    assert {c["url"] for c in cited} - {None}


def test_a_class_of_the_room_means_nothing_else_in_an_account(archive: Archive) -> None:
    # Both styles are one file: a rule for a bare class would dress whatever bears its name.
    style = (files("rashomon.web") / "static" / "room.css").read_text(encoding="utf-8")
    style = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", style))
    heads = re.findall(r"(?:^|[},])\s*\.([a-z][\w-]*)(?![\w.:-])", style)
    account = html.render(view(archive.result()))
    borne = {name for found in re.findall(r'class="([^"]*)"', account) for name in found.split()}
    dressed_anew = {"masthead", "wordmark", "kicker"}
    assert len(heads) > 20
    assert len(borne) > 40
    assert set(heads) & borne <= dressed_anew
