"""Settings of what meets the network: the reading room and its searches, fetching and following.

A part of the tree in `settings.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Web:
    """Limits of the reading room."""

    # Events on one page of the front: some six screens of a telephone.
    page: int = 40
    # Reports shown of one event, those that its account cites first; the others are counted.
    reports: int = 300
    # Longest address answered, in bytes; browsers and proxies cut at 8,000.
    longest_address: int = 8_000
    # Largest body of a request taken, in bytes: forms here hold a token or a few ids.
    largest_body: int = 16_000
    # Wrong tokens taken from all comers in a minute, before all must wait.
    attempts: int = 10
    # Pages kept ready in memory, each some 50 to 500 kB.
    kept: int = 128
    # Requests of one client in a minute, before it must wait: fifty a second are a program's.
    requests: int = 3_000
    # Hours for which one who entered need not do so again.
    session: int = 24


@dataclass(frozen=True, slots=True)
class Search:
    """What a search finds."""

    # Cosine of lead and query from which they are alike, and most found so: chosen, not measured.
    meaning: float = 0.25
    nearest: int = 200
    # Reports that came last whose leads are looked through, by signs held in memory: 73 bytes each,
    # 150 MB; 0: none. And those with the likeliest signs, which are then read and compared whole:
    # of 86,000 real sentences .999 of the ten nearest are among them, with 400 .99 (decision 37).
    held: int = 2_000_000
    compared: int = 1_000
    # Reports that have the words, the newest, which are ranked; with a filter all are. At 100,000
    # reports a word that all have is looked up in 33 ms so, and in 1.8 s where all are ranked.
    words: int = 2_000
    # Best reports that events and stories are looked for among.
    pool: int = 500


@dataclass(frozen=True, slots=True)
class Fetch:
    """How the web is asked. What is not said to be measured is chosen."""

    # Said to every server, with the version; sites address it in robots.txt by its first word.
    user_agent: str = "rashomon"
    # An address of a page or of mail where you can be reached, said to every server as well.
    contact: str = ""
    # A page larger than this, decompressed, is refused.
    max_bytes: int = 20_000_000
    # Redirects followed, as browsers do some twenty.
    max_redirects: int = 10
    # Seconds for one page with its redirects, and for one step of a connection.
    seconds: float = 60.0
    step_seconds: float = 20.0
    # Seconds between two requests to a host that asks for no other pace, and requests to it at
    # once: what a careful reader with a browser does.
    host_seconds: float = 1.0
    per_host: int = 1
    # Requests under way in all: more only fill memory with pages that wait to be read.
    at_once: int = 16
    # Seconds for which a robots.txt is believed: RFC 9309 says no longer than a day.
    robots_seconds: float = 86_400.0
    # Seconds of rest for a host that is busy (429, 503) and does not say how long.
    busy_seconds: float = 60.0
    # Longest pace or rest, in seconds, that a host can ask for: a day.
    max_delay: float = 86_400.0
    # Lets this machine's own addresses be asked. For tests with servers of their own.
    allow_loopback: bool = False


@dataclass(frozen=True, slots=True)
class Follow:
    """When followed sources are asked again, and what is kept. Chosen, not measured."""

    # Seconds until a feed is asked again: at first, at the least and at the most.
    feed_first: float = 900.0
    feed_least: float = 300.0
    feed_most: float = 21_600.0
    # What that time is multiplied by where something was new, and where nothing was.
    quicker: float = 0.6
    slower: float = 1.3
    # Seconds until a page is looked at again; each time without a change takes `decay` times
    # longer, until `page_last`, after which it is left alone: a dozen looks in a month.
    page_first: float = 1_800.0
    page_last: float = 2_592_000.0
    decay: float = 2.0
    # Seconds until something that failed is tried again, doubled each time, with chance of a
    # quarter either way; and how often a page is, before the feed's own text must do.
    retry_first: float = 120.0
    retry_most: float = 86_400.0
    retries: int = 5
    # Items taken from one answer; a feed has some twenty, a sitemap of news up to a thousand.
    most_items: int = 5_000
    # Days back that a sitemap is followed when it is new; a feed is taken whole.
    backlog_days: float = 3.0
    # Days for which an item that has left its feed is remembered.
    remember_days: float = 90.0
    # Reports waiting, or seconds since the last time, after which they are related and grouped.
    relate_reports: int = 200
    relate_seconds: float = 30.0
    # Reports that came last, which new ones are compared with by meaning and grouped with; 0: all.
    # Text that is shared is found in all. Each takes some 8 kB: these, and half as many more before
    # the oldest are let go, 0.6 GB.
    recent: int = 50_000
    # Days for which captures are kept; 0 for ever. Their digests and times stay.
    capture_days: float = 0.0
    # Bytes after which a new file of captures is begun, as web archives are usually cut.
    capture_file: int = 1_000_000_000
    # Reports that make an event worth an alert: one alone is a report, not yet an event.
    alert_reports: int = 2
    # Days for which an alert is sent again to a webhook that does not answer.
    alert_days: float = 3.0
    # Lets webhooks be at addresses of this machine and of inner networks.
    inner_webhooks: bool = False


@dataclass(frozen=True, slots=True)
class Readers:
    """Optional readers, which propose what two statements have to do with each other: none unless
    named here. What is not said to be measured is chosen."""

    # A model of natural language inference that has an ONNX file: a folder, or a name on the hub
    # (extra "hub"), which "@REVISION" may follow; and the probability from which it is heard.
    nli: str = ""
    nli_sure: float = 0.9
    # Address of an OpenAI-compatible server up to its version ("http://127.0.0.1:8080/v1"), which
    # may be on this machine, and the model to ask for.
    endpoint: str = ""
    model: str = ""
    # Name of the environment variable that has the server's key; the key itself stands in no
    # setting, file or message, and goes over https or to this machine only.
    key_from: str = ""
    # Pairs of statements that each reader is asked of for one event, those of which the account is
    # least sure, and how many the server gets at once.
    pairs: int = 40
    at_once: int = 10
    # Seconds for one answer of the server, and its bytes at most: forty lines of JSON have 10,000.
    seconds: float = 60.0
    max_bytes: int = 200_000
    # Failures in a row after which a reader is left alone for the rest of a run.
    failures: int = 2
