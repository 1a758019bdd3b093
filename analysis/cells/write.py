"""One row per cell of the region, one row group per row of tiles: cells.parquet."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection

from analysis.cells.geo import COLUMN, Bounds, geo, points
from analysis.cells.stripes import Polygons, Stripe, read_stripes
from analysis.findings.notice import notice
from analysis.looks.region import BuiltRegion
from analysis.results.catalogue import Result
from analysis.results.fingerprint import software
from analysis.results.provenance import Grid
from analysis.results.raster import read_tiles
from sinkbase.errors import SinkbaseError

FILE = "cells.parquet"
FRAME = "pinch_point"  # has a value in every cell of the region
NUMBERS = {"sink_id": "carbon_sinks", "zone_id": "restoration_zones"}
OWN = {
    "cell_id": ("Number of the cell along the rows of the grid, from 1 at the top left", ""),
    "x": ("Easting of the cell's middle", "m"),
    "y": ("Northing of the cell's middle", "m"),
    COLUMN: ("Middle of the cell, as WKB", ""),
    "sink_id": ("Carbon sink that the cell belongs to", ""),
    "zone_id": ("Restoration zone of the cell", ""),
}

DESCRIBED = "All cells of the region with all values, sinks and zones: GeoParquet, points."


def require_pyarrow(region: str) -> None:
    """Refuse to begin where the library is not installed.

    Raises SinkbaseError.
    """
    if find_spec("pyarrow") is None:
        raise SinkbaseError(
            f"{FILE} needs the Python package pyarrow, which is not installed here. "
            f"Type make export REGION={region} CELLS=parquet, which installs it."
        )


def write_cells(path: Path, connection: Connection, region: BuiltRegion) -> None:
    """Write the file; a row of tiles is in memory at a time.

    Columns are the cell's number, its middle, sink and zone, and every raster result by its name;
    what is missing is null. Rows are in the order of cell_id; the bytes depend on results alone.

    Raises SinkbaseError when a tile does not lie on the grid, or the disk is full.
    """
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    grid = region.grid
    rasters = [it for it in region.results.values() if it.kind == "raster"]
    polygons = {
        column: Polygons(connection, region.results[name], grid)
        for column, name in NUMBERS.items()
        if name in region.results
    }
    frame = region.results.get(FRAME)
    told = {"geo": geo(grid.srid, _bounds(connection, frame, grid) if frame else None)}
    writer = None
    try:
        for stripe in read_stripes(connection, rasters, polygons, grid):
            table = _table(pa, stripe, region, rasters).replace_schema_metadata(
                told | _tags(region)
            )
            if writer is None:
                writer = parquet.ParquetWriter(path, table.schema, **_how(table.schema, pa))
            if table.num_rows:
                writer.write_table(table, row_group_size=table.num_rows)
        if writer is not None:
            writer.close()
    except OSError as error:
        raise SinkbaseError(
            f"{path.name} could not be written; the disk may be full. The old files are in place. "
            f"({error})"
        ) from None


def _bounds(connection: Connection, frame: Result, grid: Grid) -> Bounds | None:
    """Return the rectangle of the middles of all cells with a value: west, south, east, north."""
    rows, columns = [], []
    for tile in read_tiles(connection, frame, grid):
        found = [it for it in np.nonzero(~tile.missing) if it.size]
        if found:
            rows += [tile.row + int(found[0].min()), tile.row + int(found[0].max())]
            columns += [tile.column + int(found[1].min()), tile.column + int(found[1].max())]
    if not rows:
        return None
    size = grid.cell_size_m
    return (
        grid.origin_x + (min(columns) + 0.5) * size, grid.origin_y - (max(rows) + 0.5) * size,
        grid.origin_x + (max(columns) + 0.5) * size, grid.origin_y - (min(rows) + 0.5) * size,
    )  # fmt: skip


def _how(schema: Any, pa: Any) -> dict[str, Any]:
    floats = [it.name for it in schema if pa.types.is_float32(it.type)]
    others = [it.name for it in schema if it.name not in (*floats, COLUMN, "cell_id")]
    return {
        "compression": "zstd",
        "use_dictionary": others,
        "use_byte_stream_split": floats,  # floats pack by a third better
        "version": "2.6",
    }


def _table(pa: Any, stripe: Stripe, region: BuiltRegion, rasters: list[Result]) -> Any:
    grid, inside = region.grid, stripe.inside
    rows, columns = np.nonzero(inside)
    x = grid.origin_x + (columns + 0.5) * grid.cell_size_m
    y = grid.origin_y - (rows + stripe.top + 0.5) * grid.cell_size_m
    cell_id = (rows + stripe.top) * grid.columns + columns + 1
    arrays = {"cell_id": pa.array(cell_id, pa.int64()), "x": pa.array(x), "y": pa.array(y)}
    arrays[COLUMN] = _binary(pa, points(x, y))
    for name, numbers in stripe.numbers.items():
        of_cells = numbers[inside]
        arrays[name] = pa.array(of_cells, pa.int32(), mask=of_cells == 0)
    for result in rasters:
        values, missing = stripe.values[result.name], stripe.missing[result.name]
        arrays[result.name] = pa.array(values[inside], mask=missing[inside])
    fields = [
        pa.field(name, array.type, metadata=_about(name, region)) for name, array in arrays.items()
    ]
    return pa.Table.from_arrays([*arrays.values()], schema=pa.schema(fields))


def _binary(pa: Any, items: Any) -> Any:
    """Return fixed bytes as an array of binaries, without a Python object each."""
    offsets = np.arange(items.size + 1, dtype="<i4") * items.itemsize
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(items).tobytes())]
    return pa.Array.from_buffers(pa.binary(), items.size, buffers)


def _about(name: str, region: BuiltRegion) -> dict[str, str]:
    if name in OWN:
        described, unit = OWN[name]
        return {"description": described} | ({"unit": unit} if unit else {})
    comment = region.results[name].comment
    title, title_zh = region.looks.titles(name)
    told = {"title": title, "title_zh": title_zh, "description": comment.description}
    return told | ({"unit": comment.unit} if comment.unit else {})


def _tags(region: BuiltRegion) -> dict[str, str]:
    grid = region.grid
    told = {
        "region": grid.region,
        "title": grid.title,
        "title_zh": grid.title_zh,
        "software": software(),
        "notice": notice(grid) or "",
    }
    return {name: value for name, value in told.items() if value}
