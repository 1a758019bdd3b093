"""The grid that paths lead over, read from tiles: resistances, and ids of sources or sinks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from kernel.cost.least_cost import Ground
from kernel.errors import KernelError
from kernel.raster.mosaic import mosaic
from kernel.raster.wkb import geometry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Floats, Numbers
    from kernel.raster.mosaic import Place

LARGEST_ID = 4294967294


@dataclass(frozen=True)
class Grid:
    """A ground with ids by layer (0 for none), and where its tiles lie."""

    ground: Ground
    ids: dict[str, Numbers]
    places: list[Place]

    def centres(self, rows: Numbers, columns: Numbers) -> tuple[Floats, Floats]:
        """The coordinates of cells' centres: x and y, (cells,) each, in the grid's unit."""
        return centres(self.places, rows, columns)

    @property
    def srid(self) -> int:
        """The SRID of the tiles."""
        return self.places[0].geometry.srid


def read(tile_ids: Sequence[int], **layers: Sequence[bytes]) -> Grid:
    """The grid of aligned tiles; the layer `resistance` is what the others lie on.

    A cell without resistance is a barrier, and has no id.
    Raises KernelError when tiles are missing or not aligned, cells are no squares, a resistance is
    not positive and finite, or an id is no whole number.
    """
    for name, tiles in layers.items():
        if len(tiles) != len(tile_ids):
            raise KernelError(f"{len(tile_ids)} tile ids for {len(tiles)} tiles of {name}")
        if None in tiles:
            missing = tile_ids[list(tiles).index(None)]  # type: ignore[arg-type]
            raise KernelError(f"{name} of tile {missing} is null")
    _require_aligned(tile_ids, layers)
    resistance, places = mosaic(layers.pop("resistance"))
    where = places[0].geometry
    if where.scale_x != -where.scale_y:
        raise KernelError(
            f"cells of {where.scale_x:g} x {-where.scale_y:g}: expected squares, north up"
        )
    _require_positive(resistance, places)
    resistance[numpy.isnan(resistance)] = numpy.inf
    ids = {name: _ids(name, tiles, resistance) for name, tiles in layers.items()}
    return Grid(Ground(resistance, where.scale_x), ids, places)


def centres(places: list[Place], rows: Numbers, columns: Numbers) -> tuple[Floats, Floats]:
    """The coordinates of cells' centres on the grid of these tiles: x and y, (cells,) each."""
    left = min(place.geometry.left for place in places)
    top = max(place.geometry.top for place in places)
    size = places[0].geometry.scale_x
    return left + (columns + 0.5) * size, top - (rows + 0.5) * size


def _require_aligned(tile_ids: Sequence[int], layers: dict[str, Sequence[bytes]]) -> None:
    for name, tiles in layers.items():
        for tile_id, tile, resistance in zip(tile_ids, tiles, layers["resistance"], strict=True):
            if geometry(tile) != geometry(resistance):
                raise KernelError(
                    f"tile {tile_id} of {name} is not aligned with that of resistance: "
                    f"{geometry(tile)}, expected {geometry(resistance)}"
                )


def _require_positive(resistance: Floats, places: list[Place]) -> None:
    wrong = (resistance <= 0) | numpy.isinf(resistance)
    if not wrong.any():
        return
    row, column = (index[0] for index in numpy.nonzero(wrong))
    x, y = centres(places, row, column)
    raise KernelError(
        f"{numpy.count_nonzero(wrong)} cells have a resistance that is not positive and finite, "
        f"e.g. {resistance[row, column]:g} in row {row + 1}, column {column + 1} of the grid "
        f"(x {x:g}, y {y:g}). A barrier has no value at all"
    )


def _ids(name: str, tiles: Sequence[bytes], resistance: Floats) -> Numbers:
    values = numpy.nan_to_num(mosaic(tiles)[0], copy=False)
    bad = (values < 0) | (values > LARGEST_ID) | (values != numpy.rint(values))
    if bad.any():
        raise KernelError(
            f"{name} holds {values[bad][0]:g}: ids are whole numbers from 1; 0 or missing is none"
        )
    ids = values.astype("u4")
    ids[numpy.isinf(resistance)] = 0
    return ids
