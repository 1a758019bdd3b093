"""Vegetation and roads in the files that people have, through the whole load."""

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import numpy as np
import pytest
import shapely

from loaders.load import LoadReport
from loaders.vector.drivers import allowed
from tests.world import BOX, LEFT, SIZE, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
Refusal = Callable[[], str]
ROW = shapely.LineString([(LEFT, TOP - SIZE / 2), (LEFT + 4 * SIZE, TOP - SIZE / 2)])
LOCAL = (
    'ENGCRS["Xian 1980",EDATUM["none"],CS[Cartesian,2],'
    'AXIS["x",east],AXIS["y",north],LENGTHUNIT["metre",1]]'
)


def vegetation(world: World, name: str, **options: Any) -> None:
    world.polygons(name, [BOX], {"植被": ["高山垫状植被"]}, **options)
    world.layers["vegetation"] = {"path": name, "column": "植被"}


def roads(world: World, name: str, **options: Any) -> None:
    world.polygons(name, [ROW], {"class": ["national"]}, **options)
    world.layers["roads"] = {"path": name}


def test_a_shapefile_without_its_dbf_says_so(world: World, refusal: Refusal, load: Load) -> None:
    vegetation(world, "veg.shp", encoding="utf-8")
    attributes = (world.data / "veg.dbf").read_bytes()
    (world.data / "veg.dbf").unlink()
    assert "veg.shp: veg.dbf, which holds the attributes, is missing beside it" in refusal()
    (world.data / "veg.dbf").write_bytes(attributes)
    load()


def test_a_gbk_shapefile_needs_no_encoding(world: World, load: Load, cells: Cells) -> None:
    vegetation(world, "veg.shp", encoding="gbk")
    (world.data / "veg.cpg").unlink()
    load()
    assert (cells("vegetation") == 13).all()


def test_layers_come_zipped(world: World, load: Load, cells: Cells) -> None:
    vegetation(world, "veg.shp", encoding="gbk")
    with zipfile.ZipFile(world.data / "植被.zip", "w") as archive:
        for path in world.data.glob("veg.*"):
            archive.write(path, f"植被图/{path.name}")
            path.unlink()
    world.layers["vegetation"]["path"] = "植被.zip"
    load()
    assert (cells("vegetation") == 13).all()


@pytest.mark.parametrize("make", [vegetation, roads])
def test_of_several_layers_one_is_named(
    world: World, refusal: Refusal, load: Load, make: Callable[..., None]
) -> None:
    make(world, "base.gdb", layer="one")
    make(world, "base.gdb", layer="two", append=True)
    assert "the file has 2 layers: one (" in (said := refusal())
    assert 'Say which, for example layer = "two"' in said
    (layer,) = world.layers.values()
    layer["layer"] = "two"
    world.write()
    load()


@pytest.mark.parametrize("make", [vegetation, roads])
def test_a_local_system_counts_as_none_and_crs_mends_it(
    world: World, refusal: Refusal, load: Load, make: Callable[..., None]
) -> None:
    make(world, "layer.gpkg", crs=LOCAL)
    assert "no coordinate system that places it on the map" in refusal()
    (layer,) = world.layers.values()
    layer["crs"] = "EPSG:2328"
    load()


@pytest.mark.parametrize("make", [vegetation, roads])
def test_heights_of_a_compound_system_do_not_matter(
    world: World, load: Load, make: Callable[..., None]
) -> None:
    make(world, "layer.gpkg", crs="EPSG:2328+5737")
    load()


@pytest.mark.parametrize("make", [vegetation, roads])
def test_a_crs_in_the_region_file_overrules_a_wrong_one(
    world: World, load: Load, cells: Cells, make: Callable[..., None]
) -> None:
    make(world, "layer.gpkg", crs="EPSG:2329")
    (layer,) = world.layers.values()
    layer["crs"] = "EPSG:2328"
    load()
    assert np.nan_to_num(cells(next(iter(world.layers)))).any()


def test_open_rings_of_vegetation_are_closed(world: World, load: Load, cells: Cells) -> None:
    ring = shapely.get_coordinates(BOX).tolist()[:-1]
    feature = {
        "type": "Feature",
        "properties": {"植被": "高山垫状植被"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2328"}}
    content = {"type": "FeatureCollection", "crs": crs, "features": [feature]}
    world.text("veg.geojson", json.dumps(content))
    world.layers["vegetation"] = {"path": "veg.geojson", "column": "植被"}
    load()
    assert (cells("vegetation") == 13).all()


def test_lines_are_no_vegetation(world: World, refusal: Refusal) -> None:
    world.polygons("veg.gpkg", [ROW], {"植被": ["高山垫状植被"]})
    world.layers["vegetation"] = {"path": "veg.gpkg", "column": "植被"}
    said = refusal()
    assert "features of type LineString. Polygons were expected: choose another file" in said


def test_text_with_a_nul_is_no_title(world: World, refusal: Refusal) -> None:
    world.region["title"] = "a\0b"
    assert r"[region] title = 'a\x00b' holds a NUL character. Expected plain text" in refusal()


# no way out


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine's and what it was asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


def test_the_schema_of_a_gml_is_not_fetched(
    world: World, load: Load, asked: tuple[str, list[str]]
) -> None:
    address, paths = asked
    vegetation(world, "veg.gml")
    (world.data / "veg.xsd").unlink(missing_ok=True)
    text = (world.data / "veg.gml").read_text()
    schema = f"{address}/wfs?SERVICE=WFS&amp;REQUEST=DescribeFeatureType&amp;TYPENAME=veg"
    text = text.replace("veg.xsd", schema)
    assert address in text
    (world.data / "veg.gml").write_text(text)
    load()
    assert paths == []


def test_drivers_that_reach_elsewhere_are_not_there() -> None:
    there = set(allowed())
    assert not there & {"OGR_VRT", "WFS", "OAPIF", "HTTP", "CSW", "PLSCENES", "Elasticsearch"}
    assert {"ESRI Shapefile", "GPKG", "GeoJSON", "OpenFileGDB", "GML", "LIBKML"} <= there
