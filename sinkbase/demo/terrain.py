"""Terrain: a range carved by its own rivers, above fans and a plain that drain to one river.

Uplift against stream-power erosion with a steepest hillslope, solved implicitly down the drainage
tree (Braun and Willett 2013), first on a coarse grid and then refined: ridges, valleys and the
rivers of the plain come out of the same flow of water.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sinkbase.demo.frame import (
    Floats,
    blur,
    cell_km,
    coarsen,
    eastings_northings_km,
    line_noise,
    noise,
    refine,
    step,
)

STEEPEST = 0.75  # m per m: hillslopes steeper than this slide
SUMMIT_M = 6850.0
FILLING = 0.0015  # the plain rises a little: its hollows fill until they overflow
STAGES = ((4, 45, 0.30), (2, 6, 0.10), (1, 2, 0.04))  # coarsening, rounds, length of a round
NEIGHBOURS = tuple((row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if row or column)


@dataclass(frozen=True)
class Terrain:
    """The land's shape on the work grid."""

    elevation_m: Floats
    slope_deg: Floats
    northness: Floats  # -1 sunny .. 1 shady, by the direction and steepness of the slope
    front_km: Floats  # distance north of the foot of the mountains; negative on the plain
    axis_km: Floats  # distance north of the main river; negative south of it


@dataclass(frozen=True)
class Drainage:
    """Where the water of each cell goes; cells in the order from the outlets upstream."""

    receiver: NDArray[np.int64]
    length_km: Floats
    steps: tuple[NDArray[np.int64], ...]  # cells by their number of steps to an outlet, from 1


def drainage(elevation: Floats, cell: tuple[float, float]) -> Drainage:
    """Steepest descent to one of the eight neighbours; a cell without lower neighbour keeps it."""
    rows, columns = elevation.shape
    padded = np.pad(elevation, 1, constant_values=np.inf)
    own = np.arange(rows * columns, dtype=np.int64).reshape(rows, columns)
    receiver, steepest = own.copy(), np.zeros(elevation.shape)
    length_km = np.ones(elevation.shape)
    for row, column in NEIGHBOURS:
        distance = float(np.hypot(row * cell[1], column * cell[0]))
        beside = padded[1 + row : 1 + row + rows, 1 + column : 1 + column + columns]
        fall = (elevation - beside) / distance
        lower = fall > steepest
        steepest[lower], length_km[lower] = fall[lower], distance
        receiver[lower] = own[lower] + row * columns + column
    flat = receiver.ravel()
    depth, ahead = (flat != own.ravel()).astype(np.int64), flat
    while not np.array_equal(ahead, further := ahead[ahead]):
        depth, ahead = depth + depth[ahead], further
    order = np.argsort(depth, kind="stable")
    starts = np.searchsorted(depth[order], np.arange(1, depth.max() + 1))
    return Drainage(flat, length_km.ravel(), tuple(np.split(order, starts)[1:]))


def accumulate(water: Floats, flow: Drainage) -> Floats:
    """The sum of `water` over each cell and all cells upstream.

    Returns (rows, columns) in the unit of `water`.
    """
    total = water.ravel().copy()
    for cells in reversed(flow.steps):
        np.add.at(total, flow.receiver[cells], total[cells])
    return total.reshape(water.shape)


def _erode(
    elevation: Floats,
    *,
    uplift: Floats,
    erodibility: Floats,
    cell: tuple[float, float],
    rounds: int,
    duration: float,
) -> Floats:
    """Elevation (km) after rounds of uplift and erosion; cells without uplift stay as they are."""
    moving = (uplift > 0).ravel()
    for _ in range(rounds):
        flow = drainage(elevation, cell)
        area = accumulate(np.full(elevation.shape, cell[0] * cell[1]), flow).ravel()
        bite = moving * erodibility.ravel() * duration * np.sqrt(area) / flow.length_km
        height = (elevation + uplift * duration).ravel()
        for cells in flow.steps:
            below = height[flow.receiver[cells]]
            carved = (height[cells] + bite[cells] * below) / (1 + bite[cells])
            steepest = below + STEEPEST * flow.length_km[cells]
            height[cells] = np.where(moving[cells], np.minimum(carved, steepest), carved)
        elevation = height.reshape(elevation.shape)
    return elevation


def make_terrain() -> Terrain:
    """The terrain of the demonstration county."""
    east, north = eastings_northings_km()
    front_km = north - (78 + 5 * line_noise("front", 90, 2.0))
    axis_km = north - (24 - 0.06 * (east - 90) + 2.2 * line_noise("river axis", 45))
    crest_km = north - (150 + 5 * line_noise("crest", 80))
    massif = 1 + 0.3 * noise("massif", 70, 2.6)
    uplift = (
        step(front_km + 4 * noise("uplift", 30), 0, 62)
        * (0.35 + 0.65 * np.clip(massif, 0.35, 2))
        * (1 - 0.75 * step(crest_km, 2, 36))
    )
    uplift = np.where(front_km > 0, np.maximum(uplift, 0.02), FILLING)
    uplift = np.where((np.abs(axis_km) < 0.6) | (north > north.max() - 1.2), 0.0, uplift)
    plain_m = _plain(east, axis_km, front_km)
    hardness = 0.012 + 0.988 * step(front_km, -1, 3)
    rough = 1 + 0.3 * noise("start", 60, 2.0)
    start = plain_m / 1000 + np.where(front_km > 0, 2 * uplift * rough, 0.0)
    elevation = start
    for coarsening, rounds, duration in STAGES:
        lift, soft = coarsen(uplift, coarsening), coarsen(hardness, coarsening)
        elevation = coarsen(start, 4) if coarsening == 4 else refine(elevation, 2)
        elevation = np.where(lift > 0, elevation, coarsen(plain_m / 1000, coarsening))
        elevation = _erode(
            elevation,
            uplift=0.62 * lift,
            erodibility=soft,
            cell=cell_km(coarsening),
            rounds=rounds,
            duration=duration,
        )
    return _describe(elevation, plain_m, front_km, axis_km)


def _plain(east: Floats, axis_km: Floats, front_km: Floats) -> Floats:
    """Height (m) of fans and plain; under the mountains that of their foot."""
    uphill = np.maximum(np.minimum(axis_km, 50 + 5 * np.tanh(front_km / 20)), 0)
    near_axis = np.minimum(np.abs(axis_km) / 8, 1)
    return np.asarray(
        985
        + 0.55 * (east.max() - east)
        + 2.2 * uphill
        + 0.09 * uphill**2
        + 3.5 * np.maximum(-axis_km, 0)
        + near_axis * (9 * noise("plain", 16, 2.0) + 10 * noise("fans", 40, 3.0))
    )


def _describe(carved_km: Floats, plain_m: Floats, front_km: Floats, axis_km: Floats) -> Terrain:
    """Heights stretched to the summit, with what climate and land use need to know of them."""
    above_plain = carved_km * 1000 - plain_m
    highest = above_plain.max()
    share = np.maximum(above_plain, 0) / highest
    raised = (SUMMIT_M - plain_m.flat[above_plain.argmax()]) * share**0.8
    mountains = step(front_km, -2, 6)
    roughness = 0.5 + np.clip(raised, 0, 900) / 40
    elevation = (
        plain_m
        + above_plain * (1 - mountains)
        + raised * mountains
        + roughness * noise("roughness", 1.5, 1.3)
    )
    cell = cell_km()
    down_south, up_east = np.gradient(elevation, cell[1] * 1000, cell[0] * 1000)
    north_fall = blur(np.gradient(blur(elevation, 0.3), cell[1] * 1000, axis=0), 0.2)
    return Terrain(
        elevation_m=elevation,
        slope_deg=np.degrees(np.arctan(np.hypot(down_south, up_east))),
        northness=np.tanh(3.5 * north_fall),
        front_km=front_km,
        axis_km=axis_km,
    )
