"""The outline of a region, as the loaders read it."""

from dataclasses import dataclass

import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, column, func, select, table

from analysis.results.provenance import Grid
from sinkbase.errors import SinkbaseError

DIGITS = 6  # of a degree: 0.1 m


@dataclass(frozen=True)
class Boundary:
    """The outline in the region's coordinate system."""

    geometry: BaseGeometry
    srid: int

    def in_degrees(self) -> BaseGeometry:
        """Return the outline in longitude and latitude (WGS 84), rounded to 0.1 m."""
        to_degrees = Transformer.from_crs(self.srid, 4326, always_xy=True)
        moved = shapely.transform(self.geometry, to_degrees.transform, interleaved=False)
        return shapely.set_precision(moved, 10**-DIGITS)


def read_boundary(connection: Connection, grid: Grid) -> Boundary:
    """Return the region's boundary, all parts in one.

    Errors: SinkbaseError when there is none.
    """
    boundary = table("boundary", column("geom"), schema=f"{grid.region}_raw")
    query = select(func.ST_AsBinary(func.ST_Union(boundary.c.geom)))
    found = connection.execute(query).scalar_one()
    if found is None:
        raise SinkbaseError(
            f"{grid.region}_raw.boundary is empty. Load again: make load REGION={grid.region}"
        )
    return Boundary(shapely.from_wkb(bytes(found)), grid.srid)
