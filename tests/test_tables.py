"""Constant tables: what was put in is found, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rashomon.tables import Table, packed

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "x.table"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(TEXT, TEXT, max_size=60), st.lists(TEXT))
def test_a_table_is_the_mapping_that_it_was_made_of(
    file: Path, entries: dict[str, str], others: list[str]
) -> None:
    file.unlink(missing_ok=True)  # an open map keeps the former file
    file.write_bytes(packed(entries))
    table = Table(file)
    assert dict(table) == entries
    assert len(table) == len(entries)
    for key in others:
        assert table.get(key) == entries.get(key)
        assert (key in table) is (key in entries)


def test_the_bytes_do_not_depend_on_the_order_of_entries() -> None:
    entries = {str(i): str(-i) for i in range(100)}
    assert packed(entries) == packed(dict(reversed(entries.items())))


def test_keys_of_one_slot_are_all_found(file: Path) -> None:
    entries = {f"key {i}": f"value {i}" for i in range(5_000)}
    file.write_bytes(packed(entries))
    table = Table(file)
    assert all(table[key] == value for key, value in entries.items())
    with pytest.raises(KeyError):
        table["key 5000"]
    assert table.get("\ud800", "none") == "none"
    assert 5 not in table


@pytest.mark.parametrize(
    "content", [b"x", b"RSMTAB1\n", b"another format, long enough", packed({"a": "b"})[:12]]
)
def test_another_file_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(ValueError, match="no table"):
        Table(file)
