"""The layers of a region as GIS programs need them: name, key, geometry, style."""

from collections.abc import Mapping
from dataclasses import dataclass

from geoalchemy2 import Geometry

from analysis.looks.legend import Style
from analysis.looks.looks import Looks
from analysis.results.catalogue import Result
from analysis.results.provenance import Grid

SERVICE = "sinkbase"  # libpq's service: host, port, user and password stay out of every file
GEOMETRIES = {"polygon": "Polygon", "outline": "Polygon", "line": "Line", "raster": "Raster"}


@dataclass(frozen=True)
class Layer:
    """One result that can be drawn; `column` is its geometry or raster, `key` its whole number."""

    name: str
    schema: str
    column: str
    key: str
    kind: str  # MULTIPOLYGON, LINESTRING ...; RASTER
    style: Style
    abstract: str


@dataclass(frozen=True)
class Extent:
    """The rectangle of the region's grid, in its coordinate system."""

    west: float
    south: float
    east: float
    north: float


def extent(grid: Grid) -> Extent:
    """Return the rectangle that the grid covers."""
    return Extent(
        grid.origin_x,
        grid.origin_y - grid.rows * grid.cell_size_m,
        grid.origin_x + grid.columns * grid.cell_size_m,
        grid.origin_y,
    )


def layers(results: Mapping[str, Result], looks: Looks) -> list[Layer]:
    """Return the results that have a style, the upper layers first."""
    shown = [
        _layer(results[name], style) for name, style in looks.styles.items() if name in results
    ]
    return sorted(shown, key=lambda layer: layer.style.order)


def _layer(result: Result, style: Style) -> Layer:
    columns = result.table.columns
    column, kind = "rast", "RASTER"
    for one in columns:
        if isinstance(one.type, Geometry):
            column, kind = one.name, str(one.type.geometry_type)
    key = next(iter(columns)).name  # results begin with their key
    unit = f" Unit: {result.comment.unit}." if result.comment.unit else ""
    abstract = f"{result.comment.description}{unit}"
    return Layer(result.name, str(result.table.schema), column, key, kind, style, abstract)
