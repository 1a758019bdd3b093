"""tipg serves the vectors by OGC API Features and as vector tiles, as the reader role."""

import json

import pyogrio
import pytest
from pyproj import Transformer

from tests.gis.conftest import get

VECTORS = {
    f"demo.{name}"
    for name in (
        "carbon_sinks", "restoration_zones", "corridors", "grid_cells", "region_boundary",
        "sink_history",
    )
}  # fmt: skip


def test_it_offers_the_vectors_and_nothing_behind_them(tipg):
    found = json.loads(get(f"{tipg}/collections?f=json&limit=100"))["collections"]
    assert {collection["id"] for collection in found} == VECTORS


def test_features_come_with_their_values(tipg, demo):
    answer = json.loads(get(f"{tipg}/collections/demo.carbon_sinks/items?f=geojson&limit=100"))
    found = {
        feature["properties"]["sink_id"]: feature["properties"]["carbon_t"]
        for feature in answer["features"]
    }
    assert found == pytest.approx(
        {row.sink_id: row.carbon_t for row in demo.rows("select * from demo.carbon_sinks")}
    )


def test_features_can_be_asked_for_by_value(tipg, demo):
    answer = json.loads(
        get(f"{tipg}/collections/demo.restoration_zones/items?f=geojson&category=potential&limit=1")
    )
    count = "select count(*) from demo.restoration_zones where category = 'potential'"
    assert answer["numberMatched"] == demo.rows(count)[0][0]


def test_a_vector_tile_holds_the_sinks_that_lie_in_it(tipg, demo, tmp_path):
    row = demo.rows(
        "select sink_id, st_x(st_pointonsurface(geom)) as x, st_y(st_pointonsurface(geom)) as y,"
        " st_srid(geom) as srid from demo.carbon_sinks order by area_km2 desc limit 1"
    )[0]
    x, y = Transformer.from_crs(row.srid, 3857, always_xy=True).transform(row.x, row.y)
    zoom, half = 8, 20037508.342789244
    side = 2 * half / 2**zoom
    column, line = int((x + half) // side), int((half - y) // side)
    tile = get(f"{tipg}/collections/demo.carbon_sinks/tiles/WebMercatorQuad/{zoom}/{column}/{line}")
    path = tmp_path / f"{zoom}" / f"{column}" / f"{line}.mvt"
    path.parent.mkdir(parents=True)
    path.write_bytes(tile)
    meta, _, _, values = pyogrio.raw.read(path, read_geometry=False)
    assert row.sink_id in values[list(meta["fields"]).index("sink_id")]
