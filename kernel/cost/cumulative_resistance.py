"""Minimum cumulative resistance (MCR): least costs from the sources, the nearest, the way back."""

from __future__ import annotations

from importlib.util import find_spec

import numpy

from kernel.cost.grid import read
from kernel.cost.least_cost import NO_PATH, back_links, least_costs, solve, sources_of
from kernel.errors import KernelError
from kernel.raster.wkb import Geometry, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kernel.arrays import Booleans, Floats, Numbers
    from kernel.cost.grid import Grid
    from kernel.cost.least_cost import Engine, Ground

    # sinkbase.shortest_costs: grid, its columns, cell size, start cells -> {"cells", "costs"}
    Search = Callable[[bytes, int, float, list[int]], Mapping[str, bytes]]
    Row = tuple[int, bytes, bytes, bytes]

ENGINES = ("auto", "pgrouting", "raster")
# where pgRouting takes half a second (from version 3.6 on 2 s); scikit-image is quicker beyond
PGROUTING_CELLS = 100_000


def fields_of(
    ground: Ground, sources: Numbers, engine: Engine = solve
) -> tuple[Floats, Numbers, Numbers]:
    """Cost, id of the nearest source and back link of each cell, (rows, columns) each.

    `sources` are ids, 0 for none. Where no path leads the cost is infinite and the link 255.
    Raises KernelError when no cell is a source, and as `back_links` does.
    """
    is_source = sources > 0
    if not is_source.any():
        raise KernelError(
            "no cell is a source: expected an id of 1 or more in a cell with a resistance. "
            "Are there no sinks?"
        )
    cost = least_costs(ground, is_source, engine)
    link = back_links(ground, cost)
    return cost, sources.ravel()[sources_of(link)], link


def pgrouting(search: Search) -> Engine:
    """An engine that hands the search to pgRouting by the SQL function given."""

    def engine(resistance: Floats, cell_size: float, starts: Booleans) -> Floats:
        rows, columns = resistance.shape
        # a column of barriers on the right, as grid_edges wants it
        grid = numpy.pad(resistance, ((0, 0), (0, 1)), constant_values=numpy.inf)
        where = Geometry(1.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0, columns + 1, rows)
        start_row, start_column = numpy.nonzero(starts)
        start_cells = (start_row * (columns + 1) + start_column + 1).tolist()
        found = search(encode(grid, where, "64BF"), columns + 1, cell_size, start_cells)
        cost = numpy.full(grid.size + 1, numpy.inf)
        cost[numpy.frombuffer(found["cells"], ">i8")] = numpy.frombuffer(found["costs"], ">f8")
        return cost[1:].reshape(grid.shape)[:, :-1].copy()

    return engine


def choose(engine: str, cells: int, search: Search) -> Engine:
    """The engine of this name for so many cells.

    Raises KernelError for another name, and when scikit-image is asked for and not there.
    """
    if engine not in ENGINES:
        raise KernelError(f"engine is '{engine}', expected 'auto', 'pgrouting' or 'raster'")
    has_solver = find_spec("skimage") is not None
    if engine == "raster" and not has_solver:
        raise KernelError(
            "engine 'raster' needs scikit-image in the server's Python",
            hint="Install the package python3-skimage on the server, or use engine 'pgrouting'.",
        )
    is_small = cells <= PGROUTING_CELLS or not has_solver
    return pgrouting(search) if engine == "pgrouting" or (engine == "auto" and is_small) else solve


def cumulative_resistance(
    tile_ids: Sequence[int],
    resistance: Sequence[bytes],
    sources: Sequence[bytes],
    engine: str,
    search: Search,
) -> Iterator[Row]:
    """What sinkbase.cumulative_resistance makes of raster WKB: a row a tile."""
    choose(engine, 0, search)
    grid = read(tile_ids, resistance=resistance, sources=sources)
    chosen = choose(engine, grid.ground.resistance.size, search)
    return _tiles(tile_ids, grid, *fields_of(grid.ground, grid.ids["sources"], chosen))


def _tiles(
    tile_ids: Sequence[int], grid: Grid, cost: Floats, nearest: Numbers, link: Numbers
) -> Iterator[Row]:
    """The rows, tile by tile: 16,000,000 cells at once would take 400 MB more."""
    for tile_id, place in zip(tile_ids, grid.places, strict=True):
        part = place.slices
        reached = link[part] != NO_PATH

        def written(values: Numbers, pixel_type: str) -> bytes:
            known = numpy.where(reached, values[part], numpy.nan)  # noqa: B023 - called at once
            return encode(known, place.geometry, pixel_type)  # noqa: B023

        yield tile_id, written(cost, "64BF"), written(nearest, "32BUI"), written(link, "8BUI")
