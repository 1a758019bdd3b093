"""A result table without geometry as CSV."""

import csv
import json
from pathlib import Path
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import Column, Connection, Select, func, select

from analysis.results.catalogue import Result

Row = dict[str, Any]


def read_rows(connection: Connection, result: Result) -> list[Row]:
    """Return all rows, columns by name, ordered by the primary key."""
    return [dict(row) for row in connection.execute(_query(result)).mappings()]


def write_csv(path: Path, connection: Connection, result: Result) -> int:
    """Write the rows ordered by the primary key (all columns where there is none); return how many.

    UTF-8 with a header. Missing is empty, floats are the shortest that read back as the same.
    """
    rows = connection.execution_options(yield_per=1000).execute(_query(result))
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows.keys())
        for row in rows:
            writer.writerow([_text(value) for value in row])
            count += 1
    return count


def count_rows(connection: Connection, result: Result) -> int:
    """Return how many rows a table has."""
    return int(connection.execute(select(func.count()).select_from(result.table)).scalar_one())


def without_geometry(result: Result) -> list[Column[Any]]:
    """Return the columns that a table of text can hold."""
    return [c for c in result.table.columns if not isinstance(c.type, Geometry)]


def _query(result: Result) -> Select[Any]:
    columns = without_geometry(result)
    return select(*columns).order_by(*(result.table.primary_key.columns or columns))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)  # of a float: the shortest text that reads back as the same number
