"""Soil as in HWSD v1.x: a raster of mapping units, and a table of the soils in each unit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sinkbase.demo.frame import Codes, blur, noise
from sinkbase.demo.terrain import Terrain

COARSENING = 4
COLUMNS = (
    "MU_GLOBAL", "SU_SYM90", "SHARE", "SEQ",
    "T_GRAVEL", "T_REF_BULK_DENSITY", "T_OC", "T_CACO3",
    "S_GRAVEL", "S_REF_BULK_DENSITY", "S_OC", "S_CACO3",
)  # fmt: skip

# Properties of the soils, FAO-90 symbol: topsoil gravel % of volume, bulk density kg/dm3, organic
# carbon % of weight, calcium carbonate % of weight; then the same of the subsoil.
SOILS: dict[str, tuple[float | None, ...]] = {
    "GG": (None,) * 8,  # glacier
    "RK": (None,) * 8,  # rock
    "DS": (None,) * 8,  # dunes
    "LPi": (26, 1.32, 1.35, 1.9, None, None, None, None),  # no subsoil above the rock
    "LPm": (18, 1.24, 2.6, 1.2, None, None, None, None),
    "CMi": (20, 1.3, 1.6, 1.4, 24, 1.42, 0.7, 2.6),
    "CMg": (9, 1.21, 3.1, 0.9, 14, 1.36, 1.05, 3.2),
    "PHh": (7, 1.18, 3.6, 0.8, 11, 1.34, 1.35, 6.5),
    "CHk": (4, 1.22, 2.95, 4.8, 6, 1.37, 1.25, 15.5),
    "KSk": (6, 1.27, 1.9, 8.2, 8, 1.4, 0.9, 17.5),
    "CLh": (10, 1.36, 0.8, 12.5, 13, 1.44, 0.42, 18.0),
    "CLl": (3, 1.38, 0.6, 15.8, 4, 1.43, 0.34, 16.4),
    "GYh": (31, 1.45, 0.34, 9.6, 34, 1.5, 0.2, 9.1),
    "CLp": (27, 1.43, 0.42, 13.2, 30, 1.48, 0.25, 14.0),
    "ATc": (1, 1.36, 1.02, 15.2, 1, 1.41, 0.58, 15.9),
    "FLc": (4, 1.38, 0.84, 11.8, 6, 1.42, 0.48, 11.2),
    "GLk": (2, 1.33, 1.3, 12.6, 2, 1.41, 0.52, 12.9),
    "SCh": (2, 1.41, 0.58, 12.8, 3, 1.44, 0.33, 12.4),
    "ARc": (1, 1.52, 0.2, 4.2, 1, 1.55, 0.14, 4.8),
}

# Soils of the mapping units with their share, %.
UNITS: dict[int, tuple[tuple[str, int], ...]] = {
    11801: (("GG", 100),),
    11802: (("GG", 55), ("LPi", 25), ("CMi", 20)),
    11805: (("LPi", 50), ("CMi", 30), ("RK", 20)),
    11811: (("CMg", 70), ("LPm", 30)),
    11812: (("CMg", 45), ("CMi", 35), ("LPm", 20)),
    11820: (("PHh", 65), ("LPm", 20), ("CHk", 15)),
    11824: (("CHk", 70), ("KSk", 30)),
    11825: (("KSk", 60), ("CHk", 25), ("LPm", 15)),
    11830: (("CLh", 60), ("KSk", 40)),
    11833: (("CLh", 50), ("LPi", 30), ("RK", 20)),
    11836: (("CLl", 80), ("CLh", 20)),
    11840: (("GYh", 65), ("CLp", 35)),
    11841: (("CLp", 70), ("GYh", 30)),
    11850: (("ATc", 70), ("FLc", 20), ("SCh", 10)),
    11851: (("ATc", 55), ("SCh", 25), ("FLc", 20)),
    11855: (("FLc", 60), ("GLk", 40)),
    11860: (("SCh", 65), ("GLk", 35)),
    11870: (("ARc", 80), ("DS", 20)),
}


def attribute_rows() -> list[tuple[int | float | str | None, ...]]:
    """The soils of the mapping units in the order of COLUMNS; None where HWSD has no value."""
    return [
        (unit, symbol, share, sequence, *SOILS[symbol])
        for unit, soils in UNITS.items()
        for sequence, (symbol, share) in enumerate(soils, start=1)
    ]


def mapping_units(land: Codes, vegetation: Codes, terrain: Terrain) -> NDArray[np.uint16]:
    """Mapping unit of each cell of 30 arc-seconds; `vegetation` is on 15 arc-seconds.

    Returns (rows, columns) of 30 arc-seconds.
    """
    middle = COARSENING // 2
    sparse = slice(middle, None, COARSENING)
    land = land[sparse, sparse]
    plants = vegetation[middle // 2 :: 2, middle // 2 :: 2]
    height = blur(terrain.elevation_m, 0.8)[sparse, sparse]
    mountain = terrain.front_km[sparse, sparse] > 0
    variant = noise("soil", 40, 2.4, COARSENING) > 0
    rules: list[tuple[NDArray[Any], int | NDArray[Any]]] = [
        ((plants == 16) & (height > 5450), 11801),
        ((plants == 16) & mountain, 11802),
        (plants == 1, 11820),
        (plants == 15, np.where(variant, 11850, 11851)),
        (np.isin(plants, (13, 14)) | mountain & (height > 3700), 11805),
        (np.isin(plants, (2, 12)), np.where(variant, 11811, 11812)),
        (plants == 8, np.where(variant, 11824, 11825)),
        (plants == 7, 11825),
        (plants == 9, 11830),
        (land == 65, 11836),
        (mountain, 11833),
        ((land == 61) | (plants == 16), 11870),
        (np.isin(plants, (10, 11)), 11855),
        (plants == 6, 11860),
        (np.ones_like(mountain), np.where(variant, 11840, 11841)),
    ]
    units = [np.asarray(unit, np.uint16) for _, unit in rules]
    return np.select([rule for rule, _ in rules], units)
