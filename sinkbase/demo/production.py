"""Net primary production as MOD17 gives it: 500 m, 0.0001 kgC/m2/a, fill codes for bare ground."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sinkbase.demo.frame import Codes, Flags, Floats, blur, coarsen, noise
from sinkbase.demo.land import moisture
from sinkbase.demo.terrain import Terrain

COARSENING = 2
NPP_GC_M2_A = {
    11: 500, 12: 455, 21: 425, 22: 325, 23: 355, 24: 470, 31: 405, 32: 310, 33: 180, 41: 150,
    42: 0, 43: 0, 44: 0, 46: 190, 51: 0, 52: 270, 53: 0, 61: 0, 62: 14, 63: 55, 64: 230, 65: 60,
    66: 32,
}  # fmt: skip
URBAN, WETLAND, ICE, BARREN, WATER, FILL = 32762, 32763, 32764, 32765, 32766, 32767
CODE_OF_LAND_USE = {42: WATER, 43: WATER, 44: ICE, 51: URBAN, 53: URBAN, 61: BARREN, 64: WETLAND}


def _gc_m2_a(land: Codes, terrain: Terrain, moist: Floats) -> Floats:
    table = np.zeros(256)
    for code, npp in NPP_GC_M2_A.items():
        table[code] = npp
    typical = blur(table[land], 0.25)
    weather = 1 + 0.08 * noise("growth", 12, 1.7) + 0.05 * noise("fields", 2, 1.2)
    wild = np.clip(0.70 + 0.28 * moist, 0.75, 1.02)
    growth = np.where((terrain.front_km > 0) & (land < 40), wild, 1.0)
    too_cold = np.clip(1 - (terrain.elevation_m - 2900) / 2200, 0.35, 1)
    return np.asarray(np.clip(typical * weather * growth * too_cold, 2, 900))


def make_npp(land: Codes, terrain: Terrain, rain_mm: Floats, outside: Flags) -> NDArray[np.uint16]:
    """MOD17 numbers on 15 arc-seconds: 0.0001 kgC/m2/a below 32761, fill codes from there on.

    Returns (rows, columns) of 15 arc-seconds.
    """
    npp = _gc_m2_a(land, terrain, moisture(terrain, rain_mm))
    fill = np.zeros(land.shape, np.uint16)
    for land_use, code in CODE_OF_LAND_USE.items():
        fill[land == land_use] = code
    bare = (npp < 34 + 12 * noise("bare ground", 8, 1.8)) & np.isin(land, (62, 66))
    fill[bare] = BARREN
    numbers = np.round(coarsen(npp, COARSENING) * 10).astype(np.uint16)
    for code in (WATER, URBAN, BARREN, ICE, WETLAND):
        share = coarsen((fill == code).astype(float), COARSENING)
        numbers[share >= 0.5] = code
    numbers[coarsen(outside.astype(float), COARSENING) > 0] = FILL
    return numbers
