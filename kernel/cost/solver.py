"""scikit-image's search for least costs, made with less memory than it takes by itself.

To know the edges of the grid it keeps marks of 1 byte a cell and dimension, which it makes by way
of arrays of 8 bytes: 1.5 GB for 32,000,000 cells, where the search itself needs 1 GB. The same
marks are made here at once.
"""

from __future__ import annotations

from contextlib import contextmanager

import numpy
from skimage.graph import MCP_Geometric, _mcp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeVar

    from kernel.arrays import Floats, Numbers

    Solver = TypeVar("Solver", bound=MCP_Geometric)

EDGE_MAPS = "_offset_edge_map"  # the library's function that makes the marks


def solver_of(kind: type[Solver], resistance: Floats, cell_size: float) -> Solver:
    """A solver of this class over resistances (rows, columns), infinite for barriers.

    Its rows are the columns given and the other way round: it wants a column's cells one after
    another in memory.
    """
    with _small_edge_maps():
        solver: Solver = kind(resistance.T, sampling=(cell_size, cell_size))
    return solver


def edge_maps(shape: Sequence[int], offsets: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    """For each dimension, where a step of the offsets leads out of the grid at its end, its start.

    Returns two arrays, each a grid (rows, columns) a dimension: how far the cell lies from beyond
    the end (1, 2 ..) and from beyond the start (-1, -2 ..), 0 where no step leads there.
    """
    after = numpy.zeros((len(shape), *shape), "i1")
    before = numpy.zeros_like(after)
    for dimension, steps in enumerate(numpy.transpose(offsets)):
        at_end = numpy.moveaxis(after[dimension], dimension, 0)
        for far in range(1, steps.max() + 1):
            at_end[-far : len(at_end) - far + 1] = far
        at_start = numpy.moveaxis(before[dimension], dimension, 0)
        for far in range(1, 1 - steps.min()):
            at_start[far - 1 : far] = -far
    return after, before


@contextmanager
def _small_edge_maps() -> Iterator[None]:
    """Let scikit-image make its marks by `edge_maps`."""
    its_own = getattr(_mcp, EDGE_MAPS)
    setattr(_mcp, EDGE_MAPS, edge_maps)
    try:
        yield
    finally:
        setattr(_mcp, EDGE_MAPS, its_own)
