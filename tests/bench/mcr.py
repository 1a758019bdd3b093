"""Minimum cumulative resistance of square regions from four sources, some cells barriers."""

from pathlib import Path

import numpy as np
import rasterio
from psycopg import Connection
from skimage.graph import MCP_Geometric

from loaders.grid.grid import Cells
from loaders.grid.tiles import raster_wkb
from sinkbase.database import connection as database
from tests.bench import grass
from tests.bench.measure import Contest, median, peak_mb_of
from tests.bench.world import CELL_SIZE, LEFT, TOP, TRANSFORM

TILE = 128
SIDES = (120, 500, 1000)
LARGE_SIDE = 4000
# the sources' top left corners in tenths of the region's side, which is also their size
SOURCES = [(1, 1), (6, 2), (3, 7), (8, 8)]
SOLVE = """
create table bench_raw.mcr as
select field.*
from (select array_agg(tile_id) as ids, array_agg(resistance) as resistances,
          array_agg(sources) as sources from bench_raw.mcr_world) as tiles,
    sinkbase.cumulative_resistance(tiles.ids, tiles.resistances, tiles.sources, '{engine}') as field
"""
# the grid as grid_edges wants it: one array, a column of barriers on the right
GRID = """
create temporary table bench_grid as
select
    array(
        select coalesce(cell.resistance, 'infinity')
        from unnest(st_dumpvalues(st_union(rast), 1)) with ordinality as cell (resistance, place)
        order by cell.place
    ) as resistances
from (
    select resistance as rast from bench_raw.mcr_world
    union all
    select st_addband(
        st_makeemptyraster(1, {side}, {right}, {top}, {cell_size}, -{cell_size}, 0, 0, 2328),
        '32BF'::text, -9999, -9999)
) as tiles
"""
EDGES = """
select edge.id, edge.source, edge.target, edge.cost from bench_grid
cross join lateral sinkbase.grid_edges(resistances, {columns}, {cell_size}) as edge
"""


def world(side: int) -> tuple[np.ndarray, np.ndarray]:
    """Resistances of 1 to 9, NaN in 3 % of the cells, and ids of square sources."""
    rng = np.random.default_rng(side)
    resistance = rng.uniform(1, 9, (side, side)).astype("f4")
    sources = np.zeros((side, side), "u1")
    tenth = side // 10
    for number, (row, column) in enumerate(SOURCES, start=1):
        top, left = row * tenth, column * tenth
        sources[top : top + tenth, left : left + tenth] = number
    barrier = rng.random((side, side)) < 0.03
    resistance[barrier], sources[barrier] = np.nan, 0
    return resistance, sources


def measure(connection: Connection, folder: Path, side: int) -> Contest:
    """Raster tiles in and out; the others from their own formats. All costs are compared."""
    contest = Contest(f"Minimum cumulative resistance of {side * side:,} cells")
    resistance, sources = world(side)
    _write_tiles(connection, resistance, sources)

    def drop() -> None:
        connection.execute("drop table if exists bench_raw.mcr")

    expected = _in_memory(resistance, sources)
    runs = 5 if side < 500 else 2
    for engine in ("raster", "pgrouting"):
        query = SOLVE.format(engine=engine)
        seconds = median(lambda query=query: connection.execute(query), runs, drop)
        contest.add(f"Sinkbase, engine `{engine}`", seconds, "raster table in, three rasters out")
        _check(_cost(connection, side), expected)
    drop()
    contest.add(
        "scikit-image `MCP_Geometric`",
        median(lambda: _in_memory(resistance, sources), runs),
        "arrays in memory, costs alone",
    )
    _grass(contest, folder, resistance, sources, expected)
    _pgrouting(connection, contest, sources, expected)
    if side == SIDES[-1]:
        contest.remarks.append(_large())
    connection.execute("drop table bench_raw.mcr_world")
    return contest


def _in_memory(resistance: np.ndarray, sources: np.ndarray) -> np.ndarray:
    barrier = np.isnan(resistance)
    solver = MCP_Geometric(np.where(barrier, np.inf, resistance), sampling=(CELL_SIZE, CELL_SIZE))
    cost, _ = solver.find_costs(np.argwhere((sources > 0) & ~barrier))
    return np.where(np.isinf(cost), np.nan, cost)


def _check(cost: np.ndarray, expected: np.ndarray, tolerance: float = 1e-9) -> None:
    np.testing.assert_allclose(cost, expected, rtol=tolerance, atol=0)


def _write_tiles(connection: Connection, resistance: np.ndarray, sources: np.ndarray) -> None:
    """Table bench_raw.mcr_world, one row a tile."""
    connection.execute("create schema if not exists bench_raw")
    connection.execute("drop table if exists bench_raw.mcr_world, bench_raw.mcr")
    connection.execute(
        """
        create table bench_raw.mcr_world (
            tile_id integer generated always as identity, resistance raster, sources raster)
        """
    )
    for row in range(0, len(resistance), TILE):
        for column in range(0, len(resistance), TILE):
            part = slice(row, row + TILE), slice(column, column + TILE)
            rows, columns = resistance[part].shape
            left, top = LEFT + column * CELL_SIZE, TOP - row * CELL_SIZE
            cells = Cells(left, top, CELL_SIZE, columns, rows)
            connection.execute(
                """
                insert into bench_raw.mcr_world (resistance, sources)
                values (st_rastfromwkb(%s), st_rastfromwkb(%s))
                """,
                [
                    raster_wkb(layer[part][np.newaxis], cells, 2328)
                    for layer in (resistance, sources)
                ],
            )


def _cost(connection: Connection, side: int) -> np.ndarray:
    """The costs in bench_raw.mcr as one array."""
    cost = np.full((side, side), np.nan)
    rows = connection.execute(
        """
        select st_upperleftx(cost), st_upperlefty(cost), st_dumpvalues(cost, 1) from bench_raw.mcr
        """
    )
    for left, top, values in rows:
        row, column = round((TOP - top) / CELL_SIZE), round((left - LEFT) / CELL_SIZE)
        part = np.array(values, float)
        cost[row : row + part.shape[0], column : column + part.shape[1]] = part
    return cost


def _grass(
    contest: Contest,
    folder: Path,
    resistance: np.ndarray,
    sources: np.ndarray,
    expected: np.ndarray,
) -> None:
    side = len(resistance)
    for name, values, missing in (("resistance", resistance, np.nan), ("sources", sources, 0)):
        profile = {"width": side, "height": side, "count": 1, "dtype": values.dtype.name}
        with rasterio.open(
            folder / f"{name}.tif", "w", driver="GTiff", crs="EPSG:2328", transform=TRANSFORM,
            nodata=missing, **profile,
        ) as file:  # fmt: skip
            file.write(values, 1)
    with grass.location() as place:
        for name in ("resistance", "sources"):
            place.import_raster(folder / f"{name}.tif")
        place.run("g.region", "raster=resistance")
        command = "r.cost --q --o input=resistance output=cost start_raster=sources"
        contest.add("GRASS r.cost", place.median(command), "import not counted, costs alone")
        target = folder / "cost.tif"
        place.run(
            "r.out.gdal", "--q", "--o", "-c", "input=cost", f"output={target}", "nodata=-1",
            "type=Float64",
        )  # fmt: skip
    with rasterio.open(target) as file:
        # GRASS counts steps in cells
        cost = file.read(1, masked=True).filled(np.nan) * CELL_SIZE
    wrong = ~np.isclose(cost, expected, rtol=1e-9, atol=0, equal_nan=True)
    contest.remarks.append(f"Cells where GRASS's costs differ by more than 1e-9: {wrong.sum():,}.")


def _pgrouting(
    connection: Connection, contest: Contest, sources: np.ndarray, expected: np.ndarray
) -> None:
    """The edges alone, and on the smallest grid the call with many roots and equicost."""
    side = len(sources)
    columns = side + 1
    right = LEFT + side * CELL_SIZE
    connection.execute(GRID.format(side=side, right=right, top=TOP, cell_size=CELL_SIZE))
    edges = EDGES.format(columns=columns, cell_size=CELL_SIZE)
    counted = f"select count(*), sum(cost) from ({edges}) as edge"
    alone = median(lambda: connection.execute(counted).fetchone(), 2)
    row = connection.execute(counted).fetchone()
    assert row is not None
    contest.remarks.append(f"The grid's {row[0]:,} edges alone, made and counted: {alone:.2f} s.")
    if side == SIDES[0]:
        cells = np.flatnonzero(np.pad(sources > 0, ((0, 0), (0, 1)))) + 1
        query = (
            "select node, agg_cost from pgr_drivingdistance(%s, %s::bigint[], 1e300, false, true)"
        )
        found: list[tuple[int, float]] = []

        def equicost() -> None:
            found[:] = connection.execute(query, (edges, cells.tolist())).fetchall()

        contest.add("pgr_drivingDistance, `equicost`", median(equicost, 2), "rows out")
        cost = np.full(side * columns + 1, np.nan)
        for node, agg_cost in found:
            cost[node] = agg_cost
        cost = cost[1:].reshape(side, columns)[:, :-1]
        wrong = ~np.isclose(cost, expected, rtol=1e-9, atol=0, equal_nan=True)
        worst = np.nanmax(cost[expected > 0] / expected[expected > 0]) - 1
        contest.remarks.append(
            f"With {cells.size:,} roots and `equicost`, pgRouting gets {wrong.sum():,} cells "
            f"wrong, the worst by {worst:.0%}."
        )
    connection.execute("drop table bench_grid")


def _large() -> str:
    """What one call of the raster engine takes with 16,000,000 cells, in a session of its own."""
    with database.connect(autocommit=True) as connection:
        _write_tiles(connection, *world(LARGE_SIDE))
        before = peak_mb_of(connection.info.backend_pid)
        query = SOLVE.format(engine="raster")

        def drop() -> None:
            connection.execute("drop table if exists bench_raw.mcr")

        seconds = median(lambda: connection.execute(query), 1, drop)
        peak = peak_mb_of(connection.info.backend_pid)
        drop()
    return (
        f"Engine `raster` with {LARGE_SIDE**2:,} cells: {seconds:.0f} s, peak memory of the "
        f"server's process {peak:,.0f} MB ({before:,.0f} MB before)."
    )
