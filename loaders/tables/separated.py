"""Rows of a text table: separator found out, quotation marks understood, lines counted."""

import csv
import io
import itertools
import re
import sys
from collections import Counter
from pathlib import Path

from loaders.tables.rows import Row, Wanted, header_index
from sinkbase.region.sources import Source
from sinkbase.region.table_keys import SEPARATORS

LOOKED_AT = 200  # rows by which the separator is told

_EXCEL_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def text_rows(source: Source, path: Path, text: str, wanted: Wanted) -> list[Row]:
    """The rows of a text.

    Raises SinkbaseError, by line, for quotation marks that do not close.
    """
    hint = _EXCEL_HINT.match(text)
    separator = source.separator or (hint[1] if hint else _separator(source, text, wanted))
    rows, error = _split(text, separator)
    if error:
        raise source.error(
            path, f"{error}. Mend the quotation marks of this line, or give the separator: "
            f"separator = {', '.join(repr(name) for name in SEPARATORS)}."
        )  # fmt: skip
    return [row for row in rows[1 if hint else 0 :] if not row.is_empty]


def _separator(source: Source, text: str, wanted: Wanted) -> str:
    """That which finds the header, gives even rows, and the most columns, by the first rows."""
    scores = {
        separator: _score(source, *_split(text, separator, LOOKED_AT), wanted)
        for separator in SEPARATORS.values()
    }
    return max(scores, key=lambda separator: scores[separator])


def _score(source: Source, rows: list[Row], error: str, wanted: Wanted) -> tuple[int, float, int]:
    filled = [row for row in rows if not row.is_empty]
    index = header_index(source, filled, wanted)
    below = filled[index or 0 :]
    widths = Counter(len(row.cells) for row in below)
    usual = max(widths, key=lambda width: widths[width], default=0)
    width = usual if index is None else len(below[0].cells)
    if width < 2:
        return 0, 0.0, width
    even = widths[width] / widths.total()
    return int(index is not None), 0 if error else round(even, 1), width


def _split(text: str, separator: str, count: int | None = None) -> tuple[list[Row], str]:
    """The first `count` rows, or all; and what is wrong with the row after the last of them."""
    if separator == " ":
        lines = itertools.islice(io.StringIO(text, newline=None), count)
        rows = [
            Row(number, [cell.strip('"') for cell in re.findall(r'"[^"]*"|\S+', line)])
            for number, line in enumerate(lines, 1)
        ]
        return rows, ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = []
    start = 1
    try:
        for cells in itertools.islice(reader, count):
            # interned: HWSD v2 has 20 million cells and few different ones
            rows.append(Row(start, list(map(sys.intern, cells))))
            start = reader.line_num + 1
    except csv.Error as error:
        return rows, f"line {start}: {error}"
    return rows, ""
