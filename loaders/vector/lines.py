"""Roads: the cells that lines pass, or in which a raster has a pixel other than 0."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from rasterio.features import rasterize

from loaders.grid.grid import Cells
from loaders.raster.files.mosaic import Mask, Raw
from loaders.raster.inputs import Facts, Frame
from loaders.raster.open_mosaics import mosaics_of, smallest_pixel_m
from loaders.raster.raster_input import RasterInput
from loaders.raster.values.decode import Decoder
from loaders.vector.reading import Shapes
from loaders.vector.vector_file import (
    VectorFile,
    open_vector,
    read_features,
    refuse_kinds,
)
from sinkbase.region.sources import Source

_LAYERS = ("Line",)
_USABLE = ("LineString", "LinearRing", "MultiLineString", "Polygon", "MultiPolygon")


@dataclass(frozen=True)
class LineInput:
    """Lines or polygons in the region's CRS; none at all is a region without roads."""

    source: Source
    frame: Frame
    shapes: Shapes
    crs: str

    @property
    def facts(self) -> Facts:
        """Provenance."""
        return Facts(self.crs, f"{len(self.shapes)} features", None, "every cell touched", "1")

    def check(self) -> None:
        """Nothing beyond what was looked at when the file was read."""

    def cells(self, cells: Cells) -> npt.NDArray[np.uint8]:
        """1 in every cell that a line passes or a polygon touches, else 0.

        Returns (1, rows, columns).
        """
        near = self.shapes[shapely.intersects(self.shapes, shapely.box(*cells.bounds))]
        if not len(near):
            return np.zeros((1, *cells.shape), np.uint8)
        drawn = rasterize(
            near, cells.shape, transform=cells.transform, all_touched=True, dtype="uint8"
        )
        return np.asarray(drawn)[np.newaxis]


@dataclass(frozen=True)
class Presence:
    """Pixels that have a value other than 0."""

    has_codes: ClassVar[bool] = False

    def values(self, raw: Raw, valid: Mask, transform: Affine) -> npt.NDArray[np.uint8]:
        """1 where there is something, else 0.

        Returns (bands, rows, columns).
        """
        return np.asarray(valid & (raw != 0), np.uint8)

    def unknown(self, raw: Raw, valid: Mask) -> dict[int, int]:
        """None: every value means the same."""
        return {}


def line_input(source: Source, files: tuple[Path, ...], frame: Frame) -> LineInput:
    """The lines and polygons of vector files near the grid.

    Raises SinkbaseError for points.
    """
    opened = [open_vector(source, path, _LAYERS) for path in files]
    shapes = [_lines(source, file, frame) for file in opened]
    return LineInput(source, frame, np.concatenate(shapes), opened[-1].crs_name)


def _lines(source: Source, file: VectorFile, frame: Frame) -> Shapes:
    shapes, _ = read_features(source, file, frame)
    refuse_kinds(source, file, shapes, _USABLE, "Lines were expected (polygons will do)")
    return np.asarray(shapes[~shapely.is_empty(shapes)])


def presence_raster(source: Source, files: tuple[Path, ...], frame: Frame) -> RasterInput:
    """A raster in which every pixel but 0 and missing ones counts."""
    mosaics = mosaics_of(source, files, frame)
    decoders: tuple[Decoder, ...] = tuple(Presence() for _ in mosaics)
    return RasterInput(source, frame, mosaics, decoders, smallest_pixel_m(mosaics, frame))
