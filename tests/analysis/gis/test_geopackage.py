"""The GeoPackage as GDAL, QGIS and SQLite find it."""

import resource
import sqlite3
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pyogrio
import pytest
import shapely
from drawn_looks import LOOKS
from drawn_results import Drawn

from analysis.export import export
from analysis.gis import geopackage_tables
from analysis.gis.geopackage import write_geopackage
from analysis.gis.legends import geopackage_legends
from analysis.looks.region import read_region
from analysis.results import features
from analysis.results.files import digest
from analysis.results.snapshot import snapshot
from sinkbase.errors import SinkbaseError


@pytest.fixture
def written(exported: Drawn) -> Path:
    return exported.folder / "drawn.gpkg"


def rows(path: Path, query: str) -> list[tuple]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def read(path: Path, layer: str) -> tuple[dict, np.ndarray, dict[str, np.ndarray]]:
    meta, _, geometry, values = pyogrio.raw.read(path, layer=layer)
    return meta, shapely.from_wkb(geometry), dict(zip(meta["fields"], values, strict=True))


def test_the_layers_are_the_vectors_and_the_boundary_the_lowest_first(written: Path) -> None:
    assert pyogrio.list_layers(written).tolist() == [
        ["boundary", "MultiPolygon"],
        ["grid_cells", "Polygon"],
        ["carbon_sinks", "MultiPolygon"],
        ["corridors", "LineString"],
        ["layer_styles", None],
    ]


def test_attributes_and_shapes_are_read_back_in_the_order_of_the_key(written: Path) -> None:
    meta, shapes, values = read(written, "carbon_sinks")
    assert meta["crs"] == "EPSG:2328"
    assert values["sink_id"].tolist() == [1, 2]
    assert values["name_zh"].tolist() == ["碳汇腹地", None]
    np.testing.assert_array_equal(values["mean_nep"], [3.5, np.nan])
    assert [shape.bounds for shape in shapes] == [
        (5000, 8000, 7000, 9000),
        (9000, 5000, 10000, 6000),
    ]
    types = dict(zip(meta["fields"], meta["dtypes"], strict=True))
    assert (types["sink_id"], types["cells"], types["area_km2"]) == ("int32", "int64", "float64")


def test_missing_whole_numbers_and_truths_are_null_not_zero(written: Path) -> None:
    found = rows(written, "select cell_id, sink_id, is_pinch from grid_cells order by cell_id")
    assert found == [(1, None, 0), (2, 1, None)]


def test_a_layer_without_features_keeps_its_columns(written: Path) -> None:
    meta, shapes, _ = read(written, "corridors")
    assert shapes.size == 0
    assert meta["fields"].tolist() == ["corridor_id", "from_sink", "to_sink", "length_km"]
    assert meta["dtypes"].tolist() == ["int32", "int32", "int32", "float64"]
    assert meta["geometry_type"] == "LineString"


def test_the_boundary_bears_the_names_of_the_region(written: Path) -> None:
    _, shapes, values = read(written, "boundary")
    assert shapes[0].area == 20e6
    assert [values[name][0] for name in ("region", "title", "title_zh")] == [
        "drawn",
        "Drawn county",
        "画县",
    ]


def test_a_made_up_region_is_said_to_be_so(written: Path) -> None:
    tags = pyogrio.read_info(written, layer="boundary")["dataset_metadata"]
    assert tags["NOTICE"].startswith("SYNTHETIC")
    assert tags["REGION_TITLE_ZH"] == "画县"


def test_columns_tell_what_they_mean_and_their_unit(written: Path) -> None:
    found = rows(
        written,
        "select title, description from gpkg_data_columns"
        " where table_name = 'carbon_sinks' and column_name = 'mean_nep'",
    )
    told = "Mean net ecosystem production. More. Unit: gC/m2/a."
    assert found == [("Mean net ecosystem production", told)]
    extensions = rows(written, "select table_name, extension_name from gpkg_extensions")
    assert ("gpkg_data_columns", "gpkg_schema") in extensions


def test_layers_have_titles_in_both_languages(written: Path) -> None:
    query = "select identifier, description from gpkg_contents where table_name = 'carbon_sinks'"
    (title, described) = rows(written, query)[0]
    assert title == "Carbon sinks"
    assert described == "One row per carbon sink: its polygon (Table 3). 碳汇"


def test_qgis_finds_one_default_legend_a_layer_and_a_chinese_one(written: Path) -> None:
    found = rows(
        written,
        "select f_table_name, styleName, useAsDefault, styleQML, styleSLD from layer_styles",
    )
    assert sorted(it[:3] for it in found) == [
        (layer, f"{layer}_{language}", int(language == "en"))
        for layer in ("boundary", "carbon_sinks", "corridors", "grid_cells")
        for language in ("en", "zh")
    ]
    legends = {name: ET.fromstring(qml) for _, name, _, qml, _ in found}
    categories = legends["carbon_sinks_en"].findall(".//category")
    labels = [category.get("label") for category in categories]
    assert labels == [shown.label for shown in LOOKS.classes("carbon_sinks")]
    assert "碳汇腹地" in ET.tostring(legends["carbon_sinks_zh"], encoding="unicode")
    assert legends["boundary_en"].find(".//symbol").get("type") == "fill"
    assert legends["boundary_en"].find(".//symbol/layer").get("class") == "SimpleLine"
    for *_, sld in found:
        assert ET.fromstring(sld).tag.endswith("StyledLayerDescriptor")


def test_the_file_is_sound_and_has_spatial_indexes(written: Path) -> None:
    assert rows(written, "pragma integrity_check") == [("ok",)]
    assert rows(written, "pragma foreign_key_check") == []
    assert rows(written, "pragma application_id") == [(0x47504B47,)]
    tables = {name for (name,) in rows(written, "select name from sqlite_master")}
    assert {"rtree_grid_cells_geom", "rtree_carbon_sinks_geom", "rtree_boundary_geom"} <= tables


def test_the_same_results_give_the_same_bytes_at_another_time(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    written = drawn.folder / "drawn.gpkg"
    before = digest(written)
    time.sleep(1.1)  # dates have seconds
    export(drawn.region, drawn.out, force=True)
    assert digest(written) == before
    stamps = rows(written, "select distinct last_change from gpkg_contents")
    assert stamps == [(geopackage_tables.STAMP,)]


def test_features_that_come_in_parts_are_all_there(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "AT_ONCE", 1)
    export(drawn.region, drawn.out)
    _, shapes, values = read(drawn.folder / "drawn.gpkg", "grid_cells")
    assert values["cell_id"].tolist() == [1, 2]
    found = rows(drawn.folder / "drawn.gpkg", "select count(*) from rtree_grid_cells_geom")
    assert found == [(2,)] and shapes[1].bounds == (6000, 8000, 7000, 9000)


def test_attributes_lie_beside_as_csv_without_geometry(exported: Drawn) -> None:
    lines = (
        (exported.folder / "tables" / "carbon_sinks.csv").read_text(encoding="utf-8").splitlines()
    )
    assert lines[0] == "sink_id,category_code,category,name_zh,cells,area_km2,mean_nep"
    assert lines[2] == "2,3,potential,,1,1.0,"
    assert (exported.folder / "tables" / "grid_cells.csv").exists()


def test_a_layer_that_is_gone_leaves_the_file(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    written = drawn.folder / "drawn.gpkg"
    drawn.connection.execute("drop table drawn.corridors")
    export(drawn.region, drawn.out)
    assert "corridors" not in pyogrio.list_layers(written)[:, 0]
    assert not (drawn.folder / "tables" / "corridors.csv").exists()


@pytest.mark.parametrize("limit", [1_000, 30_000, 90_000, 120_000, 150_000])
def test_a_full_disk_is_told(exported: Drawn, tmp_path: Path, limit: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = (exported.folder / "drawn.gpkg").stat().st_size
    assert limit < size
    with snapshot() as connection:
        region = read_region(connection, "drawn")
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            with pytest.raises(SinkbaseError, match=r"x\.gpkg could not be written; the disk may"):
                write_geopackage(
                    tmp_path / "x.gpkg", connection, region, geopackage_legends(region), tags={}
                )
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
