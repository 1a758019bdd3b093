"""What is refused at the command line: message, exit code 2, nothing written.

The fixture `refusal` checks the exit code, that no traceback shows and that no schema appears.
"""

from collections.abc import Callable

import numpy as np
import psycopg
import pytest
import shapely
from affine import Affine

from tests.world import LEFT, SIZE, TOP, World

Refusal = Callable[[], str]
FAR = Affine(SIZE, 0, LEFT + 500_000, 0, -SIZE, TOP)


def heights(world: World, values: object = 500, dtype: str = "int16", **options: object) -> None:
    options = {"nodata": -32768} | options
    world.raster("dem.tif", np.full((3, 4), values), dtype, **options)  # type: ignore[arg-type]
    world.layers["elevation"] = {"path": "dem.tif"}


def year(world: World, values: object, dtype: str = "float32", **options: object) -> None:
    world.raster("year.tif", np.full((12, 3, 4), values), dtype, **options)  # type: ignore[arg-type]


# files


def test_a_missing_file(world: World, refusal: Refusal) -> None:
    heights(world)
    world.layers["elevation"]["path"] = "dom.tif"
    said = refusal()
    assert "dom.tif: there is no such file. Did you mean 'dem.tif'?" in said
    assert "correct path or DATA=" in said


def test_a_pattern_that_no_file_fits(world: World, refusal: Refusal) -> None:
    world.layers["elevation"] = {"path": "dem/*.tif"}
    assert "dem/*.tif: no file fits this pattern." in refusal()


def test_a_data_folder_that_is_not_there(world: World, refusal: Refusal) -> None:
    heights(world)
    world.data = world.data.parent / "elsewhere"
    assert "elsewhere: there is no such folder (" in refusal()


def test_a_file_that_is_no_raster(world: World, refusal: Refusal) -> None:
    world.text("dem.tif", "a letter, not a raster")
    world.layers["elevation"] = {"path": "dem.tif"}
    assert "dem.tif: not a raster that GDAL can read" in refusal()


@pytest.mark.parametrize("share", [0.5, 0.02])
def test_a_truncated_file(world: World, refusal: Refusal, share: float) -> None:
    rng = np.random.default_rng(0)
    values = rng.integers(0, 3000, (300, 400))
    fine = Affine(10, 0, LEFT, 0, -10, TOP)
    path = world.raster("dem.tif", values, "int16", transform=fine, compress="deflate")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    world.layers["elevation"] = {"path": "dem.tif", "nodata": -32768}
    said = refusal()
    assert "dem.tif: " in said
    assert "cut off" in said
    assert f"{path.stat().st_size} bytes" in said


def test_a_raster_without_a_crs(world: World, refusal: Refusal) -> None:
    heights(world, crs=None)
    said = refusal()
    assert "dem.tif: the file has no coordinate system" in said
    assert 'for example crs = "EPSG:..."' in said


def test_a_raster_whose_rows_run_upwards(world: World, refusal: Refusal) -> None:
    heights(world, transform=Affine(SIZE, 0, LEFT, 0, SIZE, TOP - 3000))
    assert "its rows run from south to north" in refusal()


def test_a_band_that_is_not_there(world: World, refusal: Refusal) -> None:
    heights(world)
    world.layers["elevation"]["bands"] = 2
    assert "bands = [2], but the file has 1" in refusal()


# places


@pytest.mark.parametrize(
    ("crs", "words"),
    [
        ("EPSG:4326", "(WGS 84) is geographic: its cells would be degrees, not metres"),
        ("EPSG:2263", "measures in US survey foot"),
        ("EPSG:99999", "is not a coordinate system"),
        ("+proj=tmerc +lon_0=81 +x_0=500000", "has no EPSG code"),
    ],
)
def test_a_region_crs_that_is_not_projected_in_metres(
    world: World, refusal: Refusal, crs: str, words: str
) -> None:
    world.region["crs"] = crs
    said = refusal()
    assert words in said
    assert "drawn.toml: [region] crs" in said


def test_a_region_far_from_where_its_crs_is_made_for(world: World, refusal: Refusal) -> None:
    world.region["crs"] = "EPSG:32633"
    assert "is made for 12..18 E" in refusal()


def test_a_layer_that_misses_the_region(world: World, refusal: Refusal) -> None:
    heights(world, transform=FAR)
    said = refusal()
    assert "dem.tif: the file lies elsewhere: it covers x 1.49e+07..1.4904e+07" in said
    assert "the region is at x 1.44e+07" in said


def test_a_layer_without_any_value_in_the_region(world: World, refusal: Refusal) -> None:
    heights(world, -32768)
    assert "holds no value inside it" in refusal()


def test_a_layer_that_covers_under_one_percent(world: World, refusal: Refusal) -> None:
    world.region["cell_size_m"] = 100
    values = np.full((30, 40), -32768)
    values[0, :11] = 500
    fine = Affine(100, 0, LEFT, 0, -100, TOP)
    world.raster("dem.tif", values, "int16", transform=fine, nodata=-32768)
    world.layers["elevation"] = {"path": "dem.tif"}
    said = refusal()
    assert "the layer elevation covers 0.92 % of the region drawn" in said
    assert "At least 1 % was expected" in said


# months


@pytest.mark.parametrize(
    ("bands", "found"), [(11, "1 file with 11 bands"), (36, "1 file with 36 bands")]
)
def test_a_wrong_number_of_months_in_one_file(
    world: World, refusal: Refusal, bands: int, found: str
) -> None:
    world.raster("year.tif", np.full((bands, 3, 4), 5.0))
    world.layers["temperature"] = {"path": "year.tif"}
    said = refusal()
    assert f"the wrong number of months: found {found}" in said
    assert "bands = [1, 2, ..., 12]" in said


def test_a_wrong_number_of_monthly_files(world: World, refusal: Refusal) -> None:
    for month in range(1, 12):
        world.raster(f"t_{month}.tif", np.full((3, 4), 5.0))
    world.layers["temperature"] = {"path": "t_*.tif"}
    assert "found 11 files with 1 bands. Expected 12 files" in refusal()


def test_months_that_do_not_lie_alike(world: World, refusal: Refusal) -> None:
    for month in range(1, 13):
        world.raster(f"t_{month}.tif", np.full((3, 4 if month < 12 else 5), 5.0))
    world.layers["temperature"] = {"path": "t_*.tif"}
    assert "t_12.tif: the month's raster (5 x 3, float32) does not lie like" in refusal()


# values


@pytest.mark.parametrize(
    ("dtype", "fill"),
    [("int16", -9999), ("int16", -32768), ("int16", 32767), ("uint16", 65535), ("uint8", 255)],
)
def test_an_integer_raster_without_nodata_whose_values_look_like_fill(
    world: World, refusal: Refusal, dtype: str, fill: int
) -> None:
    values = np.full((3, 4), 120)
    values[1, 1:3] = fill
    heights(world, values, dtype, nodata=None)
    said = refusal()
    assert f"2 pixels in and around the region are {fill}, which looks like a fill" in said
    assert f"Set nodata = {fill} for this layer" in said


def test_mod17_fill_codes_without_their_policy(world: World, refusal: Refusal) -> None:
    values = np.full((3, 4), 2000)
    values[0, 0] = 32766
    world.raster("npp.tif", values, "int16", nodata=32767)
    world.layers["npp"] = {"path": "npp.tif", "unit": "kgC/m2/a", "scale": 0.0001}
    said = refusal()
    assert "which MOD17 uses as fill codes" in said
    assert 'set codes = "mod17"' in said


@pytest.mark.parametrize(
    ("value", "settings", "advice"),
    [
        (-247, {}, "Are they tenths of a degree? Set scale = 0.1"),
        (288.0, {}, 'Are they kelvin? Set unit = "K"'),
        (15.0, {"unit": "K"}, 'Are they degrees Celsius already? Set unit = "degC"'),
        (2881, {}, 'Are they tenths of a kelvin? Set unit = "K" and scale = 0.1'),
    ],
)
def test_temperatures_that_cannot_be(
    world: World, refusal: Refusal, value: float, settings: dict[str, str], advice: str
) -> None:
    year(world, value)
    world.layers["temperature"] = {"path": "year.tif", **settings}
    said = refusal()
    assert "A monthly mean temperature lies within -70..60 degC" in said
    assert advice in said


@pytest.mark.parametrize(
    ("value", "settings", "advice"),
    [
        (0.32, {}, 'Are they kilograms? Set unit = "kgC/m2/a"'),
        (320.0, {"unit": "kgC/m2/a"}, 'Are they grams, not kilograms? Set unit = "gC/m2/a"'),
        (5200.0, {}, 'Are they MOD17 values? Set unit = "kgC/m2/a" and scale = 0.0001'),
    ],
)
def test_npp_in_another_unit(
    world: World, refusal: Refusal, value: float, settings: dict[str, str], advice: str
) -> None:
    world.raster("npp.tif", np.full((3, 4), value))
    world.layers["npp"] = {"path": "npp.tif", **settings}
    assert advice in refusal()


def test_elevations_in_decimetres(world: World, refusal: Refusal) -> None:
    heights(world, 21_000)
    said = refusal()
    assert "the values run from 21000 to 21000 m" in said
    assert 'Are they decimetres? Set unit = "dm"' in said


def test_a_float_raster_with_an_unnamed_fill_value(world: World, refusal: Refusal) -> None:
    values = np.full((3, 4), 500.0)
    values[2, 3] = -3.4e38
    heights(world, values, "float32", nodata=None)
    assert "region are -3.4e+38, which looks like a fill value" in refusal()


def test_soil_properties_as_fractions_taken_for_percent(world: World, refusal: Refusal) -> None:
    world.raster("soil.tif", np.stack([np.full((3, 4), v) for v in (0.01, 0.2, 0.4, 0.0)]))
    world.layers["soil"] = {
        "path": "soil.tif",
        "properties": {"organic_carbon": 1, "clay": 2, "sand": 3, "carbonate": 4},
    }
    assert "Are the properties mass fractions? Set fractions = true" in refusal()


# codes


def test_land_use_codes_that_the_legend_does_not_know(world: World, refusal: Refusal) -> None:
    world.raster("lu.tif", [[31, 31, 70, 70], [80, 31, 31, 70], [31] * 4], "uint8")
    world.layers["land_use"] = {"path": "lu.tif"}
    said = refusal()
    assert "cnlucc.csv does not know: 70 (3 pixels), 80 (1 pixels)" in said
    assert 'legend = "..."' in said


def test_a_land_use_fill_code(world: World, refusal: Refusal) -> None:
    world.raster("lu.tif", [[31, 31, 255, 31]] * 3, "uint8")
    world.layers["land_use"] = {"path": "lu.tif"}
    assert "Is 255 nodata? Then set nodata = 255." in refusal()


def test_vegetation_names_that_the_legend_does_not_know(world: World, refusal: Refusal) -> None:
    halves = [shapely.box(LEFT + x, TOP - 3000, LEFT + x + 2000, TOP) for x in (0, 2000)]
    world.polygons("veg.gpkg", halves, {"植被": ["高山垫状植被", "仙人掌荒漠"]})
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "植被"}
    said = refusal()
    assert "vegetation_zh.csv does not know: '仙人掌荒漠' (1 polygons)" in said


def test_a_vegetation_column_that_is_not_there(world: World, refusal: Refusal) -> None:
    world.polygons("veg.gpkg", [shapely.box(LEFT, TOP - 3000, LEFT + 4000, TOP)])
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "nam"}
    assert "there is no column 'nam'. Did you mean 'name'?" in refusal()


def test_a_legend_with_a_code_outside_the_project(world: World, refusal: Refusal) -> None:
    world.raster("lu.tif", np.full((3, 4), 1), "uint8")
    world.text("own.csv", "code,cnlucc_code\n1,99\n")
    world.layers["land_use"] = {"path": "lu.tif", "legend": "own.csv"}
    said = refusal()
    assert "own.csv: line 2, column cnlucc_code: '1' is given the code '99'. Expected" in said


def test_mapping_units_without_attributes(world: World, refusal: Refusal) -> None:
    world.raster("units.tif", [[1, 1, 2, 3], [3, 3, 1, 1], [1, 1, 1, 1]], "uint16", nodata=0)
    world.text(
        "hwsd.csv",
        "MU_GLOBAL,SHARE,T_OC,T_CACO3,T_REF_BULK_DENSITY,T_GRAVEL,"
        "S_OC,S_CACO3,S_REF_BULK_DENSITY,S_GRAVEL\n1,100,1,5,1.4,10,0.5,5,1.4,10\n",
    )
    world.layers["soil"] = {"path": "units.tif", "attributes": "hwsd.csv"}
    said = refusal()
    assert "mapping units without attributes in" in said
    assert "3 (3 pixels), 2 (1 pixels)" in said


def test_a_soil_table_without_carbonate(world: World, refusal: Refusal) -> None:
    world.raster("units.tif", np.full((3, 4), 1), "uint16", nodata=0)
    world.text("hwsd.csv", "MU_GLOBAL,SHARE,T_OC,T_REF_BULK_DENSITY\n1,100,1,1.4\n")
    world.layers["soil"] = {"path": "units.tif", "attributes": "hwsd.csv"}
    said = refusal()
    assert "hwsd.csv: the topsoil has no carbonate" in said
    assert 'inorganic_carbon = "absent"' in said


def test_a_soil_table_with_a_word_for_a_number(world: World, refusal: Refusal) -> None:
    world.raster("units.tif", np.full((3, 4), 1), "uint16", nodata=0)
    world.text("hwsd.csv", "MU_GLOBAL,SHARE,T_OC\n1,100,much\n")
    world.layers["soil"] = {"path": "units.tif", "attributes": "hwsd.csv"}
    assert "line 2, column T_OC: 'much' is not a number" in refusal()


# boundary


def test_an_invalid_boundary(world: World, refusal: Refusal) -> None:
    knot = [(LEFT, TOP), (LEFT + 4000, TOP - 3000), (LEFT + 4000, TOP), (LEFT, TOP - 3000)]
    world.polygons("boundary.gpkg", [shapely.Polygon(knot)])
    said = refusal()
    assert "boundary.gpkg: the polygon is invalid: Self-intersection" in said
    assert "ogr2ogr -makevalid" in said


def test_a_boundary_without_features(world: World, refusal: Refusal) -> None:
    world.text("boundary.geojson", '{"type": "FeatureCollection", "features": []}')
    world.boundary["path"] = "boundary.geojson"
    assert "boundary.geojson: " in (said := refusal())
    assert "the boundary is empty" in said


def test_a_boundary_filter_that_nothing_fits(world: World, refusal: Refusal) -> None:
    world.boundary["where"] = {"name": "Wensu"}
    said = refusal()
    assert "none of its 1 features has name = 'Wensu'. It has name: part 0" in said


def test_a_boundary_of_lines(world: World, refusal: Refusal) -> None:
    world.polygons("boundary.gpkg", [shapely.LineString([(LEFT, TOP), (LEFT + 1, TOP)])])
    assert "a feature is a LineString; polygons were expected" in refusal()


def test_a_missing_boundary_file(world: World, refusal: Refusal) -> None:
    world.boundary["path"] = "border.gpkg"
    assert "border.gpkg: the boundary's file is missing. Did you mean" in refusal()


def test_a_boundary_smaller_than_a_cell(world: World, refusal: Refusal) -> None:
    world.polygons("boundary.gpkg", [shapely.box(LEFT, TOP - 100, LEFT + 100, TOP)])
    assert "no centre of a cell of 1000 m lies within the boundary" in refusal()


# region file


@pytest.mark.parametrize("name", ["Wensu", "9wensu", "wen su", "温宿", "a" * 41, 'x"; drop'])
def test_a_region_name_that_is_no_identifier(world: World, refusal: Refusal, name: str) -> None:
    world.region["name"] = name
    assert "cannot name a database schema. Expected: a small letter" in refusal()


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("public", "county_public"),
        ("sinkbase", "county_sinkbase"),
        ("pg_county", "county_county"),
        ("wensu_raw", "county_wensu"),
        ("wensu_work", "county_wensu"),
    ],
)
def test_a_region_named_like_a_schema_of_others(
    world: World, refusal: Refusal, name: str, instead: str
) -> None:
    world.region["name"] = name
    told = refusal()
    assert f"{name!r} is taken: a region has the schemas <name>, <name>_raw" in told
    assert f"for example {instead!r}" in told


@pytest.mark.parametrize("schema", ["drawn", "drawn_work"])
def test_a_schema_of_others_that_has_the_regions_name(
    world: World, refusal: Refusal, shared_database: psycopg.Connection, schema: str
) -> None:
    shared_database.execute(f"create schema {schema}")
    try:
        told = refusal()
    finally:
        shared_database.execute(f"drop schema {schema}")
    assert f"the schema {schema} is there already and belongs to sinkbase, not to" in told
    assert f"alter schema {schema} owner to sinkbase_builder" in told


def test_a_region_named_by_a_word_of_sql(world: World, refusal: Refusal) -> None:
    world.region["name"] = "select"
    world.file = world.file.with_name("select.toml")
    assert "name = 'select' is a word of SQL itself" in refusal()


@pytest.mark.parametrize(
    ("table", "key", "guess"),
    [
        ("region", "cellsize", "Did you mean 'cell_size_m'?"),
        ("boundary", "file", "Known here: close_rings, crs, encoding, layer, path, where."),
        ("elevation", "resampl", "Did you mean 'resampling'?"),
        ("method", "npp_zero_code", "Did you mean 'npp_zero_codes'?"),
    ],
)
def test_an_unknown_key(world: World, refusal: Refusal, table: str, key: str, guess: str) -> None:
    heights(world)
    tables = {"elevation": world.layers["elevation"]}
    tables |= {name: getattr(world, name) for name in ("region", "boundary", "method")}
    tables[table][key] = 1
    said = refusal()
    assert f"unknown {'setting' if table == 'method' else 'key'} {key!r}" in said
    assert guess in said


def test_an_unknown_layer(world: World, refusal: Refusal) -> None:
    world.layers["elevations"] = {"path": "dem.tif"}
    assert "unknown layer 'elevations'. Did you mean 'elevation'?" in refusal()


def test_a_line_that_is_not_toml(world: World, refusal: Refusal) -> None:
    world.file.write_text('[region]\nname = "drawn"\ncrs = EPSG:2328\n')
    said = refusal()
    assert "drawn.toml: not a valid TOML file" in said
    assert "at line 3" in said


def test_a_region_file_that_is_not_there(world: World, refusal: Refusal) -> None:
    world.write().rename(world.file.with_name("drawns.toml"))
    world.write = lambda: world.file  # type: ignore[method-assign]
    assert "there is no such region file. Did you mean 'drawns'?" in refusal()


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("respiration_days", 90, "= 90 days is outside 1..31"),
        ("soil_components", "mean", "'mean' is not known"),
        ("npp_zero_codes", "all", "a whole number or a list of them was expected"),
        ("respiration_temperature", "0.09", "a number was expected"),
    ],
)
def test_a_setting_of_the_method_out_of_its_bounds(
    world: World, refusal: Refusal, setting: str, value: object, words: str
) -> None:
    world.method[setting] = value
    said = refusal()
    assert f"[method] {setting}" in said
    assert words in said


def test_population_that_does_not_say_what_it_counts(world: World, refusal: Refusal) -> None:
    world.raster("pop.tif", np.full((3, 4), 5.0))
    world.layers["population"] = {"path": "pop.tif"}
    assert 'people per pixel (measure = "count")?' in refusal()
