"""Files on one pixel lattice read as if they were one raster."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from pyproj import CRS
from rasterio.errors import RasterioError
from rasterio.windows import Window

from loaders.raster.raster_file import RasterFile, read_error
from sinkbase.region.sources import Source

Raw = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Box:
    """Rows and columns of a mosaic's lattice, the end not included."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Piece:
    """One file (or one file a band) at its place in the lattice."""

    files: tuple[RasterFile, ...]
    bands: tuple[int, ...]
    row: int
    column: int


@dataclass(frozen=True)
class Mosaic:
    """Pieces on one lattice; the first piece with a value wins."""

    source: Source
    crs: CRS
    transform: Affine
    columns: int
    rows: int
    pieces: tuple[Piece, ...]

    @property
    def first(self) -> RasterFile:
        """A file that stands for all: type, nodata, scale."""
        return self.pieces[0].files[0]

    @property
    def band_count(self) -> int:
        """Bands read."""
        return len(self.pieces[0].bands)

    def box(self, bounds: tuple[float, float, float, float], margin: int) -> Box | None:
        """The part of the lattice under the bounds, grown by a margin; nothing when outside."""
        left, bottom, right, top = bounds
        inverse = ~self.transform
        c0, r0 = inverse @ (left, top)
        c1, r1 = inverse @ (right, bottom)
        column, row = max(0, math.floor(c0) - margin), max(0, math.floor(r0) - margin)
        end_column = min(self.columns, math.ceil(c1) + margin)
        end_row = min(self.rows, math.ceil(r1) + margin)
        if end_column <= column or end_row <= row:
            return None
        return Box(row, column, end_row - row, end_column - column)

    def box_transform(self, box: Box) -> Affine:
        """From (column, row) of the box to the CRS."""
        return self.transform @ Affine.translation(box.column, box.row)

    def strips(self, box: Box, pixels: int) -> Iterator[Box]:
        """The box in strips of whole rows, each of about so many pixels (all bands counted)."""
        step = max(1, pixels // max(1, box.columns * self.band_count))
        for row in range(0, box.rows, step):
            yield Box(box.row + row, box.column, min(step, box.rows - row), box.columns)

    def read(self, box: Box) -> tuple[Raw, Mask]:
        """Raw values (bands, rows, columns) and where there is a value.

        Returns both as (bands, rows, columns), in the file's own numbers.
        Raises SinkbaseError for a file that is cut off.
        """
        if len(self.pieces) == 1:  # one file is its own lattice: nothing to paste
            window = Window(box.column, box.row, box.columns, box.rows)
            return self._read_piece(self.pieces[0], window)
        shape = (self.band_count, box.rows, box.columns)
        values = np.zeros(shape, dtype=self.first.dtype)
        valid = np.zeros(shape, dtype=bool)
        for piece in self.pieces:
            self._paste(piece, box, values, valid)
        return values, valid

    def _paste(self, piece: Piece, box: Box, values: Raw, valid: Mask) -> None:
        size = piece.files[0]
        row, end_row = max(box.row, piece.row), min(box.row + box.rows, piece.row + size.rows)
        column = max(box.column, piece.column)
        end_column = min(box.column + box.columns, piece.column + size.columns)
        if end_row <= row or end_column <= column:
            return
        window = Window(column - piece.column, row - piece.row, end_column - column, end_row - row)
        raw, has_value = self._read_piece(piece, window)
        place = (
            slice(None),
            slice(row - box.row, end_row - box.row),
            slice(column - box.column, end_column - box.column),
        )
        take = has_value & ~valid[place]
        if take.all():
            values[place], valid[place] = raw, True
        else:
            np.copyto(values[place], raw, where=take)
            valid[place] |= take

    def _read_piece(self, piece: Piece, window: Window) -> tuple[Raw, Mask]:
        if len(piece.files) == 1:
            return self._read_file(piece.files[0], list(piece.bands), window)
        parts = [
            self._read_file(file, [band], window)
            for file, band in zip(piece.files, piece.bands, strict=True)
        ]
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])

    def _read_file(self, file: RasterFile, bands: list[int], window: Window) -> tuple[Raw, Mask]:
        try:
            dataset = _opened(file.address, file.path.stat().st_mtime_ns)
            raw = dataset.read(bands, window=window)
            flags = {flag.name for band in dataset.mask_flag_enums for flag in band}
            mask = dataset.dataset_mask(window=window) if "per_dataset" in flags else None
        except RasterioError as error:
            raise read_error(self.source, file.path, error) from None
        valid = has_value(raw, nodata_of(self.source, file))
        if mask is not None:
            valid &= mask[np.newaxis] > 0
        return raw, valid


@lru_cache(maxsize=48)
def _opened(address: str, mtime_ns: int) -> rasterio.DatasetReader:
    """An open data set, kept with its block cache: a tile's margin is not unpacked twice."""
    del mtime_ns  # only part of the key: a changed file is opened anew
    return rasterio.open(address)


def close_all() -> None:
    """Let go of the open data sets."""
    _opened.cache_clear()


def nodata_of(source: Source, file: RasterFile) -> float | None:
    """The nodata value in force: the region file's, else the file's own."""
    if source.nodata == "none":
        return None
    return file.nodata if source.nodata is None else float(source.nodata)


def has_value(raw: Raw, nodata: float | None) -> Mask:
    """True where a pixel is neither nodata nor NaN nor infinite.

    Returns the shape of the pixels.
    """
    valid: Mask = np.isfinite(raw) if raw.dtype.kind == "f" else np.ones(raw.shape, bool)
    if nodata is not None and not np.isnan(nodata):
        with np.errstate(over="ignore"):
            valid &= raw != (np.float32(nodata) if raw.dtype == np.float32 else nodata)
    return valid


def _lattice_offset(file: RasterFile, origin: Affine) -> tuple[float, float]:
    column, row = ~origin @ (file.transform.c, file.transform.f)
    return row, column


def _same_lattice(one: RasterFile, other: RasterFile) -> bool:
    sizes = np.allclose(one.resolution, other.resolution, rtol=1e-6)
    if not sizes or one.crs != other.crs or one.dtype != other.dtype:
        return False
    offsets = np.array(_lattice_offset(other, one.transform))
    return bool(np.all(np.abs(offsets - np.round(offsets)) < 0.01))


def build_mosaics(
    source: Source, pieces: list[tuple[tuple[RasterFile, ...], tuple[int, ...]]]
) -> tuple[Mosaic, ...]:
    """The pieces grouped by lattice, in the order of the first piece of each group."""
    groups: list[list[tuple[tuple[RasterFile, ...], tuple[int, ...]]]] = []
    for piece in pieces:
        for group in groups:
            if _same_lattice(group[0][0][0], piece[0][0]):
                group.append(piece)
                break
        else:
            groups.append([piece])
    return tuple(_mosaic(source, group) for group in groups)


def _mosaic(source: Source, group: list[tuple[tuple[RasterFile, ...], tuple[int, ...]]]) -> Mosaic:
    base = group[0][0][0]
    places = [_lattice_offset(files[0], base.transform) for files, _ in group]
    rows, columns = ([round(place[axis]) for place in places] for axis in (0, 1))
    top, left = min(rows), min(columns)
    pieces = tuple(
        Piece(files, bands, row - top, column - left)
        for (files, bands), row, column in zip(group, rows, columns, strict=True)
    )
    return Mosaic(
        source=source,
        crs=base.crs,
        transform=base.transform @ Affine.translation(left, top),
        columns=max(piece.column + piece.files[0].columns for piece in pieces),
        rows=max(piece.row + piece.files[0].rows for piece in pieces),
        pieces=pieces,
    )
