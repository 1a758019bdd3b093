"""Two rasters of the same result, cell by cell."""

from dataclasses import dataclass

import numpy as np

from analysis.looks.legend import Style
from analysis.results.provenance import Grid
from analysis.webmap.blocks import NO_CODE, Array
from analysis.webmap.layers import Layer

SAME, CHANGED = 0, 1
ORDERED = ("importance_level",)  # classes of which one lies above the other


@dataclass(frozen=True)
class Pair:
    """The common cells of one result in both regions."""

    style: Style
    a: Array
    b: Array

    @property
    def both(self) -> Array:
        """Where both have a value: (rows, columns)."""
        return ~(Layer(self.style, self.a).missing | Layer(self.style, self.b).missing)

    @property
    def difference(self) -> Array:
        """Of surfaces B less A in their unit; of classes CHANGED or SAME.

        Returns (rows, columns): 32-bit floats, NaN where missing, or 8-bit codes.
        """
        if self.style.ramp is not None:
            found = self.b.astype("f8") - self.a.astype("f8")
            return np.where(self.both, found, np.nan).astype("<f4")
        changed = np.where(self.a == self.b, SAME, CHANGED)
        return np.where(self.both, changed, NO_CODE).astype("u1")

    @property
    def differs(self) -> bool:
        """Whether a cell that has a value in both has another one in B."""
        return bool(np.any(self.difference[self.both]))

    @property
    def reach(self) -> float:
        """How far a diverging ramp goes from 0: 98 of 100 cells that differ lie within.

        Of the cells that differ alone: where few do, those of all cells would be 0.
        """
        found = np.abs(self.difference[self.both].astype("f8"))
        found = found[found > 0]
        return float(np.percentile(found, 98)) if found.size else 1.0


@dataclass(frozen=True)
class Change:
    """What one raster's difference comes to; mean, least and greatest are of surfaces alone."""

    style: Style
    cells: int
    changed: int
    mean: float | None
    least: float | None
    greatest: float | None


@dataclass(frozen=True)
class Transition:
    """Cells that went from one class to another (or stayed)."""

    style: Style
    before: int
    after: int
    cells: int
    area_km2: float


def change(pair: Pair) -> Change:
    """Return how many of the common cells differ, and by how much."""
    values = pair.difference[pair.both].astype("f8")
    changed = int(np.count_nonzero(values))
    if pair.style.ramp is None or not values.size:
        return Change(pair.style, values.size, changed, None, None, None)
    bounds = float(values.mean()), float(values.min()), float(values.max())
    return Change(pair.style, values.size, changed, *bounds)


def transitions(pair: Pair, grid: Grid) -> list[Transition]:
    """Return the cells of each pair of classes, in order of the codes; none for surfaces."""
    if pair.style.ramp is not None:
        return []
    pairs_of_codes = pair.a[pair.both].astype("i4") * 256 + pair.b[pair.both]
    codes, counts = np.unique(pairs_of_codes, return_counts=True)
    area = grid.cell_size_m**2 / 1e6
    return [
        Transition(pair.style, code // 256, code % 256, cells, cells * area)
        for code, cells in zip(codes.tolist(), counts.tolist(), strict=True)
    ]
