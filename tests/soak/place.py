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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import rasterio

from sinkbase.demo import write_demo
from sinkbase.paths import ROOT
from sinkbase.region.regions import REGIONS
from tests.gis.conftest import free_port, running
from tests.own_cluster import OwnCluster, own_cluster

REGION = "soak"
CODE = ("analysis", "dbt_project", "kernel", "loaders", "pipeline", "regions", "sinkbase", "sql")
SEED = Path("dbt_project", "seeds", "management_approach_definitions.csv")
OF_RUNS = ("build_history", "sink_history")  # tell times and numbers of runs
TABLES = """
    select relname from pg_class
    where relnamespace = %s::regnamespace and relkind = 'r' and relname <> all(%s) order by relname
"""
# a row counts in any order; a raster as bytes
CONTENT = "select md5(string_agg(md5(it::text), '' order by md5(it::text))) from {table} as it"


@dataclass(frozen=True)
class State:
    """What a build is made from: settings of the method, a title, a layer and a seed as edited."""

    method: dict[str, Any] = field(default_factory=dict)
    title: str = "Soak"
    doubled_population: bool = False
    edited_seed: bool = False


@dataclass(frozen=True)
class Place:
    """Where the region is built: `folder` holds its files and the code, `cluster` its database."""

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

    @property
    def code(self) -> Path:
        """A copy of the project, in which a seed may be edited."""
        return self.folder / "code"

    def use(self, state: State) -> None:
        """Write the region file, the layer and the seed of a state."""
        lines = ["[region]", f'name = "{REGION}"', 'base = "demo"', "cell_size_m = 5000"]
        lines += ["synthetic = true", f'title = "{state.title}"', f'title_zh = "{state.title}"']
        lines += ["[method]"]
        lines += [f"{name} = {json.dumps(value)}" for name, value in state.method.items()]
        (self.folder / f"{REGION}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        layer = "doubled.tif" if state.doubled_population else "population.tif"
        shutil.copy(self.folder / layer, self.folder / "data" / "population.tif")
        seed = (ROOT / SEED).read_text(encoding="utf-8")
        edited = seed.replace("manure", "compost") if state.edited_seed else seed
        (self.code / SEED).write_text(edited, encoding="utf-8")

    def draw(self) -> None:
        """Make the demonstration's files, and a layer of population with twice as many people."""
        write_demo(self.folder / "data")
        shutil.copy(self.folder / "data" / "population.tif", self.folder)
        with rasterio.open(self.folder / "population.tif") as it:
            values, missing, profile = it.read(), it.nodata, it.profile
        doubled = np.where(values == missing, values, 2 * values)
        with rasterio.open(self.folder / "doubled.tif", "w", **profile) as it:
            it.write(doubled)

    def start(self) -> subprocess.Popen[str]:
        """Begin a build as `make build` does: a `make`, and below it the process that builds."""
        command = (
            f"{sys.executable} -m pipeline build --region-file {self.folder}/{REGION}.toml "
            f"--data {self.folder}/data --out {self.out} --language en"
        )
        (self.folder / "Makefile").write_text(f"build:\n\t@{command}\n", encoding="utf-8")
        return subprocess.Popen(
            ["make", "-f", str(self.folder / "Makefile"), "build"],
            cwd=self.code,
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
        for name in CODE:
            shutil.copytree(
                ROOT / name, it.code / name, ignore=shutil.ignore_patterns("target", "logs")
            )
        it.draw()
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
