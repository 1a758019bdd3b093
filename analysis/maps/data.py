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
from analysis.maps.picture import Picture, read_picture
from analysis.results.boundary import NAME as BOUNDARY
from analysis.results.boundary import read_boundary
from analysis.results.catalogue import Result
from analysis.results.provenance import Grid, Provenance

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
        pinch_points=_pinch_points(connection, results.get("grid_cells")),
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


def _pinch_points(connection: Connection, cells: Result | None) -> NDArray[np.float64]:
    if cells is None:
        return np.empty((0, 2))
    table = cells.table
    centre = func.ST_AsBinary(func.ST_Centroid(table.c.geom), type_=LargeBinary)
    rows = connection.execute(select(centre).where(table.c.is_pinch).order_by(table.c.cell_id))
    points = [shapely.from_wkb(bytes(wkb)) for wkb in rows.scalars()]
    return np.asarray(shapely.get_coordinates(points), np.float64).reshape(-1, 2)
