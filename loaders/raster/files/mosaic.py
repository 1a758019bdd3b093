"""Files on one pixel lattice read as if they were one raster."""

import math
from collections.abc import Iterator, Sequence
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

from loaders.raster.files.gdal import open_dataset
from loaders.raster.files.raster_file import RasterFile, read_error
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

    def place_of(self, band: int) -> tuple[RasterFile, int]:
        """File and number of the n-th band read, counted from 0."""
        return self.files[band if len(self.files) > 1 else 0], self.bands[band]


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
        """A file that stands for all: where it lies, what it is."""
        return self.pieces[0].files[0]

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type that holds the raw values of all pieces."""
        return np.result_type(*{file.dtype for piece in self.pieces for file in piece.files})

    def missing(self, band: int) -> set[float]:
        """The values that mean "missing" in any file's n-th band read, counted from 0."""
        return {
            value
            for piece in self.pieces
            for value in missing_values(self.source, *piece.place_of(band))
        }

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
        values = np.zeros(shape, dtype=self.dtype)
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
            raw = _read_bands(dataset, file, bands, window)
            mask = _mask(dataset, file, bands, window)
        except (RasterioError, ValueError, OSError, MemoryError) as error:
            raise read_error(self.source, file.path, error) from None
        missing = [missing_values(self.source, file, band) for band in bands]
        valid = has_value(raw, missing)
        hold_to_range(raw, valid, [file.facts[band - 1].valid for band in bands])
        if mask is not None:
            valid &= mask
        return raw, valid


def _read_bands(
    dataset: rasterio.DatasetReader, file: RasterFile, bands: list[int], window: Window
) -> Raw:
    """Raw values; bands of different types in the type that holds them all."""
    if len({dataset.dtypes[band - 1] for band in bands}) == 1:
        raw = np.asarray(dataset.read(bands, window=window))
        own = file.facts[bands[0] - 1].dtype
        return raw.view(own) if np.dtype(own).itemsize == raw.dtype.itemsize else raw
    single = [dataset.read(band, window=window).astype(file.dtype) for band in bands]
    return np.stack(single)


def _mask(
    dataset: rasterio.DatasetReader, file: RasterFile, bands: list[int], window: Window
) -> Mask | None:
    """Where masks and bands of transparency let a pixel stand, (1 or bands, rows, columns)."""
    flags = [{flag.name for flag in dataset.mask_flag_enums[band - 1]} for band in bands]
    found = None
    if any("per_dataset" in of_band or not of_band for of_band in flags):  # {}: one a band
        found = np.asarray(dataset.read_masks(bands, window=window)) > 0
    for number, fact in enumerate(file.facts, 1):
        if fact.is_alpha:  # GDAL forgets it where nodata is declared too
            there = np.asarray(dataset.read([number], window=window)) > 0
            found = there if found is None else found & there
    return found


@lru_cache(maxsize=48)
def _opened(address: str, mtime_ns: int) -> rasterio.DatasetReader:
    """An open data set, kept with its block cache: a tile's margin is not unpacked twice."""
    del mtime_ns  # only part of the key: a changed file is opened anew
    return open_dataset(address)


def close_all() -> None:
    """Let go of the open data sets."""
    _opened.cache_clear()


def missing_values(source: Source, file: RasterFile, band: int) -> tuple[float, ...]:
    """The values that mean "missing" in a band: the region file's, else the band's own."""
    if source.nodata == "none":
        return ()
    if source.nodata is None:
        return file.facts[band - 1].missing
    if isinstance(source.nodata, tuple):
        return source.nodata
    return (float(source.nodata),)


def has_value(raw: Raw, missing: list[tuple[float, ...]]) -> Mask:
    """True where a pixel is neither missing, by its band's values, nor NaN nor infinite.

    Returns (bands, rows, columns).
    """
    valid: Mask = np.isfinite(raw) if raw.dtype.kind == "f" else np.ones(raw.shape, bool)
    groups = [(raw, valid, missing[0])]
    if len(set(missing)) > 1:
        groups = list(zip(raw, valid, missing, strict=True))
    for pixels, has, values in groups:
        for value in values:
            if not np.isnan(value):
                with np.errstate(over="ignore"):
                    strange = np.float32(value) if raw.dtype == np.float32 else value
                    np.logical_and(has, pixels != strange, out=has)
    return valid


def hold_to_range(raw: Raw, valid: Mask, ranges: Sequence[tuple[float, float] | None]) -> None:
    """Take away, in `valid`, what lies outside the raw values that each band's file lets stand."""
    for pixels, has, pair in zip(raw, valid, ranges, strict=True):
        if pair is not None:
            low, high = (np.float32(end) if raw.dtype == np.float32 else end for end in pair)
            np.logical_and(has, (pixels >= low) & (pixels <= high), out=has)


def _lattice_offset(file: RasterFile, origin: Affine) -> tuple[float, float]:
    column, row = ~origin @ (file.transform.c, file.transform.f)
    return row, column


def _packing(piece: tuple[tuple[RasterFile, ...], tuple[int, ...]]) -> list[tuple[object, ...]]:
    """What a raw value means in each band read: pieces of one mosaic mean the same."""
    files, bands = piece
    each = files if len(files) > 1 else files * len(bands)
    facts = [file.facts[band - 1] for file, band in zip(each, bands, strict=True)]
    return [(fact.scale, fact.offset, fact.unit) for fact in facts]


def _same_lattice(
    one: tuple[tuple[RasterFile, ...], tuple[int, ...]],
    other: tuple[tuple[RasterFile, ...], tuple[int, ...]],
) -> bool:
    first, second = one[0][0], other[0][0]
    sizes = np.allclose(first.resolution, second.resolution, rtol=1e-6)
    if not sizes or first.crs != second.crs or first.dtype != second.dtype:
        return False
    if _packing(one) != _packing(other):
        return False
    offsets = np.array(_lattice_offset(second, first.transform))
    return bool(np.all(np.abs(offsets - np.round(offsets)) < 0.01))


def build_mosaics(
    source: Source, pieces: list[tuple[tuple[RasterFile, ...], tuple[int, ...]]]
) -> tuple[Mosaic, ...]:
    """The pieces grouped by lattice, in the order of the first piece of each group."""
    groups: list[list[tuple[tuple[RasterFile, ...], tuple[int, ...]]]] = []
    for piece in pieces:
        for group in groups:
            if _same_lattice(group[0], piece):
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
