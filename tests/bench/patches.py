"""Patches of one code over eight neighbours: 1,000,000 cells of made-up land use."""

from pathlib import Path

import numpy as np
import rasterio
from psycopg import Connection
from scipy import ndimage

from tests.bench import grass
from tests.bench.measure import Contest, median
from tests.bench.world import CELL_SIZE, LEFT, SIDE, TOP, TRANSFORM

TILE = 128
CODES = 8
SQUARE = np.ones((3, 3))
CELLS = f"""
create table bench_raw.patch_cell as
select
    (first_row + cell_row - 1) * {SIDE} + first_column + cell_column - 1 as cell,
    first_row + cell_row - 1 as r,
    first_column + cell_column - 1 as c,
    cell_value::integer as code
from bench_raw.land_use
cross join lateral sinkbase.tile_cells(rast)
"""
EDGES = f"""
create table bench_raw.patch_edge as
select
    row_number() over () as id, one.cell as source, other.cell as target, 1.0 as cost
from bench_raw.patch_cell as one
cross join (values (0, 1), (1, -1), (1, 0), (1, 1)) as step (r, c)
inner join bench_raw.patch_cell as other
    on other.cell = (one.r + step.r) * {SIDE} + one.c + step.c and other.code = one.code
where one.c + step.c between 0 and {SIDE - 1}
"""


def land_use() -> np.ndarray:
    """Codes from 1 in smooth shapes with ragged edges, about 40,000 patches."""
    noise = np.random.default_rng(11).normal(size=(SIDE, SIDE))
    smooth = ndimage.gaussian_filter(noise, 3)
    limits = np.quantile(smooth, np.linspace(0, 1, CODES + 1)[1:-1])
    return (np.searchsorted(limits, smooth) + 1).astype("u1")


def count_of(codes: np.ndarray) -> int:
    """How many patches there are, one code after the other."""
    return sum(int(ndimage.label(codes == code, SQUARE)[1]) for code in range(1, CODES + 1))


def measure(connection: Connection, folder: Path) -> Contest:
    """Tiles of codes to tiles of patch numbers; the others from their own formats."""
    contest = Contest("Patches of one land use, 8-connected, of 1,000,000 cells")
    codes = land_use()
    _write_tiles(connection, codes)

    def drop() -> None:
        connection.execute("drop table if exists bench_raw.patches")

    def create(query: str) -> float:
        return median(
            lambda: connection.execute(f"create table bench_raw.patches as {query}"), 2, drop
        )

    labelling = """
        select labelled.*
        from (select array_agg(tile_id) as tile_ids, array_agg(rast) as rasters
              from bench_raw.land_use) as tiles,
            sinkbase.label_patches(tiles.tile_ids, tiles.rasters) as labelled
    """
    contest.add("Sinkbase `label_patches`", create(labelling), "raster table in, raster table out")
    patches = connection.execute(
        "select max((st_summarystats(rast)).max)::integer from bench_raw.patches"
    ).fetchone()
    assert patches is not None
    assert patches[0] == count_of(codes), (patches[0], count_of(codes))

    alone = median(lambda: count_of(codes), 3)
    contest.add("scipy, one label a code", alone, "array in memory, numbers not made common")
    _grass(contest, folder, codes)
    rows = median(lambda: connection.execute(CELLS), 1, lambda: _drop(connection, "patch_cell"))
    connection.execute("alter table bench_raw.patch_cell add primary key (cell)")
    connection.execute("analyze bench_raw.patch_cell")
    edges = median(lambda: connection.execute(EDGES), 1, lambda: _drop(connection, "patch_edge"))
    graph = "select id, source, target, cost, cost as reverse_cost from bench_raw.patch_edge"
    components = create(f"select * from pgr_connectedcomponents('{graph}')")
    contest.add("pgr_connectedComponents", components, "rows in, rows out")
    cluster = "select cell, st_clusterdbscan(st_point(c, r), 1.5, 1) over (partition by code)"
    contest.add("ST_ClusterDBSCAN", create(f"{cluster} from bench_raw.patch_cell"), "likewise")
    contest.remarks.append(
        f"{patches[0]:,} patches. Making a row of each cell takes {rows:.1f} s, the edges for "
        f"pgRouting another {edges:.1f} s; both are left out above."
    )
    return contest


def _drop(connection: Connection, table: str) -> None:
    connection.execute(f"drop table if exists bench_raw.{table}")


def _write_tiles(connection: Connection, codes: np.ndarray) -> None:
    """Table bench_raw.land_use of the codes, in tiles of 128 cells."""
    connection.execute("create schema if not exists bench_raw")
    for table in ("land_use", "patch_cell", "patch_edge", "patches"):
        _drop(connection, table)
    connection.execute(
        """
        create table bench_raw.land_use (
            tile_id integer generated always as identity,
            first_row integer, first_column integer, rast raster)
        """
    )
    for row in range(0, SIDE, TILE):
        for column in range(0, SIDE, TILE):
            part = codes[row : row + TILE, column : column + TILE]
            connection.execute(
                """
                insert into bench_raw.land_use (first_row, first_column, rast)
                select %s, %s, st_setvalues(st_addband(
                    st_makeemptyraster(%s, %s, %s, %s, %s, %s, 0, 0, 2328), '8BUI'::text, 0, 255),
                    1, 1, 1, %s::float8[][])
                """,
                (
                    *(row, column, part.shape[1], part.shape[0]),
                    *(LEFT + column * CELL_SIZE, TOP - row * CELL_SIZE, CELL_SIZE, -CELL_SIZE),
                    part.tolist(),
                ),
            )


def _grass(contest: Contest, folder: Path, codes: np.ndarray) -> None:
    profile = {"width": SIDE, "height": SIDE, "count": 1, "dtype": "uint8", "crs": "EPSG:2328"}
    with rasterio.open(
        folder / "codes.tif", "w", driver="GTiff", transform=TRANSFORM, **profile
    ) as file:
        file.write(codes, 1)
    with grass.location() as place:
        place.import_raster(folder / "codes.tif")
        place.run("g.region", "raster=codes")
        seconds = place.median("r.clump -d --q --o input=codes output=patches")
        contest.add("GRASS r.clump -d", seconds, "its own raster in and out, import not counted")
        found = place.run("r.info", "-r", "map=patches").split("max=")[1].split()[0]
    assert int(found) == count_of(codes), (found, count_of(codes))
