"""The load log: one row a source, what was loaded from where, and the fingerprints."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from psycopg import sql

from loaders.grid.grid import Grid
from loaders.raster.inputs import Facts
from loaders.write import comment_all, exists
from sinkbase.database.connection import Connection
from sinkbase.region.files import FileState
from sinkbase.region.method import Setting
from sinkbase.region.settings import Region
from sinkbase.region.sources import Source

LOADER_VERSION = 2  # raised when the same files would give other cells


@dataclass(frozen=True)
class LogRow:
    """One source of one table."""

    table: str
    number: int
    path: str
    files: tuple[FileState, ...]
    tables: tuple[FileState, ...]
    facts: Facts
    note: str
    cells_with_value: int
    share_percent: float
    warnings: tuple[str, ...]
    fingerprint: str


def digest(value: object) -> str:
    """SHA-256 of a value's JSON text."""
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def grid_fingerprint(region: Region, grid: Grid, boundary_wkb: bytes) -> str:
    """What the grid, the boundary and the region's labels are."""
    labels = (region.title, region.title_zh, region.synthetic)
    shape = hashlib.sha256(boundary_wkb).hexdigest()
    return digest([LOADER_VERSION, labels, asdict(grid), shape])


_METHOD_OF = {
    "npp": ("npp_zero_codes",),
    "soil": ("soil_components", "inorganic_carbon_of_carbonate"),
}


_PLACES = ("file", "legend_folder", "base_files")  # where a source is described changes no cell


def table_fingerprint(
    table: str,
    grid: str,
    sources: Iterable[tuple[Source, tuple[FileState, ...]]],
    method: dict[str, Setting],
) -> str:
    """What a table's cells depend on: files' content, settings, grid, loader's version."""
    parts: list[object] = [LOADER_VERSION, table, grid]
    for source, files in sources:
        settings = {key: value for key, value in asdict(source).items() if key not in _PLACES}
        used = {name: method[name] for name in _METHOD_OF.get(source.layer, ())}
        parts.append([settings, [file.sha256 for file in files], used])
    return digest(parts)


_TABLE = """create table if not exists {} (
    layer text not null, source_number integer not null, path text not null,
    size_bytes bigint not null, sha256 text not null, source_crs text not null,
    source_resolution text not null, resampling text not null, unit text not null,
    scale double precision, offset_value double precision, note text not null,
    cells_with_value bigint not null, share_percent double precision not null,
    warnings text[] not null, fingerprint text not null, files jsonb not null,
    loaded_at timestamptz not null default now(),
    primary key (layer, source_number)
)"""
_COMMENTS = {
    "": "One row per source of a raw table: what was loaded, from where and how",
    "layer": "Raw table that the source went into",
    "source_number": "Order of preference, 1 first",
    "path": "File, or pattern of files, as the region file has it",
    "size_bytes": "Size of the files together, bytes",
    "sha256": "SHA-256 of the file; of several files, of their digests in order",
    "source_crs": "Coordinate system of the source",
    "source_resolution": "Size of a source pixel, or count of polygons",
    "resampling": "How pixels became cells",
    "unit": "Unit of value x scale + offset in the source",
    "scale": "Factor applied to the raw values",
    "offset_value": "Number added after the factor",
    "note": "Provenance, from the region file, and what the loader assumed",
    "cells_with_value": "Cells of the region that got their value from this source",
    "share_percent": "The same as a share of the region's cells, percent",
    "warnings": "What the user should know",
    "fingerprint": "Digest of files, settings and grid; unchanged means not loaded again",
    "files": "Path, size, modification time and SHA-256 of each file, legends and tables included",
    "loaded_at": "When the source was loaded",
}


def _log_table(region: Region) -> sql.Composed:
    return sql.SQL("{}.load_log").format(sql.Identifier(region.raw_schema))


def ensure_log(connection: Connection, region: Region) -> None:
    """Create and comment the load log."""
    if not exists(connection, region.raw_schema, "load_log"):
        connection.execute(sql.SQL(_TABLE).format(_log_table(region)))
        comment_all(connection, region.raw_schema, "load_log", _COMMENTS)


def read_log(connection: Connection, region: Region) -> tuple[dict[str, str], dict[str, FileState]]:
    """Each table's fingerprint, and the state of each file when it was last loaded."""
    if not exists(connection, region.raw_schema, "load_log"):
        return {}, {}
    query = sql.SQL("select layer, fingerprint, files from {}").format(_log_table(region))
    prints: dict[str, str] = {}
    files: dict[str, FileState] = {}
    for layer, fingerprint, states in connection.execute(query):
        prints[layer] = fingerprint
        files |= {state["path"]: FileState(**state) for state in states}
    return prints, files


def forget(connection: Connection, region: Region, table: str) -> None:
    """Remove a table's rows from the log."""
    query = sql.SQL("delete from {} where layer = %s").format(_log_table(region))
    connection.execute(query, [table])


def remember(connection: Connection, region: Region, rows: Iterable[LogRow]) -> None:
    """Put rows into the log in place of their tables' former rows."""
    rows = list(rows)
    for table in {row.table for row in rows}:
        forget(connection, region, table)
    query = sql.SQL(
        "insert into {} (layer, source_number, path, size_bytes, sha256, source_crs, "
        "source_resolution, resampling, unit, scale, offset_value, note, cells_with_value, "
        "share_percent, warnings, fingerprint, files) values "
        "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)"
    ).format(_log_table(region))
    for row in rows:
        connection.execute(query, _values(row))


def _values(row: LogRow) -> tuple[Any, ...]:
    hashes = [file.sha256 for file in row.files]
    return (
        row.table,
        row.number,
        row.path,
        sum(file.size_bytes for file in row.files),
        hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest(),
        row.facts.crs,
        row.facts.resolution,
        row.facts.resampling,
        row.facts.unit,
        row.facts.scale,
        row.facts.offset,
        "; ".join(part for part in (row.note.strip().rstrip("."), *row.facts.remarks) if part),
        row.cells_with_value,
        row.share_percent,
        list(row.warnings),
        row.fingerprint,
        json.dumps([asdict(file) for file in (*row.files, *row.tables)]),
    )
