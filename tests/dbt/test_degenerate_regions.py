"""Regions in which a step of the method has nothing to work on end with a word, not a traceback."""

import pytest

from sinkbase.errors import SinkbaseError
from tests.dbt.test_drawn_sinks import LAYERS, METHOD, ONE, rows_of
from tests.drawn_region import draw_region, region_settings


def warnings(world):
    return " | ".join(row.warning for row in world.rows("select warning from region_warnings"))


def kinds(world):
    return [row.kind for row in world.rows("select kind from region_warnings order by warning_id")]


def test_without_sinks_there_is_no_cumulative_resistance_but_all_else(database, tmp_path):
    # nothing reaches the default of 50 km2
    world = draw_region(database, region_settings(tmp_path), LAYERS)
    assert "No sink was found" in warnings(world)
    assert world.values("mcr") == [[None] * 9] * 7
    assert world.values("sink_category") == [[0] * 9] * 7
    for table in ("carbon_sinks", "corridors", "restoration_zones", "land_use_by_sink"):
        assert world.rows(f"select count(*) from {table}")[0].count == 0
    (summary,) = world.rows("select * from region_summary")
    assert (summary.primary_sinks, summary.potential_sinks_km2) == (0, 0)
    assert (
        world.rows("select count(*) from grid_cells where nep_gc_m2_a is not null")[0].count == 63
    )


def test_without_cultivated_land_nothing_is_between(database, tmp_path):
    layers = LAYERS | {
        "land_use": rows_of([21, 21, 33, 33, 33, 31, 31]),
        "vegetation": rows_of([1, 1, 7, 7, 7, 10, 10]),
    }
    world = draw_region(database, region_settings(tmp_path, METHOD), layers)
    (summary,) = world.rows("select * from region_summary")
    assert (summary.primary_sinks, summary.secondary_sinks) == (1, 0)
    assert summary.potential_sinks >= 1
    assert "No secondary sink was found" in warnings(world)


def test_one_land_use_class_and_equal_factors_make_equal_weights(database, tmp_path):
    world = draw_region(
        database, region_settings(tmp_path, METHOD), LAYERS | {"land_use": rows_of([33] * 7)}
    )
    rows = world.rows("select weight, weights_from from resistance_weights")
    assert [(row.weight, row.weights_from) for row in rows] == [(pytest.approx(1 / 6), "equal")] * 6
    assert "No resistance factor varies" in warnings(world)
    # most of the one patch is candidate: it is taken whole, and all costs are those of a source
    assert world.values("mcr") == [[0] * 9] * 7


def test_a_county_of_nine_cells_is_built(database, tmp_path):
    nine = {
        name: _nine(drawing) if isinstance(drawing, str) else [_nine(band) for band in drawing]
        for name, drawing in LAYERS.items()
    }
    nine["npp"] = "1 2 3\n4 5 6\n7 8 90"
    world = draw_region(database, region_settings(tmp_path), nine)
    assert world.rows("select cells from region_summary")[0].cells == 9
    assert world.rows("select count(*) from grid_cells")[0].count == 9
    assert "No sink was found" in warnings(world)


def _nine(drawing):
    return "\n".join(" ".join(line.split()[:3]) for line in drawing.splitlines()[:3])


def test_without_levels_all_is_built_but_what_starts_from_them(database, tmp_path):
    layers = LAYERS | {"npp": ONE, "vegetation": ONE}
    world = draw_region(database, region_settings(tmp_path), layers)
    (summary,) = world.rows("select * from region_summary")
    assert summary.nep_total_t_a == pytest.approx(63 * summary.nep_mean_gc_m2_a)
    assert summary.vegetation_carbon_total_t == pytest.approx(63 * 100 * 52.3)
    assert summary.area_high_km2 is None
    assert world.values("importance") == [[0] * 9] * 7
    assert world.values("importance_level") == [[None] * 9] * 7
    assert world.rows("select count(*) from importance_breaks")[0].count == 0
    assert world.rows("select count(*) from carbon_sinks")[0].count == 0
    assert "Fewer than five different values of importance occur (1)" in warnings(world)
    assert {"few_values", "no_sink", "constant_layer"} <= set(kinds(world))


def test_all_sinks_of_a_kind_on_barriers_reach_nothing(database, tmp_path):
    layers = LAYERS | {"population_density": rows_of([1, 1, 1, 1, 1, ".", "."])}
    world = draw_region(database, region_settings(tmp_path, METHOD), layers)
    # where all six are known none varies: the mean of the grades 1, 1, 1, 9, 9 and 1
    assert world.values("mcr")[2] == pytest.approx([1000 * 22 / 6] * 9)
    assert world.values("mcr")[5] == [None] * 9
    assert "No path joins a primary to a secondary sink" in warnings(world)


def test_what_the_sinks_lack_is_told(database, tmp_path):
    # a row of barriers in the middle, and no soil in one row of the primary sink
    layers = LAYERS | {
        "population_density": rows_of([1, 1, 1, ".", 1, 1, 1]),
        "soil": [rows_of([1, ".", 1, 1, 1, 1, 1])] * 4,
    }
    world = draw_region(database, region_settings(tmp_path, METHOD), layers)
    assert "9 cells of the sinks have no soil carbon to 100 cm" in warnings(world)
    assert "No path joins a primary to a secondary sink" in warnings(world)
    assert world.rows("select count(*) from corridors")[0].count == 0


def test_factors_that_never_meet_are_refused_with_their_cells(database, tmp_path):
    layers = LAYERS | {"population_density": rows_of(["."] * 7)}
    with pytest.raises(SinkbaseError, match=r"no cell has all six .*elevation 63.*population 0"):
        draw_region(database, region_settings(tmp_path, METHOD), layers)


def test_layers_that_never_meet_leave_the_others_built(database, tmp_path):
    layers = LAYERS | {"npp": rows_of(["."] * 7)}
    world = draw_region(database, region_settings(tmp_path, METHOD), layers)
    assert world.values("soil_carbon") == [[2] * 9] * 7
    assert "Fewer than five different values of importance occur (0)" in warnings(world)
    (told,) = world.rows("select * from region_warnings where kind = 'without_importance'")
    assert (told.cells, told.share_percent) == (63, 100)
    (empty,) = world.rows("select warning from region_warnings where kind = 'empty_surface'")
    assert "net ecosystem production" in empty.warning


def test_a_county_one_cell_wide_is_built(database, tmp_path):
    narrow = {
        name: _one_wide(drawing) if isinstance(drawing, str) else [_one_wide(b) for b in drawing]
        for name, drawing in LAYERS.items()
    }
    method = METHOD | {"min_sink_km2": 1, "min_potential_km2": 1}
    world = draw_region(database, region_settings(tmp_path, method), narrow)
    assert world.values("sink_category") == [[n] for n in (1, 1, 3, 0, 0, 2, 2)]
    assert [row.length_km for row in world.rows("select length_km from corridors")] == [4]


def _one_wide(drawing):
    return "\n".join(line.split()[0] for line in drawing.splitlines())


def test_where_nothing_takes_up_carbon_the_land_of_highest_importance_is_called_so(
    database, tmp_path
):
    # every month respires; a third of the cells are known to produce nothing, by a rule
    barren = {
        "npp": rows_of([50, 50, 0, 1, 2, 40, 40]),
        "npp_origin": rows_of([1, 2, 3, 3, 3, 1, 1]),
    }
    world = draw_region(database, region_settings(tmp_path, METHOD), LAYERS | barren)
    assert kinds(world)[:2] == ["no_uptake", "sinks_without_uptake"]
    names = world.rows("select name, name_zh, is_source_today from carbon_sinks order by sink_id")
    assert [tuple(row) for row in names[:2]] == [
        ("Land of highest importance 1", "重要性最高的土地 1", True),
        ("Cultivated land of high importance 2", "重要性高的耕作土地 2", True),
    ]
    (summary,) = world.rows("select * from region_summary")
    assert (summary.uptake_cells, summary.uptake_km2) == (0, 0)
    (rule,) = world.rows("select * from region_warnings where kind = 'set_by_rule'")
    assert (rule.cells, rule.value) == (27, pytest.approx(summary.nep_rule_t_a))
    parts = summary.nep_observed_t_a + summary.nep_modelled_t_a + summary.nep_rule_t_a
    assert parts == pytest.approx(summary.nep_total_t_a)


def test_ice_is_no_potential_sink_and_a_road_makes_its_pattern_assessable(database, tmp_path):
    layers = LAYERS | {
        "land_use": rows_of([21, 21, 44, 33, 33, 12, 12]),
        "roads": rows_of([".", ".", 1, ".", ".", ".", "."]),
    }
    world = draw_region(database, region_settings(tmp_path, METHOD, roads=True), layers)
    rows = world.rows("select distinct land_use_code from grid_cells where category_code = 3")
    assert 44 not in {row.land_use_code for row in rows}
    assert "no_road_pattern" not in kinds(world)
    layers = world.rows("select layer from result_layers where result = 'restoration_zones'")
    assert "roads" in {row.layer for row in layers}
