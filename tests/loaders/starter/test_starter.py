"""`make region`: what is told from the files is proposed, what cannot be told is asked."""

import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from affine import Affine
from pyproj import CRS

from loaders.starter import propose
from loaders.starter.look.inventory import DataSet, data_sets
from loaders.starter.look.zone import projected_crs
from loaders.starter.write import write_proposal
from sinkbase.demo import write_demo
from sinkbase.errors import SinkbaseError
from sinkbase.region.layers import LAYERS
from sinkbase.region.settings import read_region
from tests.world import BOX, LEFT, SIZE, TOP, World


def proposed(world: World, **more: str) -> dict[str, Any]:
    return tomllib.loads(propose("mine", world.data, **more).text)


def layer(world: World, name: str) -> dict[str, Any]:
    return proposed(world)["layers"][name]


def months(world: World, first: float, last: float, dtype: str = "int16", **options: Any) -> None:
    year = np.linspace(first, last, 12)[:, np.newaxis, np.newaxis]
    world.raster("temp.tif", np.broadcast_to(year, (12, 3, 4)), dtype, **options)


# names


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("dem/n40_e79.tif", "elevation"),
        ("CNLUCC_2015.tif", "land_use"),
        ("climate/tmp_2015.nc", "temperature"),
        ("climate/wc2.1_30s_prec_01.tif", "precipitation"),
        ("MOD17A3HGF_2015.tif", "npp"),
        ("chn_ppp_2015.tif", "population"),
        ("温宿县土地利用.tif", "land_use"),
        ("data/高程.tif", "elevation"),
        ("precision.tif", None),
        ("climate/bio_01.tif", None),
    ],
)
def test_a_name_says_which_layer_a_file_is(path: str, expected: str | None) -> None:
    assert DataSet("raster", path, ()).layer == expected


def test_files_that_differ_in_numbers_are_one_series_2_before_10(tmp_path: Path) -> None:
    for month in range(1, 13):
        (tmp_path / f"pre_2015_{month}.tif").touch()
    (series,) = data_sets(tmp_path)
    assert series.path == "pre_2015_*.tif"
    assert [file.stem.rsplit("_", 1)[1] for file in series.files][8:11] == ["9", "10", "11"]


def test_a_pattern_never_means_a_file_of_another_series(tmp_path: Path) -> None:
    for name in ("a_1.tif", "a_2.tif", "a_x.tif"):
        (tmp_path / name).touch()
    assert {item.path for item in data_sets(tmp_path)} == {"a_1.tif", "a_2.tif", "a_x.tif"}


# units


@pytest.mark.parametrize(
    ("low", "high", "dtype", "unit", "scale"),
    [
        (-15, 25, "float32", "degC", None),
        (-15, 25, "int16", "degC", None),
        (258, 298, "float32", "K", None),
        (-150, 250, "int16", "degC", 0.1),
        (2580, 2980, "int16", "K", 0.1),
        (-1500, 2500, "int16", "degC", 0.01),
        (-3, 3, "int16", "?", "?"),  # degrees, or tenths of them
        (9000, 9900, "int16", "?", "?"),  # nothing usual
    ],
)
def test_temperature_is_read_in_the_only_plausible_unit(
    world: World, low: float, high: float, dtype: str, unit: str, *, scale: object
) -> None:
    months(world, low, high, dtype, nodata=-32768)
    found = layer(world, "temperature")
    assert (found["unit"], found.get("scale")) == (unit, scale)


def test_a_scale_that_the_file_has_is_not_said_twice(world: World) -> None:
    months(world, -150, 250, nodata=-32768, scale=0.1)
    found = layer(world, "temperature")
    assert (found["unit"], "scale" in found) == ("degC", False)


@pytest.mark.parametrize(
    ("month", "dtype", "unit", "scale"),
    [
        (16, "float32", "mm", None),
        (160, "int16", "?", "?"),  # 1,920 mm a year, or 192
        (300, "int16", "mm", 0.1),  # 3,600 mm a year is no county
        (0.016, "float32", "?", "?"),  # metres, or a desert's millimetres
    ],
)
def test_precipitation_in_tenths_is_told_by_the_year_alone(
    world: World, month: float, dtype: str, unit: str, scale: object
) -> None:
    world.raster("prec.tif", np.full((12, 3, 4), month), dtype, nodata=-32768)
    found = layer(world, "precipitation")
    assert found["unit"] == unit
    assert scale == "?" or found.get("scale") == scale


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [
        (32766, "uint16", {"unit": "kgC/m2/a", "scale": 0.0001, "codes": "mod17"}),
        (250.5, "float32", {"unit": "gC/m2/a"}),
        (
            0.25,
            "float32",
            {"unit": "?", "scale": "?"},
        ),  # kg, tonnes, grams a day
        (0.01, "float32", {"unit": "kgC/m2/a"}),
        (2500, "int16", {"unit": "?", "scale": "?"}),  # grams, or MOD17 without its codes
        (9000, "int16", {"unit": "kgC/m2/a", "scale": 0.0001}),
    ],
)
def test_production(world: World, value: float, dtype: str, expected: dict[str, Any]) -> None:
    values = np.full((3, 4), value if value < 30000 else 900)
    values[0, 0] = value
    world.raster("npp.tif", values, dtype, nodata=-1 if dtype != "uint16" else 65535)
    found = layer(world, "npp")
    del found["path"]
    assert found == expected


@pytest.mark.parametrize(
    ("name", "measure"),
    [("gpw_density.tif", "density"), ("chn_ppp_2015.tif", "count"), ("population.tif", "?")],
)
def test_people_per_pixel_or_per_km2_is_never_guessed_from_values(
    world: World, name: str, measure: str
) -> None:
    world.raster(name, np.full((3, 4), 12.5))
    assert layer(world, "population")["measure"] == measure


# codes


@pytest.mark.parametrize(
    ("codes", "legend"),
    [((21, 33, 66), "cnlucc"), ((1, 7, 16), "igbp"), ((11, 12), "?"), ((10, 200), "?")],
)
def test_land_use_has_the_legend_that_alone_knows_its_codes(
    world: World, codes: tuple[int, ...], legend: str
) -> None:
    world.raster("landuse.tif", np.resize(codes, (3, 4)), "uint8", nodata=0)
    assert layer(world, "land_use")["legend"] == legend


def test_chinese_names_of_vegetation_are_found_by_column_and_encoding(world: World) -> None:
    fields = {"no": ["1", "2"], "类型": ["亚高山落叶阔叶灌丛", "温带丛生禾草典型草原"]}
    world.polygons("veg.shp", [BOX, BOX.buffer(-900)], fields, encoding="GBK")
    (world.data / "veg.cpg").unlink(missing_ok=True)
    found = layer(world, "vegetation")
    assert (found["column"], found["encoding"]) == ("类型", "gbk")


def test_values_that_no_legend_knows_are_a_question(world: World) -> None:
    world.polygons("vegetation.gpkg", [BOX], {"code": ["7"]})  # a subtype's number, or any number
    found = layer(world, "vegetation")
    assert (found["column"], found["legend"]) == ("?", "?")


# what is asked


def test_of_two_files_for_a_layer_none_is_chosen(world: World) -> None:
    for name in ("srtm.tif", "copernicus_dem.tif"):
        world.raster(name, np.full((3, 4), 900), "int16", nodata=-1)
    made = propose("mine", world.data).text
    assert tomllib.loads(made)["layers"]["elevation"] == {"path": "?"}
    assert '#     path = "srtm.tif"' in made or '# path = "srtm.tif"' in made


def test_of_many_years_the_newest_is_proposed_and_the_others_are_counted(world: World) -> None:
    for year in (2012, 2013, 2014, 2015):
        world.raster(f"npp_{year}.tif", np.full((3, 4), 250.5))
    made = propose("mine", world.data).text
    assert tomllib.loads(made)["layers"]["npp"] == {
        "path": "npp_2015.tif", "year": 2015, "unit": "gC/m2/a",
    }  # fmt: skip
    assert "# 4 years lie here (2012 to 2015): the newest that can be used is proposed" in made


def test_variants_over_one_another_are_no_mosaic(world: World) -> None:
    for number in (1, 2):
        world.raster(f"npp_v{number}.tif", np.full((3, 4), 250.5))
    assert layer(world, "npp") == {"path": "?"}


def test_tiles_beside_one_another_are_a_mosaic(world: World) -> None:
    for column in (0, 1):
        place = Affine(SIZE, 0, LEFT + 2 * SIZE * column, 0, -SIZE, TOP)
        world.raster(f"dem_{column}.tif", np.full((3, 2), 900), "int16", transform=place, nodata=-1)
    assert layer(world, "elevation")["path"] == "dem_*.tif"


def test_a_file_of_several_bands_asks_which_and_judges_none(world: World) -> None:
    world.raster("npp.tif", np.full((2, 3, 4), 250.5))
    assert layer(world, "npp") == {"path": "npp.tif", "bands": "?", "unit": "?"}


def test_a_fill_value_that_the_file_does_not_name_is_asked_for(world: World) -> None:
    values = np.full((3, 4), 900)
    values[0, 0] = -9999
    world.raster("dem.tif", values, "int16")
    found = layer(world, "elevation")
    assert (found["nodata"], found["unit"]) == ("?", "m")


def test_a_file_without_a_coordinate_system_asks_for_it(world: World) -> None:
    world.raster("dem.tif", np.full((3, 4), 900), "int16", crs=None)
    assert layer(world, "elevation")["crs"] == "?"


def test_a_file_elsewhere_is_passed_over_and_named(world: World) -> None:
    far = Affine(SIZE, 0, LEFT + 500_000, 0, -SIZE, TOP)
    world.raster("dem.tif", np.full((3, 4), 900), "int16", transform=far, nodata=-1)
    made = propose("mine", world.data).text
    assert "found, not used: dem.tif: no value of it lies in the county" in made
    assert tomllib.loads(made)["layers"]["elevation"] == {"path": "?"}


def test_layers_without_a_file_are_asked_for_unless_they_are_optional(world: World) -> None:
    found = proposed(world)["layers"]
    assert found == {name: {"path": "?"} for name in LAYERS if name not in ("slope", "roads")}


def test_a_boundary_of_several_features_asks_which(world: World) -> None:
    half = shapely.box(LEFT, TOP - SIZE, LEFT + SIZE, TOP)
    world.polygons("boundary.gpkg", [BOX, half], {"adcode": [1, 2]})
    assert proposed(world)["boundary"]["where"] == {"adcode": "?"}
    assert proposed(world, where="adcode=2")["boundary"]["where"] == {"adcode": 2}
    with pytest.raises(SinkbaseError, match="WHERE=adcode=3: no feature"):
        proposed(world, where="adcode=3")


def test_without_a_boundary_nothing_is_judged(world: World) -> None:
    (world.data / "boundary.gpkg").rename(world.data / "shape.gpkg")
    with pytest.raises(SinkbaseError, match=r"no file is named like a boundary.*: shape\.gpkg"):
        proposed(world)
    assert proposed(world, boundary="shape.gpkg")["boundary"]["path"] == "shape.gpkg"


def test_a_folder_of_letters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.doc").touch()
    with pytest.raises(SinkbaseError, match="no raster, vector or table"):
        propose("mine", tmp_path)


# the file


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(73.6, 39), (80.5, 41.5), (134.5, 48), (10, 50), (-70, -33)]
)
def test_the_coordinate_system_is_made_for_the_place(longitude: float, latitude: float) -> None:
    code, told = projected_crs(longitude, latitude)
    crs = CRS.from_user_input(code)
    assert crs.name == told
    assert crs.area_of_use is not None
    assert crs.area_of_use.west - 0.1 <= longitude <= crs.area_of_use.east + 0.1


def test_open_questions_are_refused_by_line(world: World) -> None:
    path = world.file.with_name("mine.toml")
    path.write_text(propose("mine", world.data).text, encoding="utf-8")
    with pytest.raises(SinkbaseError) as said:
        read_region(path)
    number = int(re.search(r"line (\d+): \[layers.soil\] path", str(said.value))[1])  # type: ignore[index]
    assert path.read_text().splitlines()[number - 1].startswith('path = "?"')


def test_a_file_that_is_there_is_never_written_over(world: World) -> None:
    path = world.file.with_name("drawn.toml")
    world.write()
    before = path.read_text()
    with pytest.raises(SinkbaseError, match="exists, and is not written over"):
        write_proposal("drawn", world.data, lambda: propose("x", world.data), print, path.parent)
    assert path.read_text() == before


def test_the_demonstration_countys_files_are_understood(tmp_path: Path) -> None:
    """All that regions/demo.toml says, but for what no file can tell: two questions."""
    write_demo(tmp_path / "demo")
    made = propose("mine", tmp_path / "demo", where="adcode=990001").text
    found = tomllib.loads(made)
    wanted = tomllib.loads((Path(__file__).parents[3] / "regions" / "demo.toml").read_text("utf-8"))
    assert found["region"]["synthetic"] is True
    for name, table in wanted["layers"].items():
        unknown = ("note", "note_zh", "year", "layer")
        told = {key: value for key, value in table.items() if key not in unknown}
        if name in ("population", "precipitation"):
            assert "?" in found["layers"][name].values()
            continue
        if name == "elevation":
            told["path"] = "dem/n*_e*.tif"
        assert found["layers"][name] == told, name
