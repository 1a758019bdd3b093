"""What the cells of the grid know beyond the layers: the nearest sink, pinch points."""

from pathlib import Path

import numpy as np

from analysis.webmap.blocks import Array, stripes

NEAREST, PINCH = "nearest_sink", "pinch_point"
MOST = np.iinfo("<u2").max  # sinks have small numbers


def read_nearest(path: Path, size: int) -> Array:
    """Read the number of the sink that is nearest to the middle of each block of `size` cells.

    Returns (rows, columns) of 16-bit numbers, 0 for none.
    """
    middle = slice(size // 2, None, size)
    parts = []
    for stripe in stripes(path, size):
        # of a block that the grid's edge cuts the middle may lie beyond it
        padded = np.pad(np.nan_to_num(stripe), [(0, -side % size) for side in stripe.shape])
        parts.append(padded[middle, middle].clip(0, MOST).astype("<u2"))
    return np.concatenate(parts)


def read_pinches(path: Path, size: int) -> list[int]:
    """Read the ids of the cells that are pinch points, in order; one a block of `size` cells."""
    found: list[int] = []
    top, seen = 0, set()
    for stripe in stripes(path, size):
        height, width = stripe.shape
        rows, columns = np.nonzero(stripe == 1)
        for row, column in zip((rows + top).tolist(), columns.tolist(), strict=True):
            block = row // size, column // size
            if block not in seen:
                seen.add(block)
                found.append(row * width + column + 1)
        top += height
    return found
