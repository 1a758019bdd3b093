"""Zones divided among codes, and levels without an extreme cell, on drawn arrays."""

import random
from fractions import Fraction

import numpy as np
import pytest

from kernel.errors import KernelError
from kernel.raster.drawn_raster import cells_of, drawn_raster
from kernel.tables.importance_sensitivity import ends_of, importance_of, importance_sensitivity
from kernel.tables.zonal_shares import cells_by_code, zonal_shares
from kernel.tables.zonal_sums import sums_by_zone, zonal_sums


def tile(drawing, pixel_type="32BF"):
    return bytes.fromhex(drawn_raster(drawing, pixel_type, 1000, 0, 0, 2328))


def test_cells_are_divided_as_the_shares_say_and_the_rest_has_no_code():
    zones = cells_of("1 1 2 / 0 . 2")
    shares = {33: cells_of("0.25 1 . / 1 1 0.5"), 12: cells_of("0.5 . 0.75 / . . 0.5")}
    assert cells_by_code(zones, shares) == [
        (1, 12, 0.5),
        (1, 33, 1.25),
        (1, None, 0.25),
        (2, 12, 1.25),
        (2, 33, 0.5),
        (2, None, 0.25),
    ]


def test_without_shares_all_is_the_rest():
    assert cells_by_code(cells_of("3 3 0"), {}) == [(3, None, 2)]
    assert zonal_shares(tile("3 3"), None, None) == [(3, None, 2)]
    assert zonal_shares(None, [1], [tile("1")]) == []
    assert cells_by_code(cells_of("0 ."), {7: cells_of("1 1")}) == []


def test_rounding_of_covered_cells_leaves_no_rest():
    third = np.full((1, 3), np.float32(1 / 3)).astype(float)
    rows = cells_by_code(np.ones((1, 3)), {1: third, 2: third, 3: third})
    assert [code for _, code, _ in rows] == [1, 2, 3]
    assert sum(Fraction(cells) for *_, cells in rows) == 3


@pytest.mark.parametrize("seed", range(8))
def test_random_zones_close_exactly_in_whatever_order_codes_and_tiles_come(seed):
    rng = np.random.default_rng(seed)
    zones = rng.integers(0, 4, (40, 30)).astype(float)
    parts = rng.dirichlet(np.full(6, 0.4), zones.shape).astype(np.float32).astype(float)
    shares = {code: parts[..., number] for number, code in enumerate((9, 4, 7, 1, 30))}
    rows = cells_by_code(zones, shares)
    order = random.Random(seed).sample(sorted(shares), len(shares))
    assert cells_by_code(zones, {code: shares[code] for code in order}) == rows
    for zone in (1, 2, 3):
        assert sum(cells for of, _, cells in rows if of == zone) == (zones == zone).sum()
        for code, share in shares.items():
            (cells,) = (cells for of, what, cells in rows if (of, what) == (zone, code))
            assert cells == pytest.approx(share[zones == zone].sum(), abs=1e-4)
    tiles = [
        row
        for part in (slice(0, 7), slice(7, 40))
        for row in cells_by_code(zones[part], {code: it[part] for code, it in shares.items()})
    ]
    for seed_of_order in range(5):
        random.Random(seed_of_order).shuffle(tiles)
        for zone, code, cells in rows:
            assert sum(part for of, what, part in tiles if (of, what) == (zone, code)) == cells


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ({1: cells_of("1.2")}, "code 1: shares from 1.2 to 1.2, expected 0 to 1"),
        ({1: cells_of("-0.5")}, "expected 0 to 1"),
        ({1: cells_of("0.8"), 2: cells_of("0.7")}, "add up to 1.5"),
    ],
)
def test_shares_that_are_none_are_refused(shares, message):
    with pytest.raises(KernelError, match=message):
        cells_by_code(cells_of("1"), shares)


def test_codes_and_shares_must_match():
    for codes, shares in (
        ([1], []),
        ([1, 1], [tile("1")] * 2),
        ([1], [tile("1 1")]),
        ([None], [b""]),
    ):
        with pytest.raises(KernelError):
            zonal_shares(tile("1"), codes, shares)


NEP = cells_of("0 1 2 3 4 5 6 7 8 100")
FLAT = cells_of("5 5 5 5 5 5 5 5 5 5")
WEIGHTS = {"nep": 0.5, "vegetation_carbon": 0.25, "soil_carbon": 0.25}


def layers(nep=NEP, vegetation=FLAT, soil=FLAT):
    return {"nep": nep, "vegetation_carbon": vegetation, "soil_carbon": soil}


def test_importance_is_the_weighted_sum_between_the_extremes():
    values = layers(cells_of("0 5 10"), cells_of("2 2 4"), cells_of("7 . 7"))
    extremes = {"nep": (0.0, 10.0), "vegetation_carbon": (2.0, 4.0), "soil_carbon": (7.0, 7.0)}
    np.testing.assert_array_equal(importance_of(values, WEIGHTS, extremes), cells_of("0 . 0.75"))


def test_one_cell_far_out_decides_and_the_others_do_not():
    # with 100 the classes are 0..8 and 100
    rows = ends_of(layers(), WEIGHTS, 2)
    assert [(it.layer, it.end, it.extreme_value, it.next_value) for it in rows] == [
        ("nep", "low", 0, 1),
        ("nep", "high", 100, 8),
        ("vegetation_carbon", "low", 5, 5),
        ("vegetation_carbon", "high", 5, 5),
        ("soil_carbon", "low", 5, 5),
        ("soil_carbon", "high", 5, 5),
    ]
    # without 100: 0 1 2 3 | 4 5 6 7 8 8 costs 5 + 13.33, 0 1 2 3 4 | 5 6 7 8 8 costs 10 + 6.8
    assert [it.changed_cells for it in rows] == [0, 4, 0, 0, 0, 0]
    assert rows[1].changed_percent == 40


def test_an_extreme_that_two_cells_share_decides_nothing():
    rows = ends_of(layers(cells_of("0 1 2 3 4 5 6 7 100 100")), WEIGHTS, 2)
    assert (rows[1].extreme_value, rows[1].next_value, rows[1].changed_cells) == (100, 100, 0)


def test_fewer_values_than_classes_have_no_rows():
    assert ends_of(layers(cells_of("1 1 1 2 2 2 2 2 2 2")), WEIGHTS, 3) == []


def test_tiles_are_one_population():
    flat = [
        tile("5 5 5 5 5"),
        bytes.fromhex(drawn_raster("5 5 5 5 5", "32BF", 1000, 5000, 0, 2328)),
    ]
    nep = [
        tile("0 1 2 3 4"),
        bytes.fromhex(drawn_raster("5 6 7 8 100", "32BF", 1000, 5000, 0, 2328)),
    ]
    rows = importance_sensitivity(nep, flat, flat, [0.5, 0.25, 0.25], 2)
    assert rows[1] == ("nep", "high", 100, 8, 4, 40)
    with pytest.raises(KernelError, match="2 weights"):
        importance_sensitivity(nep, flat, flat, [0.5, 0.25], 2)
    with pytest.raises(KernelError, match="the same tiles"):
        importance_sensitivity(nep, flat[:1], flat, [0.5, 0.25, 0.25], 2)


def test_sums_by_zone_leave_out_what_is_missing():
    zones = cells_of("1 1 2 / 2 . 2")
    nep, soil = cells_of("3 . -1 / 0.5 9 ."), cells_of("1 2 . / . 8 .")
    assert sums_by_zone(zones, [nep, soil]) == [
        (1, 2, [1, 2], [3.0, 3.0]),
        (2, 3, [2, 0], [-0.5, None]),
    ]
    assert zonal_sums(None, None) == []


def test_sums_by_zone_are_those_of_a_mask_for_each_zone():
    random_ = np.random.default_rng(7)
    zones = random_.integers(0, 6, (40, 50)).astype(float)
    values = random_.normal(size=(40, 50))
    zones[random_.random((40, 50)) < 0.2] = np.nan
    values[random_.random((40, 50)) < 0.3] = np.nan
    for zone, cells, (count,), (total,) in sums_by_zone(zones, [values]):
        of_zone = values[zones == zone]
        assert (cells, count) == (of_zone.size, np.count_nonzero(~np.isnan(of_zone)))
        assert total == pytest.approx(np.nansum(of_zone), rel=1e-12)


def test_a_zone_between_two_numbers_is_refused():
    with pytest.raises(KernelError, match="no whole number"):
        sums_by_zone(cells_of("1 1.5"), [])
