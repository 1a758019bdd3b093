"""A tile's bytes as PostGIS reads them."""

import numpy as np
import psycopg

from loaders.grid.grid import Cells
from loaders.grid.tiles import raster_wkb

CELLS = Cells(14_400_000, 4_600_000, 1000, 3, 2)


def test_postgis_reads_place_bands_and_missing_values(shared_database: psycopg.Connection) -> None:
    values = np.array([[[1.5, np.nan, -2], [3, 4, 5]], [[9, 9, 9], [9, 9, 9]]], np.float32)
    query = (
        "with one as (select ST_RastFromWKB(%s) as rast) select ST_SRID(rast), ST_Width(rast), "
        "ST_Height(rast), ST_UpperLeftX(rast), ST_UpperLeftY(rast), ST_ScaleX(rast), "
        "ST_ScaleY(rast), ST_BandPixelType(rast, 1), ST_BandNoDataValue(rast, 1), "
        "ST_DumpValues(rast, 1), ST_Value(rast, 2, 3, 2) from one"
    )
    row = shared_database.execute(query, [raster_wkb(values, CELLS, 2328)]).fetchone()
    assert row == (
        2328, 3, 2, 14_400_000, 4_600_000, 1000, -1000, "32BF", -9999,
        [[1.5, None, -2], [3, 4, 5]], 9,
    )  # fmt: skip


def test_codes_are_bytes_with_nodata_zero(shared_database: psycopg.Connection) -> None:
    values = np.array([[[0, 12, 255], [1, 0, 3]]], np.uint8)
    query = (
        "with one as (select ST_RastFromWKB(%s) as rast) select ST_BandPixelType(rast), "
        "ST_BandNoDataValue(rast), ST_DumpValues(rast, 1) from one"
    )
    row = shared_database.execute(query, [raster_wkb(values, CELLS, 2328)]).fetchone()
    assert row == ("8BUI", 0, [[None, 12, 255], [1, None, 3]])


def test_a_band_without_values_is_flagged(shared_database: psycopg.Connection) -> None:
    values = np.full((1, 2, 3), np.nan, np.float32)
    row = shared_database.execute(
        "select ST_BandIsNoData(ST_RastFromWKB(%s))", [raster_wkb(values, CELLS, 2328)]
    ).fetchone()
    assert row == (True,)
