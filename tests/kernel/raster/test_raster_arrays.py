"""Raster WKB, mosaics, classes, lookups and percentiles on drawn arrays."""

import struct

import numpy as np
import pytest

from kernel.errors import KernelError
from kernel.raster.classify import classes_of
from kernel.raster.drawn_raster import cells_of, drawn_raster
from kernel.raster.lookup import lookup, replaced
from kernel.raster.mosaic import cut, mosaic, whole_grid
from kernel.raster.raster_percentiles import percentiles_of, raster_percentiles
from kernel.raster.wkb import PIXEL_TYPES, Geometry, decode, encode, geometry

PLACE = Geometry(10.0, -10.0, 100.0, 200.0, 0.0, 0.0, 2328, 2, 2)


def tile(drawing, left=0, top=0, pixel_type="64BF", size=10):
    return bytes.fromhex(drawn_raster(drawing, pixel_type, size, left, top, 2328))


@pytest.mark.parametrize("pixel_type", PIXEL_TYPES)
def test_what_is_written_is_read_again(pixel_type):
    values = np.stack([cells_of("1 2 / . 0"), cells_of(". . / 7 100")])
    wkb = encode(values, PLACE, pixel_type)
    assert geometry(wkb) == PLACE
    np.testing.assert_array_equal(decode(wkb), values)


def test_the_header_is_as_postgis_writes_it():
    # endianness, version, bands; scale, corner, skew; SRID, width, height; band: type and nodata
    wkb = encode(cells_of("1 ."), Geometry(5.0, -5.0, 1.0, 2.0, 0.0, 0.0, 4492, 2, 1), "8BUI")
    head = struct.pack("<BHH6diHH", 1, 0, 1, 5, -5, 1, 2, 0, 0, 4492, 2, 1)
    assert wkb == head + bytes([0x44, 255, 1, 255])


@pytest.mark.parametrize(
    ("drawing", "pixel_type", "message"),
    [
        ("0.5", "8BUI", "do not fit 8BUI"),
        ("255", "8BUI", "255 kept for missing"),
        ("-1", "16BUI", "do not fit 16BUI"),
        ("1e39", "32BF", "ends at 3.4e38"),
        ("inf", "32BF", "ends at 3.4e38"),
        ("-9999", "64BF", "-9999, which stands for missing"),
        ("1", "1BB", "expected one of"),
    ],
)
def test_what_a_pixel_type_cannot_hold_is_refused(drawing, pixel_type, message):
    with pytest.raises(KernelError, match=message):
        encode(cells_of(drawing), PLACE, pixel_type)


def test_a_raster_outside_the_database_is_refused():
    wkb = bytearray(tile("1", pixel_type="8BUI"))
    wkb[61] |= 0x80
    with pytest.raises(KernelError, match="out-db"):
        decode(bytes(wkb))


def test_tiles_become_one_array_and_tiles_again():
    tiles = [tile("3 4 / . 8", left=20), tile("1 2 / 5 6"), tile("9", left=0, top=-20)]
    values, places = mosaic(tiles)
    np.testing.assert_array_equal(values, cells_of("1 2 3 4 / 5 6 . 8 / 9 . . ."))
    assert [(place.row, place.column) for place in places] == [(0, 2), (0, 0), (2, 0)]
    assert cut(values, places, "64BF") == tiles


@pytest.mark.parametrize(
    ("tiles", "message"),
    [
        ([], "no tile"),
        ([tile("1"), None], "tile 2 of 2 is null"),
        ([tile("1"), tile("1", left=5)], "do not lie on one grid"),
        ([tile("1"), tile("1", size=5)], "differ in cell size"),
    ],
)
def test_tiles_of_no_grid_are_refused(tiles, message):
    with pytest.raises(KernelError, match=message):
        mosaic(tiles)


def test_a_refusal_names_the_layer():
    with pytest.raises(KernelError, match="soil: 2 tile_ids for 1 rasters"):
        whole_grid([1, 2], [tile("1")], "soil")


def test_limits_belong_below_or_above():
    values = cells_of("0 1 1.5 2 .")
    lower = classes_of(values, [1, 2], [10, 20, 30], "lower")
    upper = classes_of(values, [1, 2], [10, 20, 30], "upper")
    np.testing.assert_array_equal(lower, cells_of("10 20 20 30 ."))
    np.testing.assert_array_equal(upper, cells_of("10 10 20 20 ."))


def test_codes_become_what_the_table_says():
    values = cells_of("3 1 / 9 .")
    np.testing.assert_array_equal(replaced(values, [3, 1], [0.5, None]), cells_of("0.5 . / . ."))
    assert lookup(tile("3"), [3], [4.0], "8BUI") == tile("4", pixel_type="8BUI")


@pytest.mark.parametrize("seed", range(5))
def test_percentiles_are_those_of_numpy(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(7, 9))
    values[rng.random(values.shape) < 0.2] = np.nan
    expected = np.nanpercentile(values, [1, 50, 99])
    assert percentiles_of(values, [0.01, 0.5, 0.99]) == pytest.approx(expected, abs=1e-12)


def test_percentiles_by_hand():
    assert percentiles_of(cells_of("10 20 . 30"), [0, 0.25, 1]) == [10, 15, 30]
    assert raster_percentiles([tile("1 ."), tile("3")], [0.5]) == [2]
    assert percentiles_of(cells_of("."), [0.5]) == [None]
    with pytest.raises(KernelError, match="from 0 to 1"):
        percentiles_of(cells_of("1"), [50])
