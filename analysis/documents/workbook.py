"""All tables of a region in one workbook: what it is, a sheet a table, what the columns mean."""

import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from analysis.looks.looks import Looks
from analysis.looks.styles import VECTORS
from analysis.results.catalogue import Result, parse_comment
from analysis.results.tables import Row, without_geometry

Line = Sequence[Any]
Page = Any  # openpyxl's write-only worksheet
MOST_ROWS = 10_000  # 14,000 cells with 33 columns took 4 s; they are in the CSV and the GeoPackage
NAME_LENGTH = 31  # of a sheet, as Excel allows
NARROWEST, WIDEST = 9, 60  # characters
BOLD = Font(bold=True)
TOP = Alignment(vertical="top")
WRAPPED = Alignment(vertical="top", wrap_text=True)
FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP knows
CORE = "docProps/core.xml"
MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML has no such characters
FIRST = (
    "region_summary", "region_warnings", "nep_by_origin", "vegetation_carbon_storage",
    "importance_breaks", "resistance_weights", "land_use_by_sink", "restoration_strategies",
)  # fmt: skip
COLUMNS = ("sheet", "column", "description", "unit")


@dataclass(frozen=True)
class Sheet:
    """One table: its result and its rows."""

    result: Result
    rows: Sequence[Row]

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.result.name[:NAME_LENGTH]


def sheets(results: Mapping[str, Result], rows: Mapping[str, Sequence[Row]]) -> list[Sheet]:
    """Return a sheet for each result whose rows are given: tables, then vectors."""
    others = [name for name in rows if name not in (*FIRST, *VECTORS)]
    known = [name for name in (*FIRST, *others, *VECTORS) if name in rows]
    return [Sheet(results[name], rows[name]) for name in known]


def write_workbook(
    path: Path, about: Sequence[tuple[str, str]], tables: Sequence[Sheet], looks: Looks
) -> None:
    """Write sheet "about" with labels and texts, one sheet a table, and sheet "columns".

    Numbers are numbers, missing ones are empty. The bytes depend on the arguments alone.

    Raises OSError when the file cannot be written.
    """
    book = Workbook(write_only=True)
    listed = [(sheet.name, *looks.titles(sheet.result.name), len(sheet.rows)) for sheet in tables]
    contents = [("sheet", "title", "title_zh", "rows"), *listed]
    _write_texts(book.create_sheet("about"), [*about, ("",), *contents], bold=len(about) + 2)
    for sheet in tables:
        _write_table(book.create_sheet(sheet.name), sheet)
    _write_texts(book.create_sheet("columns"), [COLUMNS, *_descriptions(tables)], bold=1)
    unfixed = path.with_name(f"{path.name}.unfixed")
    book.save(unfixed)
    _fix_dates(unfixed, path)
    unfixed.unlink()


def _descriptions(tables: Iterable[Sheet]) -> list[Line]:
    rows: list[Line] = []
    for sheet in tables:
        for column in sheet.result.table.columns:
            comment = parse_comment(column.comment)
            rows.append((sheet.name, column.name, comment.description, comment.unit))
    return rows


def _write_table(page: Page, sheet: Sheet) -> None:
    header = [column.name for column in without_geometry(sheet.result)]
    _set_widths(page, [header, *([*row.values()] for row in sheet.rows[:100])])
    page.freeze_panes = "A2"
    page.append([_cell(page, name, BOLD) for name in header])
    shown = [_number_format(sheet.rows, name) for name in header]
    for row in sheet.rows:
        cells = [_cell(page, value) for value in row.values()]
        for cell, number_format in zip(cells, shown, strict=True):
            if number_format and isinstance(cell.value, float):
                cell.number_format = number_format
        page.append(cells)
    page.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(sheet.rows) + 1}"


def _number_format(rows: Sequence[Row], name: str) -> str | None:
    """Return how many decimals of a column's floats are shown; the cells keep them all."""
    sizes = [abs(row[name]) for row in rows if isinstance(row[name], float)]
    if not sizes:
        return None
    return "#,##0" if max(sizes) >= 10_000 else "#,##0.00" if max(sizes) >= 1 else "0.0000"


def _write_texts(page: Page, lines: Sequence[Line], *, bold: int) -> None:
    """Write lines of which that number `bold`, counted from 1, is a header."""
    _set_widths(page, lines)
    page.freeze_panes = "A2" if bold == 1 else None
    for number, line in enumerate(lines, 1):
        page.append([_cell(page, it, BOLD if number == bold else None) for it in line])


def _set_widths(page: Page, lines: Sequence[Line]) -> None:
    for index in range(max(map(len, lines))):
        widths = [_width(line[index]) + 2 for line in lines if index < len(line)]
        letter = get_column_letter(index + 1)
        page.column_dimensions[letter].width = min(max(*widths, NARROWEST), WIDEST)


def _width(value: Any) -> int:
    # Chinese letters are twice as wide
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in str(value))


def _cell(page: Page, value: Any, font: Font | None = None) -> WriteOnlyCell:
    if isinstance(value, float) and not isfinite(value):
        value = str(value)
    elif isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    is_text = isinstance(value, str)
    cell = WriteOnlyCell(page, NOT_TEXT.sub("", value) if is_text else value)
    if is_text:
        cell.data_type = "s"  # what begins with = is no formula
        cell.alignment = TOP if len(value) <= WIDEST else WRAPPED
    if font is not None:
        cell.font = font
    return cell


def _fix_dates(source: Path, target: Path) -> None:
    """Copy the archive with one date for all of its members and for the document."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in sorted(old.namelist()):
            content = old.read(member)
            if member == CORE:
                content = MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            fixed = zipfile.ZipInfo(member, FIXED_DATE)
            new.writestr(fixed, content, zipfile.ZIP_DEFLATED)
