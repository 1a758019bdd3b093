"""Sources as cells: a raster source answers for any rectangle of the region's cells."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from loaders.grid.grid import Cells
from loaders.raster.decode import Codes, Decoder, quantity
from loaders.raster.legends import read_legend
from loaders.raster.months import pieces
from loaders.raster.mosaic import Mosaic, build_mosaics
from loaders.raster.raster_file import open_raster
from loaders.raster.survey import check, look, refuse_nothing
from loaders.raster.warp import MARGIN, blocks, default_resampling, source_bounds, warp
from sinkbase.region.crs import pixel_size_m
from sinkbase.region.layers import LAYERS
from sinkbase.region.method import Setting
from sinkbase.region.sources import Source

Array = npt.NDArray[np.generic]


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
    """Provenance of a source."""

    crs: str
    resolution: str
    pixel_m: float
    resampling: str
    unit: str
    scale: float | None = None
    offset: float | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class RasterInput:
    """A raster source: mosaics of pixels, what they mean, how they become cells."""

    source: Source
    frame: Frame
    mosaics: tuple[Mosaic, ...]
    decoders: tuple[Decoder, ...]
    pixel_m: float
    table: Path | None = None
    remarks: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """`quantity`, `code` or `presence`."""
        return LAYERS[self.source.layer].kind

    def resampling(self, cells: Cells) -> str:
        """The region file's resampling, or the method's for this cell size."""
        return self.source.resampling or default_resampling(self.kind, self.pixel_m, cells.size)

    @property
    def facts(self) -> Facts:
        """Provenance; scale and offset as applied to the first band."""
        mosaic, layer = self.mosaics[0], LAYERS[self.source.layer]
        width, height = mosaic.first.resolution
        unit = mosaic.crs.axis_info[0].unit_name
        is_plain = self.kind == "quantity" and self.source.layer != "soil"
        return Facts(
            crs=_crs_name(mosaic.crs),
            resolution=f"{width:.6g} x {height:.6g} {unit}",
            pixel_m=self.pixel_m,
            resampling=self.resampling(self.frame.cells),
            unit=self.source.unit or layer.unit,
            scale=_first(self.source.scale, mosaic.first.scales) if is_plain else None,
            offset=_first(self.source.offset, mosaic.first.offsets) if is_plain else None,
            remarks=self.remarks,
        )

    def check(self) -> None:
        """Look at every pixel over the region; raise for what cannot be right."""
        surveys = []
        for mosaic, decoder in zip(self.mosaics, self.decoders, strict=True):
            survey = look(mosaic, decoder, self.frame.boundary, self.frame.crs)
            check(mosaic, survey, self.table, self.kind == "code")
            surveys.append(survey)
        if self.kind != "presence":
            refuse_nothing(self.mosaics, surveys)

    def cells(self, cells: Cells) -> Array:
        """The values of a rectangle, block by block within the memory budget."""
        return self.resampled(cells, self.resampling(cells))

    def resampled(self, cells: Cells, resampling: str) -> Array:
        """The values of a rectangle by a given resampling."""
        ratio = (cells.size / self.pixel_m) ** 2 * self.mosaics[0].band_count
        parts = list(blocks(cells, ratio))
        if len(parts) == 1 and len(self.mosaics) == 1:
            values = self._block(self.mosaics[0], self.decoders[0], cells, resampling)
            return empty(self.source.layer, cells) if values is None else values
        result = empty(self.source.layer, cells)
        for row, column, part in parts:
            place = (slice(None), slice(row, row + part.rows), slice(column, column + part.columns))
            for mosaic, decoder in zip(self.mosaics, self.decoders, strict=True):
                values = self._block(mosaic, decoder, part, resampling)
                if values is not None:
                    fill_gaps(result[place], values)
        return result

    def _block(
        self, mosaic: Mosaic, decoder: Decoder, cells: Cells, resampling: str
    ) -> Array | None:
        bounds = source_bounds(cells, self.frame.crs, mosaic.crs)
        box = mosaic.box(bounds, MARGIN)
        if box is None:
            return None
        transform = mosaic.box_transform(box)
        values = decoder.values(*mosaic.read(box), transform)
        return warp(
            values,
            transform,
            mosaic.crs,
            cells=cells,
            target=self.frame.crs,
            resampling=resampling,
        )


def empty(layer: str, cells: Cells) -> Array:
    """An array of missing values for a layer."""
    bands = len(LAYERS[layer].bands)
    if LAYERS[layer].kind != "quantity":
        return np.zeros((bands, *cells.shape), np.uint8)
    return np.full((bands, *cells.shape), np.nan, np.float32)


def has_value(values: Array) -> npt.NDArray[np.bool_]:
    """Cells with a value: of twelve months all, of other bands any."""
    has = ~np.isnan(values) if values.dtype.kind == "f" else values != 0
    return np.asarray(has.all(axis=0) if len(values) == 12 else has.any(axis=0))


def fill_gaps(result: Array, values: Array) -> npt.NDArray[np.bool_]:
    """Put values into cells of the result that have none; tells which cells were taken.

    A cell is taken whole, and only for a value: a year that lacks a month is none.
    """
    take = ~has_value(result) & has_value(values)
    np.copyto(result, values, where=take[np.newaxis])
    return take


def _first(given: float | None, of_file: tuple[float, ...]) -> float:
    return of_file[0] if given is None else given


def _crs_name(crs: CRS) -> str:
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else crs.name


def mosaics_of(source: Source, files: tuple[Path, ...], frame: Frame) -> tuple[Mosaic, ...]:
    """The source's files as mosaics. Raises SinkbaseError when none touches the region."""
    opened = [open_raster(source, path) for path in files]
    mosaics = build_mosaics(source, pieces(source, opened))
    refuse_elsewhere(source, mosaics, frame)
    return mosaics


def refuse_elsewhere(source: Source, mosaics: tuple[Mosaic, ...], frame: Frame) -> None:
    """Raise when no mosaic touches the region."""
    if not any(m.box(source_bounds(frame.cells, frame.crs, m.crs), 0) for m in mosaics):
        left, bottom, right, top = mosaics[0].first.bounds
        wanted = source_bounds(frame.cells, frame.crs, mosaics[0].crs)
        raise source.error(
            mosaics[0].first.path,
            f"the file lies elsewhere: it covers x {left:.6g}..{right:.6g}, y {bottom:.6g}.."
            f"{top:.6g}; the region is at x {wanted[0]:.6g}..{wanted[2]:.6g}, "
            f"y {wanted[1]:.6g}..{wanted[3]:.6g} ({_crs_name(mosaics[0].crs)}). "
            "Correct path, or crs when the file's own is wrong.",
        )


def smallest_pixel_m(mosaics: tuple[Mosaic, ...], frame: Frame) -> float:
    """Side of the finest pixel, metres in the region's CRS at its middle."""
    centre = frame.cells.centre
    return min(pixel_size_m(m.transform, m.crs, frame.crs, centre) for m in mosaics)


def raster_input(
    source: Source, files: tuple[Path, ...], data: Path, frame: Frame, method: dict[str, Setting]
) -> RasterInput:
    """A quantity or code source of raster files."""
    mosaics = mosaics_of(source, files, frame)
    pixel_m = smallest_pixel_m(mosaics, frame)
    if LAYERS[source.layer].kind == "code":
        legend = read_legend(source, data)
        decoder = Codes(legend)
        decoders: tuple[Decoder, ...] = tuple(decoder for _ in mosaics)
        return RasterInput(source, frame, mosaics, decoders, pixel_m, legend.path)
    decoders = tuple(quantity(source, mosaic, method) for mosaic in mosaics)
    return RasterInput(source, frame, mosaics, decoders, pixel_m)
