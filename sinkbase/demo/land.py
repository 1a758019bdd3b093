"""Land use in CNLUCC codes: which cover the height, the water and the people of a cell allow."""

from __future__ import annotations

import numpy as np

from sinkbase.demo.frame import Codes, Flags, Floats, blur, eastings_northings_km, majority, noise
from sinkbase.demo.settlement import Settlement
from sinkbase.demo.terrain import Terrain
from sinkbase.demo.water import Water

RESERVOIRS_KM = ((58.0, 55.5, 1.5, 0.7), (137.0, 66.0, 1.0, 0.6), (74.0, 31.0, 0.8, 1.3))
LAKE_KM = (104.0, 33.0, 2.6, 1.2)  # centre, half axes

Rules = list[tuple[Flags, int]]


def moisture(terrain: Terrain, rain_mm: Floats) -> Floats:
    """How moist the ground of the mountains is: about 1 where forest can grow on shady slopes.

    Returns (rows, columns) on the work grid, without unit.
    """
    rain = rain_mm / 516
    return np.asarray(rain + 0.22 * terrain.northness + 0.13 * noise("moisture", 14, 2.0))


def _mountain(terrain: Terrain, moist: Floats, ragged: Floats) -> Rules:
    height = blur(terrain.elevation_m, 0.25) + 110 * ragged
    shade, steep = terrain.northness, terrain.slope_deg
    dry = noise("bare soil", 16, 2.2)
    inside = terrain.front_km > 0
    forest_belt = inside & (height > 2050) & (height < 2950)
    grass = inside & (height > 1650) & (height < 3650)
    return [
        (inside & (height - 350 * shade > 4150) & (steep < 48), 44),
        (inside & ((height > 3650) | (steep > 39) & (height > 2900)), 66),
        (forest_belt & (shade > 0.20) & (moist > 1.04), 21),
        (forest_belt & (shade > 0.08) & (moist > 0.99), 23),
        (inside & (height > 2750) & (height < 3250) & (moist > 1.06) & (shade > -0.1), 22),
        (grass & (height < 2150) & (dry > 0.75), 65),
        (grass & (moist > 0.90) & (height < 3400), 31),
        (grass & (moist > 0.72), 32),
        (grass & (moist > 0.40), 33),
        (inside & (height < 2000) & (dry > 0.45), 65),
        (inside & (moist > 0.36) & (dry < -0.2), 33),
        (inside, 66),
    ]


def _plain(terrain: Terrain, water: Water, ragged: Floats) -> Rules:
    winding = np.exp(0.45 * noise("river banks", 14, 1.8))
    brook = blur(np.where(water.drained_km2 > 40, 1.0, 0.0), 0.9) * winding
    flood = blur(np.where(water.drained_km2 > 700, 1.0, 0.0), 0.55) * winding
    axis = terrain.axis_km + 2.2 * ragged
    valley = axis > 34  # where rivers have left the mountains and not yet reached an oasis
    gardens = noise("gardens", 9, 2.0)
    damp = noise("groundwater", 20, 2.2)
    return [
        ((brook > 0.09) & (damp > 1.2) & (axis < 12), 64),
        ((flood > 0.11) & ~(valley & (gardens > 0.35)), 46),
        ((brook > 0.035) & valley & (gardens > 0.35), 12),
        ((brook > 0.030) & valley & (gardens < -0.55), 21),
        ((brook > 0.055) & (axis < 26) & (damp > 0.9), 23),
        ((brook > 0.075) & (axis < 22) & (damp > -0.3), 31),
        ((brook > 0.05) & (axis < 30), 32),
        ((brook > 0.016) & valley & (damp > 0.1), 63),
        ((brook > 0.012), 33),
        ((axis < -2.2) | (axis < 16) & (damp < -1.45), 61),
        ((axis < 13) & (damp > 0.75), 32),
        ((axis < 13) & (damp > 0.15), 33),
        ((axis < 15), 63),
        ((axis < 22) & (damp > 0.2), 33),
        ((axis > 45 + 3 * ragged) & (damp > -0.1), 66),
        ((axis > 44) & (damp < -1.1), 65),
        (np.ones_like(flood, bool), 62),
    ]


def _oases(settlement: Settlement, terrain: Terrain, brook: Floats) -> Rules:
    oasis = settlement.oasis
    crops = noise("crops", 7, 1.8)
    return [
        (settlement.town, 51),
        (settlement.mine, 53),
        (settlement.village, 52),
        (oasis & (crops > 1.5), 24),
        (oasis & (settlement.irrigation < 0.75) & (crops < -0.8), 21),
        (oasis & (terrain.axis_km < 15) & (crops < -0.7) & (brook > 0.01), 11),
        (oasis & (np.abs(crops - 0.3) < 0.02), 23),
        (oasis & (np.abs(crops - 0.8) < 0.05), 32),
        (oasis, 12),
    ]


def _ellipse(east_km: float, north_km: float, half_east: float, half_north: float) -> Flags:
    east, north = eastings_northings_km()
    distance = np.hypot((east - east_km) / half_east, (north - north_km) / half_north)
    return np.asarray(distance + 0.15 * noise(f"shore {east_km}", 3, 1.7) < 1)


def _first(rules: Rules) -> Codes:
    """The code of the first rule that holds in each cell."""
    conditions = [condition for condition, _ in rules]
    return np.select(conditions, [np.uint8(code) for _, code in rules], np.uint8(0))


def make_land_use(terrain: Terrain, water: Water, rain_mm: Floats, settlement: Settlement) -> Codes:
    """CNLUCC code of every cell of the work grid, in patches with clean borders.

    Returns (rows, columns) on the work grid.
    """
    ragged = noise("borders", 9, 1.9)
    brook = blur(np.where(water.drained_km2 > 40, 1.0, 0.0), 0.9)
    wild = _mountain(terrain, moisture(terrain, rain_mm), ragged) + _plain(terrain, water, ragged)
    land = majority(_first(_oases(settlement, terrain, brook) + wild), 2)
    land[settlement.village & ~settlement.town] = 52
    for reservoir in RESERVOIRS_KM:
        land[_ellipse(*reservoir)] = 43
    land[_ellipse(*LAKE_KM)] = 42
    land[(water.drained_km2 > 400) & ~np.isin(land, (42, 43))] = 41
    return land
