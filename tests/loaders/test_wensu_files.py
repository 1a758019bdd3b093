"""Wensu County from real public files, where the folder of shared data lies beside the project."""

from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
import rasterio
import shapely
from pyproj import Transformer
from rich.console import Console

from loaders.load import LoadReport, load_region
from sinkbase.region.settings import read_region

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
needs_data = pytest.mark.skipif(
    not (DATA / "sources").is_dir(),
    reason="the public files of Wensu County are not beside the project",
)


@pytest.fixture
def wensu(database: psycopg.Connection) -> LoadReport:
    region = read_region(ROOT / "regions" / "wensu.toml")
    return load_region(region, DATA, database, console=Console(quiet=True))


def one(connection: psycopg.Connection, query: str) -> Any:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def extremes(connection: psycopg.Connection, table: str, band: int = 1) -> tuple[float, float]:
    """Lowest and highest value inside the county."""
    row = connection.execute(
        f"select min(ST_Value(layer.rast, {band}, spot.x, spot.y)), "
        f"max(ST_Value(layer.rast, {band}, spot.x, spot.y)) "
        "from wensu_raw.inside as mask cross join lateral ST_PixelAsPoints(mask.rast) as spot "
        f"inner join wensu_raw.{table} as layer on layer.tile_id = mask.tile_id"
    ).fetchone()
    assert row is not None
    return row[0], row[1]


@needs_data
def test_every_layer_of_wensu_covers_the_county(wensu: LoadReport) -> None:
    assert 14_250 < wensu.area_km2 < 14_380
    assert [warning.kind for warning in wensu.warnings] == [
        "legend_without_codes", "assumed_bulk_density", "assumed_no_gravel", "assumed_one_depth",
    ]  # fmt: skip
    assert wensu.missing == ()
    assert {report.share_percent for report in wensu.tables} == {100.0}


@needs_data
def test_values_of_wensu_are_those_of_its_files(
    wensu: LoadReport, database: psycopg.Connection
) -> None:
    assert extremes(database, "elevation") == pytest.approx((898, 6711), abs=100)
    july = extremes(database, "temperature", 7)
    assert -3 < july[0] < 0
    assert 22 < july[1] < 26
    low, high = extremes(database, "npp")
    assert low == 0  # ice and barren land
    assert 250 < high < 290  # observed farmland
    assert extremes(database, "slope")[1] > 40


@needs_data
def test_npp_is_0_exactly_where_the_land_cover_says_that_nothing_grows(
    wensu: LoadReport, database: psycopg.Connection
) -> None:
    """The class under the centre of each cell, read from the file without the loaders."""
    rows = database.execute(
        "select ST_X(spot.geom), ST_Y(spot.geom), ST_Value(npp.rast, 1, spot.x, spot.y) "
        "from wensu_raw.inside as mask cross join lateral ST_PixelAsCentroids(mask.rast) as spot "
        "inner join wensu_raw.npp as npp on npp.tile_id = mask.tile_id"
    ).fetchall()
    x, y, npp = np.array(rows, dtype=float).T
    longitude, latitude = Transformer.from_crs(2328, 4326, always_xy=True).transform(x, y)
    with rasterio.open(DATA / "sources/landcover/mcd12c1_2019_igbp_0p05deg.tif") as file:
        columns, places = ~file.transform @ (longitude, latitude)
        classes = file.read(1)[places.astype(int), columns.astype(int)]
    nothing_grows = np.isin(classes, [0, 13, 15, 16, 17])
    # cells of which all lies in that pixel, whose sides are some 4 and 5.5 cells
    sure = np.all([(at % 1 > 0.15) & (at % 1 < 0.85) for at in (columns, places)], axis=0)
    assert 0.6 < nothing_grows.mean() < 0.75
    np.testing.assert_array_equal(npp[sure] == 0, nothing_grows[sure])
    assert npp[npp > 0].min() > 50  # the driest place of the Miami model


@needs_data
def test_land_use_of_wensu_has_the_area_that_its_files_have(
    wensu: LoadReport, database: psycopg.Connection
) -> None:
    """Shrubland, grassland and cropland of the Global Map, pixel by pixel without the loaders."""
    rows = database.execute(
        "select share.land_use_code, "
        "sum(ST_Value(share.rast, 1, spot.x, spot.y)) "
        "from wensu_raw.inside as mask cross join lateral ST_PixelAsPoints(mask.rast) as spot "
        "inner join wensu_raw.land_use_share as share on share.tile_id = mask.tile_id group by 1"
    ).fetchall()
    found = dict(rows)
    assert sum(found.values()) == pytest.approx(wensu.inside_cells, abs=0.1)
    change = Transformer.from_crs(4326, 2328, always_xy=True)
    with rasterio.open(DATA / "sources/landcover/globalmap_lc_30s.tif") as file:
        classes, corner = file.read(1), file.transform
    with rasterio.open(DATA / "sources/landcover/mcd12c1_2019_igbp_0p05deg.tif") as file:
        ice, coarse = file.read(1) == 15, file.transform
    columns, places = np.meshgrid(np.arange(classes.shape[1]), np.arange(classes.shape[0]))
    longitude, latitude = corner @ (columns + 0.5, places + 0.5)
    across, down = ~coarse @ (longitude, latitude)
    under_ice = ice[down.clip(0, ice.shape[0] - 1).astype(int),
                    across.clip(0, ice.shape[1] - 1).astype(int)]  # fmt: skip
    x, y = change.transform(longitude, latitude)
    boundary = shapely.from_wkb(one(database, "select ST_AsBinary(geom) from wensu_raw.boundary"))
    shapely.prepare(boundary)
    inside = shapely.contains_xy(boundary, x, y) & ~under_ice
    pixel_km2 = abs(corner.a * corner.e) * 111.3**2 * 0.998 * np.cos(np.radians(latitude))
    for code, igbp in ((33, (6, 7)), (32, (8, 9, 10)), (12, (12, 14))):
        area = pixel_km2[inside & np.isin(classes, igbp)].sum()
        assert found[code] == pytest.approx(area, rel=0.02), code


@needs_data
def test_bilinear_july_equals_a_plain_reading_of_the_file(
    wensu: LoadReport, database: psycopg.Connection
) -> None:
    x, y = 14_450_500, 4_600_500
    row = database.execute(
        "select ST_Value(rast, 7, ST_SetSRID(ST_MakePoint(%s, %s), 2328)) "
        "from wensu_raw.temperature "
        "where ST_Intersects(rast, ST_SetSRID(ST_MakePoint(%s, %s), 2328))",
        [x, y, x, y],
    ).fetchone()
    with rasterio.open(DATA / "sources/climate/biome4_tmean_0p5deg_07.tif") as file:
        values: Any = file.read(1) * 0.1
        longitude, latitude = Transformer.from_crs(2328, 4326, always_xy=True).transform(x, y)
        column, place = ~file.transform @ (longitude, latitude)
    r, c = int(place - 0.5), int(column - 0.5)
    down, right = place - 0.5 - r, column - 0.5 - c
    top = values[r, c] * (1 - right) + values[r, c + 1] * right
    bottom = values[r + 1, c] * (1 - right) + values[r + 1, c + 1] * right
    assert row is not None
    assert row[0] == pytest.approx(top * (1 - down) + bottom * down, abs=0.02)


@needs_data
def test_modelled_npp_says_so_in_the_load_log(
    wensu: LoadReport, database: psycopg.Connection
) -> None:
    notes = database.execute(
        "select note from wensu_raw.load_log" + " where layer = 'npp' order by source_number"
    ).fetchall()
    starts = ("0 on ice, barren land and water", "MODIS-scaled", "Modelled, not observed")
    assert len(notes) == len(starts)
    assert all(note.startswith(start) for (note,), start in zip(notes, starts, strict=True))


@needs_data
def test_a_real_hwsd_raster_is_read_and_its_units_without_attributes_listed(
    tmp_path: Path, database: psycopg.Connection
) -> None:
    """The raster of Laos has 80 units; a table of three of them leaves the others out."""
    from world import World

    from sinkbase.errors import SinkbaseError

    world = World(tmp_path, crs="EPSG:32648")
    path = DATA / "sources/extra_hwsd_format_laos/LAO_Soil.tif"
    with rasterio.open(path) as file:
        units = np.unique(file.read(1))

    world.polygons("boundary.gpkg", [shapely.box(102.2, 18.2, 103.2, 19.2)], crs="EPSG:4326")
    world.text("some.csv", "MU_GLOBAL,T_OC,T_CACO3,T_BULK_DENSITY,S_OC,S_CACO3,S_BULK_DENSITY\n"
               + "".join(f"{unit},1,0,1.4,1,0,1.4\n" for unit in units[:3]))  # fmt: skip
    world.layers["soil"] = {"path": str(path), "attributes": "some.csv"}
    with pytest.raises(SinkbaseError, match=r"mapping units without attributes in .*pixels\), "):
        load_region(read_region(world.write()), world.data, database, console=Console(quiet=True))
