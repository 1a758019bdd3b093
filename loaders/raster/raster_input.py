"""Raster sources as cells: pixels under and around them, resampled or counted by area."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from affine import Affine
from pyproj import CRS

from loaders.grid.grid import Cells
from loaders.raster.corners import pixel_centres
from loaders.raster.files.mosaic import Mask, Mosaic
from loaders.raster.inputs import Facts, Frame
from loaders.raster.missing import Array, empty, fill_gaps, hold_to
from loaders.raster.open_mosaics import crs_name, mosaics_of, smallest_pixel_m
from loaders.raster.shares import Floats, HasShares, Shares, largest_code, let_in, raster_shares
from loaders.raster.values.decode import Codes, Decoder, Quantity, Values, packing, quantity
from loaders.raster.values.legends import read_legend
from loaders.raster.values.plausible import plausible_range
from loaders.raster.values.survey import check, look, refuse_nothing
from loaders.raster.values.told import told
from loaders.raster.values.units import Unit
from loaders.raster.warp import (
    LARGEST_SHARE,
    MARGIN,
    blocks,
    default_resampling,
    source_bounds,
    warp,
)
from loaders.warning import LoadWarning
from sinkbase.region.crs import transformer
from sinkbase.region.layers import LAYERS
from sinkbase.region.method import Setting
from sinkbase.region.sources import Source


@dataclass(frozen=True)
class RasterInput:
    """A raster source: mosaics of pixels, what they mean, how they become cells."""

    source: Source
    frame: Frame
    mosaics: tuple[Mosaic, ...]
    decoders: tuple[Decoder, ...]
    pixel_m: float
    table: Path | None = None
    warnings: tuple[LoadWarning, ...] = ()
    found: list[LoadWarning] = field(default_factory=list, compare=False)  # by `check`

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
        length = mosaic.crs.axis_info[0].unit_name
        decoder = self.decoders[0]
        unit = Unit(self.source.unit or layer.unit)
        if isinstance(decoder, Quantity):
            unit = decoder.units[0]
        is_plain = self.kind == "quantity" and self.source.layer != "soil"
        packed = packing(self.source, mosaic)[0] if is_plain else (1.0, 0.0)
        return Facts(
            crs=crs_name(mosaic.crs),
            resolution=f"{width:.6g} x {height:.6g} {length}",
            pixel_m=self.pixel_m,
            resampling=self.resampling(self.frame.cells),
            unit=unit.unit,
            scale=packed[0] * unit.scale if is_plain else None,
            offset=packed[1] * unit.scale if is_plain else None,
            warnings=(*self.warnings, *self.found),
            codes=self._codes,
        )

    @property
    def _codes(self) -> tuple[int, ...]:
        decoder = self.decoders[0]
        return decoder.legend.yields if isinstance(decoder, Codes) else ()

    def check(self) -> None:
        """Look at every pixel over the region; raise for what cannot be right."""
        surveys = []
        for mosaic, decoder in zip(self.mosaics, self.decoders, strict=True):
            survey = look(mosaic, decoder, self.frame.boundary, self.frame.crs, self.frame.cells)
            check(mosaic, survey, self.table)
            surveys.append(survey)
            self.found.extend(told(mosaic, decoder, survey))
        if self.kind != "presence":
            refuse_nothing(self.mosaics, surveys)

    def cells(self, cells: Cells) -> Array:
        """The values of a rectangle: (bands, rows, columns), in the layer's unit."""
        resampling = self.resampling(cells)
        if resampling == LARGEST_SHARE:
            return largest_code(self.shares(cells), cells)
        return self.resampled(cells, resampling)

    def shares(self, cells: Cells, beside: Sequence[HasShares] = ()) -> Shares:
        """Share of each cell's area that pixels of each code cover, block by block.

        Only pixels at whose centres none of the sources in `beside` has a code.
        """
        result: Shares = {}
        finest = min(self.pixel_m, *(source.pixel_m or np.inf for source in beside), np.inf)
        pixels = (cells.size / finest) ** 2 * 2  # corners weigh more than pixels
        for row, column, part in blocks(cells, pixels):
            here: Shares = {}
            for mosaic, decoder in zip(self.mosaics, self.decoders, strict=True):
                more = self._block_shares(mosaic, decoder, part, beside)
                let_in(here, more, more)
            for code, share in here.items():
                whole = result.setdefault(code, np.zeros(cells.shape))
                whole[row : row + part.rows, column : column + part.columns] = share
        return result

    def resampled(self, cells: Cells, resampling: str) -> Array:
        """The values of a rectangle, (bands, rows, columns), by one of GDAL's resamplings."""
        layer = LAYERS[self.source.layer]
        ratio = (cells.size / self.pixel_m) ** 2 * self.mosaics[0].band_count
        parts = list(blocks(cells, ratio))
        if len(parts) == 1 and len(self.mosaics) == 1:
            values = self._block(self.mosaics[0], self.decoders[0], cells, resampling)
            return empty(layer, cells) if values is None else values
        result = empty(layer, cells)
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
        pixels = self._pixels(mosaic, decoder, cells)
        if pixels is None:
            return None
        hold_to(pixels[0], plausible_range(self.source))  # a pixel outside the region may be fill
        return warp(*pixels, mosaic.crs, cells=cells, target=self.frame.crs, resampling=resampling)

    def knows(self, x: Floats, y: Floats, crs: CRS) -> Mask:
        """Whether the pixel over each point has a code.

        Returns the shape of the points, (rows, columns) or any other.
        """
        found = np.zeros(x.shape, bool)
        for mosaic, decoder in zip(self.mosaics, self.decoders, strict=True):
            if mosaic.crs != crs:
                x, y = transformer(crs, mosaic.crs).transform(x, y)
                crs = mosaic.crs
            if not np.isfinite(x).any():
                continue
            here = np.isfinite(x) & np.isfinite(y)
            box = mosaic.box((x[here].min(), y[here].min(), x[here].max(), y[here].max()), 1)
            if box is None:
                continue
            transform = mosaic.box_transform(box)
            codes = decoder.values(*mosaic.read(box), transform)[0]
            column, row = (np.floor(it) for it in ~transform @ (x, y))
            here &= (row >= 0) & (row < box.rows) & (column >= 0) & (column < box.columns)
            found[here] |= codes[row[here].astype(int), column[here].astype(int)] != 0
        return found

    def _block_shares(
        self, mosaic: Mosaic, decoder: Decoder, cells: Cells, beside: Sequence[HasShares]
    ) -> Shares:
        pixels = self._pixels(mosaic, decoder, cells)
        if pixels is None:
            return {}
        codes, transform = pixels[0][0].astype(np.uint8, copy=False), pixels[1]
        if beside:
            x, y = pixel_centres(transform, codes.shape)
            for source in beside:
                codes = np.where(source.knows(x, y, mosaic.crs), np.uint8(0), codes)
        return raster_shares(codes, transform, mosaic.crs, cells=cells, target=self.frame.crs)

    def _pixels(
        self, mosaic: Mosaic, decoder: Decoder, cells: Cells
    ) -> tuple[Values, Affine] | None:
        """Decoded pixels under and around the cells, and where they lie."""
        box = mosaic.box(source_bounds(cells, self.frame.crs, mosaic.crs), MARGIN)
        if box is None:
            return None
        transform = mosaic.box_transform(box)
        return decoder.values(*mosaic.read(box), transform), transform


def raster_input(
    source: Source, files: tuple[Path, ...], data: Path, frame: Frame, method: dict[str, Setting]
) -> RasterInput:
    """A quantity or code source of raster files.

    Raises SinkbaseError for files that cannot be used.
    """
    mosaics = mosaics_of(source, files, frame)
    pixel_m = smallest_pixel_m(mosaics, frame)
    if LAYERS[source.layer].kind == "code":
        legend = read_legend(source, data)
        decoder = Codes(legend)
        decoders: tuple[Decoder, ...] = tuple(decoder for _ in mosaics)
        return RasterInput(source, frame, mosaics, decoders, pixel_m, legend.path)
    decoders = tuple(quantity(source, mosaic, method) for mosaic in mosaics)
    return RasterInput(source, frame, mosaics, decoders, pixel_m)
