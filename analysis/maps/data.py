"""What all sheets of a region are drawn from, read once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
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

PINCHES = "pinch_point"
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


@dataclass(frozen=True)
class MapReader:
    """Reads what sheets are drawn from, each result once."""

    connection: Connection
    region: BuiltRegion
    software: str
    pictures: dict[str, Picture] = field(default_factory=dict)
    features: dict[str, list[Feature]] = field(default_factory=dict)

    def picture(self, name: str) -> Picture:
        """Return a raster as a sheet shows it."""
        if name not in self.pictures:
            result = self.region.results[name]
            self.pictures[name] = read_picture(self.connection, result, self.region.grid)
        return self.pictures[name]

    def feature_list(self, name: str) -> list[Feature]:
        """Return the rows of a vector result."""
        if name not in self.features:
            self.features[name] = _features(self.connection, self.region.results[name])
        return self.features[name]

    def is_empty(self, name: str) -> bool:
        """Return whether a sheet would show nothing of a result."""
        if self.region.results[name].kind == "raster":
            return not self.picture(name).valid.size
        return not self.feature_list(name)

    def read(self, names: Iterable[str]) -> MapData:
        """Return boundary, and of the results of these names those that are there and have values.

        Raises SinkbaseError when the region's boundary is not there.
        """
        results, grid = self.region.results, self.region.grid
        there = [name for name in sorted({*names}) if name in results]
        pictures = {
            name: self.picture(name)
            for name in there
            if results[name].kind == "raster" and name != PINCHES
        }
        pinches = results[PINCHES] if PINCHES in there else None
        return MapData(
            provenance=self.region.provenance,
            looks=self.region.looks,
            boundary=read_boundary(self.connection, results[BOUNDARY], grid).geometry,
            pictures={name: it for name, it in pictures.items() if it.valid.size},
            features={name: self.feature_list(name) for name in VECTORS if name in there},
            pinch_points=_pinch_points(self.connection, pinches, grid),
            software=self.software,
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
