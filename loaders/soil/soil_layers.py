"""Means over depth: from layers of any thickness to topsoil (0-30 cm) and subsoil (30-100 cm)."""

import numpy as np
import numpy.typing as npt

from loaders.soil.soil_densities import Floats

Whole = npt.NDArray[np.int64]
TOPSOIL, SUBSOIL = (0.0, 30.0), (30.0, 100.0)  # cm
OF_HWSD2 = {  # cm, by the name of the layer
    "d1": (0, 20), "d2": (20, 40), "d3": (40, 60), "d4": (60, 80), "d5": (80, 100),
    "d6": (100, 150), "d7": (150, 200),
}  # fmt: skip


def overlap(top: Floats, bottom: Floats, depth: tuple[float, float]) -> Floats:
    """How much of each layer lies within a depth: (layers,), cm."""
    within: Floats = np.maximum(np.minimum(bottom, depth[1]) - np.maximum(top, depth[0]), 0)
    return within


def mean_over(soils: Whole, count: int, thickness: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Of each soil the mean of its layers' values, weighted by thickness, and what it covers.

    `values` (layers, parts), `soils` the number of each layer's soil. Returns (soils, parts), NaN
    where no layer has a value, and the cm that have one.
    """
    means = np.full((count, values.shape[1]), np.nan)
    covered = np.zeros_like(means)
    for part in range(values.shape[1]):
        has = ~np.isnan(values[:, part]) & (thickness > 0)
        covered[:, part] = np.bincount(soils[has], thickness[has], count)
        total = np.bincount(soils[has], thickness[has] * values[has, part], count)
        there = covered[:, part] > 0
        means[there, part] = total[there] / covered[there, part]
    return means, covered
