"""25 bands of 1,000,000 cells from GeoTIFF into raster tables: the loaders against raster2pgsql."""

import os
import sys
from pathlib import Path

from psycopg import Connection
from rich.console import Console

from loaders.load import load_region
from sinkbase.database import connection as database
from sinkbase.region.settings import read_region
from tests.bench import world
from tests.bench.measure import Contest, median, peak_mb_of_children, run

TILE = 128
PEERS = {
    "raster2pgsql, piped to psql": "",
    "raster2pgsql -C -M (constraints and vacuum analyze), piped to psql": "-C -M",
    "raster2pgsql -Y (COPY), piped to psql": "-Y",
}


def measure(connection: Connection, folder: Path) -> Contest:
    """All write the same 25 bands in tiles of 128; Sinkbase sets constraints too, and analyzes."""
    contest = Contest("Loading 25 bands of 1,000,000 cells from GeoTIFF")

    def drop() -> None:
        connection.execute("drop schema if exists bench_raw cascade")
        connection.execute("drop schema if exists peer cascade")
        connection.execute("create schema peer")

    ours = [sys.executable, "-m", "loaders", "load", "--data", str(folder)]
    ours += ["--region-file", str(folder / "bench.toml")]
    contest.add(
        "Sinkbase `make load`", median(lambda: run(ours), 3, drop), "all checks, mask and log"
    )
    peak = peak_mb_of_children()
    contest.add(
        "Sinkbase, the same without the start of Python",
        median(lambda: _in_process(folder), 3, drop),
    )
    for name, options in PEERS.items():
        seconds = median(lambda options=options: _raster2pgsql(folder, options), 3, drop)
        contest.add(name, seconds)
    contest.remarks.append(f"Peak memory of the loader's process: {peak:.0f} MB.")
    drop()
    run(ours)
    return contest


def _in_process(folder: Path) -> None:
    """What `make load` does once its modules are there."""
    region = read_region(folder / "bench.toml")
    with Path(os.devnull).open("w") as nowhere, database.connect() as connection:
        load_region(region, folder, connection, console=Console(file=nowhere))


def _raster2pgsql(folder: Path, options: str) -> None:
    for layer in world.FILES:
        load = f"raster2pgsql -q {options} -t {TILE}x{TILE} {folder}/{layer}.tif peer.{layer}"
        psql = f"psql -X -q -o {os.devnull} -v ON_ERROR_STOP=1 '{database.url()}'"
        run(["bash", "-o", "pipefail", "-c", f"{load} | {psql}"])
