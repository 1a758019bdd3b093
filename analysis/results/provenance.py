"""Where a region's layers came from: its grid and its load log."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, MetaData, Table, select
from sqlalchemy.exc import InvalidRequestError

from sinkbase.errors import SinkbaseError


@dataclass(frozen=True)
class Grid:
    """The cells that every raster of the region has; the origin is the top left corner."""

    region: str
    title: str
    title_zh: str
    synthetic: bool
    srid: int
    cell_size_m: float
    origin_x: float
    origin_y: float
    columns: int
    rows: int


@dataclass(frozen=True)
class LoadedSource:
    """One row of the load log, without what differs from one load of the same file to the next."""

    layer: str
    source_number: int
    path: str
    source_crs: str
    source_resolution: str
    resampling: str
    unit: str
    scale: float | None
    offset_value: float | None
    note: str
    share_percent: float
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Provenance:
    """The grid and the sources of all layers, by layer and order of preference."""

    grid: Grid
    sources: tuple[LoadedSource, ...]


def read_provenance(connection: Connection, region: str) -> Provenance:
    """Return the region's grid and load log.

    Errors: SinkbaseError when the region is not loaded.
    """
    schema = f"{region}_raw"
    metadata = MetaData()
    try:
        metadata.reflect(connection, schema=schema, only=["grid", "load_log"])
    except InvalidRequestError:
        raise SinkbaseError(
            f"schema {schema} lacks grid or load_log: the region is not loaded in this database. "
            f"Build it first: make build REGION={region}"
        ) from None
    grid = metadata.tables[f"{schema}.grid"]
    log = metadata.tables[f"{schema}.load_log"]
    columns = _columns(grid, [field.name for field in fields(Grid)], region)
    row = connection.execute(select(*columns)).mappings().one_or_none()
    if row is None:
        raise SinkbaseError(f"{schema}.grid is empty. Load again: make load REGION={region}")
    columns = _columns(log, [field.name for field in fields(LoadedSource)], region)
    rows = connection.execute(select(*columns).order_by(log.c.layer, log.c.source_number))
    sources = tuple(_source(dict(row)) for row in rows.mappings())
    return Provenance(Grid(**row), sources)


def _columns(table: Table, names: list[str], region: str) -> list[Any]:
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise SinkbaseError(
            f"{table.fullname} lacks {', '.join(missing)}: it was written by another version. "
            f"Load again: make load REGION={region}"
        )
    return [table.columns[name] for name in names]


def _source(row: dict[str, Any]) -> LoadedSource:
    return LoadedSource(**row | {"warnings": tuple(row["warnings"])})
