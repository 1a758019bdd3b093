"""A world of 30 x 26 random cells against the method in numpy, without code of the project.

Smooth noise makes patches, pieces and ties of every kind: what a change of one sign, factor,
comparison or table in a model does shows here without the minute that the demonstration takes.
"""

import numpy as np
import pytest
from scipy import ndimage

from tests.drawn_region import draw_region, region_settings
from tests.region import independent_sinks
from tests.region.independent import results

ROWS, COLUMNS = 30, 26
LAND_USE = np.array([12, 12, 21, 31, 32, 33, 33, 46, 52, 62, 65, 66])
SUBTYPE = np.array([1, 4, 7, 9, 10, 12, 15, 15, 15, 16])
RESULTS = (
    "accumulated_temperature", "importance_level", "resistance_slope", "resistance_elevation",
    "resistance_land_use", "resistance_temperature", "resistance_precipitation",
    "resistance_population", "resistance", "mcr", "sink_category",
)  # fmt: skip


def noise(rng, low, high, smooth=1.5):
    """Smooth noise that runs from low to high."""
    field = ndimage.gaussian_filter(rng.normal(size=(ROWS, COLUMNS)), smooth)
    return low + (high - low) * (field - field.min()) / (field.max() - field.min())


def classes(rng, codes, smooth=1.5):
    """Patches of codes of about equal area."""
    ranks = noise(rng, 0, 1, smooth).ravel().argsort().argsort()
    return codes[ranks * len(codes) // ranks.size].reshape(ROWS, COLUMNS)


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
    }
    layers["inside"][:3, :4] = np.nan
    for layer in ("npp", "population_density", "land_use", "vegetation"):
        gaps = rng.integers(0, ROWS * COLUMNS, 6)
        layers[layer].flat[gaps] = np.nan
    # as the database keeps them
    return {name: values.astype("f4").astype(float) for name, values in layers.items()}


def drawing(values):
    return "\n".join(" ".join("." if np.isnan(v) else f"{v:.9g}" for v in row) for row in values)


@pytest.fixture(scope="module")
def world(raw, module_database, tmp_path_factory):
    region = region_settings(
        tmp_path_factory.mktemp("drawn"), {"min_sink_km2": 8, "min_potential_km2": 4}
    )
    layers = {
        name: drawing(values) if values.ndim == 2 else [drawing(band) for band in values]
        for name, values in raw.items()
    }
    return draw_region(module_database, region, layers, columns=9)


@pytest.fixture(scope="module")
def expected(raw):
    found = results(raw)
    number, category = independent_sinks.primary_and_secondary(found, raw, 8)
    graded, weights, costs = independent_sinks.resistance(found)
    found |= {f"resistance_{factor}": values for factor, values in graded.items()}
    found["resistance"] = costs
    costs = costs.astype("f4").astype(float)
    found["mcr"], category = independent_sinks.potential(
        found, raw, number, category, costs, least_km2=4
    )
    found["sink_category"] = np.where(raw["inside"] == 1, category, np.nan)
    found["number"], found["weights"] = number, weights
    return found


@pytest.mark.parametrize("name", RESULTS)
def test_a_random_world_agrees_with_plain_numpy_in_every_cell(world, expected, name):
    found = np.array(world.values(name), float)
    assert np.array_equal(np.isnan(found), np.isnan(expected[name]))
    assert np.allclose(found, expected[name], rtol=1e-5, atol=1e-5, equal_nan=True)


def test_a_random_world_has_sinks_of_each_category(expected):
    assert [int((expected["sink_category"] == code).sum() > 8) for code in (1, 2, 3)] == [1, 1, 1]


def test_sinks_are_numbered_primaries_first_and_the_largest_first(world, expected):
    rows = world.rows(
        "select cells from carbon_sinks where category <> 'potential' order by sink_id"
    )
    sizes = np.bincount(expected["number"].ravel())[1:].tolist()
    assert [row.cells for row in rows] == sizes


def test_cells_and_sinks_add_up_to_the_summary(world):
    (summary,) = world.rows("select * from region_summary")
    (cells,) = world.rows(
        """
        select
            count(*) filter (where importance_level >= 4) as high,
            count(*) filter (where category = 'secondary') as secondary,
            sum(nep_gc_m2_a) filter (where sink_id is not null) as nep,
            sum(vegetation_carbon_t_hm2) filter (where sink_id is not null) * 100 as vegetation,
            sum(soil_carbon_kgc_m2) filter (where sink_id is not null) * 1000 as soil
        from grid_cells
        """
    )
    # a cell is 1 km2: 1 gC/m2 is 1 t, 1 t/hm2 100 t, 1 kgC/m2 1,000 t
    assert (summary.area_high_km2, summary.secondary_sinks_km2) == (cells.high, cells.secondary)
    assert summary.sinks_nep_total_t_a == pytest.approx(cells.nep)
    assert summary.sinks_vegetation_carbon_t == pytest.approx(cells.vegetation)
    assert summary.sinks_soil_carbon_t == pytest.approx(cells.soil)
    (sinks,) = world.rows("select sum(carbon_t) as carbon, sum(mean_nep) as nep from carbon_sinks")
    (zones,) = world.rows("select sum(carbon_t) as carbon from restoration_strategies")
    assert sinks.carbon == pytest.approx(cells.vegetation + cells.soil)
    assert zones.carbon == pytest.approx(sinks.carbon)


def test_a_strategy_has_the_mean_of_the_cells_that_have_a_value(world):
    rows = world.rows(
        """
        select strategies.mean_nep_gc_m2_a as told, cells.mean
        from restoration_strategies as strategies
        inner join (
            select zones.pattern_code, avg(cell.nep_gc_m2_a) as mean
            from grid_cells as cell
            inner join restoration_zones as zones on cell.zone_id = zones.zone_id
            group by zones.pattern_code
        ) as cells on strategies.pattern_code = cells.pattern_code
        """
    )
    assert len(rows) >= 3
    assert [row.told for row in rows] == pytest.approx([row.mean for row in rows])


def test_the_columns_of_a_cell_are_the_rasters_of_their_name(world):
    for column in ("resistance_temperature", "resistance_precipitation", "resistance_slope"):
        (row,) = world.rows(f"select sum({column}) as total from grid_cells")
        raster = np.array(world.values(column), float)
        assert row.total == pytest.approx(np.nansum(raster))
