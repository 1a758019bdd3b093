"""NEP of 1,000,000 cells from 24 monthly bands and NPP (Eq. 1 and 2)."""

import json
import time
from pathlib import Path

import numpy as np
import rasterio
from psycopg import Connection

from tests.bench import grass
from tests.bench.measure import Contest, median, peak_mb_of

FORMULA = "npp - sum(f * (exp(k * t) + log(p * a + 1)) * d * s)"
CONSTANTS = {"f": 0.22, "k": 0.0913, "p": 0.3145, "d": 30, "s": 0.465}
MONTH = "0.22 * (exp(0.0913 * [rast1]) + ln(0.3145 * [rast2] + 1)) * 30 * 0.465"


def respiration(temperature: np.ndarray, precipitation: np.ndarray) -> np.ndarray:
    """R_H of the year as an array program writes it."""
    months = 0.22 * (np.exp(0.0913 * temperature) + np.log(0.3145 * precipitation + 1)) * 30 * 0.465
    return months.sum(axis=0)


def measure(connection: Connection, folder: Path, arrays: dict[str, np.ndarray]) -> Contest:
    """The database from its raw tables to a result table, the others likewise."""
    contest = Contest("NEP of 1,000,000 cells from 24 monthly bands and NPP")

    def sinkbase() -> None:
        connection.execute(
            """
            create table bench_raw.nep as
            select n.tile_id, sinkbase.map_algebra(%s, array['npp', 't', 'a'],
                array[n.rast, t.rast, a.rast], %s) as rast
            from bench_raw.npp as n
            inner join bench_raw.temperature as t on n.tile_id = t.tile_id
            inner join bench_raw.precipitation as a on n.tile_id = a.tile_id
            """,
            (FORMULA, json.dumps(CONSTANTS)),
        )

    def drop() -> None:
        connection.execute("drop table if exists bench_raw.nep, bench_raw.month")

    contest.add(
        "Sinkbase `map_algebra`", median(sinkbase, 5, drop), "raster table in, raster table out"
    )
    peak = peak_mb_of(connection.info.backend_pid)
    contest.remarks.append(f"Peak memory of the server's process: {peak:.0f} MB.")

    inputs = {name: bands.astype("f8") for name, bands in arrays.items()}

    def in_memory() -> np.ndarray:
        return inputs["npp"][0] - respiration(inputs["temperature"], inputs["precipitation"])

    contest.add("numpy, all arrays in memory", median(in_memory), "64-bit floats")

    def with_files() -> None:
        bands = {}
        for name in inputs:
            with rasterio.open(folder / f"{name}.tif") as file:
                bands[name] = file.read()
                profile = file.profile
        nep = bands["npp"][0] - respiration(bands["temperature"], bands["precipitation"])
        with rasterio.open(folder / "nep.tif", "w", **profile | {"count": 1}) as file:
            file.write(nep.astype("f4"), 1)

    contest.add("rasterio and numpy, file to file", median(with_files), "32-bit floats")
    _grass(contest, folder)

    def one_month() -> None:
        connection.execute(
            f"""
            create table bench_raw.month as
            select t.tile_id, st_mapalgebra(t.rast, 1, a.rast, 1, '{MONTH}', '32BF') as rast
            from bench_raw.temperature as t
            inner join bench_raw.precipitation as a on t.tile_id = a.tile_id
            """
        )

    contest.add("ST_MapAlgebra", median(one_month, 1, drop), "one month of the twelve, no sum")
    _check(connection, in_memory(), sinkbase, drop)
    return contest


def _grass(contest: Contest, folder: Path) -> None:
    months = " + ".join(
        f"exp(0.0913 * temperature.{m}) + log(0.3145 * precipitation.{m} + 1)" for m in range(1, 13)
    )
    formula = f"nep = npp - 0.22 * 30 * 0.465 * ({months})"
    with grass.location() as place:
        start = time.perf_counter()
        for name in ("npp", "temperature", "precipitation"):
            place.import_raster(folder / f"{name}.tif")
        imported = time.perf_counter() - start
        place.run("g.region", "raster=npp")
        alone = place.median(f"r.mapcalc --q --o '{formula}'")
    contest.add("GRASS r.mapcalc alone", alone)
    contest.add("GRASS r.in.gdal and r.mapcalc", imported + alone, "import of 25 bands first")


def _check(connection: Connection, expected: np.ndarray, build: object, drop: object) -> None:
    """The fast way gives the right numbers."""
    drop()  # type: ignore[operator]
    build()  # type: ignore[operator]
    stats = connection.execute(
        "select (s).count, (s).min, (s).max, (s).mean"
        " from (select st_summarystatsagg(rast, 1, true) as s from bench_raw.nep) as x"
    ).fetchone()
    wanted = (expected.size, expected.min(), expected.max(), expected.mean())
    assert stats is not None
    assert np.allclose(np.array(stats, float), wanted, rtol=1e-5), (stats, wanted)
