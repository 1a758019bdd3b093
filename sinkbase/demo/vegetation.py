"""The vegetation map: generalised polygons with the Chinese names of the subtypes."""

from __future__ import annotations

import csv

import numpy as np
import shapely
from rasterio.features import shapes
from shapely.geometry import Polygon, shape

from sinkbase.demo.frame import CELL_DEG, NORTH, WEST, Codes, Floats, blur, majority, noise
from sinkbase.demo.land import moisture
from sinkbase.demo.settlement import Settlement
from sinkbase.demo.terrain import Terrain
from sinkbase.paths import ROOT

COARSENING = 2
SIMPLIFIED_CELLS = 2.0
SUBTYPES = ROOT / "dbt_project" / "seeds" / "vegetation_carbon_density.csv"


def subtype_names() -> dict[int, tuple[str, str]]:
    """Chinese names of type and subtype by vegetation subtype code (Table 2)."""
    with SUBTYPES.open(encoding="utf-8", newline="") as file:
        return {
            int(row["vegetation_subtype_code"]): (
                row["vegetation_type_zh"],
                row["vegetation_subtype_zh"],
            )
            for row in csv.DictReader(file)
        }


def vegetation_codes(
    land: Codes, terrain: Terrain, rain_mm: Floats, settlement: Settlement
) -> Codes:
    """Subtype code of each cell of 15 arc-seconds, in the large patches of a 1:1,000,000 map.

    Returns (rows, columns) of 15 arc-seconds.
    """
    height = blur(terrain.elevation_m, 0.8) + 120 * noise("vegetation", 25, 2.3)
    moist = blur(moisture(terrain, rain_mm), 0.8)
    mountain = terrain.front_km > 0
    axis = terrain.axis_km + 2 * noise("vegetation", 25, 2.3)

    def much(radius_km: float, *codes: int) -> Floats:
        return blur(np.isin(land, codes).astype(float), radius_km)

    rules = [
        (blur(settlement.oasis.astype(float), 0.7) > 0.45, 15),
        (much(0.5, 44) > 0.5, 16),
        (mountain & (much(0.6, 21, 23) > 0.42), 1),
        (mountain & (much(0.6, 22) > 0.38), 2),
        (mountain & (height > 3750), 14),
        (mountain & (height > 3450), 13),
        (mountain & (height > 2950) & (moist > 0.7), 12),
        (mountain & (moist > 0.93), 8),
        (mountain & (moist > 0.72), 7),
        (mountain & (much(0.9, 31, 32, 33) > 0.45), 9),
        (mountain & (height > 1600), 4),
        (~mountain & (much(0.8, 64) > 0.22), 11),
        (~mountain & (much(0.8, 31, 32, 33, 46, 23) > 0.5), 10),
        ((axis < 16) & (much(1.2, 61, 42) > 0.5), 16),
        (axis < 15, 6),
        (axis < 27, 3),
        (np.ones_like(mountain), 5),
    ]
    codes = np.select([rule for rule, _ in rules], [np.uint8(code) for _, code in rules])
    return majority(majority(codes[::COARSENING, ::COARSENING], 2), 1)


def vegetation_polygons(codes: Codes) -> tuple[list[Polygon], list[int]]:
    """One polygon a patch, simplified together so that neighbours still share their borders."""
    found = [(shape(geometry), int(code)) for geometry, code in shapes(codes)]
    # A corner at every cell: neighbours share their borders only where they share all corners.
    noded = shapely.segmentize([polygon for polygon, _ in found], 1.0)
    edges = shapely.transform(noded, np.round)
    polygons = shapely.coverage_simplify(edges, SIMPLIFIED_CELLS)
    side = CELL_DEG * COARSENING

    def in_degrees(corners: Floats) -> Floats:
        degrees = np.array([WEST, NORTH]) + corners * np.array([side, -side])
        return np.asarray(np.round(degrees, 6))

    return list(shapely.transform(polygons, in_degrees)), [code for _, code in found]
