"""A raster result as one array; of a large region, blocks of cells instead of cells."""

from math import ceil, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray

MOST_CELLS = 300_000  # of the grid: 1.6 MB a layer as text, 42 MB when a click asks for all layers
NO_CODE = 255
Array = NDArray[Any]


def block_size(columns: int, rows: int) -> int:
    """Return the side of a block in cells: 1 unless the grid has more than MOST_CELLS."""
    return max(1, ceil(sqrt(columns * rows / MOST_CELLS)))


def read_layer(path: Path) -> Array:
    """Read a GeoTIFF's cells.

    Returns (rows, columns) in the raster's unit: 32-bit floats (missing: NaN) or 8-bit codes
    (missing: NO_CODE).
    """
    with rasterio.open(path) as dataset:
        values = dataset.read(1, masked=True)
    if values.dtype.kind == "f":
        floats: Array = values.astype("<f4").filled(np.nan)
        return floats
    codes: Array = values.astype("u1").filled(NO_CODE)
    return codes


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
