"""Legends: those shipped lead to codes of the project, and what a legend may not hold is told."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from loaders.raster.values.legends import SHIPPED, Legend, read_legend
from sinkbase.errors import SinkbaseError
from sinkbase.region.sources import Source

SOURCE = Source("land_use", 1, Path("own.toml"), ("lucc.tif",))
HEAD = "code,cnlucc_code,remark\n"


def shipped(name: str, layer: str = "land_use") -> Legend:
    return read_legend(replace(SOURCE, layer=layer, legend=name), Path())


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("cnlucc", {11: 11, 66: 66, 99: None}),
        ("cnlucc1", {1: 12, 2: 21, 3: 32, 4: 42, 5: 51, 6: 67}),
        ("igbp", {0: 42, 1: 21, 12: 12, 16: 66, 17: 42, 255: None}),
        ("clcd", {1: 12, 2: 21, 3: 22, 4: 32, 5: 42, 6: 44, 7: 66, 8: 51, 9: 64}),
        ("worldcover", {10: 21, 20: 22, 30: 32, 40: 12, 50: 51, 60: 66, 70: 44, 80: 42, 90: 64,
                        95: 21, 100: 33}),
        ("esri", {1: 42, 2: 21, 4: 64, 5: 12, 7: 51, 8: 66, 9: 44, 10: None, 11: 32}),
        ("globeland30", {10: 12, 20: 21, 30: 32, 40: 22, 50: 64, 60: 42, 70: 33, 80: 51, 90: 66,
                         100: 44, 255: None}),
        ("from_glc10", {10: 12, 20: 21, 30: 32, 40: 22, 50: 64, 60: 42, 70: 33, 80: 51, 90: 66,
                        100: 44}),
        ("from_glc", {1: 12, 2: 21, 3: 32, 4: 22, 5: 64, 6: 42, 7: 33, 8: 51, 9: 66, 10: 44}),
    ],
)  # fmt: skip
def test_classes_of_products_lead_to_land_use(name: str, codes: dict[int, int | None]) -> None:
    found = shipped(name).codes()
    assert {code: found[code] for code in codes} == codes


def test_igbp_leads_to_vegetation_too() -> None:
    found = shipped("vegetation_igbp", "vegetation").codes()
    assert [found[code] for code in (1, 6, 7, 10, 12, 16, 255)] == [1, 2, 3, 7, 15, 16, None]


def test_every_shipped_legend_is_told_with_its_source() -> None:
    told = (SHIPPED / "README.md").read_text("utf-8")
    assert [file.stem for file in SHIPPED.glob("*.csv") if f"| `{file.stem}` |" not in told] == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", " "])
def test_a_legend_comes_in_every_dialect(encoding: str, separator: str, tmp_path: Path) -> None:
    text = "我的图例\ncode,cnlucc_code,meaning\n10,21,林地\n50,52,村庄\n"
    (tmp_path / "own.csv").write_text(text.replace(",", separator), encoding)
    assert read_legend(replace(SOURCE, legend="own.csv"), tmp_path).codes() == {10: 21, 50: 52}


def test_a_legend_may_be_a_sheet_of_a_workbook(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.worksheets[0].append(["notes"])
    sheet = made.create_sheet("classes")
    for row in (["My classes"], ["value", "cnlucc_code"], [10.0, 21.0], [255.0, None]):
        sheet.append(row)
    made.save(tmp_path / "own.xlsx")
    found = read_legend(replace(SOURCE, legend="own.xlsx"), tmp_path)
    assert found.codes() == {10: 21, 255: None}


BAD = {
    "fraction": ("31.6,21,\n", "line 2, column code: '31.6' is no code"),
    "negative": ("-9999,,\n", "Take the row out and set nodata = -9999"),
    "word": ("forest,21,\n", "'forest' is no code. Expected a whole number from 0 to 65535"),
    "too high": ("70000,21,\n", "'70000' is no code"),
    "twice": ("10,21,\n20,22,\n10,12,\n", "code 10 stands twice: lines 2 and 4. Keep one row"),
    "twice, written otherwise": ("10,21,\n10.0,21,\n", "code 10.0 stands twice: lines 2 and 3"),
    "no value": (",21,\n", "line 2, column code: no value stands for the code 21"),
    "unknown code": ("10,99,\n", "line 2, column cnlucc_code: '10' is given the code '99'"),
    "fractional code": ("10,21.5,\n", "'10' is given the code '21.5'"),
    "cut off": ("10\n", "line 2 has 1 cell and ends before the column cnlucc_code"),
    "too long": ("10,21,tree, open\n", "line 2 has 4 cells, the header 3"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_a_legend_may_not_hold_is_told_by_line(case: str, tmp_path: Path) -> None:
    rows, message = BAD[case]
    (tmp_path / "own.csv").write_text(HEAD + rows, "utf-8")
    with pytest.raises(SinkbaseError) as refused:
        read_legend(replace(SOURCE, legend="own.csv"), tmp_path)
    assert str(refused.value).startswith(f"{tmp_path / 'own.csv'}: ")
    assert message.lower() in str(refused.value).lower()


def test_a_header_without_the_code_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("code,name\n10,forest\n", "utf-8")
    with pytest.raises(SinkbaseError, match=r"the columns are code, name. Expected the value"):
        read_legend(replace(SOURCE, legend="own.csv"), tmp_path)


def test_numbers_with_a_comma_of_thousands_are_understood(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text('code,cnlucc_code\n"1,010",21\n', "utf-8")
    assert read_legend(replace(SOURCE, legend="own.csv"), tmp_path).codes() == {1010: 21}


def test_names_of_vegetation_stand_once_however_they_are_written(tmp_path: Path) -> None:
    text = "name,vegetation_subtype_code\n灌木、草原,2\n灌木， 草原,3\n"
    (tmp_path / "own.csv").write_text(text, "utf-8")
    with pytest.raises(SinkbaseError, match="stands twice: lines 2 and 3"):
        read_legend(replace(SOURCE, layer="vegetation", legend="own.csv"), tmp_path)


def test_keys_on_tables_mean_nothing_for_a_shipped_legend() -> None:
    with pytest.raises(SinkbaseError, match="sheet means nothing for a shipped legend"):
        read_legend(replace(SOURCE, legend="clcd", sheet="a"), Path())
