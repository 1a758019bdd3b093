"""Slope by Horn's formula on projected cells, then averaged."""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def steps_per_cell(pixel_m: float, cell_m: float) -> int:
    """How many slope cells fit one grid cell's side; 0 when the DEM is coarser than the grid."""
    if pixel_m > cell_m * 1.05:
        return 0
    return max(1, math.ceil(cell_m / pixel_m - 0.1))


def _continued(there: Floats, across: Floats, centre: Floats, otherwise: Floats) -> Floats:
    """`there`, its gaps filled by the line from `across` through the centre, or `otherwise`."""
    gaps = np.isnan(there)
    if not gaps.any():
        return there
    beyond = np.where(np.isnan(across), otherwise, 2 * centre - across)
    filled: Floats = np.where(gaps, beyond, there)
    return filled


def horn(elevation: Floats, size: float) -> Floats:
    """Slope in degrees of the inner cells of a (rows + 2, columns + 2) elevation in metres.

    A missing neighbour is continued from the opposite one through the centre, a missing corner
    without an opposite from its two sides: the edge of a DEM keeps its slope. Missing where the
    centre is missing.
    Source: Horn, B.K.P. (1981), Hill shading and the reflectance map, Proc. IEEE 69(1).
    """
    centre = elevation[1:-1, 1:-1]
    rows, columns = centre.shape

    def at(down: int, right: int) -> Floats:
        return elevation[1 + down : 1 + down + rows, 1 + right : 1 + right + columns]

    def side(down: int, right: int) -> Floats:
        return _continued(at(down, right), at(-down, -right), centre, centre)

    def corner(down: int, right: int) -> Floats:
        there, across = at(down, right), at(-down, -right)
        if not np.isnan(there).any():
            return there
        return _continued(there, across, centre, side(down, 0) + side(0, right) - centre)

    east = corner(-1, 1) + 2 * side(0, 1) + corner(1, 1)
    west = corner(-1, -1) + 2 * side(0, -1) + corner(1, -1)
    dx = (east - west) / np.float32(8 * size)
    south = corner(1, -1) + 2 * side(1, 0) + corner(1, 1)
    north = corner(-1, -1) + 2 * side(-1, 0) + corner(-1, 1)
    dy = (south - north) / np.float32(8 * size)
    slope: Floats = np.degrees(np.arctan(np.hypot(dx, dy))).astype(np.float32)
    slope[np.isnan(centre)] = np.nan
    return slope


def block_mean(values: Floats, times: int) -> Floats:
    """The mean of each times x times block of values; missing ones do not count.

    Returns (rows, columns) of the blocks, in the unit of the values.
    """
    if times == 1:
        return values
    rows, columns = values.shape[0] // times, values.shape[1] // times
    cut = values.reshape(rows, times, columns, times)
    valid = ~np.isnan(cut)
    total = np.where(valid, cut, 0).sum(axis=(1, 3), dtype=np.float64)
    count = valid.sum(axis=(1, 3))
    with np.errstate(invalid="ignore"):
        mean: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan).astype(np.float32)
    return mean
