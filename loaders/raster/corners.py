"""Where the corners of a raster's pixels lie on the region's grid."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from affine import Affine
from pyproj import CRS

from loaders.grid.grid import Cells
from sinkbase.region.crs import transformer

Floats = npt.NDArray[np.float64]
STEPS = (64, 32, 16, 8, 4)  # pixels between two projected corners; those between are interpolated
TOLERANCE = 0.001  # of a pixel: what the interpolation may be off
FEW = 200_000  # so many corners are projected one by one, in 0.05 s


@dataclass(frozen=True)
class _Lattice:
    """A north-up raster's rows and columns in the target's CRS."""

    transform: Affine
    crs: CRS
    target: CRS

    def at(self, rows: Floats, columns: Floats) -> tuple[Floats, Floats]:
        """X and y of each row and column, (rows, columns)."""
        shape = (len(rows), len(columns))
        x = np.broadcast_to(self.transform.c + self.transform.a * columns, shape)
        y = np.broadcast_to((self.transform.f + self.transform.e * rows)[:, np.newaxis], shape)
        if self.crs == self.target:
            return x, y
        x, y = transformer(self.crs, self.target).transform(x, y)
        return np.asarray(x), np.asarray(y)

    def error(self, rows: Floats, columns: Floats, x: Floats, y: Floats) -> float:
        """How far the middles of its meshes are off when interpolated, in pixels."""
        true_x, true_y = self.at((rows[:-1] + rows[1:]) / 2, (columns[:-1] + columns[1:]) / 2)
        off = np.hypot(_middle(x) - true_x, _middle(y) - true_y).max()
        wide = np.hypot(np.diff(x, axis=1), np.diff(y, axis=1)) / np.diff(columns)
        high = np.hypot(np.diff(x, axis=0), np.diff(y, axis=0)) / np.diff(rows)[:, np.newaxis]
        error = off / min(wide.min(), high.min())
        return float(error) if np.isfinite(error) else np.inf


def pixel_corners(
    transform: Affine, shape: tuple[int, int], crs: CRS, *, cells: Cells, target: CRS
) -> tuple[Floats, Floats]:
    """The corners of (rows, columns) pixels on the cells of the target.

    Returns x and y, each (rows + 1, columns + 1), in cells from the top left, x to the right, y
    down; infinite where the target has no place for a corner.
    """
    lattice = _Lattice(transform, crs, target)
    rows, columns = np.arange(shape[0] + 1.0), np.arange(shape[1] + 1.0)
    is_quick = crs == target or len(rows) * len(columns) <= FEW
    for step in () if is_quick else STEPS:
        if min(shape) < 2 * step:
            continue
        few = (_thinned(rows, step), _thinned(columns, step))
        x, y = lattice.at(*few)
        if lattice.error(*few, x, y) < TOLERANCE:
            x, y = (_between(values, few, (rows, columns)) for values in (x, y))
            return _on_grid(x, y, cells)
    return _on_grid(*lattice.at(rows, columns), cells)


def pixel_centres(transform: Affine, shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """X and y of the centres of (rows, columns) pixels in their own CRS, each (rows, columns)."""
    columns, rows = np.meshgrid(np.arange(shape[1]) + 0.5, np.arange(shape[0]) + 0.5)
    return transform.c + transform.a * columns, transform.f + transform.e * rows


def _on_grid(x: Floats, y: Floats, cells: Cells) -> tuple[Floats, Floats]:
    return (x - cells.left) / cells.size, (cells.top - y) / cells.size


def _thinned(places: Floats, step: int) -> Floats:
    return np.unique(np.append(places[::step], places[-1]))


def _middle(values: Floats) -> Floats:
    return (values[:-1, :-1] + values[:-1, 1:] + values[1:, :-1] + values[1:, 1:]) / 4


def _between(values: Floats, known: tuple[Floats, Floats], wanted: tuple[Floats, Floats]) -> Floats:
    """Bilinear interpolation of a lattice's values, at all wanted rows and columns."""
    for axis, (places, places_wanted) in enumerate(zip(known, wanted, strict=True)):
        lower = np.clip(np.searchsorted(places, places_wanted, "right") - 1, 0, len(places) - 2)
        share = (places_wanted - places[lower]) / (places[lower + 1] - places[lower])
        share = share[:, np.newaxis] if axis == 0 else share[np.newaxis]
        low, high = np.take(values, lower, axis), np.take(values, lower + 1, axis)
        values = low + (high - low) * share
    return values
