"""Run all benchmarks and write docs/benchmarks.md."""

import datetime
import os
import platform
import re
import tempfile
from pathlib import Path

import numpy
import rasterio
from psycopg import Connection

from sinkbase.database import connection as database
from sinkbase.paths import ROOT
from tests.bench import breaks, build, loading, mcr, nep, patches
from tests.bench.measure import run
from tests.bench.world import write_world

HEAD = """# Benchmarks

Written by `make bench`; each table comes from one run on one machine, medians after a first run
that does not count. Ratios are of that run: below 1 is faster than Sinkbase, above 1 slower.
Nothing in the tests depends on these numbers.
"""


def versions(connection: Connection) -> str:
    """The machine and the versions of all that was measured."""
    cpu = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    row = connection.execute(
        "select current_setting('server_version'), postgis_lib_version(), pgr_version()"
    ).fetchone()
    assert row is not None
    postgresql, postgis, pgrouting = row
    cores = len(os.sched_getaffinity(0))
    grass = run(["grass", "--config", "version"]).strip()
    return (
        f"Machine: {cpu[1] if cpu else platform.machine()}, "
        f"{cores} cores; {datetime.date.today()}.\n"
        f"PostgreSQL {postgresql}, PostGIS {postgis}, pgRouting {pgrouting}; "
        f"numpy {numpy.__version__}, GDAL {rasterio.__gdal_version__} (loaders); GRASS {grass}.\n"
    )


def main() -> None:
    """Measure everything; the table is written at the end, whole or not at all."""
    with tempfile.TemporaryDirectory(prefix="sinkbase-bench-") as place:
        folder = Path(place)
        arrays = write_world(folder)
        with database.connect(autocommit=True) as connection:
            head = versions(connection)  # first: what is missing is told before an hour of work
            try:
                contests = []
                for measure in (
                    lambda: loading.measure(connection, folder),
                    lambda: nep.measure(connection, folder, arrays),
                    lambda: breaks.measure(connection),
                    lambda: patches.measure(connection, folder),
                    *(
                        lambda side=side: mcr.measure(connection, folder, side)
                        for side in mcr.SIDES
                    ),
                    lambda: build.measure(connection),
                ):
                    contests.append(measure())
                    print(f"{contests[-1].title}: done", flush=True)
                text = "\n".join([HEAD, head, *(c.markdown() for c in contests)])
            finally:
                connection.execute("drop schema if exists bench_raw cascade")
                connection.execute("drop schema if exists peer cascade")
    target = ROOT / "docs" / "benchmarks.md"
    target.parent.mkdir(exist_ok=True)
    fresh = target.with_suffix(".md.part")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(target)
    print(text)


if __name__ == "__main__":
    main()
