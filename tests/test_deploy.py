"""What stands in deploy/ against what the program takes: no container is started here."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from rashomon.cli import app

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
OURS = {name: one for name, one in COMPOSE["services"].items() if one["image"] == "rashomon"}


def parsed(words: list[str]) -> dict[str, Any]:
    """The values that the command line takes from some words; it refuses what it does not know."""
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands"):
        name, *words = words
        command = command.commands[name]
    values: dict[str, Any] = command.make_context("rashomon", list(words)).params
    return values


def unit(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


@pytest.mark.parametrize("name", OURS)
def test_each_service_is_a_command_that_there_is(name: str) -> None:
    values = parsed([re.sub(r"\$\{\w+:-(.*)\}", r"\1", word) for word in OURS[name]["command"]])
    database = COMPOSE["services"]["postgresql"]["environment"]
    user, place = database["POSTGRES_USER"], database["POSTGRES_DB"]
    assert values["db"] == f"postgresql://{user}@postgresql/{place}"
    assert OURS[name]["environment"]["PGPASSWORD"] == database["POSTGRES_PASSWORD"]


def test_health_is_asked_where_it_is_answered() -> None:
    watch, web = (parsed(OURS[n]["command"]) for n in ("watch", "web"))
    assert f":{watch['port']}/health" in OURS["watch"]["healthcheck"]["test"][-1]
    assert f":{web['port']}/health" in OURS["web"]["healthcheck"]["test"][-1]
    assert OURS["web"]["ports"] == [f"127.0.0.1:{web['port']}:{web['port']}"]


def test_every_service_has_its_limits_and_is_asked_whether_it_lives() -> None:
    for service in COMPOSE["services"].values():
        assert {"mem_limit", "healthcheck", "restart", "stop_grace_period"} <= service.keys()
    for service in OURS.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]


def test_what_the_services_name_is_declared() -> None:
    for service in COMPOSE["services"].values():
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(
            COMPOSE["volumes"]
        )
        assert set(service.get("depends_on", ())) <= set(COMPOSE["services"])
    build = OURS["web"]["build"]
    assert ((DEPLOY / build["context"]).resolve() / build["dockerfile"]).is_file()


def test_the_image_is_made_of_files_that_there_are() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    allowed = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        for name in line.split()[:-1]:
            assert (ROOT / name).exists()
            assert f"!{name}" in allowed.splitlines()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (extras,) = re.findall(r'"\.\[([\w,]+)\]"', text)
    assert all(re.search(rf"^{extra} = \[", project, re.MULTILINE) for extra in extras.split(","))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_each_unit_starts_a_command_that_there_is(path: Path) -> None:
    told = unit(path)
    program, *words = shlex.split(told["ExecStart"][0])
    assert Path(program).name == "rashomon"
    state = f"/var/lib/{told['StateDirectory'][0]}/"
    assert str(parsed(words)["db"]).startswith(state)
    assert {"MemoryMax", "CPUQuota", "TasksMax", "TimeoutStopSec", "Restart"} <= told.keys()


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_takes_each_unit(path: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    # It looks for the program, which is not installed here.
    there = re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", path.read_text(encoding="utf-8"))
    (tmp_path / path.name).write_text(there, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / path.name)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_what_no_command_knows_is_refused() -> None:
    with pytest.raises(Exception, match="No such option: --prt"):
        parsed(["watch", "--db", "x", "--prt", "1"])
