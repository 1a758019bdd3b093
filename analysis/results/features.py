"""A vector result as columns of numbers and texts, some thousand features at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from geoalchemy2 import Geometry
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, Text, func, select

from analysis.results.catalogue import Result
from analysis.results.tables import without_geometry

AT_ONCE = 50_000  # features; 100 MB of cells with 33 attributes
# PostgreSQL's type, numpy's, and what stands in the array where there is no value
TYPES: tuple[tuple[type[Any], str, Any], ...] = (
    (Boolean, "bool", False),
    (BigInteger, "int64", 0),  # is an Integer, too
    (Integer, "int32", 0),
    (Text, "object", None),
)


@dataclass(frozen=True)
class Features:
    """Some features: geometries as WKB and one array a column; `missing` is True without value."""

    geometry: NDArray[Any]
    values: list[NDArray[Any]]
    missing: list[NDArray[np.bool_]]


def geometry_column(result: Result) -> Column[Any]:
    """Return the column of the geometries."""
    return next(c for c in result.table.columns if isinstance(c.type, Geometry))


def geometry_kind(result: Result) -> str:
    """Return the kind of the geometries in capital letters, as PostGIS has it: MULTIPOLYGON."""
    kind: Any = geometry_column(result).type
    return str(kind.geometry_type)


def read_features(connection: Connection, result: Result) -> Iterator[Features]:
    """Yield the features by primary key; one empty part when there are none."""
    columns = without_geometry(result)
    wkb = func.ST_AsBinary(geometry_column(result)).label("wkb")
    query = select(wkb, *columns).order_by(*(result.table.primary_key.columns or columns))
    rows = connection.execution_options(yield_per=AT_ONCE).execute(query)
    empty = True
    for part in rows.partitions():
        empty = False
        geometry, *values = zip(*part, strict=True)
        yield _features(geometry, values, columns)
    if empty:
        yield _features([], [[] for _ in columns], columns)


def _features(
    geometry: Sequence[Any], values: Sequence[Sequence[Any]], columns: Sequence[Column[Any]]
) -> Features:
    wkb = np.empty(len(geometry), object)
    wkb[:] = [None if it is None else bytes(it) for it in geometry]
    arrays = [_array(column, it) for column, it in zip(columns, values, strict=True)]
    return Features(wkb, [array for array, _ in arrays], [missing for _, missing in arrays])


def _array(column: Column[Any], values: Sequence[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    missing = np.array([value is None for value in values], bool)
    dtype, filler = next(
        ((dtype, filler) for kind, dtype, filler in TYPES if isinstance(column.type, kind)),
        ("float64", np.nan),
    )
    return np.array([filler if value is None else value for value in values], dtype), missing
