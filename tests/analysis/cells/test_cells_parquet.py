"""cells.parquet: every cell of a drawn region, read by pyarrow and by GDAL where it can."""

import json
import struct

import numpy as np
import pytest
from drawn_results import GRID, Drawn

from analysis.cells.geo import geo, points
from analysis.export import export
from analysis.results.files import read_manifest

parquet = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def path(drawn: Drawn):
    drawn.draw("pinch_point", PINCHES, "Pinch points. Unit: class.", "8BUI")
    drawn.draw("nearest_sink", NEAREST, "Nearest sink. Unit: sink_id.", "32BUI")
    export(drawn.region, drawn.out, languages=(), cells=True)
    return drawn.folder / "cells.parquet"


# the last cell of the first row lies outside the region: no raster has a value there
PINCHES = """
    0 0 1 0 0
    0 0 0 0 0
    0 0 0 0 .
    . . . 0 0
"""
NEAREST = """
    1 1 1 . 2
    1 1 300 2 2
    1 1 2 2 .
    . . . 2 2
"""


def test_each_cell_is_a_row_with_its_values_and_numbers(path):
    table = parquet.read_table(path)
    rows = table.to_pylist()
    # all but the cells without any value: one of the third row, three of the fourth
    assert [row["cell_id"] for row in rows] == [*range(1, 15), 19, 20]
    first, second, eighth = rows[0], rows[1], rows[7]
    assert (first["nep"], second["nep"]) == (1.5, None)
    assert (first["importance_level"], second["importance_level"]) == (1, None)
    assert (first["x"], first["y"]) == (5500, 8500)  # from 5000, 9000 in cells of 1000 m
    assert (eighth["nearest_sink"], rows[3]["nearest_sink"]) == (300, None)
    assert [row["cell_id"] for row in rows if row["pinch_point"] == 1] == [3]
    # sinks are the squares of cells 1 and 2, and of the last one
    assert [row["sink_id"] for row in rows] == [1, 1, *[None] * 13, 2]
    assert str(table.schema.field("nearest_sink").type) == "uint32"
    assert str(table.schema.field("nep").type) == "float"


def test_a_row_of_tiles_is_a_row_group(path):
    file = parquet.ParquetFile(path)
    # tiles of three rows and of one
    assert [file.metadata.row_group(it).num_rows for it in range(file.num_row_groups)] == [14, 2]


def test_the_file_says_how_its_geometries_are_written(path):
    schema = parquet.read_schema(path)
    told = json.loads(schema.metadata[b"geo"])
    assert (told["version"], told["primary_column"]) == ("1.1.0", "geometry")
    column = told["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    assert column["bbox"] == [5500, 5500, 9500, 8500]
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 2328}
    assert schema.metadata[b"title_zh"].decode() == "画县"
    assert schema.field("nep").metadata[b"unit"] == b"gC/m2/a"
    wkb = parquet.read_table(path, columns=["geometry"])["geometry"][0].as_py()
    assert struct.unpack("<BIdd", wkb) == (1, 1, 5500, 8500)


def test_gdal_reads_it_where_it_has_the_driver(path):
    import pyogrio

    if "Parquet" not in pyogrio.list_drivers(read=True):
        pytest.skip("this GDAL has no driver for Parquet")
    info = pyogrio.read_info(path)
    assert (info["features"], info["geometry_type"]) == (16, "Point")
    assert info["crs"].endswith("2328")


def test_it_is_listed_and_goes_when_it_is_not_asked_for(path, drawn):
    listed = {entry["path"] for entry in read_manifest(drawn.folder)["files"]}
    assert "cells.parquet" in listed
    export(drawn.region, drawn.out, languages=())
    assert not path.exists()


def test_two_exports_of_the_same_results_have_the_same_bytes(path, drawn):
    before = path.read_bytes()
    export(drawn.region, drawn.out, languages=(), cells=True, force=True)
    assert path.read_bytes() == before


def test_another_version_of_the_writer_writes_anew(path, drawn, monkeypatch):
    assert export(drawn.region, drawn.out, languages=(), cells=True).skipped
    monkeypatch.setattr("analysis.export.version", lambda _: "0.1")
    assert not export(drawn.region, drawn.out, languages=(), cells=True).skipped


def test_without_cells_there_are_no_bounds():
    assert "bbox" not in json.loads(geo(GRID.srid, None))["columns"]["geometry"]


def test_a_point_is_21_bytes():
    assert points(np.array([1.0, 2.0]), np.array([3.0, 4.0])).itemsize == 21
