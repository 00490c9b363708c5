"""Judging through pages: merge, split, copy, not a copy, undo, with who and when."""

from __future__ import annotations

import re
from html import unescape

from starlette.testclient import TestClient
from tests.web.test_access import form_of


def judge(client: TestClient, kind: str, *subjects: str) -> int:
    given = {"form": form_of(client), "kind": kind, "subject": list(subjects)}
    return client.post("/judge", data=given).status_code


def events(client: TestClient) -> dict[str, int]:
    return {e["id"]: e["reports"] for e in client.get("/api/v1/events").json()["events"]}


def test_events_are_merged_and_the_merge_taken_back(editor: TestClient) -> None:
    before = events(editor)
    assert len(before) == 2
    assert judge(editor, "merge", *before) == 303
    assert list(events(editor).values()) == [3]
    (made,) = editor.get("/api/v1/judgements").json()
    assert (made["kind"], made["by"], made["undone"]) == ("merge", "Ada", None)
    given = {"form": form_of(editor), "id": made["id"]}
    assert editor.post("/undo", data=given).status_code == 303
    assert events(editor) == before
    (made,) = editor.get("/api/v1/judgements").json()
    assert made["undone"]["by"] == "Ada"
    assert "Ada" in editor.get("/judge").text


def test_reports_are_split_off(editor: TestClient) -> None:
    pair = next(id for id, reports in events(editor).items() if reports == 2)
    page = editor.get(f"/judge?event={pair}").text
    assert {"norda", "westbridge-post"} <= set(re.findall(r'name="subject" value="([^"]+)"', page))
    assert judge(editor, "split", pair, "westbridge-post") == 303
    assert sorted(events(editor).values()) == [1, 1, 1]


def test_two_reports_are_said_to_be_copies_or_not(editor: TestClient) -> None:
    page = editor.get("/judge?a=westbridge-post&b=norda").text
    kinds = re.findall(r'name="kind" value="([^"]+)"', page)
    assert kinds == ["copy", "copy", "not-a-copy"]
    assert judge(editor, "not-a-copy", "westbridge-post", "norda") == 303
    assert judge(editor, "copy", "westbridge-post", "norda") == 303


def test_what_cannot_be_judged_is_said(editor: TestClient) -> None:
    for kind, subjects in (("merge", ["nothing", "at-all"]), ("hate", ["norda", "x"]), ("", [])):
        given = {"form": form_of(editor), "kind": kind, "subject": subjects}
        answer = editor.post("/judge", data=given)
        assert answer.status_code == 400
        assert "<h1" in unescape(answer.text)
    assert editor.get("/api/v1/judgements").json() == []
    assert editor.get("/judge?event=nothing").status_code == 404
    assert editor.get("/judge?a=norda&b=nothing").status_code == 404
