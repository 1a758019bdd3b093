"""25 bands of 1,000,000 cells from GeoTIFF into raster tables: the loaders against raster2pgsql."""

import sys
from pathlib import Path

from psycopg import Connection

from loaders import database
from tests.bench import world
from tests.bench.measure import Contest, median, peak_mb_of_children, run

TILE = 128


def measure(connection: Connection, folder: Path) -> Contest:
    """Both write the same 25 bands in tiles of 128; raster constraints aside."""
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

    def raster2pgsql() -> None:
        for layer in world.FILES:
            load = f"raster2pgsql -q -t {TILE}x{TILE} {folder}/{layer}.tif peer.{layer}"
            psql = f"psql -X -q -v ON_ERROR_STOP=1 '{database.url()}'"
            run(["bash", "-o", "pipefail", "-c", f"{load} | {psql}"])

    contest.add("raster2pgsql, piped to psql", median(raster2pgsql, 3, drop))

    def with_copy() -> None:
        for layer in world.FILES:
            load = f"raster2pgsql -q -Y -t {TILE}x{TILE} {folder}/{layer}.tif peer.{layer}"
            psql = f"psql -X -q -v ON_ERROR_STOP=1 '{database.url()}'"
            run(["bash", "-o", "pipefail", "-c", f"{load} | {psql}"])

    contest.add("raster2pgsql -Y (COPY), piped to psql", median(with_copy, 3, drop))
    contest.remarks.append(f"Peak memory of the loader's process: {peak:.0f} MB.")
    drop()
    run(ours)
    return contest
