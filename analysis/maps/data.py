"""What all sheets of a region are drawn from, read once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from geoalchemy2 import Geometry
from numpy.typing import NDArray
from sqlalchemy import Connection, LargeBinary, func, select

from analysis.looks.looks import Looks
from analysis.looks.region import BuiltRegion
from analysis.maps.picture import Picture, read_picture, step_of
from analysis.results.boundary import NAME as BOUNDARY
from analysis.results.boundary import read_boundary
from analysis.results.catalogue import Result
from analysis.results.provenance import Grid, Provenance
from analysis.results.raster import read_tiles

VECTORS = ("carbon_sinks", "corridors", "restoration_zones")


@dataclass(frozen=True)
class Feature:
    """One row of a vector result: its geometry and its other columns."""

    geometry: shapely.Geometry
    columns: dict[str, Any]


@dataclass(frozen=True)
class MapData:
    """Rasters and vectors by the name of their result; `pinch_points` (n, 2) in metres."""

    provenance: Provenance
    looks: Looks
    boundary: shapely.Geometry
    pictures: dict[str, Picture]
    features: dict[str, list[Feature]]
    pinch_points: NDArray[np.float64]
    software: str

    @property
    def grid(self) -> Grid:
        """The region's grid and titles."""
        return self.provenance.grid


def read_map_data(
    connection: Connection,
    region: BuiltRegion,
    names: set[str],
    software: str,
) -> MapData:
    """Read boundary, the rasters among `names` that have a value, and all vectors.

    Raises SinkbaseError when the region's boundary is not there.
    """
    results, grid = region.results, region.grid
    pictures = {
        name: read_picture(connection, results[name], grid)
        for name in sorted(names)
        if name in results and results[name].kind == "raster"
    }
    return MapData(
        provenance=region.provenance,
        looks=region.looks,
        boundary=read_boundary(connection, results[BOUNDARY], grid).geometry,
        pictures={name: it for name, it in pictures.items() if it.valid.size},
        features={
            name: _features(connection, results[name]) for name in VECTORS if name in results
        },
        pinch_points=_pinch_points(connection, results.get("pinch_point"), grid),
        software=software,
    )


def _features(connection: Connection, result: Result) -> list[Feature]:
    table = result.table
    plain = [column for column in table.columns if not isinstance(column.type, Geometry)]
    geometry = func.ST_AsBinary(table.c.geom, type_=LargeBinary).label("wkb")
    rows = connection.execute(select(geometry, *plain).order_by(*table.primary_key.columns))
    return [
        Feature(
            shapely.from_wkb(bytes(row["wkb"])), {column.name: row[column.name] for column in plain}
        )
        for row in rows.mappings()
    ]


def _pinch_points(
    connection: Connection, pinches: Result | None, grid: Grid
) -> NDArray[np.float64]:
    """Return the middles of the pinch points; one where a sheet could not show them apart."""
    if pinches is None:
        return np.empty((0, 2))
    step = step_of(grid)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for tile in read_tiles(connection, pinches, grid):
        rows, columns = np.nonzero(tile.values == 1)
        cells = zip((rows + tile.row).tolist(), (columns + tile.column).tolist(), strict=True)
        for row, column in cells:
            found.setdefault((row // step, column // step), (row, column))
    places = np.array([found[it] for it in sorted(found)], np.float64).reshape(-1, 2)
    return np.column_stack(
        (
            grid.origin_x + (places[:, 1] + 0.5) * grid.cell_size_m,
            grid.origin_y - (places[:, 0] + 0.5) * grid.cell_size_m,
        )
    )
