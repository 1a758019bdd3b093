"""QGIS Server and MapServer serve the region from the database as the reader role."""

import json
import re
import urllib.error
from urllib.parse import urlencode
from xml.etree import ElementTree

import numpy as np
import pytest
import rasterio

from tests.analysis.drawn_looks import LOOKS
from tests.gis.conftest import get
from tests.gis.expected import PIXELS, grid_of, picture, raster_places, vector_places

SERVERS = ("qgis", "mapserver")
RASTERS = [name for name, style in LOOKS.styles.items() if style.is_raster]
VECTORS = [name for name, style in LOOKS.styles.items() if not style.is_raster]
TOLERANCE = 3  # of 255: rounding of ramps
WMS = "{http://www.opengis.net/wms}"


def ask(address: str, server: str, **parameters: str) -> bytes:
    return get(f"{address}/{server}/demo?{urlencode(parameters)}")


def get_map(address: str, server: str, demo, layer: str) -> np.ndarray:
    grid = grid_of(demo)
    answer = ask(
        address,
        server,
        SERVICE="WMS",
        VERSION="1.1.1",
        REQUEST="GetMap",
        LAYERS=layer,
        STYLES="",
        SRS=f"EPSG:{grid.srid}",
        BBOX=",".join(map(str, grid.box)),
        WIDTH=str(grid.columns * PIXELS),
        HEIGHT=str(grid.rows * PIXELS),
        FORMAT="image/png",
        TRANSPARENT="TRUE",
    )
    assert answer.startswith(b"\x89PNG"), answer[:2000]
    return picture(answer)


@pytest.mark.parametrize("server", SERVERS)
def test_wms_offers_every_layer_with_its_title_and_no_path(gis, demo, server):
    answer = ask(gis, server, SERVICE="WMS", VERSION="1.3.0", REQUEST="GetCapabilities")
    layers = {
        layer.findtext(f"{WMS}Name"): layer.findtext(f"{WMS}Title")
        for layer in ElementTree.fromstring(answer).iter(f"{WMS}Layer")
    }
    assert {name: layers.get(name) for name in LOOKS.styles} == {
        name: style.title for name, style in LOOKS.styles.items()
    }
    assert "SYNTHETIC" in answer.decode()
    assert str(demo.out) not in answer.decode()


@pytest.mark.parametrize("layer", RASTERS)
@pytest.mark.parametrize("server", SERVERS)
def test_a_raster_has_the_colours_of_its_values(gis, demo, server, layer):
    shown = get_map(gis, server, demo, layer)
    wrong = []
    for row, column, colour in raster_places(demo, layer):
        pixel = shown[row * PIXELS + PIXELS // 2, column * PIXELS + PIXELS // 2]
        if colour is None:
            if pixel[3] != 0:
                wrong.append((row, column, "is drawn where there is no value"))
        elif pixel[3] != 255 or np.abs(pixel[:3] - colour).max() > TOLERANCE:
            wrong.append((row, column, pixel.tolist(), colour.tolist()))
    assert wrong == []


@pytest.mark.parametrize("layer", VECTORS)
@pytest.mark.parametrize("server", SERVERS)
def test_a_vector_has_the_colours_of_its_classes(gis, demo, server, layer):
    shown = get_map(gis, server, demo, layer)
    grid = grid_of(demo)
    places = vector_places(demo, layer)
    assert places
    wrong = []
    for x, y, colour in places:
        row = int((grid.north - y) / grid.cell * PIXELS)
        column = int((x - grid.west) / grid.cell * PIXELS)
        # the middle of a small polygon may lie below an outline: one of the nine pixels is its own
        around = shown[row - 1 : row + 2, column - 1 : column + 2]
        nearest = np.abs(around[..., :3] - colour).max(axis=2).min()
        if nearest > TOLERANCE:
            wrong.append((x, y, nearest))
    assert wrong == []


@pytest.mark.parametrize("server", SERVERS)
def test_wms_tells_the_value_at_a_place(gis, demo, server):
    grid = grid_of(demo)
    # a cell in the middle
    row, column, _ = next(
        place for place in raster_places(demo, "nep")[30:] if place[2] is not None
    )
    answer = ask(
        gis,
        server,
        SERVICE="WMS",
        VERSION="1.1.1",
        REQUEST="GetFeatureInfo",
        LAYERS="grid_cells",
        QUERY_LAYERS="grid_cells",
        STYLES="",
        SRS=f"EPSG:{grid.srid}",
        BBOX=",".join(map(str, grid.box)),
        WIDTH=str(grid.columns * PIXELS),
        HEIGHT=str(grid.rows * PIXELS),
        X=str(column * PIXELS + 2),
        Y=str(row * PIXELS + 2),
        INFO_FORMAT="application/vnd.ogc.gml",
    ).decode()
    cell = row * grid.columns + column + 1
    assert f"<cell_id>{cell}</cell_id>" in answer.replace("qgs:", "").replace("ms:", "")


@pytest.mark.parametrize("server", SERVERS)
def test_wms_tells_the_value_of_a_raster(gis, demo, server):
    grid = grid_of(demo)
    values = demo.array("demo.nep")
    row, column = np.argwhere(~np.isnan(values))[1000]
    answer = ask(
        gis,
        server,
        SERVICE="WMS",
        VERSION="1.3.0",
        REQUEST="GetFeatureInfo",
        LAYERS="nep",
        QUERY_LAYERS="nep",
        STYLES="",
        CRS=f"EPSG:{grid.srid}",
        # north comes first in this system
        BBOX=",".join(map(str, (grid.box[1], grid.box[0], grid.box[3], grid.box[2]))),
        WIDTH=str(grid.columns * PIXELS),
        HEIGHT=str(grid.rows * PIXELS),
        I=str(column * PIXELS + PIXELS // 2),
        J=str(row * PIXELS + PIXELS // 2),
        INFO_FORMAT="text/plain",
    ).decode()
    told = [float(number) for number in re.findall(r"= '(-?[0-9.]+)'", answer)]
    assert any(number == pytest.approx(values[row, column], rel=1e-4) for number in told), answer


@pytest.mark.parametrize("server", SERVERS)
def test_the_background_is_white_unless_asked_otherwise(gis, demo, server):
    grid = grid_of(demo)
    answer = ask(
        gis,
        server,
        SERVICE="WMS",
        VERSION="1.1.1",
        REQUEST="GetMap",
        LAYERS="carbon_sinks",
        STYLES="",
        SRS=f"EPSG:{grid.srid}",
        BBOX=",".join(map(str, grid.box)),
        WIDTH="40",
        HEIGHT="40",
        FORMAT="image/png",
    )
    assert picture(answer)[0, 0].tolist() == [255, 255, 255, 255]


@pytest.mark.parametrize("layer", ["carbon_sinks", "restoration_zones", "corridors"])
@pytest.mark.parametrize("server", SERVERS)
def test_wfs_gives_the_features(gis, demo, server, layer):
    answer = ask(gis, server, SERVICE="WFS", VERSION="1.1.0", REQUEST="GetFeature", TYPENAME=layer)
    members = [
        element
        for element in ElementTree.fromstring(answer).iter()
        if element.tag.endswith(f"}}{layer}")
    ]
    assert len(members) == demo.rows(f"select count(*) from demo.{layer}")[0][0]


def test_wfs_of_qgis_gives_json_with_the_values(gis, demo):
    answer = ask(
        gis,
        "qgis",
        SERVICE="WFS",
        VERSION="1.1.0",
        REQUEST="GetFeature",
        TYPENAME="carbon_sinks",
        OUTPUTFORMAT="application/json",
    )
    features = json.loads(answer)["features"]
    areas = {
        feature["properties"]["sink_id"]: feature["properties"]["area_km2"] for feature in features
    }
    assert areas == pytest.approx(
        {row.sink_id: row.area_km2 for row in demo.rows("select * from demo.carbon_sinks")}
    )


@pytest.mark.parametrize("layer", ["nep", "importance"])
@pytest.mark.parametrize("server", SERVERS)
def test_wcs_gives_the_values_of_the_file(gis, demo, server, layer, tmp_path):
    grid = grid_of(demo)
    answer = ask(
        gis,
        server,
        SERVICE="WCS",
        VERSION="1.0.0",
        REQUEST="GetCoverage",
        COVERAGE=layer,
        CRS=f"EPSG:{grid.srid}",
        BBOX=",".join(map(str, grid.box)),
        WIDTH=str(grid.columns),
        HEIGHT=str(grid.rows),
        FORMAT="GTiff",
    )
    path = tmp_path / "answer.tif"
    path.write_bytes(answer)
    with rasterio.open(path) as given, rasterio.open(demo.out / "rasters" / f"{layer}.tif") as file:
        assert given.crs == file.crs
        np.testing.assert_array_equal(
            given.read(1, masked=True).filled(-9999), file.read(1, masked=True).filled(-9999)
        )


@pytest.mark.parametrize("path", ["/qgis/none", "/mapserver/none", "/", "/qgis/../etc"])
def test_what_is_no_region_is_not_served(gis, path):
    try:
        answer = get(f"{gis}{path}?SERVICE=WMS&REQUEST=GetCapabilities&VERSION=1.3.0")
    except urllib.error.HTTPError as error:
        assert error.code in (400, 404, 500)
    else:
        assert b"WMS_Capabilities" not in answer


def test_a_map_that_a_request_names_is_not_opened(gis, demo):
    answer = get(
        f"{gis}/mapserver/demo?map={demo.out}/gis/server.map&SERVICE=WMS&REQUEST=GetCapabilities"
    )
    assert str(demo.out).encode() not in answer
