"""The demonstration county: the same bytes every time, in the encodings that users meet."""

import csv
import hashlib
import json
import shutil
import tomllib
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from pyproj import Transformer
from rasterio.features import rasterize
from rasterio.merge import merge
from shapely.geometry import shape

from sinkbase.demo import VERSION_FILE, write_demo
from sinkbase.demo.soil import UNITS

ROOT = Path(__file__).parents[3]
LAND_USE = {11, 12, 21, 22, 23, 24, 31, 32, 33, 41, 42, 43, 44, 46, 51, 52, 53, *range(61, 67)}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files") / "demo"
    write_demo(folder)
    return folder


@pytest.fixture(scope="module")
def units(demo):
    collection = json.loads((demo / "boundary.geojson").read_text(encoding="utf-8"))
    to_metres = Transformer.from_crs("EPSG:4326", "EPSG:2328", always_xy=True)

    def projected(points):
        return np.column_stack(to_metres.transform(points[:, 0], points[:, 1]))

    return {
        feature["properties"]["adcode"]: shapely.transform(shape(feature["geometry"]), projected)
        for feature in collection["features"]
    }


def checksums(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read(path):
    with rasterio.open(path) as file:
        return file.read(), file.nodata


def test_a_second_county_has_the_same_bytes(demo, tmp_path):
    write_demo(tmp_path / "again")
    assert checksums(tmp_path / "again") == checksums(demo)


def test_files_of_this_version_are_left_alone_and_older_ones_replaced(demo, tmp_path):
    folder = tmp_path / "demo"
    shutil.copytree(demo, folder)
    (folder / "mine.txt").write_text("kept")
    write_demo(folder)
    assert (folder / "mine.txt").exists()
    (folder / VERSION_FILE).write_text("0\n")
    write_demo(folder)
    assert checksums(folder) == checksums(demo)
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_the_region_file_finds_every_file(demo):
    region = tomllib.loads((ROOT / "regions" / "demo.toml").read_text(encoding="utf-8"))
    assert region["region"]["synthetic"] is True
    found = {name: list(demo.glob(layer["path"])) for name, layer in region["layers"].items()}
    found["boundary"] = list(demo.glob(region["boundary"]["path"]))
    assert {name: len(paths) for name, paths in found.items()} == {
        "boundary": 1, "elevation": 4, "land_use": 1, "npp": 1, "temperature": 1,
        "precipitation": 12, "population": 1, "vegetation": 1, "soil": 1, "roads": 1,
    }  # fmt: skip
    assert (demo / region["layers"]["soil"]["attributes"]).is_file()


def test_the_county_has_about_14000_cells_an_enclave_and_an_exclave(units):
    county, other = units[990001], units[990002]
    assert county.is_valid
    assert len(county.geoms) == 2
    assert [len(part.interiors) for part in county.geoms] == [1, 0]
    assert shapely.Polygon(county.geoms[0].interiors[0]).symmetric_difference(other).area < 1
    west, south, east, north = np.round(county.bounds, -3)
    x, y = np.meshgrid(
        np.arange(west - 500, east + 1000, 1000), np.arange(south - 500, north, 1000)
    )
    assert 13_500 <= shapely.contains_xy(county, x.ravel(), y.ravel()).sum() <= 14_500


def test_elevation_comes_in_four_tiles_that_agree_where_they_overlap(demo):
    tiles = [rasterio.open(path) for path in sorted((demo / "dem").glob("*.tif"))]
    assert [tile.dtypes[0] for tile in tiles] == ["int16"] * 4
    assert [tile.nodata for tile in tiles] == [-32768] * 4
    west, east = tiles[0].read(1), tiles[1].read(1)
    assert tiles[0].bounds.right > tiles[1].bounds.left
    assert np.array_equal(west[:, -2:], east[:, :2])
    heights = np.concatenate([tile.read(1).ravel() for tile in tiles])
    assert 900 < heights.min() < 1100
    assert 6500 < heights.max() < 7000


def test_npp_has_the_scale_and_the_fill_codes_of_mod17(demo):
    npp, nodata = read(demo / "npp.tif")
    assert (npp.dtype, nodata) == (np.uint16, 65535)
    codes, counts = np.unique(npp[npp >= 32761], return_counts=True)
    assert codes.tolist() == [32762, 32763, 32764, 32765, 32766, 32767]
    assert counts[1] < 500  # wetland is the rare one: its cells are missing
    assert 0.3 < npp[npp < 32761].max() * 0.0001 < 0.7


def test_months_are_tenths_in_one_file_and_in_twelve(demo):
    temperature, nodata = read(demo / "temperature.tif")
    assert (temperature.shape[0], temperature.dtype, nodata) == (12, np.int16, -32768)
    july = temperature[6][temperature[6] != -32768] / 10
    assert -15 < july.min() < 0
    assert 20 < july.max() < 32
    for month in range(1, 13):
        rain, nodata = read(demo / "precipitation" / f"pre_{month}.tif")
        assert (rain.shape[0], rain.dtype, nodata) == (1, np.int16, -32768)
        assert rain[rain != -32768].min() >= 0


def test_population_is_a_count_per_pixel(demo):
    people, nodata = read(demo / "population.tif")
    assert (people.dtype, nodata) == (np.float32, -99999)
    assert 150_000 < people[people != -99999].sum() < 500_000


def test_land_use_has_every_subtype_in_patches(demo):
    land, nodata = read(demo / "land_use.tif")
    assert (land.dtype, nodata) == (np.uint8, 0)
    assert set(np.unique(land).tolist()) == LAND_USE | {0}
    alike = (land[0, :, 1:] == land[0, :, :-1]).mean()
    assert alike > 0.9  # salt and pepper of 23 codes would be below a tenth


def test_vegetation_names_are_chinese_in_gbk_and_all_sixteen_occur(demo):
    path = demo / "vegetation" / "vegetation.shp"
    assert not path.with_suffix(".cpg").exists()
    assert "植被亚类".encode("gbk") in path.with_suffix(".dbf").read_bytes()
    meta, _, geometries, (_, names) = pyogrio.raw.read(path, encoding="gbk")
    assert meta["fields"].tolist() == ["植被型组", "植被亚类"]
    with (ROOT / "dbt_project/seeds/vegetation_carbon_density.csv").open(encoding="utf-8") as file:
        assert set(names) == {row["vegetation_subtype_zh"] for row in csv.DictReader(file)}
    polygons = shapely.from_wkb(geometries)
    assert shapely.is_valid(polygons).all()
    assert shapely.coverage_is_valid(polygons)
    county = json.loads((demo / "boundary.geojson").read_text(encoding="utf-8"))["features"][0]
    assert shapely.union_all(polygons).covers(shape(county["geometry"]))


def test_soils_are_mapping_units_with_shares_and_gaps(demo):
    units, nodata = read(demo / "soil" / "mapping_units.tif")
    assert (units.dtype, nodata) == (np.uint16, 65535)
    assert set(np.unique(units).tolist()) <= set(UNITS)
    with (demo / "soil" / "soils.csv").open(encoding="utf-8", newline="") as file:
        soils = list(csv.DictReader(file))
    for unit in UNITS:
        assert sum(int(soil["SHARE"]) for soil in soils if int(soil["MU_GLOBAL"]) == unit) == 100
    gaps = {int(soil["MU_GLOBAL"]) for soil in soils if not soil["S_OC"]}
    values = {int(soil["MU_GLOBAL"]) for soil in soils if soil["S_OC"]}
    assert len(gaps & values) >= 3
    assert set(UNITS) - values == {11801}  # bare ice
    assert (units == 11801).mean() < 0.05


def graded(values, factor):
    """Table 5's grade of each value, or of each land-use group."""
    rows = [row for row in seed("resistance_levels") if row["resistance_factor"] == factor]
    result = np.full(np.shape(values), np.nan)
    for row in rows:
        low, high = float(row["lower_inclusive"] or "-inf"), float(row["upper_exclusive"] or "inf")
        result[(values >= low) & (values < high)] = float(row["resistance"])
    return result


def seed(name):
    with (ROOT / f"dbt_project/seeds/{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def entropy_gain(grades):
    """1 less the entropy of the min-max normalised grades, 0 where all are one."""
    above = grades - grades.min()
    share = above[above > 0] / above.sum()
    return 1 + (share * np.log(share)).sum() / np.log(grades.size) if share.size else 0.0


def test_no_factor_has_almost_all_the_weight_as_in_wensu(demo):
    """From the files on pixels of 30 arc-seconds, without any of the loaders."""
    dem, place = merge([str(path) for path in sorted((demo / "dem").glob("*.tif"))])
    height = dem[0].astype(float)
    north, east = 111_100 * 7.5 / 3600, 83_200 * 7.5 / 3600
    slope = np.degrees(np.arctan(np.hypot(*np.gradient(height, north, east))))
    coarse = tuple(side // 4 for side in height.shape)

    def means(field):
        return field.reshape(coarse[0], 4, coarse[1], 4).mean(axis=(1, 3))

    with rasterio.open(demo / "land_use.tif") as file:
        land = file.read(1)[2::4, 2::4]
    months, _ = read(demo / "temperature.tif")
    rain = sum(read(path)[0][0] for path in (demo / "precipitation").glob("*.tif")) / 10
    days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]).reshape(12, 1, 1)
    warmth = (np.where(months >= 100, months / 10, 0) * days).sum(axis=0)
    people, _ = read(demo / "population.tif")
    latitude = np.radians(42.5 - (np.arange(coarse[0]) + 0.5) / 120)[:, np.newaxis]
    density = people[0] / ((6371 * np.radians(1 / 120)) ** 2 * np.cos(latitude))
    group = {int(row["land_use_code"]): row["land_use_group"] for row in seed("land_use_classes")}
    of_group = {
        row["land_use_group"]: float(row["resistance"])
        for row in seed("resistance_levels")
        if row["resistance_factor"] == "land_use"
    }
    county = json.loads((demo / "boundary.geojson").read_text(encoding="utf-8"))["features"][0]
    inside = rasterize(
        [(county["geometry"], 1)], coarse, transform=place @ rasterio.Affine.scale(4)
    )
    there = inside == 1
    assert density[there].max() < 900  # a cell of 1 km may lie on the densest pixels
    grades = {
        "slope": graded(means(slope)[there], "slope"),
        "elevation": graded(means(height)[there], "elevation"),
        "land_use": np.array([of_group[group[code]] for code in land[there].tolist()]),
        "temperature": graded(warmth[there], "temperature"),
        "precipitation": graded(rain[there], "precipitation"),
        "population": graded(density[there], "population"),
    }
    gains = {factor: entropy_gain(grade) for factor, grade in grades.items()}
    weights = {factor: 100 * gain / sum(gains.values()) for factor, gain in gains.items()}
    assert max(weights.values()) < 45
    assert sorted(weights, key=lambda factor: -weights[factor]) == [
        "slope", "elevation", "temperature", "land_use", "precipitation", "population",
    ]  # fmt: skip
    assert (weights["population"], weights["precipitation"] > 2) == (0, True)
