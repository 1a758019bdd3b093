"""A region of a few hundred cells with a server, a folder of results and a login of its own."""

import configparser
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from sinkbase.demo import write_demo
from sinkbase.paths import ROOT
from sinkbase.region.regions import REGIONS
from tests.gis.conftest import free_port, running
from tests.own_cluster import OwnCluster, own_cluster

REGION = "soak"
Method = dict[str, Any]
OF_RUNS = ("build_history", "sink_history")  # tell times and numbers of runs
TABLES = """
    select relname from pg_class
    where relnamespace = %s::regnamespace and relkind = 'r' and relname <> all(%s) order by relname
"""
# a row counts in any order; a raster as bytes
CONTENT = "select md5(string_agg(md5(it::text), '' order by md5(it::text))) from {table} as it"


@dataclass(frozen=True)
class Place:
    """Where the region is built: `folder` holds its files, `cluster` its database."""

    folder: Path
    cluster: OwnCluster
    url: str

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"SINKBASE_HOME": str(self.cluster.home)}

    @property
    def reader(self) -> dict[str, str]:
        """How a login with the rights of a reader connects."""
        services = configparser.RawConfigParser()
        services.read(self.cluster.home / "pg_service.conf")
        return dict(services["sinkbase"])

    def use(self, method: Method) -> None:
        """Write the region file with these settings; a title is no setting of the method."""
        settings = dict(method)
        title = settings.pop("title", "Soak")
        lines = ["[region]", f'name = "{REGION}"', 'base = "demo"', "cell_size_m = 5000"]
        lines += ["synthetic = true", f'title = "{title}"', f'title_zh = "{title}"', "[method]"]
        lines += [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
        (self.folder / f"{REGION}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def start(self) -> subprocess.Popen[str]:
        """Begin a build as `make build` does: a `make`, and below it the process that builds."""
        command = (
            f"{sys.executable} -m pipeline build --region-file {self.folder}/{REGION}.toml "
            f"--data {self.folder}/data --out {self.out} --language en"
        )
        (self.folder / "Makefile").write_text(f"build:\n\t@{command}\n", encoding="utf-8")
        return subprocess.Popen(
            ["make", "-f", str(self.folder / "Makefile"), "build"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def build(self) -> None:
        """Build to the end."""
        process = self.start()
        told, _ = process.communicate(timeout=300)
        if process.returncode:
            raise AssertionError(f"make build ended with code {process.returncode}:\n{told}")

    def files(self) -> dict[str, str]:
        """The digest of each file of the folder of results, hidden ones too."""
        folder = self.out / REGION
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def window(self) -> str:
        """The region's extent as the BBOX of a request."""
        query = f"select st_extent(geom)::box2d from {REGION}.region_boundary"
        with psycopg.connect(self.url) as connection:
            row = connection.execute(query).fetchone()
        return str(row[0]).strip("BOX()").replace(" ", ",") if row else ""

    def leftovers(self) -> list[str]:
        """What only a run that is at work may have: hidden folders, files of its own."""
        return [path.name for path in self.out.iterdir() if path.name != REGION]


def content(connection: psycopg.Connection[Any], names: list[str] | None = None) -> dict[str, str]:
    """The digest of the rows of each result, or of some."""
    if names is None:
        rows = connection.execute(TABLES, [REGION, list(OF_RUNS)]).fetchall()
        names = [name for (name,) in rows]
    found = {}
    for name in names:
        row = connection.execute(CONTENT.format(table=f"{REGION}.{name}")).fetchone()
        found[name] = row[0] if row else ""
    return found


@contextmanager
def place(folder: Path) -> Iterator[Place]:
    """Make the demonstration's files, a server with an open port, and a login."""
    with own_cluster() as cluster:
        for command in (
            ("server", "up"),
            ("server", "listen", f"127.0.0.1:{free_port()}"),
            ("server", "login", "gis", "--service", "sinkbase", "--connections", "60"),
        ):
            done = cluster.loaders(*command)
            assert done.returncode == 0, done.stderr
        it = Place(folder, cluster, cluster.loaders("server", "url").stdout.strip())
        write_demo(folder / "data")
        shutil.copy(REGIONS / "demo.toml", folder)
        it.out.mkdir()
        yield it


@contextmanager
def map_server(it: Place) -> Iterator[str]:
    """QGIS Server and MapServer over the folder of results; gives the address of a map."""
    state = it.folder / "gis"
    state.mkdir(mode=0o700)
    number = free_port()
    environment = it.environment | {
        "PGSERVICEFILE": str(it.cluster.home / "pg_service.conf"),
        "SINKBASE_OUT": str(it.out),
        "SINKBASE_GIS_STATE": str(state),
        "SINKBASE_GIS_PORT": str(number),
    }
    command = ["sh", str(ROOT / "docker" / "gis" / "start.sh")]
    with running(command, environment, f"http://127.0.0.1:{number}", state / "log") as address:
        yield f"{address}/mapserver/{REGION}"
