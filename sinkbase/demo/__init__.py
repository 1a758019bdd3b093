"""The synthetic demonstration county: a deterministic stand-in for a county's files.

Nothing in it was observed. Its land is carved by a model of erosion, and climate, land use,
vegetation, soil, production and people follow from height, water and distance to the rivers, so
that the layers agree with each other as those of a real county do.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sinkbase.demo.boundary import make_boundary
from sinkbase.demo.climate import make_climate
from sinkbase.demo.files import (
    write_boundary,
    write_dem,
    write_raster,
    write_roads,
    write_soil_attributes,
    write_vegetation,
)
from sinkbase.demo.frame import Flags, Floats, blur, coarsen
from sinkbase.demo.land import make_land_use
from sinkbase.demo.production import make_npp
from sinkbase.demo.roads import road_lines
from sinkbase.demo.settlement import make_settlement
from sinkbase.demo.soil import mapping_units
from sinkbase.demo.terrain import make_terrain
from sinkbase.demo.vegetation import vegetation_codes, vegetation_polygons
from sinkbase.demo.water import abroad, make_water
from sinkbase.lock import alone_in

VERSION = "3"  # to be raised with every change of what is written
VERSION_FILE = "VERSION"
CENSUS_KM = 4.0  # how far a census unit reaches


def write_demo(folder: Path) -> None:
    """Write the files of `regions/demo.toml` into `folder`; the same bytes every time.

    Does nothing where this version of them lies already. They are written beside `folder` first
    and put in its place at the end, so that it never holds half of them.
    """
    version = folder / VERSION_FILE
    if _is_current(version):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (
        alone_in(folder.parent),
        tempfile.TemporaryDirectory(dir=folder.parent, prefix=".demo-") as workplace,
    ):
        if _is_current(version):  # another process wrote them meanwhile
            return
        fresh = Path(workplace) / "fresh"
        fresh.mkdir()
        _write_layers(fresh)
        (fresh / VERSION_FILE).write_text(f"{VERSION}\n")
        if folder.exists():
            shutil.move(folder, Path(workplace) / "old")
        fresh.rename(folder)


def _is_current(version: Path) -> bool:
    return version.is_file() and version.read_text().strip() == VERSION


def _write_layers(folder: Path) -> None:
    terrain = make_terrain()
    water = make_water(terrain)
    climate = make_climate(terrain)
    rain_mm = climate.annual_precipitation_mm
    settlement = make_settlement(terrain, water)
    land = make_land_use(terrain, water, rain_mm, settlement)
    vegetation = vegetation_codes(land, terrain, rain_mm, settlement)
    outside = abroad(water)
    npp = make_npp(land, terrain, rain_mm, outside)
    people = _people_per_pixel(settlement.people_per_km2, outside)
    units = mapping_units(land, vegetation, terrain)

    write_boundary(folder / "boundary.geojson", make_boundary(water.divide_km))
    write_dem(folder / "dem", np.round(terrain.elevation_m).astype(np.int16))
    write_raster(folder / "land_use.tif", np.where(outside, np.uint8(0), land), 1, 0)
    write_raster(folder / "npp.tif", npp, 2, 65535)
    write_raster(folder / "temperature.tif", _tenths(climate.temperature_c, outside), 4, -32768)
    for month, rain in enumerate(_tenths(climate.precipitation_mm, outside), start=1):
        write_raster(folder / "precipitation" / f"pre_{month}.tif", rain, 4, -32768)
    write_raster(folder / "population.tif", people, 4, -99999)
    write_raster(folder / "soil" / "mapping_units.tif", units, 4, 65535)
    write_soil_attributes(folder / "soil" / "soils.csv")
    write_vegetation(folder / "vegetation" / "vegetation.shp", *vegetation_polygons(vegetation))
    write_roads(folder / "roads.gpkg", road_lines())


def _tenths(months: Floats, outside: Flags) -> NDArray[np.int16]:
    """Tenths of degC or mm in 16 bits, -32768 beyond the border of the state."""
    missing = coarsen(outside.astype(float), 4) > 0
    return np.where(missing, -32768, np.round(months * 10)).astype(np.int16)


def _people_per_pixel(per_km2: Floats, outside: Flags) -> NDArray[np.float32]:
    """People in each pixel of 30 arc-seconds by its true area, -99999 beyond the border.

    Spread over the land around as gridded censuses spread a township's: no cell of 1 km has over
    1,000 a km2, which would be a grade of its own, and a few such cells would have all the weight.
    """
    rows = per_km2.shape[0] // 4
    latitude = np.radians(42.5 - (np.arange(rows) + 0.5) / 120)
    pixel_km2 = (6371.0 * np.radians(1 / 120)) ** 2 * np.cos(latitude)[:, np.newaxis]
    missing = coarsen(outside.astype(float), 4) > 0
    return np.where(missing, -99999, coarsen(blur(per_km2, CENSUS_KM), 4) * pixel_km2).astype(
        np.float32
    )
