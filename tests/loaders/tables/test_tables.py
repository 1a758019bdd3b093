"""One table in every file and dialect in which it comes; what is no table is told by what it is."""

import struct
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from loaders.tables.numbers import numbers, wholes
from loaders.tables.table import Table, read_table
from sinkbase.errors import SinkbaseError
from sinkbase.region.sources import Source
from tests.access_file import DOUBLE, LONG, TEXT, write_access

WANTED = (("unit", "MU_GLOBAL"), ("carbon",))
LINES = ["unit,name,carbon", "11,黄土,1.5", "12,沙土,", "13,盐土,0.25"]
SOURCE = Source("soil", 1, Path("own.toml"), ("units.tif",), kind="mapping_units")


def read(path: Path, encoding: str | None = None, **keys: object) -> Table:
    return read_table(replace(SOURCE, **keys), path, WANTED, encoding)  # type: ignore[arg-type]


def check(table: Table) -> None:
    """The four lines above, whatever they were written in."""
    assert wholes(table, "unit", "unit").tolist() == [11, 12, 13]
    assert numbers(table, "carbon").tolist() == pytest.approx(
        [1.5, float("nan"), 0.25], nan_ok=True
    )
    assert table.texts("name") == ["黄土", "沙土", "盐土"]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def run(text: str, encoding: str = "utf-8", name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return run


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_encodings_are_found_out(encoding: str, write: Callable[..., Path]) -> None:
    check(read(write("\n".join(LINES), encoding)))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", " ", "  \t "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_ends_of_lines_are_found_out(
    separator: str, end: str, write: Callable[..., Path]
) -> None:
    lines = [line.replace(",", separator) for line in LINES]
    if separator.isspace() and separator != "\t":
        lines[2] = lines[2].rstrip() + f"{separator}-"  # blanks need something for nothing
    check(read(write(end.join(lines))))


def test_rows_above_the_header_are_passed_over(write: Callable[..., Path]) -> None:
    title = ["Soils of the county,,", "made 2015,,", ""]
    check(read(write("\n".join([*title, *LINES]))))


def test_empty_rows_and_excels_line_on_the_separator_are_no_rows(
    write: Callable[..., Path],
) -> None:
    lines = [line.replace(",", "|") for line in [*LINES[:2], ",,", *LINES[2:], "", ",,"]]
    check(read(write("sep=|\r\n" + "\r\n".join(lines))))


def test_a_text_with_separator_quotes_and_line_break_is_one_cell(
    write: Callable[..., Path],
) -> None:
    table = read(write('unit,name,carbon\n11,"loess, ""dry""\nsecond line",1.5\n12,sand,x\n'))
    assert table.texts("name")[0] == 'loess, "dry"\nsecond line'
    with pytest.raises(SinkbaseError, match="line 4, column carbon: 'x' is not a number"):
        numbers(table, "carbon")


def test_columns_are_known_whatever_their_capitals(write: Callable[..., Path]) -> None:
    check(read(write("\n".join(LINES).replace("unit", " Unit ").replace("carbon", "CARBON"))))


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


ROWS: list[list[object]] = [
    ["unit", "name", "carbon"], [11, "黄土", 1.5], [12, "沙土", None], [13, "盐土", 0.25],
]  # fmt: skip


@pytest.mark.parametrize("claimed", ["A1", "A1:B2", "A1:XFD1048576"])
def test_a_workbook_is_read_whatever_size_it_claims(claimed: str, tmp_path: Path) -> None:
    right, wrong = book(tmp_path / "right.xlsx", {"soils": ROWS}), tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(right) as old, zipfile.ZipFile(wrong, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b'<dimension ref="A1:C4"', b'<dimension ref="%s"' % claimed.encode()
            )
            new.writestr(name, content)
    check(read(wrong))


def test_a_workbook_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    check(read(book(tmp_path / "soils.xlsx", {"soils": ROWS}).rename(tmp_path / "soils.csv")))


def test_the_sheet_that_has_the_columns_is_read_below_its_title(tmp_path: Path) -> None:
    sheets = {"about": [["made by"], ["us"]], "soils": [["Soils of the county"], [], *ROWS]}
    check(read(book(tmp_path / "soils.xlsx", sheets)))


def test_two_sheets_that_fit_are_asked_for_and_the_answer_is_followed(tmp_path: Path) -> None:
    path = book(tmp_path / "soils.xlsx", {"2010": [ROWS[0], [1, "a", 2]], "2015": ROWS})
    with pytest.raises(SinkbaseError, match=r'2 sheets fit: 2010, 2015.*sheet = "2010"'):
        read(path)
    check(read(path, sheet="2015"))
    with pytest.raises(SinkbaseError, match=r"no sheet '2014'. Did you mean '2015'"):
        read(path, sheet="2014")


def test_a_formula_that_was_never_computed_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "soils.xlsx", {"soils": [*ROWS[:2], [12, "x", "=C2*2"]]})
    with pytest.raises(SinkbaseError, match=r"row 3, column 3: the formula '=C2.2' has no stored"):
        read(path)


def dbf(path: Path, encoding: str, deleted: bool = False) -> Path:
    fields = [(b"unit", b"N", 8), (b"name", b"C", 12), (b"carbon", b"F", 8)]
    length = 1 + sum(size for _, _, size in fields)
    rows = [LINES[1], "99,deleted,9", *LINES[2:]] if deleted else LINES[1:]
    head = struct.pack("<BBBBIHH20x", 3, 115, 1, 1, len(rows), 32 + 32 * 3 + 1, length)
    for name, kind, size in fields:
        head += struct.pack("<11s1s4xB15x", name, kind, size)
    body = b""
    for row in rows:
        flag = b"*" if "deleted" in row else b" "
        cells = [cell.encode(encoding) for cell in row.split(",")]
        body += flag + b"".join(
            c.ljust(size) for c, (_, _, size) in zip(cells, fields, strict=True)
        )
    path.write_bytes(head + b"\r" + body + b"\x1a")
    return path


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_a_dbase_table(encoding: str, tmp_path: Path) -> None:
    check(read(dbf(tmp_path / "soils.dbf", encoding, deleted=True)))


def test_a_dbase_table_in_the_encoding_that_stands_beside_it(tmp_path: Path) -> None:
    path = dbf(tmp_path / "soils.dbf", "gbk")
    path.write_bytes(
        path.read_bytes().replace("黄土".encode("gbk"), "l\xe4\xff ".encode("latin-1"))
    )
    (tmp_path / "soils.cpg").write_text("ISO-8859-1\n")
    assert read(path).texts("name")[0] == "l\xe4\xff"


def test_an_access_database_as_hwsd_is_published(tmp_path: Path) -> None:
    soils = {"MU_GLOBAL": LONG, "carbon": DOUBLE, "SU_SYM90": TEXT}
    path = write_access(
        tmp_path / "HWSD.mdb",
        {
            "D_SYMBOL90": ({"CODE": LONG, "SYMBOL": TEXT}, [[1, "CL"]]),
            "HWSD_DATA": (soils, [[11, 1.5, "CL"], [12, None, "GG"], [13, 0.25, "LP"]]),
            "HWSD_SMU": ({"MU_GLOBAL": LONG}, [[11], [12]]),
        },
    )
    table = read(path)
    assert wholes(table, "MU_GLOBAL", "unit").tolist() == [11, 12, 13]
    assert numbers(table, "carbon").tolist() == pytest.approx(
        [1.5, float("nan"), 0.25], nan_ok=True
    )
    with pytest.raises(SinkbaseError, match=r"no sheet 'HWSD_DAT'. Did you mean 'HWSD_DATA'"):
        read(path, sheet="HWSD_DAT")
    exported = subprocess.run(
        ["mdb-export", path, "HWSD_DATA"], capture_output=True, check=True
    ).stdout  # the way out that the message names where mdbtools cannot read on
    (tmp_path / "hwsd.csv").write_bytes(exported)
    assert numbers(read(tmp_path / "hwsd.csv"), "carbon")[0] == 1.5


def test_without_mdbtools_the_message_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_access(tmp_path / "HWSD.mdb", {"HWSD_DATA": ({"MU_GLOBAL": LONG}, [[1]])})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SinkbaseError, match="Install it with `apt-get install mdbtools`"):
        read(path)


HEAD = "unit,name,carbon\n"
BAD_FILES = {
    "empty": (b" \n\n", "the file is empty"),
    "header alone": (HEAD.encode(), "no rows below the header in line 1"),
    "cut row": (HEAD.encode() + b"11,a,1\n12,b\n", "line 3 has 2 cells and ends before the column"),
    "note below": (b"unit,name,carbon\n11,a,1\nsource: us\n", "line 3 has 1 cell and ends before"),
    "decimal comma bare": (b"unit,name,carbon\n11,a,1,5\n", "line 2 has 4 cells, the header 3"),
    "open quote": (b'unit,name,carbon\n11,"a,1\n12,b,2\n', "line 2: unexpected end of data"),
    "quote inside": (b'unit,name,carbon\n11,"a"b,1\n', "line 2: ',' expected after '\"'"),
    "NUL": (b"unit,name,carbon\n11,a\x00,1\n", "line 2 holds a NUL byte"),
    "control": (b"unit,name,carbon\n11,a\x07,1\n", "line 2 holds the control character"),
    "latin": (b"unit,name,carbon\n11,l\xe4\xff,1\n", "cannot be read as UTF-8 or GB18030"),
    "cut UTF-16": ("unit,name,carbon\n11,a,1".encode("utf-16")[:-1], "cannot be read as UTF-16"),
    "page": (b"<!DOCTYPE html><html>404</html>", "a web page or XML, no table"),
    "zip": (b"PK\x03\x04rest", "a ZIP archive, no text table. Unpack it"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of old Excel"),
    "pdf": (b"%PDF-1.7", "a PDF document"),
    "gzip": (b"\x1f\x8b\x08", "a file packed by gzip"),
    "sqlite": (b"SQLite format 3\x00", "an SQLite database"),
    "mdb": (b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(range(256)) * 9, "mdbtools cannot read"),
    "no such column": (b"unit,name\n11,a\n", "no column 'carbon'. Known here: name, unit. Is"),
    "twice": (b"unit,carbon,carbon\n11,1,2\n", "2 columns are called 'carbon': columns 2 and 3"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_FILES)
def test_what_is_no_table_is_told_by_what_it_is(case: str, tmp_path: Path) -> None:
    content, message = BAD_FILES[case]
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(SinkbaseError) as refused:
        numbers(read(path), "carbon")
    assert f"{path}: " in str(refused.value)
    assert message in str(refused.value)
    assert "own.toml, [layers.soil]" in str(refused.value)


@pytest.mark.parametrize("cut", [10, 100, -200, -1])
def test_a_damaged_workbook_or_dbase_table_is_told(cut: int, tmp_path: Path) -> None:
    for path in (book(tmp_path / "a.xlsx", {"soils": ROWS}), dbf(tmp_path / "b.dbf", "gbk")):
        content = path.read_bytes()
        path.write_bytes(content[: cut - (path.suffix == ".dbf" and cut == -1)])
        with pytest.raises(SinkbaseError, match=rf"{path.name}: (the workbook|not a dBASE table)"):
            read(path).texts("carbon")


BAD_NUMBERS = {
    "a word": (["1.5", "much"], "line 3, column carbon: 'much' is not a number"),
    "percent": (["1.5 %"], "line 2, column carbon: '1.5 %' is not a number"),
    "blank": (["1 500"], "'1 500' is not a number"),
    "underscore": (["1_500"], "'1_500' is not a number"),
    "less": (["<0.1"], "'<0.1' is not a number"),
    "beyond": (["1e999"], "'1e999' is not a number"),
    "infinite": (["inf"], "'inf' is not a number"),
    "spreadsheet": (["#DIV/0!"], "'#DIV/0!' is an error of the spreadsheet"),
    "not there": (["#N/A"], "'#N/A' is an error of the spreadsheet"),
    "date": (["2015-01-02"], "'2015-01-02' is not a number"),
    "either": (['"1,250"'], "'1,250' may be 1250 or 1.250"),
    "both": (['"1,25"', '"1,250,000"'], "commas of thousands (line 3) and decimal commas (line 2)"),
    "odd": (['"1,25,0"'], "'1,25,0'"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_NUMBERS)
def test_what_is_no_number_is_told_by_row(case: str, write: Callable[..., Path]) -> None:
    cells, message = BAD_NUMBERS[case]
    table = read(write("unit,carbon\n" + "\n".join(f"11,{cell}" for cell in cells)))
    with pytest.raises(SinkbaseError) as refused:
        numbers(table, "carbon")
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (["1.5", '"1,250.5"'], [1.5, 1250.5]),
        (['"1,250"', "0.5"], [1250, 0.5]),  # the table has decimal points
        (['"1,25"', '"1,250"'], [1.25, 1.25]),  # the column has decimal commas
        (['"1,250,000"', '"1,250"'], [1250000, 1250]),
        (['"1.250,5"', '"0,5"'], [1250.5, 0.5]),
        (["１２．５", "−3"], [12.5, -3]),  # full width, the typesetter's minus
        (["1e-3", "+2", ".5", "5."], [0.001, 2, 0.5, 5]),
    ],
)
def test_commas_mean_what_the_table_shows(
    cells: list[str], meant: list[float], write: Callable[..., Path]
) -> None:
    table = read(write("unit,carbon\n" + "\n".join(f"11,{cell}" for cell in cells)))
    assert numbers(table, "carbon").tolist() == meant


def test_another_columns_decimal_point_tells_that_a_comma_is_one_of_thousands(
    write: Callable[..., Path],
) -> None:
    table = read(write('unit,carbon\n"11,802",1.5\n"11,803",2\n'))
    assert wholes(table, "unit", "unit").tolist() == [11802, 11803]
    decimal = read(write("unit;carbon\n11,802;1,5\n"))
    with pytest.raises(SinkbaseError, match="line 2, column unit: '11,802' is no unit"):
        wholes(decimal, "unit", "unit")


@pytest.mark.parametrize(
    ("cell", "message"),
    [("31.6", "'31.6' is no unit"), ("-3", "'-3' is no unit"), ("", "there is no unit")],
)
def test_codes_are_whole_numbers(cell: str, message: str, write: Callable[..., Path]) -> None:
    table = read(write(f"unit,carbon\n31,1\n{cell},1\n"))
    with pytest.raises(SinkbaseError, match=f"line 3, column unit: {message}"):
        wholes(table, "unit", "unit")


def test_keys_that_a_message_names_mend_what_it_refuses(write: Callable[..., Path]) -> None:
    latin = write("unit,name,carbon\n11,l\xe4\xff,1\n", "latin-1")
    assert read(latin, "latin-1").texts("name") == ["l\xe4\xff"]
    two = write("name,carbon,unit\nof soil,in %,number\nx,1,2\n")
    assert len(read(two).rows) == 2
    odd = write("unit|carbon;x,y\n1|2;3,4\n")
    assert read(odd, separator=";").texts("unit|carbon") == ["1|2"]
    late = write("a,b\n" * 40 + "unit,carbon\n1,2\n")
    with pytest.raises(SinkbaseError, match="Set header_row"):
        read(late).texts("carbon")
    assert read(late, header_row=41).texts("carbon") == ["2"]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"sheet": "soils"}, "sheet = 'soils' means nothing for a file of one table"),
        ({"header_row": 99}, "header_row = 99, but that row is empty or not there"),
    ],
)
def test_keys_without_an_effect_are_refused(
    keys: dict[str, object], message: str, write: Callable[..., Path]
) -> None:
    with pytest.raises(SinkbaseError, match=message):
        read(write("\n".join(LINES)), **keys)
