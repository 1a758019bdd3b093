"""A raster result as one array, read stripe by stripe; of a large region in blocks of cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

MOST_CELLS = 300_000  # of the grid: 1.6 MB a layer as text, 42 MB when a click asks for all layers
STRIPE = 512  # rows that are read at once: those of a block of the GeoTIFF
NO_CODE = 255
Array = NDArray[Any]


@dataclass(frozen=True)
class Facts:
    """Of all cells of a raster: of codes, the cells of each; of floats, the lowest and highest."""

    counts: dict[int, int] = field(default_factory=dict)
    ends: tuple[float, float] | None = None


def block_size(columns: int, rows: int) -> int:
    """Return the side of a block in cells: 1 unless the grid has more than MOST_CELLS."""
    return max(1, ceil(sqrt(columns * rows / MOST_CELLS)))


def read_layer(path: Path, size: int = 1) -> tuple[Array, Facts]:
    """Read a GeoTIFF's cells in blocks of `size` cells a side, and the facts of all its cells.

    Returns (rows, columns) in the raster's unit: 32-bit floats (missing: NaN) or 8-bit codes
    (missing: NO_CODE).
    """
    parts, facts = [], Facts()
    for stripe in stripes(path, size):
        facts = with_cells(facts, stripe)
        parts.append(in_blocks(stripe, size))
    return np.concatenate(parts), facts


def stripes(path: Path, size: int) -> Iterator[Array]:
    """Yield the rows of a GeoTIFF from the top, some whole blocks at once: (rows, columns).

    Floats have NaN where a value is missing, codes NO_CODE; wider codes are 32-bit floats.
    """
    step = size * max(1, STRIPE // size)
    with rasterio.open(path) as dataset:
        for row in range(0, dataset.height, step):
            window = Window(0, row, dataset.width, min(step, dataset.height - row))
            values = dataset.read(1, masked=True, window=window)
            if values.dtype == "uint8":
                yield values.filled(NO_CODE)
            else:
                yield values.astype("<f4").filled(np.nan)


def with_cells(facts: Facts, cells: Array) -> Facts:
    """Return the facts of the cells so far and these together."""
    if cells.dtype.kind == "f":
        valid = cells[~np.isnan(cells)]
        if valid.size == 0:
            return facts
        low, high = float(valid.min()), float(valid.max())
        ends = facts.ends or (low, high)
        return Facts(ends=(min(ends[0], low), max(ends[1], high)))
    counts = dict(facts.counts)
    codes, numbers = np.unique(cells[cells != NO_CODE], return_counts=True)
    for code, number in zip(codes.tolist(), numbers.tolist(), strict=True):
        counts[code] = counts.get(code, 0) + number
    return Facts(counts=counts)


def in_blocks(values: Array, size: int) -> Array:
    """Return one value a block: the mean of floats, the most frequent code (the smaller of two).

    Cells without a value do not count; a block of such cells has none. Blocks at the right and
    bottom edge may be cut.

    Returns (rows, columns) of blocks, in the unit of the values (rows, columns).
    """
    if size == 1:
        return values
    if values.dtype.kind == "f":
        has_value = ~np.isnan(values)
        counts = _sums(has_value.astype("f8"), size)
        sums = _sums(np.where(has_value, values, 0).astype("f8"), size)
        with np.errstate(invalid="ignore"):
            return np.asarray(sums / counts, "<f4")
    codes = np.unique(values[values != NO_CODE])
    if codes.size == 0:
        return np.full(_sums(values == NO_CODE, size).shape, NO_CODE, "u1")
    counts = np.stack([_sums(values == code, size) for code in codes])
    most = codes[counts.argmax(axis=0)]
    return np.where(counts.max(axis=0) > 0, most, NO_CODE).astype("u1")


def _sums(values: Array, size: int) -> Array:
    rows, columns = values.shape
    padded = np.pad(values, ((0, -rows % size), (0, -columns % size)))
    return np.add.reduceat(
        np.add.reduceat(padded, np.arange(0, padded.shape[0], size), axis=0, dtype="f8"),
        np.arange(0, padded.shape[1], size),
        axis=1,
    )
