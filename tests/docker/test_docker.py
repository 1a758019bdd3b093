"""The images and the private server are the same house: same settings, no secrets."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from sinkbase.paths import ROOT
from sinkbase.server import server

DOCKER = ROOT / "docker"
ONLY_PRIVATE = {"listen_addresses"}


def entries(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(re.split(r"\s*=\s*", line, maxsplit=1) for line in lines)


def test_the_container_runs_with_the_settings_of_the_private_server():
    wanted = {name: value for name, value in server.SETTINGS.items() if name not in ONLY_PRIVATE}
    found = entries(DOCKER / "server.conf")
    assert {name: found.get(name) for name in wanted} == wanted


def test_compose_takes_the_password_from_the_environment_and_publishes_on_loopback_only():
    compose = yaml.safe_load((DOCKER / "compose.yaml").read_text())
    assert compose["secrets"] == {"sinkbase_password": {"environment": "SINKBASE_PASSWORD"}}
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_example_holds_no_password():
    assert entries(DOCKER / "env.example")["SINKBASE_PASSWORD"] == ""


def entrypoint(tmp_path, **variables):
    return subprocess.run(
        ["sh", DOCKER / "entrypoint.sh"],
        env={"PATH": os.environ["PATH"], "PGDATA": str(tmp_path / "pgdata"), **variables},
        user="nobody" if os.geteuid() == 0 else None,
        capture_output=True,
        text=True,
        check=False,
    )


def readable(tmp_path: Path) -> bool:
    return os.geteuid() != 0 or all(
        folder.stat().st_mode & 0o001 for folder in (DOCKER, *DOCKER.parents)
    )


def test_no_cluster_is_made_without_a_password(tmp_path):
    if not readable(tmp_path):
        pytest.skip("an ordinary user may not read this checkout")
    ended = entrypoint(tmp_path, SINKBASE_PASSWORD_FILE="/nowhere")
    assert ended.returncode == 2
    assert "Set SINKBASE_PASSWORD in docker/.env" in ended.stderr
    assert not (tmp_path / "pgdata").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="asks what root is told")
def test_root_is_refused(tmp_path):
    ended = subprocess.run(
        ["sh", DOCKER / "entrypoint.sh"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "does not run as root" in ended.stderr


def test_what_the_images_copy_is_there_and_not_left_out():
    left_out = set((ROOT / ".dockerignore").read_text().splitlines())
    for image in (DOCKER / "Dockerfile", DOCKER / "gis" / "Dockerfile"):
        for line in re.findall(r"^COPY (.+)$", image.read_text(), re.MULTILINE):
            *sources, _ = (word for word in line.split() if not word.startswith("--"))
            assert sources
            assert [name for name in sources if not (ROOT / name).exists()] == []
    rooms = {"kernel", "sinkbase", "loaders", "analysis", "sql", "dbt_project", "regions", "docker"}
    assert rooms.isdisjoint(left_out)
    assert {"node_modules", ".venv", "tests", "docker/.env"} <= left_out
