"""Boundaries in the files that people have: geodatabases, zips, GBK, several layers, lines."""

import json
import shutil
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from loaders.vector.boundary import read_boundary
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import read_region
from tests.world import BOX, LEFT, SIZE, TOP, World

WEST = shapely.box(LEFT, TOP - 3 * SIZE, LEFT + SIZE, TOP)  # 3 km2
EAST = shapely.box(LEFT + SIZE, TOP - 3 * SIZE, LEFT + 3 * SIZE, TOP)  # 6 km2
LOCAL = (
    'LOCAL_CS["WGS 84 / Albers",UNIT["metre",1,AUTHORITY["EPSG","9001"]],'
    'AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
)


def read(world: World, **settings: Any) -> Any:
    """The boundary; a raw warning of Python or GDAL fails the test."""
    world.boundary = settings
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return read_boundary(read_region(world.write()), world.data)


def refused(world: World, **settings: Any) -> str:
    with pytest.raises(SinkbaseError) as said:
        read(world, **settings)
    assert str(world.data) in str(said.value)
    return str(said.value)


def counties(world: World, name: str, **options: Any) -> Path:
    fields = {"adcode": [1, 2], "name": ["温宿县", "阿克苏市"]}
    return world.polygons(name, [WEST, EAST], fields, **options)


def zipped(world: World, name: str, members: str, folder: str = "") -> None:
    with zipfile.ZipFile(world.data / name, "w") as archive:
        for path in sorted(world.data.glob(members)):
            archive.write(path, f"{folder}{path.name}")


# formats


@pytest.mark.parametrize("name", ["a.geojson", "a.gdb", "a.gml", "a.fgb", "A.SHP"])
def test_a_boundary_comes_in_any_usual_format(world: World, name: str) -> None:
    counties(world, name.lower())
    if name == "A.SHP":
        for path in world.data.glob("a.*"):
            path.rename(path.with_name(path.name.upper()))
    assert read(world, path=name, where={"name": "阿克苏市"}).area == pytest.approx(6e6)


def test_a_boundary_from_a_globe_viewer_is_read(world: World) -> None:
    """A square of 0.01 degree at 41.5 N, 80.5 E: 1.1105 km by 0.8352 km on WGS 84."""
    square = [shapely.box(80.5, 41.495, 80.51, 41.505)]
    world.polygons("a.kml", square, {"Name": ["温宿县"]}, crs="EPSG:4326", driver="LIBKML")
    world.region["crs"] = "EPSG:4492"
    found = read(world, path="a.kml", where={"Name": "温宿县"})
    assert found.area == pytest.approx(1.1105e3 * 0.8352e3, rel=2e-3)


@pytest.mark.parametrize("folder", ["", "county/", "县界/"])
def test_a_zip_of_a_shapefile_is_read_where_it_is(world: World, folder: str) -> None:
    counties(world, "county.shp", encoding="gbk")
    zipped(world, "county [1].zip", "county.*", folder)
    for path in world.data.glob("county.*"):
        path.unlink()
    assert read(world, path="county [1].zip", where={"name": "温宿县"}).area == 3e6


def test_of_two_files_in_a_zip_one_is_named_by_layer(world: World) -> None:
    counties(world, "county.shp")
    world.polygons("province.shp", [BOX])
    zipped(world, "all.zip", "*.[!z]*")
    said = refused(world, path="all.zip")
    assert "the file has 3 layers: boundary" in said
    assert "county (Polygon), province (Polygon). Say which" in said
    assert read(world, path="all.zip", layer="county", where={"adcode": 1}).area == 3e6


def test_a_zip_without_a_vector_file_says_what_is_in_it(world: World) -> None:
    world.text("read.me", "hello")
    zipped(world, "all.zip", "read.me")
    assert "no vector file lies in this zip, but: read.me" in refused(world, path="all.zip")
    world.text("broken.zip", "PK no zip")
    assert "not a zip that can be read" in refused(world, path="broken.zip")


# layers


@pytest.mark.parametrize("name", ["base.gpkg", "base.gdb"])
def test_of_several_layers_none_is_taken_by_chance(world: World, name: str) -> None:
    world.polygons(name, [BOX], layer="prefecture")
    counties(world, name, layer="county", append=True)
    said = refused(world, path=name)
    assert "the file has 2 layers: prefecture (" in said
    assert 'Say which, for example layer = "county".' in said
    assert read(world, path=name, layer="county", where={"adcode": 2}).area == pytest.approx(6e6)
    assert "no layer 'countys'. Did you mean 'county'?" in refused(
        world, path=name, layer="countys"
    )


def test_the_only_layer_of_polygons_is_meant(world: World) -> None:
    path = world.data / "base.gpkg"
    for layer, shape in (("seats", shapely.Point(LEFT, TOP)), ("county", WEST)):
        pyogrio.raw.write(
            path, np.array([shapely.to_wkb(shape)], object), [np.array(["a"], object)], ["name"],
            layer=layer, geometry_type=shape.geom_type, crs="EPSG:2328", append=path.exists(),
        )  # fmt: skip
    assert read(world, path="base.gpkg").area == 3e6


def test_a_folder_is_no_boundary(world: World) -> None:
    counties(world, "border/county.shp")
    assert "a folder. Expected a file" in refused(world, path="border")
    assert "In it are: county.shp" in refused(world, path="border")


# encodings


def test_gbk_called_utf8_is_read_all_the_same(world: World) -> None:
    counties(world, "county.shp", encoding="gbk")
    (world.data / "county.cpg").write_text("UTF-8")
    assert read(world, path="county.shp", where={"name": "温宿县"}).area == 3e6


@pytest.mark.parametrize("given", [{}, {"encoding": "gbk"}, {"encoding": "GB2312"}])
def test_gbk_without_a_cpg_is_read(world: World, given: dict[str, str]) -> None:
    counties(world, "county.shp", encoding="gbk")
    (world.data / "county.cpg").unlink()
    assert read(world, path="county.shp", where={"name": "温宿县"}, **given).area == 3e6


def test_a_wrong_encoding_says_what_the_names_look_like(world: World) -> None:
    counties(world, "county.shp", encoding="gbk")
    where = {"name": "温宿县"}
    said = refused(world, path="county.shp", where=where, encoding="latin-1")
    assert 'Garbled? Set encoding, like "gbk" or' in said
    assert "encoding = 'klingon' is none" in refused(world, path="county.shp", encoding="klingon")
    said = refused(world, path="county.shp", where=where, encoding="utf-8")
    assert "its texts are not in utf-8. Set encoding" in said


@pytest.mark.parametrize("cpg", [None, "UTF-8"])
def test_western_names_are_not_taken_for_chinese(world: World, cpg: str | None) -> None:
    fields = {"name": ["Orléans", "Forêt"]}
    world.polygons("county.shp", [WEST, EAST], fields, encoding="ISO-8859-1")
    (world.data / "county.cpg").unlink()
    if cpg:
        (world.data / "county.cpg").write_text(cpg)
    assert read(world, path="county.shp", where={"name": "Orléans"}).area == 3e6


def test_chinese_after_latin_letters_stays_chinese(world: World) -> None:
    world.polygons("county.shp", [WEST, EAST], {"name": ["Kuqa市", "AB县城"]}, encoding="gbk")
    (world.data / "county.cpg").unlink()
    assert read(world, path="county.shp", where={"name": "Kuqa市"}).area == 3e6


# parts of a Shapefile


@pytest.mark.parametrize(
    ("lost", "settings", "said"),
    [
        (".dbf", {"where": {"adcode": 1}}, "county.dbf, which holds the attributes, is missing"),
        (".shx", {}, "county.shx, which holds the index of its features, is missing beside it"),
        (".prj", {}, "county.prj, which holds its coordinates, is missing beside it. Copy it too"),
    ],
)
def test_what_is_missing_beside_a_shapefile_is_named(
    world: World, lost: str, settings: dict[str, Any], said: str
) -> None:
    counties(world, "county.shp")
    part = world.data / f"county{lost}"
    kept = part.read_bytes()
    part.unlink()
    assert said in refused(world, path="county.shp", **settings)
    part.write_bytes(kept)  # the advice, followed
    assert read(world, path="county.shp", **settings).area in (3e6, 9e6)


def test_a_prj_in_gbk_is_moved_away_as_advised(world: World) -> None:
    counties(world, "county.shp")
    prj = world.data / "county.prj"
    prj.write_bytes(prj.read_text().replace("Xian_1980", "西安80坐标系").encode("gbk"))
    said = refused(world, path="county.shp")
    assert "its coordinate system (.prj) is damaged, or in another encoding" in said
    assert "Move the .prj away and say in its place crs = " in said
    prj.unlink()
    assert read(world, path="county.shp", crs="EPSG:2328").area == 9e6


def test_coordinates_that_are_no_places_are_damage(world: World) -> None:
    corners = [[LEFT, TOP], [1e300, TOP], [LEFT, TOP - SIZE], [LEFT, TOP]]
    world.polygons("county.shp", [shapely.Polygon(corners)])
    assert "the geometry is damaged: coordinates beyond the earth" in refused(
        world, path="county.shp"
    )


def test_another_part_of_a_shapefile_names_the_shp(world: World) -> None:
    counties(world, "county.shp")
    assert "a part of a Shapefile. Name county.shp." in refused(world, path="county.dbf")


# coordinate systems


def test_a_local_system_counts_as_none(world: World) -> None:
    counties(world, "county.gpkg", crs=LOCAL)
    said = refused(world, path="county.gpkg")
    assert "no coordinate system that places it on the map" in said
    assert 'Say which it is: crs = "EPSG' in said
    assert read(world, path="county.gpkg", crs="EPSG:2328").area == 9e6


def test_of_a_compound_system_the_horizontal_part_counts(world: World) -> None:
    counties(world, "county.gpkg", crs="EPSG:2328+5737")
    assert read(world, path="county.gpkg").area == 9e6


@pytest.mark.parametrize(
    ("crs", "said"),
    [
        ("EPSG:999999", "is not a coordinate system"),
        ("EPSG:5773", "places nothing on the map"),
        ("EPSG:2328\n", None),
        ("", None),
    ],
)
def test_a_crs_of_the_region_file_is_looked_at(world: World, crs: str, said: str | None) -> None:
    counties(world, "county.gpkg")
    if said:
        assert said in refused(world, path="county.gpkg", crs=crs)
    else:
        assert read(world, path="county.gpkg", crs=crs).area == 9e6


def test_a_wrong_system_of_the_file_is_overruled(world: World) -> None:
    counties(world, "county.gpkg", crs="EPSG:4326")
    assert "Correct crs" in refused(world, path="county.gpkg")
    assert read(world, path="county.gpkg", crs="EPSG:2328").area == 9e6


# rings


def geojson(world: World, *shapes: dict[str, Any]) -> str:
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2328"}}
    content = {"type": "FeatureCollection", "crs": crs, "features": features}
    world.text("ring.geojson", json.dumps(content))
    return "ring.geojson"


RING = [list(xy) for xy in shapely.get_coordinates(WEST).tolist()]


def test_an_open_ring_is_closed_when_asked_to(world: World) -> None:
    path = geojson(world, {"type": "Polygon", "coordinates": [RING[:-1]]})
    said = refused(world, path=path)
    assert "a feature has a ring whose last point is not the first" in said
    assert "close_rings = true" in said
    assert read(world, path=path, close_rings=True).area == 3e6


def test_lines_that_close_are_offered_as_polygons(world: World) -> None:
    halves = [{"type": "LineString", "coordinates": part} for part in (RING[:3], RING[2:])]
    path = geojson(world, *halves)
    assert "The lines close: when they are the border, say close_rings = true" in refused(
        world, path=path
    )
    assert read(world, path=path, close_rings=True).area == 3e6


def test_lines_that_do_not_close_are_refused(world: World) -> None:
    path = geojson(world, {"type": "LineString", "coordinates": RING[:-1]})
    for settings in ({}, {"close_rings": True}):
        assert "The lines do not close (1 loose ends)" in refused(world, path=path, **settings)


def test_a_ring_within_a_ring_is_a_hole(world: World) -> None:
    hole = shapely.box(LEFT + 100, TOP - 300, LEFT + 200, TOP - 200)
    inner = shapely.get_coordinates(hole).tolist()
    lines = [{"type": "LineString", "coordinates": part} for part in (RING, inner)]
    assert read(world, path=geojson(world, *lines), close_rings=True).area == 3e6 - 1e4


def test_polygons_of_a_collection_count(world: World) -> None:
    whole = {"type": "Polygon", "coordinates": [RING]}
    path = geojson(world, {"type": "GeometryCollection", "geometries": [whole]})
    assert read(world, path=path).area == 3e6


# nothing else is read


@pytest.mark.parametrize("name", ["a.geojson", "a.gml", "a.kml", "a.shp", "a.json"])
@pytest.mark.parametrize(
    "text",
    [
        '<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{other}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>",
        "<OGRWFSDataSource><URL>http://127.0.0.1:9/wfs</URL></OGRWFSDataSource>",
    ],
)
def test_a_file_that_names_others_is_not_followed(world: World, name: str, text: str) -> None:
    other = counties(world, "secret.gpkg")
    world.text(name, text.format(other=other))
    if name == "a.shp":
        shutil.copy(world.data / name, world.data / "a.shx")
    assert "not a vector file that can be read" in refused(world, path=name)
