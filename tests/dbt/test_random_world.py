"""Worlds of 30 x 26 random cells against the method in numpy, without code of the project.

Smooth noise makes patches, pieces and ties of every kind: what a change of one sign, factor,
comparison or table in a model does shows here without the minute that the demonstration takes.
The second world has cells of 500 m and no setting at its default, so that neither a unit that is
1 in cells of 1 km nor a number in place of a setting goes unseen.
"""

import csv

import numpy as np
import pytest
from scipy import ndimage

from sinkbase.paths import ROOT
from tests.drawn_region import draw_region, region_settings
from tests.region import independent, independent_sinks
from tests.region.independent import DEFAULTS, results

ROWS, COLUMNS = 30, 26
FINER = 2  # pixels of the land use along the side of a cell
SMALL = {"min_sink_km2": 8, "min_potential_km2": 4}  # a few sinks of each category
OTHERS = {
    "respiration_factor": 0.3,
    "respiration_temperature": 0.08,
    "respiration_precipitation": 0.25,
    "respiration_days": 31,
    "respiration_heterotrophic_share": 0.5,
    "topsoil_depth": 0.2,
    "subsoil_depth": 0.8,
    "importance_weight_nep": 0.4,
    "importance_weight_vegetation": 0.35,
    "importance_weight_soil": 0.25,
    "importance_stretch": "reference",
    "reference_nep_low": -80,
    "reference_nep_high": 300,
    "reference_vegetation_low": 1,
    "reference_vegetation_high": 40,
    "reference_soil_low": 8,
    "reference_soil_high": 45,
    "accumulated_temperature_threshold": 5,
    "candidate_level": 3,
    "patch_share": 0.7,
    "gap_cells": 1,
    "min_sink_km2": 3,
    "resistance_weights": "raw",
    "potential_levels": 2,
    "potential_excludes": [33, 52],
    "min_potential_km2": 0.75,
    "pattern_radius_km": 1,
}
# one value is allowed, engines agree in test_drawn_sinks.py, no corridor is compared here, and
# test_large_region.py has no row a cell
NOT_VARIED = {"importance_classes", "mcr_engine", "corridor_tolerance", "grid_cells_limit"}
WORLDS = {"defaults": (1000, SMALL), "others": (500, OTHERS)}
LAND_USE = np.array([12, 12, 21, 31, 32, 33, 33, 46, 52, 62, 65, 66])
SUBTYPE = np.array([1, 4, 7, 9, 10, 12, 15, 15, 15, 16])
RESULTS = (
    "accumulated_temperature", "importance_level", "resistance_slope", "resistance_elevation",
    "resistance_land_use", "resistance_temperature", "resistance_precipitation",
    "resistance_population", "resistance", "mcr", "sink_category", "npp_origin", "importance",
)  # fmt: skip


def noise(rng, low, high, smooth=1.5):
    """Smooth noise that runs from low to high."""
    field = ndimage.gaussian_filter(rng.normal(size=(ROWS, COLUMNS)), smooth)
    return low + (high - low) * (field - field.min()) / (field.max() - field.min())


def classes(rng, codes, smooth=1.5):
    """Patches of codes of about equal area."""
    ranks = noise(rng, 0, 1, smooth).ravel().argsort().argsort()
    return codes[ranks * len(codes) // ranks.size].reshape(ROWS, COLUMNS)


@pytest.fixture(scope="module", params=WORLDS)
def settings(request):
    cell_size_m, method = WORLDS[request.param]
    return DEFAULTS | method | {"cell_size_m": cell_size_m}


@pytest.fixture(scope="module")
def raw():
    rng = np.random.default_rng(7)
    year = 12 * np.sin(np.arange(12) / 12 * 2 * np.pi - 1.5)[:, None, None]
    layers = {
        "inside": np.ones((ROWS, COLUMNS)),
        "elevation": noise(rng, 900, 6500).round(-2),  # some lie on a limit of the grades
        "slope": noise(rng, 0, 85),
        "land_use": classes(rng, LAND_USE).astype(float),
        "npp": noise(rng, 0, 500, 2.5),
        "temperature": noise(rng, -5, 22) + year,
        "precipitation": np.array([noise(rng, 2, 60, 4)] * 12),
        "population_density": noise(rng, 0, 4500),
        "vegetation": classes(rng, SUBTYPE, 2.5).astype(float),
        "soil": np.array([noise(rng, 1, 30) for _ in range(4)]),
        "npp_origin": classes(rng, np.array([1, 1, 2, 3])).astype(float),
    }
    layers["inside"][:3, :4] = np.nan
    for layer in ("npp", "population_density", "land_use", "vegetation"):
        gaps = rng.integers(0, ROWS * COLUMNS, 6)
        layers[layer].flat[gaps] = np.nan
    fine = np.kron(layers["land_use"], np.ones((FINER, FINER)))
    some = rng.random(fine.shape) < 0.3
    fine[some] = rng.choice(LAND_USE, some.sum())
    layers["land_use_fine"] = fine
    # as the database keeps them
    return {name: values.astype("f4").astype(float) for name, values in layers.items()}


def drawing(values):
    return "\n".join(" ".join("." if np.isnan(v) else f"{v:.9g}" for v in row) for row in values)


@pytest.fixture(scope="module")
def world(raw, settings, module_database, tmp_path_factory):
    given = {name: value for name, value in settings.items() if value is not None}
    method = {name: value for name, value in given.items() if name != "cell_size_m"}
    region = region_settings(
        tmp_path_factory.mktemp("drawn"), method, cell_size_m=settings["cell_size_m"]
    )
    layers = {
        name: drawing(values) if values.ndim == 2 else [drawing(band) for band in values]
        for name, values in raw.items()
    }
    return draw_region(module_database, region, layers, columns=9)


@pytest.fixture(scope="module")
def expected(raw, settings):
    cells = {name: values for name, values in raw.items() if name != "land_use_fine"}
    found = results(cells, settings=settings)
    number, category = independent_sinks.primary_and_secondary(found, raw, settings)
    graded, weights, costs = independent_sinks.resistance(found, settings)
    found |= {f"resistance_{factor}": values for factor, values in graded.items()}
    found["resistance"] = costs
    costs = costs.astype("f4").astype(float)
    found["mcr"], category = independent_sinks.potential(
        found, raw, number, category, costs, settings=settings
    )
    found["sink_category"] = np.where(raw["inside"] == 1, category, np.nan)
    found["number"], found["weights"] = number, weights
    return found


@pytest.mark.parametrize("name", RESULTS)
def test_a_random_world_agrees_with_plain_numpy_in_every_cell(world, expected, name):
    found = np.array(world.values(name), float)
    assert np.array_equal(np.isnan(found), np.isnan(expected[name]))
    assert np.allclose(found, expected[name], rtol=1e-5, atol=1e-5, equal_nan=True)


def test_the_second_world_has_no_setting_at_its_default():
    with (ROOT / "dbt_project" / "seeds" / "setting_definitions.csv").open(
        encoding="utf-8"
    ) as file:
        rows = [row for row in csv.DictReader(file) if row["used_by"] == "dbt"]
    defaults = {row["setting"]: row["default_value"] for row in rows}
    assert OTHERS.keys() == defaults.keys() - NOT_VARIED
    told = {
        name: " ".join(map(str, v)) if isinstance(v, list) else str(v) for name, v in OTHERS.items()
    }
    unchanged = [name for name, value in told.items() if value == defaults[name]]
    assert unchanged == ["importance_weight_soil"]  # the two others moved, and all add up to 1


def test_a_random_world_has_sinks_of_each_category(expected):
    assert [int((expected["sink_category"] == code).sum() > 8) for code in (1, 2, 3)] == [1, 1, 1]


def test_sinks_are_numbered_primaries_first_and_the_largest_first(world, expected):
    rows = world.rows(
        "select cells from carbon_sinks where category <> 'potential' order by sink_id"
    )
    sizes = np.bincount(expected["number"].ravel())[1:].tolist()
    assert [row.cells for row in rows] == sizes


def test_the_patterns_of_a_random_world_agree_with_plain_numpy(world, expected, settings):
    rules = independent_sinks.pattern_rules(
        world.rows("select * from drawn_work.restoration_patterns"),
        world.rows("select * from drawn_work.pattern_requirements"),
    )
    wanted = independent_sinks.patterns(
        expected["land_use"], np.nan_to_num(expected["sink_category"]), rules, settings=settings
    )
    rows = world.rows("select st_dumpvalues(st_union(rast), 1) from drawn_work.restoration_pattern")
    found = np.nan_to_num(np.array(rows[0][0], float))
    assert len(np.unique(wanted)) >= 4
    assert np.array_equal(found, wanted)


def test_the_weights_of_a_random_world_agree_with_plain_numpy(world, expected):
    rows = world.rows("select resistance_factor, weight from resistance_weights")
    assert {row[0]: row[1] for row in rows} == pytest.approx(expected["weights"])


def test_the_land_use_of_a_category_is_counted_by_the_area_of_its_pixels(
    world, expected, raw, settings
):
    """A cell is divided among the codes of its pixels; what is not known stays unknown (0)."""
    fine = raw["land_use_fine"]
    blocks = fine.reshape(ROWS, FINER, COLUMNS, FINER).swapaxes(1, 2)
    shares = {
        int(code): (blocks == code).mean(axis=(2, 3)) for code in np.unique(fine[~np.isnan(fine)])
    }
    wanted = independent_sinks.land_use_areas(
        shares, np.nan_to_num(expected["sink_category"]), settings["cell_size_m"]
    )
    rows = world.rows("select category_code, land_use_code, area_km2 from land_use_by_sink")
    assert {(row[0], row[1]): row[2] for row in rows} == pytest.approx(wanted)
    assert any(code == 0 for _, code in wanted)


def test_the_origins_of_npp_part_the_nep_as_in_plain_numpy(world, expected, settings):
    rows = world.rows("select origin_code, cells, nep_total_t_a from nep_by_origin")
    wanted = independent.origins(expected, settings["cell_size_m"])
    assert {row[0]: row[1] for row in rows} == {code: cells for code, (cells, _) in wanted.items()}
    found = {row[0]: row[2] for row in rows}
    assert found == pytest.approx({code: total for code, (_, total) in wanted.items()})
    (sinks,) = world.rows(
        "select sum(nep_observed_t_a) as observed, sum(nep_rule_t_a) as ruled from carbon_sinks"
    )
    (cells,) = world.rows(
        """
        select
            sum(nep_gc_m2_a) filter (where npp_origin_code = 1) as observed,
            sum(nep_gc_m2_a) filter (where npp_origin_code = 3) as ruled
        from grid_cells where sink_id is not null
        """
    )
    km2 = (settings["cell_size_m"] / 1000) ** 2
    assert sinks.observed == pytest.approx(cells.observed * km2)
    assert sinks.ruled == pytest.approx(cells.ruled * km2)


def test_cells_and_sinks_add_up_to_the_summary(world, settings):
    (summary,) = world.rows("select * from region_summary")
    (cells,) = world.rows(
        """
        select
            count(*) filter (where importance_level >= 4) as high,
            count(*) filter (where category = 'secondary') as secondary,
            sum(nep_gc_m2_a) filter (where category_code in (1, 2)) as nep,
            sum(vegetation_carbon_t_hm2) filter (where category_code in (1, 2)) * 100
            as vegetation,
            sum(soil_carbon_kgc_m2) filter (where category_code in (1, 2)) * 1000 as soil,
            sum(nep_gc_m2_a) filter (where category_code = 3) as potential_nep,
            sum(vegetation_carbon_t_hm2) filter (where category_code = 3) * 100
            as potential_vegetation,
            sum(soil_carbon_kgc_m2) filter (where category_code = 3) * 1000 as potential_soil,
            count(*) filter (where nep_gc_m2_a > 0) as uptake
        from grid_cells
        """
    )
    # on 1 km2, 1 gC/m2 is 1 t, 1 t/hm2 100 t, 1 kgC/m2 1,000 t
    km2 = (settings["cell_size_m"] / 1000) ** 2
    assert summary.area_high_km2 == cells.high * km2
    assert summary.secondary_sinks_km2 == cells.secondary * km2
    assert summary.sinks_nep_total_t_a == pytest.approx(cells.nep * km2)
    assert summary.sinks_vegetation_carbon_t == pytest.approx(cells.vegetation * km2)
    assert summary.sinks_soil_carbon_t == pytest.approx(cells.soil * km2)
    # what can be is never added to what is
    assert summary.potential_nep_total_t_a == pytest.approx(cells.potential_nep * km2)
    assert summary.potential_vegetation_carbon_t == pytest.approx(cells.potential_vegetation * km2)
    assert summary.potential_soil_carbon_t == pytest.approx(cells.potential_soil * km2)
    assert (summary.uptake_cells, summary.uptake_km2) == (cells.uptake, cells.uptake * km2)
    (sinks,) = world.rows(
        "select sum(carbon_t) as carbon from carbon_sinks where category <> 'potential'"
    )
    (all_sinks,) = world.rows("select sum(carbon_t) as carbon from carbon_sinks")
    (zones,) = world.rows("select sum(carbon_t) as carbon from restoration_strategies")
    assert sinks.carbon == pytest.approx((cells.vegetation + cells.soil) * km2)
    assert zones.carbon == pytest.approx(all_sinks.carbon)


def test_a_strategy_has_the_mean_of_the_cells_that_have_a_value(world):
    rows = world.rows(
        """
        select strategies.mean_nep_gc_m2_a as told, cells.mean
        from restoration_strategies as strategies
        inner join (
            select category_code, pattern_code, avg(nep_gc_m2_a) as mean
            from grid_cells
            where sink_id is not null
            group by category_code, pattern_code
        ) as cells
            on strategies.category_code = cells.category_code
            and strategies.pattern_code = cells.pattern_code
        """
    )
    assert len(rows) >= 3
    assert [row.told for row in rows] == pytest.approx([row.mean for row in rows])


def test_the_columns_of_a_cell_are_the_rasters_of_their_name(world):
    for column in ("resistance_temperature", "resistance_precipitation", "resistance_slope"):
        (row,) = world.rows(f"select sum({column}) as total from grid_cells")
        raster = np.array(world.values(column), float)
        assert row.total == pytest.approx(np.nansum(raster))
