"""The tiles of a grid as one array, and the array cut into tiles again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from kernel.errors import KernelError
from kernel.raster.wkb import Geometry, decode, encode, geometry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Floats, Numbers


@dataclass(frozen=True)
class Place:
    """Where a tile lies in the array of its grid, and where it lies on earth."""

    row: int
    column: int
    geometry: Geometry

    @property
    def slices(self) -> tuple[slice, slice]:
        """The tile's part of the array."""
        return (
            slice(self.row, self.row + self.geometry.rows),
            slice(self.column, self.column + self.geometry.columns),
        )


def mosaic(rasters: Sequence[bytes], dtype: str = "f8") -> tuple[Floats, list[Place]]:
    """The first band of tiles as one array, (rows, columns), and each tile's place in it.

    NaN where a value is missing and where there is no tile.
    Raises KernelError when there is no tile or when the tiles are not of one grid.
    """
    if not rasters:
        raise KernelError("no tile")
    if None in rasters:
        raise KernelError(f"tile {rasters.index(None) + 1} of {len(rasters)} is null")
    places = _places([geometry(raster) for raster in rasters])
    rows = max(place.row + place.geometry.rows for place in places)
    columns = max(place.column + place.geometry.columns for place in places)
    values = numpy.full((rows, columns), numpy.nan, dtype)
    for raster, place in zip(rasters, places, strict=True):
        values[place.slices] = decode(raster, dtype)[0]
    return values, places


def _places(tiles: list[Geometry]) -> list[Place]:
    one = tiles[0]
    for tile in tiles:
        same = (tile.scale_x, tile.scale_y, tile.srid) == (one.scale_x, one.scale_y, one.srid)
        if not same or tile.skew_x or tile.skew_y:
            raise KernelError("the tiles differ in cell size, SRID or direction")
    left, top = min(tile.left for tile in tiles), max(tile.top for tile in tiles)
    places = []
    for tile in tiles:
        column, row = (tile.left - left) / tile.scale_x, (tile.top - top) / tile.scale_y
        if abs(column - round(column)) > 1e-6 or abs(row - round(row)) > 1e-6:
            raise KernelError("the tiles do not lie on one grid")
        places.append(Place(round(row), round(column), tile))
    return places


def whole_grid(
    tile_ids: Sequence[int], rasters: Sequence[bytes], name: str = "", dtype: str = "f8"
) -> tuple[Floats, list[Place]]:
    """The mosaic of the tiles with these ids; `name` says in errors which layer they are of.

    Returns (rows, columns) and the tiles' places in it.
    Raises KernelError when ids and tiles are not as many, and as `mosaic` does.
    """
    layer = f"{name}: " if name else ""
    if len(tile_ids) != len(rasters):
        raise KernelError(f"{layer}{len(tile_ids)} tile_ids for {len(rasters)} rasters")
    try:
        return mosaic(rasters, dtype)
    except KernelError as error:
        raise KernelError(f"{layer}{error}") from None


def cut(values: Numbers, places: Sequence[Place], pixel_type: str) -> list[bytes]:
    """The array as raster WKB of each tile, in the order of the places."""
    return [encode(values[place.slices], place.geometry, pixel_type) for place in places]
