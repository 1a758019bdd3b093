"""Cells counted in a disc around each cell of a grid, block by block.

Each block is one convolution by Fourier transforms, so that time does not grow with the radius. A
count is a whole number below 2^31 and the transforms' error some 1e-7, so the rounded result is
exact. 16,000,000 cells take 1.2 s at a radius of 3 cells and 1.5 s at one of 100.
"""

from __future__ import annotations

import math

import numpy
from scipy import fft

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kernel.arrays import Booleans, Integers, Numbers

    Block = tuple[slice, slice]

# of a transform: its cells hold a block and the reach of the disc on each side of it
SIDE = 2048


class Disc:
    """All cells whose centres lie within a radius of a cell's centre, on a grid of some shape."""

    def __init__(self, radius_cells: float, shape: tuple[int, ...], side: int = SIDE) -> None:
        """Divide the grid into blocks, and transform the disc."""
        self.shape = shape
        self.reach = min(math.floor(radius_cells + 1e-9), max(shape))
        most = max(side - 2 * self.reach, 2 * self.reach, 1)
        self.block = tuple(math.ceil(length / math.ceil(length / most)) for length in shape)
        self.window = tuple(length + 2 * self.reach for length in self.block)
        self._transformed = tuple(fft.next_fast_len(length, real=True) for length in self.window)
        step = numpy.arange(-self.reach, self.reach + 1)
        half = numpy.floor(numpy.sqrt(numpy.maximum(radius_cells**2 - step**2, 0)) + 1e-9)
        disc = numpy.abs(step) <= half[:, None]
        self._disc = fft.rfft2(disc.astype(float), self._transformed)

    def blocks(self) -> Iterator[Block]:
        """The blocks of the grid, in reading order."""
        for row in range(0, self.shape[0], self.block[0]):
            for column in range(0, self.shape[1], self.block[1]):
                rows = slice(row, min(row + self.block[0], self.shape[0]))
                yield rows, slice(column, min(column + self.block[1], self.shape[1]))

    def around(self, values: Numbers, block: Block, beyond: float) -> Numbers:
        """The values of a block and of all that a disc of its cells reaches.

        Returns `window` (rows, columns), which has the value `beyond` where the grid has ended.
        """
        window = numpy.full(self.window, beyond, values.dtype)
        taken, put = [], []
        for part, length, size in zip(block, self.shape, self.window, strict=True):
            first = part.start - self.reach
            end = min(first + size, length)
            taken.append(slice(max(first, 0), end))
            put.append(slice(max(-first, 0), end - first))
        window[tuple(put)] = values[tuple(taken)]
        return window

    def count(self, cells: Booleans, block: Block) -> Integers:
        """How many of the cells of a window lie in the disc around each cell of its block.

        Returns the block's (rows, columns).
        """
        product = fft.rfft2(cells.astype(float), self._transformed, overwrite_x=True)
        product *= self._disc
        found = fft.irfft2(product, self._transformed, overwrite_x=True)
        first = 2 * self.reach
        rows, columns = (slice(first, first + part.stop - part.start) for part in block)
        return numpy.rint(found[rows, columns]).astype(numpy.int32)  # type: ignore[no-any-return]
