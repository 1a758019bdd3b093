"""Oases, towns, villages and roads: what people have made of the fans."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sinkbase.demo.frame import Flags, Floats, blur, eastings_northings_km, noise, seeded, step
from sinkbase.demo.terrain import Terrain
from sinkbase.demo.water import Water

# Apex of the fan (km east, km north), half its opening (degrees), from where to where it is
# irrigated (km from the apex).
FANS = (
    (60.0, 60.0, 44.0, 5.0, 36.0),
    (137.5, 72.0, 27.0, 9.0, 41.0),
)
TOWNS = ((67.0, 44.0, 2.3, 62_000), (134.0, 49.0, 1.5, 21_000))  # km, km, radius km, people
MINE_KM = (98.0, 66.0, 1.1)
VILLAGES = 190
VILLAGE_PEOPLE = 850.0


@dataclass(frozen=True)
class Settlement:
    """Where people farm and live, on the work grid."""

    oasis: Flags
    irrigation: Floats  # 0 outside .. 1 in the heart of an oasis
    town: Flags
    village: Flags
    mine: Flags
    people_per_km2: Floats


def _irrigation(terrain: Terrain, water: Water) -> Floats:
    east, north = eastings_northings_km()
    streams = np.minimum(4 * blur(np.where(water.drained_km2 > 60, 1.0, 0.0), 2.0), 0.5)
    ragged = 0.20 * noise("oasis", 22, 1.9)
    best = np.zeros(np.broadcast_shapes(east.shape, north.shape))
    for apex_east, apex_north, opening, nearest, farthest in FANS:
        distance = np.hypot(east - apex_east, north - apex_north)
        angle = np.degrees(np.arctan2(np.abs(east - apex_east), apex_north - north))
        inside = (
            1.1
            - step(angle, 0.55 * opening, 1.35 * opening)
            - step(-distance, -nearest, 0.0)
            - step(distance, 0.8 * farthest, 1.15 * farthest)
        )
        best = np.maximum(best, inside + streams - 0.25)
    wet_land = step(terrain.axis_km, 1.5, 4.0)
    return np.asarray(np.clip(best * wet_land + ragged * (best > 0), 0, 1))


def _disc(east_km: float, north_km: float, radius_km: float) -> Floats:
    east, north = eastings_northings_km()
    ragged = 0.22 * noise(f"town {east_km}", 3, 1.6)
    return np.asarray(np.hypot(east - east_km, north - north_km) / radius_km + ragged)


def _villages(oasis: Flags, town: Flags) -> tuple[Flags, Floats]:
    """Built cells of the villages and their people; the places are drawn from the oases."""
    rng = seeded("villages")
    places = rng.choice(np.flatnonzero(oasis & ~town), VILLAGES, replace=False)
    centres = np.zeros(oasis.shape)
    centres.flat[places] = rng.gamma(3.0, 1 / 3, VILLAGES)
    spread = blur(centres, 0.24)
    return (spread > 0.028) & oasis & ~town, spread / spread.sum() * VILLAGES * VILLAGE_PEOPLE


def make_settlement(terrain: Terrain, water: Water) -> Settlement:
    """Oases on their fans, towns and villages in them, a mine in the Gobi, and the people."""
    irrigation = _irrigation(terrain, water)
    oasis = irrigation > 0.5
    discs = [_disc(east, north, radius) for east, north, radius, _ in TOWNS]
    town = np.min(discs, axis=0) < 1
    village, villagers = _villages(oasis, town)
    east, north = eastings_northings_km()
    cell_km2 = float((east[0, 1] - east[0, 0]) * (north[0, 0] - north[1, 0]))
    people = villagers / cell_km2 + 14 * blur(oasis.astype(float), 0.8)
    for disc, (*_, townspeople) in zip(discs, TOWNS, strict=True):
        crowd = np.exp(-1.6 * disc**2)
        people += townspeople * crowd / (crowd.sum() * cell_km2)
    herders = 1.1 * np.exp(-(((terrain.elevation_m - 1900) / 900) ** 2)) + 0.02
    return Settlement(
        oasis=oasis,
        irrigation=irrigation,
        town=town,
        village=village,
        mine=_disc(*MINE_KM) < 1,
        people_per_km2=people + herders,
    )
