"""The files of the demonstration region hold what its database does."""

import csv
import json
import re

import numpy as np
import openpyxl
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.enums import ColorInterp

from analysis.results.files import read_manifest
from tests.analysis.drawn_looks import LOOKS

VECTORS = ("carbon_sinks", "restoration_zones", "corridors", "grid_cells")


@pytest.mark.parametrize("name", VECTORS)
def test_the_geopackage_has_the_rows_and_shapes_of_the_database(demo, name):
    path = demo.out / "demo.gpkg"
    meta, _, geometry, values = pyogrio.raw.read(path, layer=name)
    columns = ", ".join(meta["fields"])
    rows = demo.rows(f"select st_asbinary(geom) as wkb, {columns} from demo.{name} order by 2")
    assert len(rows) == len(geometry) > 0
    shapes = shapely.from_wkb([bytes(row.wkb) for row in rows])
    assert shapely.equals_exact(shapes, shapely.from_wkb(geometry)).all()
    for index, field in enumerate(meta["fields"], 1):
        for read, kept in zip(values[index - 1], (row[index] for row in rows), strict=True):
            if kept is None:
                assert read is None or np.isnan(read), field
            else:
                assert read == kept, field


def test_every_layer_has_a_legend_and_every_column_a_description(demo):
    path = demo.out / "demo.gpkg"
    legends = pyogrio.raw.read(path, layer="layer_styles", columns=["f_table_name"])[3][0]
    assert set(legends) == {"boundary", *VECTORS}
    sql = "select table_name, column_name from gpkg_data_columns where description is null"
    assert len(pyogrio.raw.read(path, sql=sql)[3][0]) == 0


RASTERS = [name for name, it in LOOKS.styles.items() if it.is_raster and name != "nearest_sink"]


@pytest.mark.parametrize("name", RASTERS)
def test_rasters_of_classes_have_colours_and_all_have_legends(demo, name):
    path = demo.out / "rasters" / f"{name}.tif"
    legend = path.with_suffix(".qml").read_text(encoding="utf-8")
    with rasterio.open(path) as dataset:
        classes = LOOKS.styles[name].classes
        assert (dataset.colorinterp == (ColorInterp.palette,)) == bool(classes)
        if classes:
            found = set(np.unique(dataset.read(1, masked=True).compressed()).tolist())
            assert found <= {it.value for it in classes}
            assert 'type="paletted"' in legend
        else:
            assert 'type="singlebandpseudocolor"' in legend


def test_the_nearest_sink_has_the_names_of_the_sinks_in_its_legend(demo):
    path = demo.out / "rasters" / "nearest_sink.tif"
    names = dict(demo.rows("select sink_id, name from demo.carbon_sinks where category_code < 3"))
    legend = path.with_suffix(".qml").read_text(encoding="utf-8")
    assert re.findall(r'value="(\d+)"[^>]*label="([^"]*)"', legend) == [
        (str(number), name) for number, name in sorted(names.items())
    ]
    with rasterio.open(path) as dataset:
        found = set(np.unique(dataset.read(1, masked=True).compressed()).tolist())
    assert found == set(names)


def test_the_workbook_has_every_table_but_the_cells(demo):
    book = openpyxl.load_workbook(demo.out / "tables" / "demo.xlsx", read_only=True)
    tables = {path.stem for path in (demo.out / "tables").glob("*.csv")}
    assert set(book.sheetnames) == tables - {"grid_cells"} | {"about", "columns"}
    for name in tables - {"grid_cells"}:
        with (demo.out / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        values = list(book[name].values)
        assert list(values[0]) == lines[0]
        assert len(values) == len(lines)


def test_the_data_package_and_the_manifest_list_the_same_files(demo):
    package = json.loads((demo.out / "datapackage.json").read_text(encoding="utf-8"))
    manifest = read_manifest(demo.out)
    listed = {it["path"]: it["hash"] for it in package["resources"]}
    assert listed | {"datapackage.json": None} == {
        it["path"]: None if it["path"] == "datapackage.json" else f"sha256:{it['sha256']}"
        for it in manifest["files"]
    }
    described = [
        field
        for it in package["resources"]
        for field in it.get("schema", {}).get("fields", [])
        if "description" not in field
    ]
    assert described == []
