"""Whether a region's results fit: asked before the first model is built."""

import psycopg
from psycopg import sql

from sinkbase.capacity import Size, require_room
from sinkbase.region.settings import Region

CELLS = """
    select
        grid.columns::bigint * grid.rows,
        (select coalesce(sum((st_summarystats(rast, 1, true)).count), 0)::bigint from {inside}),
        grid.cell_size_m
    from {grid} as grid
"""


def require_room_for(connection: psycopg.Connection, region: Region) -> None:
    """Hold the region's grid, as it was loaded, to the memory and the disk that are free.

    Raises SinkbaseError with the figures when something does not suffice.
    """
    names = {name: sql.Identifier(region.raw_schema, name) for name in ("inside", "grid")}
    row = connection.execute(sql.SQL(CELLS).format(**names)).fetchone()
    if row is None:
        return
    cells, inside, cell_size_m = row
    limit = region.method["grid_cells_limit"]
    size = Size(cells, inside, float(cell_size_m), isinstance(limit, int) and inside <= limit)
    label = f"{region.file}: [region] cell_size_m = {size.cell_size_m:g}"
    require_room("transform", label, size)
