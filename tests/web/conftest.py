from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rashomon.archive import Archive
from rashomon.web import create
from rashomon.web.access import Doors

ROOT = Path(__file__).resolve().parents[2]

JUDGED = ("norda", "westbridge-post", "halmer-anzeiger")

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
def opened(archive: Archive) -> Iterator[TestClient]:
    with TestClient(create(archive), base_url="http://localhost") as found:
        yield found


@pytest.fixture
def client(opened: TestClient) -> TestClient:
    """A reader who has chosen no language yet."""
    opened.cookies.clear()
    return opened


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[TestClient]:
    """A room of an archive of its own, in which this machine's user judges."""
    with Archive.open(tmp_path / "archive.db") as mine:
        mine.add([str(ROOT / "examples" / "corpus" / f"{name}.html") for name in JUDGED])
        with TestClient(
            create(mine, doors=Doors(own="Ada")),
            base_url="http://localhost",
            follow_redirects=False,
        ) as found:
            yield found
