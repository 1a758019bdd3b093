"""What a source of cells is to the loaders: it answers for any rectangle of the region's cells."""

from dataclasses import dataclass
from typing import Protocol

import shapely
from pyproj import CRS

from loaders.grid.grid import Cells
from loaders.raster.missing import Array
from loaders.warning import LoadWarning
from sinkbase.region.sources import Source


@dataclass(frozen=True)
class Frame:
    """Where cells are wanted: the region's CRS, grid rectangle and boundary."""

    crs: CRS
    cells: Cells
    boundary: shapely.Geometry


class Input(Protocol):
    """One source of a layer."""

    @property
    def source(self) -> Source:
        """Its part of the region file."""
        ...

    @property
    def facts(self) -> "Facts":
        """What the load log says of it."""
        ...

    def check(self) -> None:
        """Raise SinkbaseError for values that cannot be right."""
        ...

    def cells(self, cells: Cells) -> Array:
        """The values (bands, rows, columns) of a rectangle; NaN or 0 is missing."""
        ...


@dataclass(frozen=True)
class Facts:
    """Provenance of a source; `pixel_m` is none for points and polygons."""

    crs: str
    resolution: str
    pixel_m: float | None
    resampling: str
    unit: str
    scale: float | None = None
    offset: float | None = None
    warnings: tuple[LoadWarning, ...] = ()
    codes: tuple[int, ...] = ()  # that the source's legend can yield
