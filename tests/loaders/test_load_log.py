"""What the log tells beside the cells, the warnings as facts, and tables of older versions."""

from collections.abc import Callable
from typing import Any

import numpy as np
import psycopg
import pytest
from affine import Affine

from loaders.load import LoadReport
from loaders.warning import _SENTENCES, Kind, LoadWarning
from sinkbase.errors import SinkbaseError
from tests.world import LEFT, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]


@pytest.fixture
def npp(world: World) -> World:
    world.raster("npp.tif", np.full((3, 4), 50.0))
    world.layers["npp"] = {
        "path": "npp.tif", "unit": "gC/m2/a", "year": 2014, "note": "Drawn.", "note_zh": "手绘。",
        "licence": "CC BY 4.0",
    }  # fmt: skip
    world.region["year"] = 2015
    return world


def told(database: psycopg.Connection) -> list[Any]:
    return database.execute(
        "select layer, year, kind, note, note_zh, licence from drawn_raw.load_log order by layer"
    ).fetchall()


def test_year_kind_notes_and_licence_of_each_source_are_told(
    npp: World, load: Load, database: psycopg.Connection
) -> None:
    load()
    words = (2014, "observed", "Drawn", "手绘", "CC BY 4.0")
    assert told(database) == [("npp", *words), ("npp_origin", *words)]
    assert database.execute("select year from drawn_raw.grid").fetchone() == (2015,)


def test_a_changed_label_is_told_without_loading_again(
    npp: World, load: Load, database: psycopg.Connection
) -> None:
    load()
    before = database.execute(
        "select loaded_at, fingerprint from drawn_raw.load_log where layer = 'npp'"
    ).fetchone()
    npp.layers["npp"] |= {"year": 2020, "note": "Drawn anew", "note_zh": "", "licence": "ODbL"}
    npp.region["year"] = 2021
    assert load().loaded == ()
    words = (2020, "observed", "Drawn anew", "", "ODbL")
    assert told(database) == [("npp", *words), ("npp_origin", *words)]
    assert database.execute("select year from drawn_raw.grid").fetchone() == (2021,)
    after = database.execute(
        "select loaded_at, fingerprint from drawn_raw.load_log where layer = 'npp'"
    ).fetchone()
    assert after[0] == before[0]
    assert after[1] != before[1]  # or else the results would go on to tell the old words
    del npp.layers["npp"]["year"], npp.region["year"]
    load()
    assert told(database)[0] == ("npp", None, *words[1:])
    assert database.execute("select year from drawn_raw.grid").fetchone() == (None,)


def test_points_and_polygons_have_no_pixels(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    from tests.world import BOX

    world.polygons("veg.gpkg", [BOX], {"code": ["3"]})
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "code"}
    load()
    row = database.execute(
        "select pixel_m, resampling, land_use_codes from drawn_raw.load_log"
    ).fetchone()
    assert row == (None, "largest share", None)


# warnings


def facts(database: psycopg.Connection) -> list[Any]:
    return database.execute(
        "select layer, source_number, kind, cells, share_percent, value, details "
        "from drawn_raw.load_warning order by layer, kind"
    ).fetchall()


def test_cells_without_a_value_are_a_fact_and_go_when_they_are_filled(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    world.raster("pop.tif", [[1, 1, 1, -1]] * 3, nodata=-1)
    world.layers["population"] = {"path": "pop.tif", "measure": "density"}
    load()
    assert facts(database) == [("population_density", None, "missing_cells", 3, 75.0, None, {})]
    said = database.execute("select warnings from drawn_raw.load_log").fetchone()
    assert said == (
        ["population_density: 75.00 % of the region's cells have a value; 3 cells without stay "
         "missing in all results"],
    )  # fmt: skip
    world.raster("pop.tif", np.ones((3, 4)), nodata=-1)
    load()
    assert facts(database) == []


def test_a_layer_that_left_takes_its_warnings_along(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    world.raster("pop.tif", [[1, 1, 1, -1]] * 3, nodata=-1)
    world.layers["population"] = {"path": "pop.tif", "measure": "density"}
    load()
    world.layers = {}
    load()
    assert facts(database) == []


@pytest.mark.parametrize(("pixel_m", "warned"), [(500, False), (501, True)])
def test_terrain_of_pixels_over_500_m_is_warned_of(
    world: World, load: Load, database: psycopg.Connection, pixel_m: int, warned: bool
) -> None:
    count = 4000 // pixel_m + 3
    heights = np.arange(count * count).reshape(count, count)
    corner = Affine(pixel_m, 0, LEFT, 0, -pixel_m, TOP)
    world.raster("dem.tif", heights, "int16", nodata=-1, transform=corner)
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    expected = [("slope", 1, "coarse_terrain", None, None, pixel_m, {})]
    assert facts(database) == (expected if warned else [])
    world.layers["slope"] = {"path": "dem.tif", "unit": "m"}  # a DEM of its own: the same rule
    load()
    assert facts(database) == (expected if warned else [])
    world.layers["slope"] = {"path": "dem.tif", "unit": "degree", "scale": 0.01}
    load()
    assert facts(database) == []


def soil(world: World, name: str, values: list[float], **keys: Any) -> dict[str, Any]:
    world.raster(name, np.stack([np.full((3, 4), v) for v in values]), nodata=-9999)
    return {"path": name, "kind": "properties"} | keys


def test_assumptions_of_a_soil_are_facts_of_its_source(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    world.layers["soil"] = soil(
        world, "soil.tif", [1.5, 20, 40],
        properties={"organic_carbon": 1, "clay": 2, "sand": 3}, inorganic_carbon="absent",
    )  # fmt: skip
    load()
    assert [row[:3] for row in facts(database)] == [
        ("soil", 1, "assumed_bulk_density"),
        ("soil", 1, "assumed_no_gravel"),
        ("soil", 1, "assumed_one_depth"),
    ]


def test_a_soil_of_which_all_is_given_has_no_assumption(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    names = ("organic_carbon", "carbonate", "bulk_density", "gravel")
    properties = {
        f"{depth}_{name}": 1 + 4 * (depth == "subsoil") + number
        for depth in ("topsoil", "subsoil") for number, name in enumerate(names)
    }  # fmt: skip
    world.layers["soil"] = soil(
        world, "soil.tif", [1.5, 2, 1.4, 5, 1, 2, 1.5, 5], properties=properties
    )
    load()
    assert facts(database) == []


def test_a_source_without_inorganic_carbon_beside_one_with_it_is_warned_of(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    given = {"organic_carbon": 1, "bulk_density": 2, "gravel": 3}
    first = soil(
        world, "a.tif", [1.5, 1.4, 0], properties=given, inorganic_carbon="absent"
    )  # fmt: skip
    second = soil(world, "b.tif", [1.5, 1.4, 0, 2], properties=given | {"carbonate": 4})
    world.layers["soil"] = [first, second]
    load()
    row = [row for row in facts(database) if row[2] == "source_without_inorganic_carbon"]
    assert [it[:4] for it in row] == [("soil", 1, "source_without_inorganic_carbon", 12)]


def test_a_fill_value_outside_the_region_that_nobody_declared_is_refused_and_then_named(
    world: World, load: Load, cells: Cells, database: psycopg.Connection
) -> None:
    """Pixels of 2 km; those east of the region hold -9999, which bilinear would mix in."""
    values = [[100, 100, -9999, -9999]] * 3
    world.raster("dem.tif", values, "int16", transform=Affine(2000, 0, LEFT, 0, -2000, TOP))
    world.layers["elevation"] = {"path": "dem.tif"}
    with pytest.raises(SinkbaseError, match=r"6 pixels .* are -9999.*Set nodata = -9999"):
        load()
    world.layers["elevation"]["nodata"] = -9999
    load()
    assert (cells("elevation") == 100).all()
    assert [row[2] for row in facts(database)] == ["coarse_terrain"]


def test_a_value_beyond_the_layers_range_after_the_resampling_is_missing_and_warned_of(
    world: World, load: Load, cells: Cells, database: psycopg.Connection
) -> None:
    """A cubic swings below 0 beside a step from 0 to 100 people."""
    values = np.zeros((5, 6))
    values[:, 3:] = 100
    corner = Affine(1500, 0, LEFT - 1800, 0, -1500, TOP + 1500)
    world.raster("pop.tif", values, transform=corner)
    world.layers["population"] = {
        "path": "pop.tif", "measure": "density", "resampling": "cubic",
    }  # fmt: skip
    load()
    found = cells("population_density")
    count = int(np.isnan(found).sum())
    assert count > 0
    assert np.nanmin(found) >= 0
    by_kind = {row[2]: row for row in facts(database)}
    assert by_kind["values_outside_range"][3:] == (
        count, None, None, {"lowest": 0, "highest": 200_000, "unit": "people/km2"},
    )  # fmt: skip
    assert by_kind["missing_cells"][3] == count


@pytest.mark.parametrize("cells", [1, 12])
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_sentence(kind: Kind, cells: int) -> None:
    details: dict[str, str | float] = {
        "lowest": 0.0, "highest": 9.0, "unit": "m", "property": "gravel", "first": "a",
        "second": "b", "codes": "46 Floodplain", "patterns": "Floodplain-saline-alkali land",
    }  # fmt: skip
    details |= {"own": "WGS 84", "given": "EPSG:2328", "text": "ell", "pixels": 40, "raw": "0"}
    told = LoadWarning(kind, "soil", 1, cells, 75.0, 1800.0, details).sentence
    assert not told.endswith(".")
    assert "{" not in told
    if "{cells}" in _SENTENCES[kind]:
        assert (f"{cells} cells " in told) == (cells != 1)


# tables of an older version


def test_a_region_loaded_by_an_older_version_is_brought_up_to_date(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    world.raster("lu.tif", np.full((3, 4), 31), "uint8")
    world.layers["land_use"] = {"path": "lu.tif"}
    load()
    for statement in (
        "drop table drawn_raw.land_use_share, drawn_raw.load_warning",
        "alter table drawn_raw.grid drop column year",
        "alter table drawn_raw.load_log drop column year, drop column kind, drop column note_zh, "
        "drop column licence, drop column pixel_m, drop column land_use_codes",
        "update drawn_raw.load_log set layer = 'land_use_fine' where layer = 'land_use_share'",
        "update drawn_raw.load_log set fingerprint = split_part(fingerprint, ':', 1)",
        "create table drawn_raw.land_use_fine as table drawn_raw.land_use",
        "comment on column drawn_raw.grid.region is 'Fingerprint of an older version'",
    ):
        database.execute(statement)
    report = load()
    assert report.dropped == ("land_use_fine",)
    assert set(report.loaded) == {"land_use", "land_use_share"}
    gone = database.execute("select to_regclass('drawn_raw.land_use_fine')").fetchone()
    assert gone == (None,)
    assert [row[0] for row in told(database)] == ["land_use", "land_use_share"]
    assert load().loaded == ()
