"""The demonstration region, end to end: every raster against plain numpy, every file read back."""

import csv
import hashlib

import numpy as np
import pytest
import rasterio

from tests.region import independent_sinks as sinks
from tests.region.conftest import run
from tests.region.independent import results

BANDS = {"temperature": 12, "precipitation": 12, "soil": 4}
LAYERS = (
    "inside", "elevation", "slope", "land_use", "population_density", "npp", "npp_origin",
    "vegetation", *BANDS,
)  # fmt: skip


def raw_layers(built):
    """The loaded layers as arrays."""
    raw = f"{built.name}_raw"
    layers = {}
    for layer in LAYERS:
        bands = [built.array(f"{raw}.{layer}", b) for b in range(1, BANDS.get(layer, 1) + 1)]
        layers[layer] = np.array(bands) if layer in BANDS else bands[0]
    return layers


@pytest.fixture(scope="session")
def expected(demo):
    raw = raw_layers(demo)
    found = results(raw)
    found["weights"] = with_sinks(demo, found, raw)
    return found


def with_sinks(built, found, raw):
    """The results of the second half, added to those of the first."""
    number, category = sinks.primary_and_secondary(found, raw)
    graded, weights, costs = sinks.resistance(found)
    found |= {f"resistance_{factor}": values for factor, values in graded.items()}
    found["resistance"] = costs
    # the sources and the resistance as the database keeps them, in 32 bits
    costs = costs.astype("f4").astype(float)
    mcr, category = sinks.potential(found, raw, number, category, costs)
    found["mcr"] = mcr
    found["sink_category"] = np.where(raw["inside"] == 1, category, np.nan)
    return weights


def agree(built, expected, name):
    found = built.array(f"{built.name}.{name}")
    wanted = expected[name]
    assert np.array_equal(np.isnan(found), np.isnan(wanted)), f"{name}: other cells are missing"
    assert np.allclose(found, wanted, rtol=1e-5, atol=1e-5, equal_nan=True)


@pytest.mark.parametrize(
    "name",
    [
        "elevation", "slope", "land_use", "population_density", "accumulated_temperature",
        "annual_precipitation", "npp", "heterotrophic_respiration", "nep",
        "topsoil_organic_carbon", "topsoil_inorganic_carbon", "subsoil_organic_carbon",
        "subsoil_inorganic_carbon", "soil_carbon", "vegetation_carbon", "importance",
        "importance_level", "resistance_slope", "resistance_elevation", "resistance_land_use",
        "resistance_temperature", "resistance_precipitation", "resistance_population",
        "resistance", "mcr", "sink_category", "npp_origin",
    ],
)  # fmt: skip
def test_a_result_agrees_with_plain_numpy_in_every_cell(demo, expected, name):
    agree(demo, expected, name)


def test_the_weights_agree_with_plain_numpy(demo, expected):
    rows = demo.rows("select resistance_factor, weight from demo.resistance_weights")
    assert {row.resistance_factor: pytest.approx(row.weight, abs=1e-6) for row in rows} == expected[
        "weights"
    ]


def test_the_patterns_agree_with_plain_numpy(demo, expected):
    rules = sinks.pattern_rules(
        demo.rows("select * from demo_work.restoration_patterns"),
        demo.rows("select * from demo_work.pattern_requirements"),
    )
    roads = demo.array("demo_raw.roads") == 1
    wanted = sinks.patterns(expected["land_use"], expected["sink_category"], rules, roads)
    found = np.nan_to_num(demo.array("demo_work.restoration_pattern"))
    assert np.array_equal(found, wanted)


def test_there_are_sinks_of_each_category_and_zones_of_most_patterns(demo):
    (summary,) = demo.rows("select * from demo.region_summary")
    assert summary.primary_sinks >= 1
    assert summary.secondary_sinks >= 2
    assert summary.potential_sinks >= 1
    (zones,) = demo.rows(
        "select count(distinct pattern_code) from demo.restoration_zones where fits"
    )
    assert zones.count == 8
    warned = demo.rows("select warning from demo.region_warnings")
    assert not [row for row in warned if "road" in row.warning]


def test_every_name_of_the_contract_exists(demo):
    rows = demo.rows(
        "select relname from pg_class where relnamespace = 'demo'::regnamespace"
        " and relkind in ('r', 'v', 'm')"
    )
    wanted = {
        "carbon_sinks", "restoration_zones", "corridors", "grid_cells", "vegetation_carbon_storage",
        "importance_breaks", "resistance_weights", "land_use_by_sink", "restoration_strategies",
        "region_summary", "region_warnings", "region_boundary", "method_settings", "data_sources",
        "result_layers", "legend_classes", "nep_by_origin", "sink_categories",
        "management_approaches", "resistance_ranges",
    }  # fmt: skip
    assert wanted <= {row.relname for row in rows}
    geometries = demo.rows(
        "select f_table_name, type, srid from geometry_columns where f_table_schema = 'demo'"
    )
    assert {(row.f_table_name, row.type, row.srid) for row in geometries} == {
        ("carbon_sinks", "MULTIPOLYGON", 2328),
        ("restoration_zones", "MULTIPOLYGON", 2328),
        ("corridors", "LINESTRING", 2328),
        ("grid_cells", "POLYGON", 2328),
        ("region_boundary", "MULTIPOLYGON", 2328),
        ("sink_history", "MULTIPOLYGON", 0),  # of each run the system of its time
    }


def test_the_file_of_a_result_holds_what_the_database_holds(demo):
    names = sorted(path.stem for path in (demo.out / "rasters").glob("*.tif"))
    assert len(names) == 30
    for name in names:
        with rasterio.open(demo.out / "rasters" / f"{name}.tif") as file:
            assert file.crs.to_epsg() == 2328
            assert (file.transform.a, file.transform.e) == (1000, -1000)
            values = file.read(1, masked=True).astype(float).filled(np.nan)
        assert np.array_equal(values, demo.array(f"demo.{name}"), equal_nan=True)


def test_the_county_is_about_fourteen_thousand_cells_and_marked_synthetic(demo):
    (summary,) = demo.rows("select * from demo.region_summary")
    assert 13_500 <= summary.cells <= 14_500
    assert summary.is_synthetic
    text = (demo.out / "summary.md").read_text(encoding="utf-8")
    assert "synthetic" in text.lower()


def test_the_levels_table_is_also_a_file(demo):
    with (demo.out / "tables" / "importance_breaks.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["level_name"] for row in rows] == [
        "very low",
        "low",
        "moderate",
        "high",
        "very high",
    ]
    cells = demo.rows("select cells from demo.importance_breaks order by importance_level")
    assert [int(row["cells"]) for row in rows] == [row.cells for row in cells]


def test_building_again_changes_nothing(demo):
    def digests():
        files = [path for path in demo.out.rglob("*") if path.is_file()]
        return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    database, before = demo.connection.info.dbname, digests()
    oids = "select relname, relfilenode from pg_class where relnamespace = 'demo'::regnamespace"
    tables = set(demo.rows(oids))
    assert "0 tables loaded" in run("loaders", "load", database=database)
    assert "nothing changed" in run("loaders", "transform", database=database)
    run("analysis", "export", "--out", str(demo.out.parent), database=database)
    assert digests() == before
    assert set(demo.rows(oids)) == tables
