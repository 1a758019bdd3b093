"""Monthly climate on 30 arc-seconds: colder and wetter upwards, rain in summer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sinkbase.demo.frame import Floats, blur, coarsen, noise, step
from sinkbase.demo.terrain import Terrain

COARSENING = 4
RAIN_BY_MONTH = np.array([2, 2, 4, 7, 12, 19, 20, 16, 9, 5, 2, 2]) / 100


@dataclass(frozen=True)
class Climate:
    """Twelve months on the grid of 30 arc-seconds, and the year's rain on the work grid."""

    temperature_c: Floats
    precipitation_mm: Floats
    annual_precipitation_mm: Floats


def make_climate(terrain: Terrain) -> Climate:
    """Mean temperature (degC) and total precipitation (mm) of each month."""
    height = coarsen(terrain.elevation_m, COARSENING)
    months = np.arange(12)[:, np.newaxis, np.newaxis]
    season = -np.cos(2 * np.pi * (months - 0.2) / 12)  # -1 in January, 1 in July
    at_1000_m = 12.9 + 17.0 * season + 0.35 * noise("temperature", 120, 3, COARSENING)
    lapse = 5.9 + 1.1 * season  # degC per km; the cold of winter lies in the plain
    annual = annual_rain(terrain)
    return Climate(
        temperature_c=at_1000_m - lapse * (height - 1000) / 1000,
        precipitation_mm=RAIN_BY_MONTH[:, np.newaxis, np.newaxis] * coarsen(annual, COARSENING),
        annual_precipitation_mm=annual,
    )


def annual_rain(terrain: Terrain) -> Floats:
    """Precipitation of the year, mm: most at the height of the forests, less on the summits.

    Returns (rows, columns) on the work grid.
    """
    height = blur(terrain.elevation_m, 1.5)
    rain = 70 + 480 * step(height, 1300, 3000) - 108 * step(height, 3700, 5500)
    return np.asarray(rain * np.exp(0.16 * noise("rain", 90, 2.6) + 0.03 * noise("showers", 12)))
