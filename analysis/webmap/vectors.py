"""Sinks, zones, corridors and the boundary in columns and rows of the region's grid."""

from typing import Any

import shapely
from geoalchemy2 import Geometry
from sqlalchemy import Connection, LargeBinary, func, select

from analysis.results.catalogue import Result
from analysis.results.provenance import Grid

VECTORS = ("carbon_sinks", "restoration_zones", "corridors")
BOUNDARY_DETAIL = 0.05  # of a cell: a fifth of a pixel where a cell takes four
MOST_POINTS = 200_000  # of a layer: 4 MB as text, and what a browser draws without a stop
COARSEST = 64  # cells
DIGITS = 3  # of a cell: 1 m of a cell of 1000 m
Feature = dict[str, Any]


def read_features(connection: Connection, result: Result, grid: Grid) -> list[Feature]:
    """Return the rows of a vector result by its key; `shape` holds the coordinates.

    A polygon is a list of polygons, each a list of rings; a line is a list of points; a point is
    [column, row] of the grid, from its top left corner.
    """
    columns = [it for it in result.table.columns if not isinstance(it.type, Geometry)]
    (shape,) = (it for it in result.table.columns if isinstance(it.type, Geometry))
    query = select(*columns, func.ST_AsBinary(shape, type_=LargeBinary).label("shape"))
    query = query.order_by(*(result.table.primary_key.columns or columns))
    rows = connection.execute(query).mappings().all()
    shapes = simplified(shapely.from_wkb([row["shape"] for row in rows]), grid.cell_size_m)
    return [
        dict(row) | {"shape": coordinates(shape, grid)}
        for row, shape in zip(rows, shapes, strict=True)
    ]


def simplified(shapes: Any, cell_size_m: float, most: int = MOST_POINTS) -> Any:
    """Return the shapes with `most` points together, or nearly so: simplified where they have more.

    Polygons that touch still touch: their common edges are simplified once.
    """
    tolerance = cell_size_m / 2
    while shapely.get_num_coordinates(shapes).sum() > most and tolerance < COARSEST * cell_size_m:
        tolerance *= 2
        is_area = bool((shapely.get_dimensions(shapes) == 2).any())
        simplify = shapely.coverage_simplify if is_area else shapely.simplify
        shapes = simplify(shapes, tolerance)
    return shapes


def read_boundary(connection: Connection, result: Result, grid: Grid) -> list[Any]:
    """Return the boundary's polygons, simplified, from region_boundary."""
    columns = result.table.columns
    simple = func.ST_SimplifyPreserveTopology(columns["geom"], BOUNDARY_DETAIL * grid.cell_size_m)
    query = select(func.ST_AsBinary(simple, type_=LargeBinary)).order_by(columns["boundary_id"])
    shapes = connection.execute(query).scalars()
    return [part for shape in shapes for part in coordinates(shapely.from_wkb(shape), grid)]


def coordinates(shape: Any, grid: Grid) -> list[Any]:
    """Return a geometry's coordinates in cells of the grid."""
    if shape is None or shape.is_empty:
        return []
    if shape.geom_type == "LineString":
        return _points(shape.coords, grid)
    parts = getattr(shape, "geoms", [shape])
    if shape.geom_type == "MultiLineString":
        return [point for part in parts for point in _points(part.coords, grid)]
    return [
        [_points(ring.coords, grid) for ring in (part.exterior, *part.interiors)] for part in parts
    ]


def _points(points: Any, grid: Grid) -> list[list[float]]:
    return [
        [
            _short((x - grid.origin_x) / grid.cell_size_m),
            _short((grid.origin_y - y) / grid.cell_size_m),
        ]
        for x, y, *_ in points
    ]


def _short(value: float) -> float:
    rounded = round(value, DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded
