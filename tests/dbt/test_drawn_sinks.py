"""Sinks, resistance and corridors in a world of 9 x 7 cells that a pencil can check.

Two rows of forest at the top, two rows of crops at the bottom, three rows of grass between, each
poorer than the one below it. Only the land use varies among the resistance factors: forest and
grass have grade 1, farmland has 3.
"""

from math import sqrt

import pytest

from tests.drawn_region import draw_region, region_settings

COLUMNS = 9
PRODUCTION = [500, 500, 100, 150, 200, 450, 450]
LAND_USE = [21, 21, 33, 33, 33, 12, 12]
SUBTYPE = [1, 1, 7, 7, 7, 15, 15]
METHOD = {"min_sink_km2": 5, "min_potential_km2": 3}


def rows_of(values):
    return "\n".join(" ".join([str(value)] * COLUMNS) for value in values)


ONE = rows_of([1] * 7)
LAYERS = {
    "inside": ONE,
    "elevation": ONE,
    "slope": ONE,
    "land_use": rows_of(LAND_USE),
    "npp": rows_of(PRODUCTION),
    "temperature": [rows_of([5] * 7)] * 12,
    "precipitation": [ONE] * 12,
    "population_density": ONE,
    "vegetation": rows_of(SUBTYPE),
    "soil": [ONE] * 4,
}


@pytest.fixture(scope="module")
def world(module_database, tmp_path_factory):
    region = region_settings(tmp_path_factory.mktemp("drawn"), METHOD)
    return draw_region(module_database, region, LAYERS, columns=4)


def test_levels_follow_the_rows(world):
    assert world.values("importance_level") == [[n] * COLUMNS for n in (5, 5, 1, 2, 3, 4, 4)]


def test_only_the_factor_that_varies_has_a_weight(world):
    rows = world.rows("select * from resistance_weights order by factor_number")
    assert [row.weight for row in rows] == [0, 0, 1, 0, 0, 0]
    # 18 cells of 63 have x' = 1, the others 0: p = 1/18 eighteen times
    land_use = rows[2]
    entropy = 2.8903717578961645 / 4.143134726391533  # ln 18 / ln 63
    assert land_use.information_entropy == pytest.approx(entropy)
    assert land_use.difference_coefficient == pytest.approx(1 - entropy)
    assert world.values("resistance") == [[n] * COLUMNS for n in (1, 1, 1, 1, 1, 3, 3)]


def test_cumulative_resistance_grows_from_both_sinks(world):
    # 1,000 m at mean 1 a row from the forest; 1,000 m at mean 2, then 1, from the crops
    expected = [0, 0, 1000, 2000, 2000, 0, 0]
    assert world.values("mcr") == [[n] * COLUMNS for n in expected]


def test_the_poorest_row_by_the_forest_is_potential(world):
    # the lowest of the two values 1,000 and 2,000; the sum from both sides is 5,000 everywhere
    assert world.values("sink_category") == [[n] * COLUMNS for n in (1, 1, 3, 0, 0, 2, 2)]


def test_sinks_have_their_rows_as_polygons_and_hold_their_carbon(world):
    rows = world.rows(
        "select *, st_astext(st_envelope(geom)) as box, st_area(geom) as area_m2"
        " from carbon_sinks order by sink_id"
    )
    assert [(r.sink_id, r.category, r.area_km2) for r in rows] == [
        (1, "primary", 18.0),
        (2, "secondary", 18.0),
        (3, "potential", 9.0),
    ]
    assert rows[0].box == "POLYGON((0 -2000,0 0,9000 0,9000 -2000,0 -2000))"
    assert [row.area_m2 for row in rows] == [18e6, 18e6, 9e6]
    # 1 km2 = 100 hm2; soil: (1 + 1) x 0.3 + (1 + 1) x 0.7 = 2 kgC/m2 = 2,000 t/km2
    assert rows[0].vegetation_carbon_t == pytest.approx(18 * 100 * 52.3)
    assert rows[1].soil_carbon_t == pytest.approx(18 * 2000)
    respiration = 500 - rows[0].mean_nep
    assert rows[1].mean_nep == pytest.approx(450 - respiration)
    assert rows[0].nep_total_t_a == pytest.approx(18 * rows[0].mean_nep)


def test_the_corridor_goes_straight_from_forest_to_crops(world):
    (corridor,) = world.rows("select *, st_length(geom) as metres from corridors")
    # three steps at mean 1, one at mean 2
    assert (corridor.from_sink, corridor.to_sink) == (1, 2)
    assert (corridor.cost, corridor.length_km) == (5000, 4)
    assert corridor.cost_ratio == 1.25
    assert corridor.metres == 4000


def test_land_use_of_the_sinks_is_theirs(world):
    rows = world.rows(
        "select category, land_use_code, area_km2, percentage from land_use_by_sink order by 1"
    )
    assert [tuple(row) for row in rows] == [
        ("potential", 33, 9.0, 100.0),
        ("primary", 21, 18.0, 100.0),
        ("secondary", 12, 18.0, 100.0),
    ]


def test_zones_cover_the_sinks_with_a_strategy_each(world):
    rows = world.rows(
        "select sink_id, fits, pattern, strategy, measures, area_km2 from restoration_zones"
    )
    assert sum(row.area_km2 for row in rows) == 45
    assert all(row.strategy and row.measures for row in rows)
    # no village among the crops: what Table 6 has for farmland, as Table 3 wants it
    (secondary,) = [row for row in rows if row.sink_id == 2]
    assert (secondary.fits, secondary.pattern) == (False, "no pattern fits")
    assert secondary.strategy == "protect and restore as each site needs"
    assert secondary.measures.startswith("farmland: leave straw on the field")
    (primary,) = [row for row in rows if row.sink_id == 1]
    assert primary.fits
    assert (primary.pattern, primary.strategy) == ("Forest-grassland", "High-carbon reinforcement")


def test_strategies_tell_of_all_patterns_and_of_zones_without_one(world):
    rows = world.rows("select * from restoration_strategies order by category_code, pattern_code")
    keys = [(r.category_code, r.pattern_code) for r in rows]
    assert keys == [(1, 0), (1, 1), (2, 0), (2, 2), (2, 3), *((3, n) for n in (0, 4, 5, 6, 7, 8))]
    areas = {key: row.area_km2 for key, row in zip(keys, rows, strict=True) if row.area_km2}
    assert areas == {(1, 1): 18, (2, 0): 18, (3, 0): 9}
    assert [r.fits for r in rows] == [code > 0 for _, code in keys]
    assert all(r.characteristics for r in rows if r.fits)
    gobi = rows[keys.index((2, 2))]
    assert gobi.source == "Table 10; not in it: leave Gobi crusts undisturbed"


def test_results_tell_the_layers_they_are_computed_from(world):
    rows = world.rows(
        "select result, array_agg(layer order by layer) from result_layers group by 1"
    )
    layers = dict(map(tuple, rows))
    assert layers["soil_carbon"] == ["soil"]
    assert layers["nep"] == ["npp", "precipitation", "temperature"]
    assert layers["npp_origin"] == ["npp"]
    assert layers["resistance_land_use"] == ["land_use"]
    assert "roads" not in layers["restoration_zones"]
    assert "vegetation" in layers["land_use_by_sink"]


def test_each_cell_is_a_row_with_all_values(world):
    rows = world.rows("select * from grid_cells order by cell_id")
    assert len(rows) == 63
    assert [row.cell_id for row in rows] == list(range(1, 64))
    cell = rows[2 * COLUMNS + 8]  # third row, last column
    assert (cell.npp_gc_m2_a, cell.land_use_code, cell.category) == (100, 33, "potential")
    assert (cell.sink_id, cell.nearest_sink, cell.mcr) == (3, 1, 1000)
    assert (cell.pattern_code, cell.fits, cell.npp_origin_code) == (0, False, 1)
    outside = rows[4 * COLUMNS]
    assert (outside.pattern_code, outside.fits, outside.zone_id) == (None, None, None)
    assert outside.nearest_sink in (1, 2)
    (box,) = world.rows(f"select st_astext(geom) from grid_cells where cell_id = {cell.cell_id}")
    assert box[0] == "POLYGON((8000 -3000,8000 -2000,9000 -2000,9000 -3000,8000 -3000))"


def test_raw_values_and_fixed_weights_are_settings(database, tmp_path):
    elevation = rows_of([1000, 1000, 1200, 1400, 1600, 1000, 1000])
    layers = LAYERS | {"elevation": elevation}
    raw = draw_region(
        database, region_settings(tmp_path, METHOD | {"resistance_weights": "raw"}), layers
    )
    weights = {r.resistance_factor: r for r in raw.rows("select * from resistance_weights")}
    # all elevations are of one grade, but not equal: only the raw values tell them apart
    assert weights["elevation"].weight > 0
    assert weights["slope"].weight == 0
    fixed = draw_region(
        database, region_settings(tmp_path, METHOD | {"resistance_weights": "fixed"}), layers
    )
    row = fixed.rows("select * from resistance_weights where resistance_factor = 'slope'")[0]
    assert (row.information_entropy, row.weight, row.weights_from) == (0.8898, 0.288111, "fixed")
    # forest has grade 1 for land use, slope, elevation, population; 9 for cold and drought
    grades = 0.288111 + 0.324634 + 0.083713 + 0.037373 + 9 * (0.234966 + 0.031203)
    assert fixed.values("resistance")[0][0] == pytest.approx(grades, rel=1e-6)


def test_the_published_entropies_lead_to_the_published_weights(database, tmp_path):
    world = draw_region(database, region_settings(tmp_path, METHOD), LAYERS)
    rows = world.rows(
        """
        select
            resistance_factor, weight as published, difference_coefficient,
            1 - information_entropy as d,
            (1 - information_entropy) / sum(1 - information_entropy) over () as w
        from drawn_work.resistance_fixed_weights
        """
    )
    for row in rows:
        assert row.d == pytest.approx(row.difference_coefficient, abs=1e-9)
        # the entropies are printed with four digits
        assert row.w == pytest.approx(row.published, abs=2e-4)


def test_both_engines_give_the_same_map(database, tmp_path):
    maps = [
        draw_region(
            database, region_settings(tmp_path, METHOD | {"mcr_engine": engine}), LAYERS
        ).values("mcr")
        for engine in ("pgrouting", "raster")
    ]
    assert maps[0] == maps[1]
    assert maps[0][3][0] == 2000
    assert sqrt(2) * 1000 not in maps[0][2]
