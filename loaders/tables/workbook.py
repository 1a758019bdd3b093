"""Rows of an XLSX workbook, whatever size its sheets claim to have."""

import io
import itertools
import re
import warnings
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from loaders.tables.rows import TOP, Row, Wanted, chosen
from sinkbase.errors import SinkbaseError
from sinkbase.region.sources import Source

_QUOTED = re.compile(r'"[^"]*"|\\.')  # in a cell's format: text, which multiplies nothing


def is_workbook(path: Path) -> bool:
    """Whether the file is an XLSX workbook, by what is in it, or damaged, by its name."""
    try:
        with ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (BadZipFile, OSError):
        with path.open("rb") as file:
            return path.suffix.lower() in (".xlsx", ".xlsm") and file.read(2) == b"PK"


def workbook_rows(source: Source, path: Path, wanted: Wanted) -> list[Row]:
    """The rows of the sheet that fits.

    Raises SinkbaseError when the workbook is damaged, when it is open which sheet is meant, and
    for formulas that were never computed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, on styles and validations
            return _rows(source, path, wanted)
    except SinkbaseError:
        raise
    except Exception as error:
        raise source.error(
            path, f"the workbook cannot be read ({type(error).__name__}: {error}). Open it, save "
            "it again as XLSX, or save the sheet as CSV."
        ) from None  # fmt: skip


def _rows(source: Source, path: Path, wanted: Wanted) -> list[Row]:
    # here: 0.1 s that most loads need not wait for
    import openpyxl  # noqa: PLC0415

    content = io.BytesIO(path.read_bytes())  # by its name openpyxl would refuse to open some
    book = openpyxl.load_workbook(content, read_only=True, data_only=True)
    try:
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        name = chosen(source, path, {n: _of(s, TOP) for n, s in sheets.items()}, wanted)
        rows = _of(sheets[name], None)
    finally:
        book.close()
    formulas = openpyxl.load_workbook(content, read_only=True)
    try:
        _refuse_uncomputed(source, path, rows, formulas[name])
    finally:
        formulas.close()
    return rows


def _of(sheet: Any, count: int | None) -> list[Row]:
    sheet.reset_dimensions()  # the stored size is wrong in what WPS and many exporters write
    cells = itertools.islice(sheet.iter_rows(), count)
    rows = [[_text(cell) for cell in row] for row in cells]
    width = max(map(len, rows), default=0)  # a row ends with its last filled cell
    return [Row(number, row + [""] * (width - len(row))) for number, row in enumerate(rows, 1)]


def _text(cell: Any) -> str:
    """A cell's value as text; of one that shows percent, the number of percent."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool) and _is_percent(cell):
        return f"{value * 100:.15g}"
    return str(value)


def _is_percent(cell: Any) -> bool:
    return "%" in _QUOTED.sub("", cell.number_format or "")


def _refuse_uncomputed(source: Source, path: Path, rows: list[Row], sheet: Any) -> None:
    sheet.reset_dimensions()
    for row, cells in zip(rows, sheet.iter_rows(values_only=True), strict=True):
        for column, (value, cell) in enumerate(zip(row.cells, cells, strict=False), 1):
            if value == "" and isinstance(cell, str) and cell.startswith("="):
                raise source.error(
                    path, f"row {row.number}, column {column}: the formula {cell!r} has no stored "
                    "value. Open the workbook and save it, so that it is computed, or save as CSV."
                )  # fmt: skip
