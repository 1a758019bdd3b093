"""`make region` on single odd files: asked, said, or told; never guessed and never silent."""

import gzip
import json
import tomllib
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio.shutil
import shapely
from affine import Affine
from scipy.io import netcdf_file

from loaders.starter import codes, propose
from loaders.starter.look.inventory import DataSet, data_sets
from loaders.starter.write import write_proposal
from sinkbase.errors import SinkbaseError
from sinkbase.region.files import resolve
from sinkbase.region.settings import read_region
from tests.world import BOX, LEFT, SIZE, TOP, World

LOCAL = (
    'LOCAL_CS["WGS 84 / Albers",UNIT["metre",1,AUTHORITY["EPSG","9001"]],'
    'AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
)
YEAR = [-10, -4, 5, 14, 19, 23, 25, 24, 18, 10, 0, -8]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def text_of(world: World, **more: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", ResourceWarning)
        return propose("mine", world.data, **more).text


def layer(world: World, name: str, **more: str) -> dict[str, Any]:
    return tomllib.loads(text_of(world, **more))["layers"][name]


def netcdf(world: World, name: str, variables: dict[str, tuple[str, Any]], start: str) -> None:
    """Variables (unit, one value a month) on 4 x 3 pixels of some 0.01 degrees over the county."""
    with netcdf_file(str(world.data / name), "w") as file:
        months = len(next(iter(variables.values()))[1])
        axes = {
            "time": (f"months since {start}", np.arange(float(months))),
            "lat": ("degrees_north", 41.55 - 0.05 * (np.arange(10) + 0.5)),
            "lon": ("degrees_east", 78.0 + 0.05 * (np.arange(10) + 0.5)),
        }
        for axis, (units, values) in axes.items():
            file.createDimension(axis, len(values))
            made = file.createVariable(axis, "f8", (axis,))
            made.units, made[:] = units, values
        for variable, (units, values) in variables.items():
            made = file.createVariable(variable, "f4", ("time", "lat", "lon"))
            made.units = units
            made[:] = np.asarray(values, float)[:, None, None]


# legends


@pytest.mark.parametrize(
    ("name", "seen", "named"),
    [
        ("landcover.tif", (1, 2, 4, 5, 7), ["IGBP", "CLCD", "Esri", "FROM-GLC"]),
        ("lc.tif", (1, 2, 3, 4, 5, 6), ["CNLUCC's first level", "IGBP", "CLCD", "FROM-GLC"]),
        ("lc.tif", (10, 20, 30, 80), ["GlobeLand30", "ESA WorldCover", "FROM-GLC"]),
        ("lc.tif", (11, 12, 51, 52), ["CNLUCC", "FROM-GLC's second level", "GLC_FCS30"]),
        ("lc.tif", (21,), ["CNLUCC", "FROM-GLC's second level"]),
    ],
)
def test_codes_of_several_legends_are_asked_for_naming_all(
    world: World, name: str, seen: tuple[int, ...], named: list[str]
) -> None:
    world.raster(name, np.resize(seen, (3, 4)), "uint8", nodata=0)
    text = text_of(world)
    assert tomllib.loads(text)["layers"]["land_use"]["legend"] == "?"
    (question,) = (line for line in text.splitlines() if line.startswith("legend = "))
    assert all(product in question for product in named), question


def test_a_product_is_told_by_name_and_classes_together(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = "".join(f"{code},21\n" for code in range(1, 10))
    for stem in ("clcd", "esri", "igbp"):
        (tmp_path / f"{stem}.csv").write_text(f"code,cnlucc_code\n{rows}")
    monkeypatch.setattr(codes, "SHIPPED", tmp_path)
    monkeypatch.setattr("loaders.raster.values.legends.SHIPPED", tmp_path)
    found = {}
    for name in ("CLCD_v01_2015.tif", "landcover.tif", "CLCD_other.tif"):
        seen = (1, 2, 3, 9) if "other" not in name else (1, 2, 30)
        path = world.raster(name, np.resize(seen, (3, 4)), "uint8", nodata=0)
        found[name] = layer(world, "land_use")["legend"]
        path.unlink()
    assert found == {"CLCD_v01_2015.tif": "clcd", "landcover.tif": "?", "CLCD_other.tif": "?"}


@pytest.mark.parametrize(
    ("name", "seen", "legend"),
    [
        ("lucc_2015.tif", (1, 2, 3, 4, 5, 6), "?"),  # a word for land covers of any kind
        ("cnlucc_2015.tif", (1, 2, 3, 4, 5, 6), "cnlucc1"),
        ("cnlucc_2015.tif", (12, 21, 33), "cnlucc"),
        ("MCD12Q1_2015.tif", (1, 7, 10), "igbp"),
        ("MCD12Q1_LC_Type2_2015.tif", (1, 7, 10), "?"),  # the scheme of Maryland
        ("CLCD_v01_2015_albert.tif", (1, 2, 8), "clcd"),
        ("ESA_WorldCover_10m_2020.tif", (10, 30, 60), "worldcover"),
        ("n44_40_2020lc030.tif", (10, 30, 60), "globeland30"),
        ("landcover_1.tif", (10, 30, 95), "worldcover"),  # mangroves are no other's class
    ],
)
def test_shipped_legends_are_told_by_names_or_classes(
    world: World, name: str, seen: tuple[int, ...], legend: str
) -> None:
    world.raster(f"lc/{name}", np.resize(seen, (3, 4)), "uint8", nodata=0)
    assert layer(world, "land_use")["legend"] == legend


def test_codes_of_a_vegetation_raster_prove_nothing(world: World) -> None:
    world.raster("veg.tif", np.resize((1, 2, 3, 13), (3, 4)), "uint8", nodata=0)
    assert layer(world, "vegetation")["legend"] == "?"


# every question at once


@pytest.mark.parametrize("crs", [None, LOCAL])
def test_a_file_without_a_place_asks_for_its_unit_as_well(world: World, crs: str | None) -> None:
    world.raster("prec.tif", np.full((12, 3, 4), 160), "int16", nodata=-1, crs=crs)
    found = layer(world, "precipitation")
    assert found == {"path": "prec.tif", "crs": "?", "unit": "?", "scale": "?"}


def test_a_file_without_a_place_asks_for_its_legend_as_well(world: World) -> None:
    world.raster("lucc.tif", np.resize((1, 2, 3, 4), (3, 4)), "uint8", nodata=0, crs=None)
    assert layer(world, "land_use") == {"path": "lucc.tif", "crs": "?", "legend": "?"}


def test_bands_fill_and_place_are_asked_for_together(world: World) -> None:
    values = np.full((2, 3, 4), 12.5)
    values[:, 0, 0] = -9999
    world.raster("pop.tif", values, crs=None)
    assert layer(world, "population") == {
        "path": "pop.tif", "crs": "?", "bands": "?", "nodata": "?", "measure": "?",
    }  # fmt: skip


# units that change numbers


@pytest.mark.parametrize(
    ("month", "expected"),
    [(16.0, "mm"), (11.0, "mm"), (5.0, "?"), (2.0, "?")],  # 5 mm a day are 1,800 mm a year
)
def test_millimetres_a_day_and_a_month_are_told_by_the_year_or_asked(
    world: World, month: float, expected: str
) -> None:
    world.raster("prec.tif", np.full((12, 3, 4), month), nodata=-1)
    assert layer(world, "precipitation")["unit"] == expected


@pytest.mark.parametrize(
    ("name", "measure"),
    [("county_pop.tif", "?"), ("pop_count_2015.tif", "count"), ("chn_pd_2015.tif", "?")],
)
def test_a_county_is_no_count(world: World, name: str, measure: str) -> None:
    world.raster(f"pop/{name}", np.full((3, 4), 12.5))
    found = layer(world, "population")["measure"]
    assert found == (measure if name != "chn_pd_2015.tif" else "density")


@pytest.mark.parametrize(
    ("unit", "values", "expected"),
    [
        ("K", [value + 273.15 for value in YEAR], {"unit": "K"}),
        ("0.1 degC", [value * 10 for value in YEAR], {"unit": "degC", "scale": 0.1}),
        ("degC", [value * 100 for value in YEAR], {"unit": "?", "scale": "?"}),  # it is not
    ],
)
def test_a_unit_that_the_file_names_is_taken_when_it_can_be(
    world: World, unit: str, values: list[float], expected: dict[str, Any]
) -> None:
    netcdf(world, "tmp_2015.nc", {"tmp": (unit, values)}, "2015-01-01")
    found = layer(world, "temperature")
    assert found == {"path": "tmp_2015.nc", "year": 2015, "crs": "?"} | expected


# years and months


def test_years_within_one_file_are_asked_for_and_named(world: World) -> None:
    netcdf(world, "tmp_2015_2017.nc", {"tmp": ("degC", YEAR * 3)}, "2015-01-01")
    text = text_of(world)
    assert tomllib.loads(text)["layers"]["temperature"]["bands"] == "?"
    assert "2016: bands = [13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]" in text
    assert "MISSING: monthly mean temperature" not in text


def test_of_twenty_four_files_the_newest_year_is_proposed(world: World) -> None:
    for year in (2014, 2015):
        for month, mean in enumerate(YEAR, 1):
            world.raster(f"t/tmp_{year}_{month}.tif", np.full((3, 4), mean + 0.5))
    assert layer(world, "temperature") == {
        "path": "t/tmp_2015_*.tif", "year": 2015, "unit": "degC",
    }  # fmt: skip


def test_years_in_folders_are_years_too(world: World) -> None:
    for year in (2013, 2014, 2015):
        for month, mean in enumerate(YEAR, 1):
            world.raster(f"tmp/{year}/m{month:02}.tif", np.full((3, 4), mean + 0.5))
    text = text_of(world)
    assert tomllib.loads(text)["layers"]["temperature"]["path"] == "tmp/2015/m*.tif"
    assert "# 3 years lie here (2013 to 2015)" in text


def test_the_newest_year_that_cannot_be_read_costs_nothing(world: World) -> None:
    for year in (2014, 2015):
        world.raster(f"npp_{year}.tif", np.full((3, 4), 250.5))
    (world.data / "npp_2015.tif").write_bytes(b"")
    text = text_of(world)
    assert tomllib.loads(text)["layers"]["npp"]["path"] == "npp_2014.tif"
    assert "found, not used: npp_2015.tif: the file is empty" in text


def test_months_by_name_are_a_series(world: World) -> None:
    for name, mean in zip(MONTHS, YEAR, strict=True):
        world.raster(f"tmp_{name}.tif", np.full((3, 4), mean + 0.5))
    assert layer(world, "temperature") == {"path": "tmp_*.tif", "unit": "degC"}


def test_files_that_are_no_whole_year_are_named_with_the_reason(world: World) -> None:
    for month, mean in enumerate(YEAR[:11], 1):
        world.raster(f"tmp_{month}.tif", np.full((3, 4), mean + 0.5))
    text = text_of(world)
    assert "found, not used: tmp_*.tif: 11 raster(s) of 1 band(s); the twelve months" in text
    assert "NOT USABLE: monthly mean temperature: of 1 found by name none can be used" in text


# what lies within files


def test_the_variable_of_a_layer_is_told_from_its_neighbours(world: World) -> None:
    variables = dict.fromkeys(("tmp", "tmn", "tmx"), ("degC", YEAR))
    netcdf(world, "cru.nc", variables, "2015-01-01")
    assert layer(world, "temperature") == {
        "path": "cru.nc", "variable": "tmp", "year": 2015, "crs": "?", "unit": "degC",
    }  # fmt: skip


def test_one_file_may_hold_two_layers(world: World) -> None:
    netcdf(world, "era5.nc", {"t2m": ("K", [v + 273 for v in YEAR]), "tp": ("mm", [16] * 12)},
           "2015-01-01")  # fmt: skip
    assert layer(world, "temperature")["variable"] == "t2m"
    assert layer(world, "precipitation")["variable"] == "tp"


def test_variables_of_which_none_speaks_are_asked_for(world: World) -> None:
    netcdf(world, "tmp.nc", {"a": ("", YEAR), "b": ("", YEAR)}, "2015-01-01")
    text = text_of(world)
    assert tomllib.loads(text)["layers"]["temperature"] == {
        "path": "tmp.nc", "variable": "?", "unit": "?",
    }  # fmt: skip
    assert "which of a, b" in text


def test_a_raster_with_a_header_beside_it_is_one(world: World) -> None:
    path = world.raster("source.tif", np.full((3, 4), 900), "int16", nodata=-1)
    rasterio.shutil.copy(path, world.data / "dem.dat", driver="ENVI")
    path.unlink()
    assert layer(world, "elevation") == {"path": "dem.dat", "unit": "m"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("dem.tif.gz", gzip.compress(b"x", mtime=0), "packed: unpack it"),
        ("dem.rar", b"Rar!", "packed: unpack it"),
        ("dem.dat", b"1 2 3", "no header (.hdr) lies beside it"),
        ("dem.png", b"\x89PNG", "a picture"),
        ("hwsd.xls", b"\xd0\xcf\x11\xe0", "a workbook of old Excel: save it as XLSX or CSV"),
        ("dem.zip", b"PK\3\4 cut off", "the zip is damaged or cut off"),
        ("dem.hdf", b"\x0e\x03\x13\x01 cut", "HDF4 file is damaged or cut off"),
        ("dem.grib", b"GRIB", "not a raster that GDAL can read"),
        ("dem.nc", b"CDF\1", "the NetCDF is damaged or cut off"),
        ("dem.asc", b"", "the file is empty"),
        ("dem_contours.tif", b"", "its name speaks of relief"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_reason(
    world: World, name: str, content: bytes, said: str
) -> None:
    (world.data / name).write_bytes(content)
    text = text_of(world)
    (told,) = (line for line in text.splitlines() if line.startswith(f"# found, not used: {name}"))
    assert said in told
    assert "MISSING: mean elevation" not in text or name == "hwsd.xls"


def test_a_picture_in_colours_is_no_elevation(world: World) -> None:
    values = np.full((3, 3, 4), 120)
    world.raster("dem.tif", values, "uint8", photometric="RGB")
    text = text_of(world)
    assert "found, not used: dem.tif: a picture in colours (3 bands)" in text


def test_contours_are_no_raster(world: World) -> None:
    world.polygons("高程.shp", [shapely.LineString(BOX.exterior)], {"h": [1000]})
    text = text_of(world)
    assert "found, not used: 高程.shp: it is a vector; a raster would be used" in text


# names


@pytest.mark.parametrize(
    "folder", ["DEM [30m]", "数 字 高程", "dem (1)", "dem*", "d?em dem", "dem{a}"]
)
def test_what_is_proposed_is_found_whatever_the_folder_is_called(world: World, folder: str) -> None:
    for column in (0, 1):
        place = Affine(SIZE, 0, LEFT + 2 * SIZE * column, 0, -SIZE, TOP)
        world.raster(
            f"{folder}/n_{column}.tif", np.full((3, 2), 900), "int16", transform=place, nodata=-1
        )
    world.text("demo/n_7.tif", "another folder that d?em* would mean")
    world.layers["elevation"] = layer(world, "elevation")
    (source,) = read_region(world.write()).layers["elevation"]
    assert [path.name for path in resolve(source, world.data)] == ["n_0.tif", "n_1.tif"]
    world.layers["elevation"]["path"] = f"{folder}/*.tif"  # as people write it
    (source,) = read_region(world.write()).layers["elevation"]
    assert [path.name for path in resolve(source, world.data)] == ["n_0.tif", "n_1.tif"]


def test_brackets_in_files_names_mean_themselves(world: World) -> None:
    for column in (0, 1):
        place = Affine(SIZE, 0, LEFT + 2 * SIZE * column, 0, -SIZE, TOP)
        world.raster(f"dem[1]_{column}.tif", np.full((3, 2), 9), "int16", transform=place, nodata=0)
    world.layers["elevation"] = layer(world, "elevation")
    (source,) = read_region(world.write()).layers["elevation"]
    assert len(resolve(source, world.data)) == 2


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        ("raster", "county_dem.tif", "elevation"),
        ("raster", "admin/wensu_county_npp.tif", "npp"),
        ("raster", "border.tif", None),
        ("vector", "county_roads.shp", "roads"),
        ("vector", "行政区道路.shp", "roads"),
        ("vector", "roads/rivers.shp", "rivers"),
        ("vector", "河南省县界.shp", "boundary"),
        ("vector", "乡镇界.shp", "townships"),
        ("vector", "铁路.shp", "railways"),
        ("raster", "temperature_max_2015.tif", "extremes"),
        ("raster", "ndvi.tif", "other vegetation"),
        ("raster", "pre_dem.tif", "elevation"),
        ("raster", "河南省土地利用.tif", "land_use"),
    ],
)
def test_a_name_of_several_words(kind: Any, path: str, expected: str | None) -> None:
    assert DataSet(kind, path, ()).layer == expected


def test_a_file_that_speaks_of_another_layer_is_no_missing_one(world: World) -> None:
    world.raster("temp_dem.tif", np.full((3, 4), 900), "int16", nodata=-1)
    text = text_of(world)
    assert "found, not used: temp_dem.tif: its name speaks of temperature" in text
    assert "MISSING: mean elevation" not in text


# vectors


def test_rivers_are_no_roads(world: World) -> None:
    line = shapely.LineString([(LEFT, TOP), (LEFT + SIZE, TOP - SIZE)])
    world.polygons("roads/rivers.shp", [line], {"name": ["x"]})
    text = text_of(world)
    assert "roads" not in tomllib.loads(text)["layers"]
    assert "found, not used: roads/rivers.shp: its name speaks of rivers" in text


def test_of_layers_of_lines_the_roads_are_told_by_name(world: World) -> None:
    line = shapely.LineString([(LEFT, TOP), (LEFT + SIZE, TOP - SIZE)])
    world.polygons("roads.gpkg", [line], {"name": ["x"]}, layer="rivers")
    world.polygons("roads.gpkg", [line], {"name": ["x"]}, layer="roads", append=True)
    assert layer(world, "roads") == {"path": "roads.gpkg", "layer": "roads"}
    world.polygons("roads.gpkg", [line], {"name": ["x"]}, layer="tracks", append=True)
    assert layer(world, "roads")["layer"] == "?"


def test_lines_of_all_kinds_ask_which_are_roads(world: World) -> None:
    line = shapely.LineString([(LEFT, TOP), (LEFT + SIZE, TOP - SIZE)])
    world.polygons("osm_roads.gpkg", [line] * 2, {"highway": ["a", ""], "waterway": ["", "b"]})
    assert layer(world, "roads")["where"] == {"highway": "?"}


def test_a_layer_of_vegetation_without_its_attributes_says_so(world: World) -> None:
    world.polygons("veg.shp", [BOX], {"a": ["x"]})
    (world.data / "veg.dbf").unlink()
    text = text_of(world)
    assert "found, not used: veg.shp: veg.dbf, which holds the attributes, is missing" in text


# the boundary


def counties(world: World, name: str, **options: Any) -> None:
    (world.data / "boundary.gpkg").unlink(missing_ok=True)
    west = shapely.box(LEFT, TOP - SIZE, LEFT + SIZE, TOP)
    fields = {
        "OBJECTID": [1, 2], "Shape_Leng": [4.0, 8.0], "Shape_Area": [1.0, 2.0],
        "NAME": ["温宿县", "库车市"], "PAC": [652922, 652902],
    }  # fmt: skip
    world.polygons(name, [west, BOX], fields, **options)


def boundary(world: World, **more: str) -> dict[str, Any]:
    return tomllib.loads(text_of(world, **more))["boundary"]


def test_codes_and_names_come_before_what_a_gis_counts(world: World) -> None:
    counties(world, "county.gpkg")
    text = text_of(world)
    assert "# 2 feature(s); PAC, NAME, OBJECTID: 652922 温宿县 1; 652902 库车市 2" in text
    assert tomllib.loads(text)["boundary"]["where"] == {"PAC": "?"}


def test_a_county_is_chosen_by_its_name_in_gbk(world: World) -> None:
    counties(world, "county.shp", encoding="gbk")
    (world.data / "county.cpg").unlink()
    found = boundary(world, where="NAME=温宿县")
    assert found["where"] == {"NAME": "温宿县"}
    assert found["encoding"] == "gbk"


def test_layers_that_may_be_the_boundary_are_asked_for(world: World) -> None:
    world.polygons("boundary.gpkg", [BOX.buffer(9000)], {"name": ["x"]}, layer="prefecture")
    world.polygons("boundary.gpkg", [BOX], {"name": ["y"]}, layer="county", append=True)
    found = boundary(world)
    assert found["layer"] == "?"
    assert boundary(world, where="name=y") == {
        "path": "boundary.gpkg", "where": {"name": "y"}, "layer": "county",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["county.gdb", "县界.kml", "county.zip"])
def test_a_boundary_in_any_file_is_found(world: World, name: str) -> None:
    if name.endswith("zip"):
        counties(world, "x.shp")
        with zipfile.ZipFile(world.data / name, "w") as archive:
            for path in world.data.glob("x.*"):
                archive.write(path, path.name)
                path.unlink()
    elif name.endswith("kml"):
        (world.data / "boundary.gpkg").unlink()
        square = [shapely.box(80.5, 41.495, 80.51, 41.505)]
        world.polygons(name, square, {"Name": ["x"]}, crs="EPSG:4326", driver="LIBKML")
    else:
        counties(world, name)
    assert boundary(world)["path"] == name


def test_a_candidate_that_cannot_be_read_costs_nothing(world: World) -> None:
    world.text("county_old.shp", "no shapefile")
    text = text_of(world)
    assert tomllib.loads(text)["boundary"]["path"] == "boundary.gpkg"
    assert "found, not used: " in text
    assert "county_old.shx, which holds the index of its features, is missing beside it" in text


def test_rings_that_are_open_are_asked_for(world: World) -> None:
    (world.data / "boundary.gpkg").unlink()
    ring = [[80.0, 41.0], [80.1, 41.0], [80.1, 41.1], [80.0, 41.1]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"name": "x"}, "geometry": shape}
    world.text("county.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert boundary(world)["close_rings"] == "?"


def test_a_boundary_without_a_system_asks_for_it(world: World) -> None:
    counties(world, "county.gpkg", crs=LOCAL)
    found = tomllib.loads(text_of(world))
    assert (found["boundary"]["crs"], found["region"]["crs"]) == ("?", "?")


def test_points_are_no_boundary(world: World) -> None:
    (world.data / "boundary.gpkg").unlink()
    world.polygons("county.gpkg", [shapely.Point(LEFT, TOP)], {"name": ["seat"]})
    with pytest.raises(SinkbaseError, match=r"polygons were expected, it has Point.*BOUNDARY=file"):
        text_of(world)


# the folder


def test_the_parts_of_geodatabases_and_shapefiles_are_no_data_sets(world: World) -> None:
    counties(world, "county.gdb")
    world.polygons("veg.shp", [BOX], {"a": ["x"]})
    (world.data / "__MACOSX").mkdir()
    (world.data / "__MACOSX" / "dem.tif").touch()
    assert {item.path for item in data_sets(world.data)} == {"county.gdb", "veg.shp"}


def test_every_file_in_a_folder_may_be_broken(world: World) -> None:
    """Names of all layers and suffixes with nothing, or nonsense, in them."""
    random = np.random.default_rng(1)
    words = ("dem", "slope", "lucc", "npp", "tmp", "pre", "pop", "veg", "hwsd", "road")
    suffixes = (".tif", ".nc", ".hdf", ".zip", ".mdb", ".grib", ".dat", ".bil", ".shp", ".gpkg",
                ".geojson", ".kml", ".csv", ".xlsx", ".vrt", ".asc", ".gml", ".dbf")  # fmt: skip
    for number, word in enumerate(words):
        for suffix in suffixes:
            content = b"" if number % 3 == 0 else random.bytes(200)
            (world.data / f"{word}{suffix}").write_bytes(content)
    text = text_of(world)
    assert tomllib.loads(text)["boundary"]["path"] == "boundary.gpkg"
    assert "found, not used: npp.tif" in text


def test_what_was_not_used_is_said_on_the_screen(world: World) -> None:
    (world.data / "npp_2016.tif").write_bytes(b"II*\0 cut off")
    lines: list[str] = []
    write_proposal("mine", world.data, lambda: propose("mine", world.data), lines.append,
                   world.file.parent)  # fmt: skip
    (told,) = (line.strip() for line in lines if "npp_2016" in line)
    assert told.startswith("found, not used: npp_2016.tif: not a raster that GDAL can read")
