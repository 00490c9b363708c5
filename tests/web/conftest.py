from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rashomon.archive import Archive
from rashomon.web import create

ROOT = Path(__file__).resolve().parents[2]

HOSTILE = (
    '{"id":"<script>alert(1)</script>","title":"<img src=x onerror=alert(2)>",'
    '"source":"\\"><script>alert(3)</script>","url":"javascript:alert(4)",'
    '"text":"The <b>old</b> ferry of Lomva sank on Monday, officials said. Nobody was hurt."}\n'
    '{"id":"../../etc/passwd","title":"\\u202eevil","text":"A second ferry of Lomva was sold."}\n'
)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("room")
    hostile = folder / "hostile.jsonl"
    hostile.write_text(HOSTILE, encoding="utf-8")
    with Archive.open(folder / "archive.db") as found:
        found.add([str(ROOT / "examples" / "corpus"), str(hostile)])
        list(found.accounts())
        yield found


@pytest.fixture(scope="session")
def client(archive: Archive) -> Iterator[TestClient]:
    with TestClient(create(archive), base_url="http://localhost") as found:
        yield found
