"""Columns of a table as numbers: signs, decimal and thousands commas, cells without a value."""

import re
import unicodedata
from typing import Literal

import numpy as np
import numpy.typing as npt

from loaders.tables.table import Table

Floats = npt.NDArray[np.float64]
Comma = Literal["none", "decimal", "thousands"]
MISSING = ("", "na", "n/a", "nan", "null", "none", "-", "--", ".", "<null>")
_HIGHEST = 2**53  # up to it every whole number is a float of its own
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_DECIMAL = re.compile(r"[+-]?(\d+,\d*|,\d+|[1-9]\d{0,2}(\.\d{3})+,\d*)(e[+-]?\d+)?", re.IGNORECASE)
_DOT_DECIMAL = re.compile(r"[+-]?\d*\.\d+")


def numbers(table: Table, name: str, missing: tuple[float, ...] = ()) -> Floats:
    """A column (rows,), NaN where a cell is empty or holds a value that means "missing".

    A comma is a decimal comma or one of thousands, whichever the column, else the table, shows.
    Raises SinkbaseError, by row, for what is no number, and for a comma that may be either.
    """
    texts = table.texts(name)
    plain = {text: _plain(text) for text in set(texts)}  # few differ: each is read once
    has_comma = any("," in text for text in plain.values())
    comma = _comma_of(table, name, [plain[text] for text in texts]) if has_comma else "none"
    known: dict[str, float] = {}
    for row, text in enumerate(texts):
        if text not in known:
            known[text] = _number(table, name, row, plain[text], comma)
    result = np.fromiter((known[text] for text in texts), float, len(texts))
    result[np.isin(result, missing)] = np.nan
    return result


def wholes(table: Table, name: str, what: str) -> npt.NDArray[np.int64]:
    """A column (rows,) of whole numbers from 0 on, none missing: codes, units.

    Raises SinkbaseError, by row, for an empty cell, a sign and a fraction.
    """
    values = numbers(table, name)
    wrong = np.isnan(values) | (values < 0) | (values > _HIGHEST) | (values != np.round(values))
    for row in np.flatnonzero(wrong):
        found = table.texts(name)[row]
        raise table.cell_error(
            int(row), name,
            f"{found!r} is no {what}. Expected a whole number in every row: codes are labels, no "
            "quantities; take rows without one out." if found else f"there is no {what}. Give each "
            "row its own, or take the row out.",
        )  # fmt: skip
    return values.astype(np.int64)


def _plain(text: str) -> str:
    """Full-width digits and marks, and the minus sign of typesetters, as ASCII has them."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).replace("−", "-").strip()


def _comma_of(table: Table, name: str, texts: list[str]) -> Comma:
    with_comma = [row for row, text in enumerate(texts) if "," in text]
    seen = {_shown([texts[row]]): row for row in reversed(with_comma)}
    if "thousands" in seen and "decimal" in seen:
        one, other = table.rows[seen["thousands"]].number, table.rows[seen["decimal"]].number
        raise table.error(
            f"column {name}: commas of thousands ({table.place} {one}) and decimal commas "
            f"({table.place} {other}). Write all numbers in one way, best without thousands commas."
        )
    clear = _shown(texts)
    clear = _elsewhere(table) if clear == "none" else clear
    if clear != "none":
        return clear
    row = with_comma[0]
    raise table.cell_error(
        row, name, f"{texts[row]!r} may be {texts[row].replace(',', '')} or "
        f"{texts[row].replace(',', '.')}: nothing in the table tells a comma of thousands from a "
        "decimal one. Write it without the comma, or with a point."
    )  # fmt: skip


def _shown(texts: list[str]) -> Comma:
    """What the commas of these texts are, where a text leaves no choice."""
    for text in texts:
        grouped, decimal = _THOUSANDS.fullmatch(text), _DECIMAL.fullmatch(text)
        if grouped and not decimal:
            return "thousands"
        if decimal and not grouped:
            return "decimal"
    return "none"


def _elsewhere(table: Table) -> Comma:
    """What the table's other numbers show: a decimal point, or decimal commas."""
    cells = [_plain(cell.strip()) for row in table.rows for cell in row.cells]
    decimal = _shown([cell for cell in cells if _DECIMAL.fullmatch(cell)]) == "decimal"
    point = any(_DOT_DECIMAL.fullmatch(cell) for cell in cells)
    return "none" if decimal == point else "decimal" if decimal else "thousands"


def _number(table: Table, name: str, row: int, text: str, comma: Comma) -> float:
    if text.lower() in MISSING:
        return np.nan
    if "," in text and comma == "thousands" and _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    elif "," in text and comma == "decimal" and _DECIMAL.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    if not _PLAIN.fullmatch(text) or not np.isfinite(float(text)):
        why = "an error of the spreadsheet" if text.startswith("#") else "not a number"
        raise table.cell_error(
            row, name, f"{text!r} is {why}. Expected a number like 1234.5, without blanks and "
            "signs of units, or nothing where there is none."
        )  # fmt: skip
    return float(text)
