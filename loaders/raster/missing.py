"""What is missing in cells: NaN in quantities, 0 in codes."""

import numpy as np
import numpy.typing as npt

from loaders.grid.grid import Cells
from sinkbase.region.layers import Layer

Array = npt.NDArray[np.generic]


def empty(layer: Layer, cells: Cells) -> Array:
    """Missing values for a layer: (bands, rows, columns)."""
    if layer.kind != "quantity":
        return np.zeros((len(layer.bands), *cells.shape), np.uint8)
    return np.full((len(layer.bands), *cells.shape), np.nan, np.float32)


def has_value(values: Array) -> npt.NDArray[np.bool_]:
    """Cells with a value, (rows, columns): of twelve months all, of other bands any."""
    has = ~np.isnan(values) if values.dtype.kind == "f" else values != 0
    return np.asarray(has.all(axis=0) if len(values) == 12 else has.any(axis=0))


def fill_gaps(result: Array, values: Array) -> npt.NDArray[np.bool_]:
    """Put values into cells of the result that have none; return which were taken, (rows, columns).

    A cell is taken whole, and only for a value: a year that lacks a month is none.
    """
    take = ~has_value(result) & has_value(values)
    np.copyto(result, values, where=take[np.newaxis])
    return take


def hold_to(values: Array, limits: tuple[float, float]) -> npt.NDArray[np.bool_]:
    """Make values of quantities beyond the limits missing; return where there were any.

    (rows, columns); a warp mixes what no one has declared as missing into the cells around it.
    """
    beyond = np.zeros(values.shape[1:], bool)
    if values.dtype.kind != "f":
        return beyond
    for band in values:
        strange = (band < limits[0]) | (band > limits[1])
        if strange.any():
            band[strange] = np.nan
            beyond |= strange
    return beyond
