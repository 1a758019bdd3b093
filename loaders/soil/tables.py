"""Attribute tables as columns of text: CSV in any usual dialect, or XLSX."""

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sinkbase.region.keys import nearest
from sinkbase.region.sources import Source

Columns = dict[str, list[str]]
_MISSING = ("", "na", "n/a", "nan", "null", "none", "-", "-9999", "-9999.0", "-999", "-99")


def read_table(source: Source, path: Path) -> Columns:
    """The table's columns by name, every value as text.

    Raises SinkbaseError for a file that is no table, has no rows or another encoding.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        rows = _read_xlsx(source, path)
    else:
        rows = _read_csv(source, path)
    if len(rows) < 2:
        raise source.error(path, "the table has no rows. Expected a header and one row a soil.")
    header = [name.strip() for name in rows[0]]
    width = len(header)
    padded = [row + [""] * (width - len(row)) for row in rows[1:] if any(row)]
    return {name: [row[i] for row in padded] for i, name in enumerate(header) if name}


def _read_xlsx(source: Source, path: Path) -> list[list[str]]:
    # here: 0.1 s that most loads need not wait for
    import openpyxl  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError) as error:
        raise source.error(
            path, f"not an XLSX workbook: {error}. Save it as XLSX or CSV."
        ) from None
    sheet = book.worksheets[0]
    rows = [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
    book.close()
    return rows


def _read_csv(source: Source, path: Path) -> list[list[str]]:
    text = _decoded(source, path)
    first = text.splitlines()[0] if text else ""
    separator = max((";", "\t", ",", "|"), key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def _decoded(source: Source, path: Path) -> str:
    content = path.read_bytes()
    for encoding in (source.encoding,) if source.encoding else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
        except LookupError:
            break
    raise source.error(
        path, f"the text cannot be read as {source.encoding or 'UTF-8 or GB 18030'}. "
        'Set encoding, for example encoding = "latin-1".'
    )  # fmt: skip


def numbers(source: Source, path: Path, columns: Columns, name: str) -> npt.NDArray[np.float64]:
    """A column as numbers, NaN where empty; decimal commas are understood.

    Returns (rows,).
    Raises SinkbaseError when there is no such column or a value is no number.
    """
    if name not in columns:
        raise source.error(path, f"there is no column {name!r}. {nearest(name, columns)}")
    result = np.full(len(columns[name]), np.nan)
    for i, value in enumerate(columns[name]):
        text = value.strip()
        if text.lower() in _MISSING:
            continue
        try:
            result[i] = float(text.replace(",", "."))
        except ValueError:
            raise source.error(
                path, f"row {i + 2}, column {name}: {text!r} is not a number. "
                "Expected a number, or nothing where there is none."
            ) from None  # fmt: skip
    return result
