from dataclasses import replace
from pathlib import Path

import pytest

from rashomon.exceptions import SettingsError
from rashomon.settings import Acquire, Encode, Settings, digest, load


def write(folder: Path, text: str) -> Path:
    path = folder / "rashomon.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_where_nothing_is_said() -> None:
    assert load(environment={}) == Settings()


def test_a_file_overlays_the_defaults(tmp_path: Path) -> None:
    path = write(tmp_path, "workers = 3\n[acquire]\nmax_files = 7\n")
    assert load(path, {}) == replace(Settings(), workers=3, acquire=Acquire(max_files=7))


def test_the_environment_names_a_file_and_overlays_it(tmp_path: Path) -> None:
    path = write(tmp_path, "workers = 3\n[acquire]\nmax_files = 7\nmax_bytes = 8\n")
    environment = {
        "RASHOMON_SETTINGS": str(path),
        "RASHOMON_WORKERS": "2",
        "RASHOMON_ACQUIRE__MAX_BYTES": "9",
        "RASHOMON_ENCODE__MODEL": "hub:someone/model",
        "RASHOMON_DATA": "/elsewhere",
        "HOME": "/",
    }
    assert load(environment=environment) == replace(
        Settings(),
        workers=2,
        acquire=Acquire(max_files=7, max_bytes=9),
        encode=Encode(model="hub:someone/model"),
    )


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("colour = 1", "no setting is named colour"),
        ("[acquire]\ncolour = 1", "no setting is named acquire.colour"),
        ("workers = 'many'", "workers: expected int, got 'many'"),
        ("workers = true", "workers: expected int, got True"),
        ("workers = 1.5", "workers: expected int, got 1.5"),
        ("acquire = 1", "acquire: is a section, not a value"),
        ("[acquire", "settings: "),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, cause: str) -> None:
    with pytest.raises(SettingsError, match=cause):
        load(write(tmp_path, text), {})


@pytest.mark.parametrize(
    ("environment", "cause"),
    [
        ({"RASHOMON_ENCODE__COLOUR": "1"}, "no setting is named encode.colour"),
        ({"RASHOMON_WORKERS": "many"}, "expected int"),
        ({"RASHOMON_WORKERS": "9" * 5_000}, "expected int"),
        ({"RASHOMON_SETTINGS": "absent.toml"}, "absent.toml"),
        ({"RASHOMON_SETTINGS": "a\0b"}, "null byte"),
        ({"RASHOMON_WORKERS": "1", "RASHOMON_WORKERS__MANY": "1"}, "workers"),
    ],
)
def test_a_mistake_in_the_environment_is_named(environment: dict[str, str], cause: str) -> None:
    with pytest.raises(SettingsError, match=cause):
        load(environment=environment)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rashomon.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"rashomon\.toml"):
        load(path, {})


def test_a_digest_changes_with_any_value() -> None:
    assert digest(Acquire()) == digest(Acquire())
    assert digest(Acquire()) != digest(Acquire(max_files=7))
    assert len(digest(Settings())) == 12
