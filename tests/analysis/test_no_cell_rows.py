"""A region that is too large for a row a cell: no file has the empty table, and it is said why."""

import sqlite3
from contextlib import closing

import pytest
from drawn_results import Drawn

from analysis.export import export
from analysis.results.files import read_manifest

TOLD = "The region has 3,000,000 cells: there is no table with a row a cell."


@pytest.fixture
def large(drawn: Drawn) -> Drawn:
    drawn.connection.execute("delete from drawn.grid_cells")
    drawn.connection.execute(
        "insert into drawn.region_warnings values (3, 'no_cell_rows', null, %s, %s)",
        (TOLD, "区域共 3 000 000 个像元，故无逐像元表。"),
    )
    export(drawn.region, drawn.out, languages=())
    return drawn


def test_no_file_has_the_empty_table(large: Drawn) -> None:
    names = {entry["name"] for entry in read_manifest(large.folder)["files"]}
    assert "grid_cells" not in names
    assert {"carbon_sinks", "nep", "workbook"} <= names
    assert not (large.folder / "tables" / "grid_cells.csv").exists()
    with closing(sqlite3.connect(large.folder / "drawn.gpkg")) as file:
        layers = {name for (name,) in file.execute("select table_name from gpkg_contents")}
        told = [text for (text,) in file.execute("select metadata from gpkg_metadata")]
    assert {"boundary", "carbon_sinks"} <= layers
    assert "grid_cells" not in layers
    assert any(TOLD in text for text in told)


def test_projects_of_qgis_lack_the_layer_and_say_why(large: Drawn) -> None:
    for path, told in (("drawn.qgs", TOLD), ("drawn.zh.qgs", "故无逐像元表")):
        text = (large.folder / path).read_text(encoding="utf-8")
        assert 'table="drawn"."grid_cells"' not in text
        assert 'table="drawn"."carbon_sinks"' in text
        assert told in text
