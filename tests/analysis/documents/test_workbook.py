"""The workbook as a spreadsheet program reads it."""

import time
import zipfile
from math import nan
from pathlib import Path

import openpyxl
import pytest
from drawn_looks import LOOKS
from drawn_results import Drawn
from sqlalchemy import Column, Float, MetaData, Table

from analysis import write
from analysis.documents.workbook import Sheet, write_workbook
from analysis.export import export
from analysis.results.catalogue import Result, parse_comment
from analysis.results.files import digest


@pytest.fixture
def written(exported: Drawn) -> Path:
    return exported.folder / "tables" / "drawn.xlsx"


def lines(path: Path, sheet: str) -> list[tuple]:
    return list(openpyxl.load_workbook(path)[sheet].values)


def test_each_table_is_a_sheet_between_about_and_columns(written: Path) -> None:
    assert openpyxl.load_workbook(written).sheetnames == [
        "about",
        "region_summary",
        "region_warnings",
        "nep_by_origin",
        "vegetation_carbon_storage",
        "importance_breaks",
        "data_sources",
        "legend_classes",
        "method_settings",
        "result_layers",
        "result_names",
        "region_boundary",
        "corridors",
        "carbon_sinks",
        "grid_cells",
        "columns",
    ]


def test_numbers_are_numbers_missing_is_empty_chinese_is_kept(written: Path) -> None:
    header, first, second = lines(written, "carbon_sinks")
    assert header[:4] == ("sink_id", "category_code", "category", "name_zh")
    assert first == (1, 1, "primary", "碳汇腹地", 2, 2, 3.5)
    assert second == (2, 3, "potential", None, 1, 1, None)
    summary = dict(zip(*lines(written, "region_summary"), strict=True))
    assert summary["is_synthetic"] is True
    assert summary["nep_mean_gc_m2_a"] == pytest.approx(0.3, rel=1e-15)


def test_the_header_stays_in_sight_and_columns_are_wide_enough(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)["importance_breaks"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width >= len("importance_level")
    assert sheet.auto_filter.ref == "A1:I6"


def test_columns_tell_description_and_unit(written: Path) -> None:
    found = lines(written, "columns")
    assert found[0] == ("sheet", "column", "description", "unit")
    told = "Mean net ecosystem production. More."
    assert ("carbon_sinks", "mean_nep", told, "gC/m2/a") in found


def test_about_says_which_region_and_that_it_is_synthetic(written: Path) -> None:
    told = {label: text for label, text, *_ in lines(written, "about")}
    assert told["Region"] == "Drawn county"
    assert told["区域"] == "画县"
    assert told["Notice"].startswith("SYNTHETIC")
    assert ("importance_breaks", "Levels of importance", "碳汇重要性分级", 5) in lines(
        written, "about"
    )


def test_a_text_that_looks_like_a_formula_is_a_text(drawn: Drawn) -> None:
    drawn.connection.execute("update drawn.carbon_sinks set category = '=1+1' || chr(7)")
    export(drawn.region, drawn.out, force=True)
    cell = openpyxl.load_workbook(drawn.folder / "tables" / "drawn.xlsx")["carbon_sinks"]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_what_no_number_is_becomes_text(tmp_path: Path) -> None:
    table = Table("ratios", MetaData(), Column("ratio", Float))
    sheet = Sheet(Result(table, "table", parse_comment(None)), [{"ratio": nan}, {"ratio": 2.5}])
    write_workbook(tmp_path / "x.xlsx", [("Region", "x")], [sheet], LOOKS)
    assert lines(tmp_path / "x.xlsx", "ratios") == [("ratio",), ("nan",), (2.5,)]


def test_long_tables_are_left_to_the_csv(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "MOST_ROWS", 2)
    drawn.connection.execute(
        "insert into drawn.grid_cells select 3, 1, null, false, geom from drawn.grid_cells limit 1"
    )
    export(drawn.region, drawn.out)
    names = openpyxl.load_workbook(drawn.folder / "tables" / "drawn.xlsx").sheetnames
    assert "grid_cells" not in names
    assert "carbon_sinks" in names


def test_the_same_results_give_the_same_bytes_at_another_time(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    written = drawn.folder / "tables" / "drawn.xlsx"
    before = digest(written)
    time.sleep(2.1)  # dates in a ZIP have every other second
    export(drawn.region, drawn.out, force=True)
    assert digest(written) == before
    with zipfile.ZipFile(written) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_numbers_are_shown_with_as_many_decimals_as_a_reader_needs(tmp_path: Path) -> None:
    names = ("large", "middle", "small")
    table = Table("t", MetaData(), *(Column(name, Float) for name in names))
    row = {"large": 34740997.88665771, "middle": 154.601088468977, "small": 0.1578738540410}
    result = Result(table, "table", parse_comment(None))
    write_workbook(tmp_path / "t.xlsx", [], [Sheet(result, [row])], LOOKS)
    cells = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"][2]
    assert [cell.number_format for cell in cells] == ["#,##0", "#,##0.00", "0.0000"]
    assert [cell.value for cell in cells] == pytest.approx(list(row.values()), rel=1e-15)
