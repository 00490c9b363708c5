"""The API holds to its own description."""

from __future__ import annotations

import anyio
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import unsupported_method
from starlette.testclient import TestClient

from rashomon.archive import Archive
from rashomon.online import Web
from rashomon.web import create
from rashomon.web.access import Doors
from rashomon.web.api import Compared, Told
from rashomon.web.assistants import server
from rashomon.web.rendering import compile_all
from rashomon.web.room import Room


def test_it_does_what_it_says(archive: Archive) -> None:
    # Else the room's own thread would do it during a case, and CPython 3.11 counts wrongly where
    # two threads parse at once ("AST constructor recursion depth mismatch").
    compile_all()
    schema = schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", create(archive, Web(requests=1_000_000), Doors(hosts=None))
    )
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 14
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=8, database=None, suppress_health_check=list(HealthCheck))
        def holds(case: schemathesis.Case) -> None:
            # Other methods are refused by the guard, in words of its own.
            case.call_and_validate(excluded_checks=[unsupported_method])

        holds()


def test_fields_are_described_and_nothing_else_is_told(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    described = paths["/api/v1/events/{id}"]["get"]["responses"]["200"]["content"]
    fields = described["application/json"]["schema"]["properties"]
    assert "outlet" in fields["reports"]["items"]["properties"]["source"]["description"]
    event = client.get("/api/v1/events").json()["events"][0]["id"]
    first, *others = [r["id"] for r in client.get(f"/api/v1/events/{event}").json()["reports"]]
    for other in others:
        told = client.get(f"/api/v1/compare?a={first}&b={other}").json()
        assert Compared.model_validate(told, strict=True).model_dump() == told
    story = client.get("/api/v1/stories").json()[0]["id"]
    told = client.get(f"/api/v1/stories/{story}").json()
    assert Told.model_validate(told, strict=True).model_dump().keys() == told.keys()
    assert told["figures"]
    assert told["said"]


def test_pages_of_a_list_meet(client: TestClient) -> None:
    whole = client.get("/api/v1/events").json()["events"]
    parts = [
        client.get(f"/api/v1/events?offset={n}&limit=1").json()["events"][0]
        for n in range(len(whole))
    ]
    assert parts == whole


def test_an_event_is_told_by_the_contract(client: TestClient) -> None:
    listed = client.get("/api/v1/events").json()["events"][0]
    told = client.get(f"/api/v1/events/{listed['id']}").json()
    assert told["format"] == "rashomon/1"
    assert len(told["reports"]) == listed["reports"]
    assert told["accounts"][0]["event"] == listed["id"]


def test_assistants_read_the_same(archive: Archive) -> None:
    tools = server(Room(archive, Web()))

    async def ask() -> None:
        offered = {tool.name: tool for tool in await tools.list_tools()}
        assert set(offered) == {"search", "events", "account", "stemma", "citation", "report"}
        assert all(t.annotations and t.annotations.read_only_hint for t in offered.values())
        found = await tools.call_tool("search", {"words": "dam burst"})
        assert "morning-digest" in str(found)
        event = max(archive.events(), key=lambda e: len(e.reports)).id
        account = archive.event(event).accounts[event]
        asked = {"event": event, "fact": account.facts[0].id}
        assert "digest" in str(await tools.call_tool("citation", asked))
        assert "norda" in str(await tools.call_tool("report", {"id": "norda"}))

    anyio.run(ask)
