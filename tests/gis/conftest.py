"""The demonstration region behind a port of its own, and the servers that show it."""

import configparser
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from sinkbase.paths import ROOT
from sinkbase.server.server import binary
from tests.built import Built
from tests.own_cluster import OwnCluster, own_cluster

SCHEMAS = ("demo", "demo_raw", "demo_work")


@dataclass(frozen=True)
class Port:
    """The region in a server that listens on the loopback address; the reader's way in."""

    demo: Built
    cluster: OwnCluster

    @property
    def service_file(self) -> Path:
        return self.cluster.home / "pg_service.conf"

    @property
    def reader(self) -> dict[str, str]:
        services = configparser.RawConfigParser()
        services.read(self.service_file)
        return dict(services["sinkbase"])

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"PGSERVICEFILE": str(self.service_file), "PGSERVICE": "sinkbase"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def port(demo: Built) -> Iterator[Port]:
    """The region, copied into a cluster whose port is open, and the login `gis`."""
    with own_cluster() as cluster:
        for command in (
            ("server", "listen", f"127.0.0.1:{free_port()}"),
            ("server", "login", "gis", "--service", "sinkbase"),
        ):
            done = cluster.loaders(*command)
            assert done.returncode == 0, done.stderr
        dump = [binary("pg_dump"), *(f"--schema={name}" for name in SCHEMAS)]
        info = demo.connection.info
        dump += ["-h", info.host, "-p", str(info.port), "-U", info.user, info.dbname]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumped:
            url = cluster.loaders("server", "url").stdout.strip()
            fill = ["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, url]
            filled = subprocess.run(
                fill, stdin=dumped.stdout, capture_output=True, text=True, check=False
            )
        assert (dumped.returncode, filled.returncode) == (0, 0), filled.stderr
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            rows = demo.connection.execute(f"select {STYLE} from public.layer_styles").fetchall()
            marks = ", ".join(["%s"] * len(STYLE.split(",")))
            cursor.executemany(
                f"insert into public.layer_styles ({STYLE}, f_table_catalog)"
                f" values ({marks}, current_database())",
                [tuple(row) for row in rows],
            )
        yield Port(demo, cluster)


STYLE = (
    "f_table_schema, f_table_name, f_geometry_column, stylename, styleqml, stylesld,"
    " useasdefault, description, type"
)


@contextmanager
def running(
    command: list[str], environment: dict[str, str], address: str, log: Path
) -> Iterator[str]:
    """Run a server until its address answers, and with all its children to the end."""
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        patience = time.monotonic() + 30
        while True:
            try:
                get(address)
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < patience, log.read_text()
                time.sleep(0.1)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


@pytest.fixture(scope="session")
def gis(port: Port, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of QGIS Server and MapServer, started as the container starts them."""
    state = tmp_path_factory.mktemp("gis")
    state.chmod(0o700)
    number = free_port()
    environment = port.environment | {
        "SINKBASE_OUT": str(port.demo.out.parent),
        "SINKBASE_GIS_STATE": str(state),
        "SINKBASE_GIS_PORT": str(number),
    }
    command = ["sh", str(ROOT / "docker" / "gis" / "start.sh")]
    address = f"http://127.0.0.1:{number}"
    with running(command, environment, address, state / "log") as it:
        yield it


@pytest.fixture(scope="session")
def tipg(port: Port, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of tipg, started as the container starts it."""
    number = free_port()
    environment = port.environment | {
        "SINKBASE_TIPG_PORT": str(number),
        "SINKBASE_REGIONS": "demo",
        "SINKBASE_PYTHON": sys.executable,
    }
    command = ["sh", str(ROOT / "docker" / "gis" / "tipg.sh")]
    log = tmp_path_factory.mktemp("tipg") / "log"
    with running(command, environment, f"http://127.0.0.1:{number}", log) as it:
        yield it
