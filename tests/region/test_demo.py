"""The demonstration region, end to end: every raster against plain numpy, every file read back."""

import csv
import hashlib

import numpy as np
import pytest
import rasterio

from tests.region.conftest import run
from tests.region.independent import results

BANDS = {"temperature": 12, "precipitation": 12, "soil": 4}
LAYERS = (
    "inside", "elevation", "slope", "land_use", "population_density", "npp", "vegetation", *BANDS
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
    return results(raw_layers(demo))


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
        "importance_level",
    ],
)  # fmt: skip
def test_a_result_agrees_with_plain_numpy_in_every_cell(demo, expected, name):
    agree(demo, expected, name)


def test_the_file_of_a_result_holds_what_the_database_holds(demo):
    names = sorted(path.stem for path in (demo.out / "rasters").glob("*.tif"))
    assert len(names) == 17
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
