"""The outline of a region."""

from dataclasses import dataclass

import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, LargeBinary, func, select

from analysis.results.catalogue import Result
from analysis.results.provenance import Grid
from sinkbase.errors import SinkbaseError

NAME = "region_boundary"
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


def read_boundary(connection: Connection, result: Result, grid: Grid) -> Boundary:
    """Read the region's boundary from region_boundary; all parts are in one geometry.

    Raises SinkbaseError when there is none.
    """
    union = func.ST_AsBinary(func.ST_Union(result.table.c.geom), type_=LargeBinary)
    found = connection.execute(select(union)).scalar_one()
    if found is None:
        raise SinkbaseError(
            f"{result.table.fullname} is empty. Build it again: make transform REGION={grid.region}"
        )
    return Boundary(shapely.from_wkb(bytes(found)), grid.srid)
