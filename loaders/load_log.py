"""The load log: one row a source, what was loaded from where, and the fingerprints."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from psycopg import sql

from loaders.fingerprints import digest, labels
from loaders.raster.inputs import Facts
from loaders.warning import LoadWarning
from loaders.write import comment_all, exists
from sinkbase.database.connection import Connection
from sinkbase.region.files import FileState
from sinkbase.region.settings import Region
from sinkbase.region.sources import Source


@dataclass(frozen=True)
class LogRow:
    """One source of one table."""

    table: str
    source: Source
    files: tuple[FileState, ...]
    tables: tuple[FileState, ...]
    facts: Facts
    cells_with_value: int
    share_percent: float
    warnings: tuple[LoadWarning, ...]
    fingerprint: str  # of the table's cells


@dataclass(frozen=True)
class Known:
    """What was loaded: fingerprints of tables' cells and of sources' labels, and the files."""

    cells: dict[str, str]
    labels: dict[tuple[str, int], str]
    files: dict[str, FileState]


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
_NEWER = """alter table {}
    add column if not exists year integer,
    add column if not exists kind text not null default 'observed',
    add column if not exists note_zh text not null default '',
    add column if not exists licence text not null default '',
    add column if not exists pixel_m double precision,
    add column if not exists land_use_codes integer[]"""
_WARNINGS = """create table if not exists {} (
    layer text not null, source_number integer, kind text not null, cells bigint,
    share_percent double precision, value double precision,
    details jsonb not null default '{{}}'
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
    "note": "Provenance, from the region file",
    "note_zh": "The same in Chinese",
    "licence": "Terms of use and whom to credit, from the region file",
    "year": "Year that the values are of; null where it is not given",
    "kind": "observed, modelled, or rule: set by a rule",
    "pixel_m": "Side of a source pixel, m; null for points and polygons",
    "land_use_codes": "CNLUCC codes that the source's legend can yield; null for other layers",
    "cells_with_value": "Cells of the region that got their value from this source",
    "share_percent": "The same as a share of the region's cells, percent",
    "warnings": "What the user should know",
    "fingerprint": "Digest of files, settings and grid, and after a colon of what is told of them",
    "files": "Path, size, modification time and SHA-256 of each file, legends and tables included",
    "loaded_at": "When the source was loaded",
}


_WARNING_COMMENTS = {
    "": "One row per warning of the load: a kind and its values, no sentence",
    "layer": "Raw table",
    "source_number": "Source of the table, where one is meant",
    "kind": "What is wrong or was assumed",
    "cells": "Cells of the region that it concerns",
    "share_percent": "Cells of the region with a value, percent",
    "value": "The value that was found; of coarse_terrain the side of a pixel, m",
    "details": "Further values by name",
}


def _table(region: Region, name: str) -> sql.Composed:
    return sql.SQL("{}.{}").format(sql.Identifier(region.raw_schema), sql.Identifier(name))


def ensure_log(connection: Connection, region: Region) -> None:
    """Create and comment the load log and the warnings; older ones get the columns they lack."""
    schema = region.raw_schema
    connection.execute(sql.SQL(_TABLE).format(_table(region, "load_log")))
    connection.execute(sql.SQL(_NEWER).format(_table(region, "load_log")))
    connection.execute(sql.SQL(_WARNINGS).format(_table(region, "load_warning")))
    comment_all(connection, schema, "load_log", _COMMENTS)
    comment_all(connection, schema, "load_warning", _WARNING_COMMENTS)


def read_log(connection: Connection, region: Region) -> Known:
    """What the log tells of earlier loads."""
    known = Known({}, {}, {})
    if not exists(connection, region.raw_schema, "load_log"):
        return known
    query = sql.SQL("select layer, source_number, fingerprint, files from {}").format(
        _table(region, "load_log")
    )
    for layer, number, fingerprint, states in connection.execute(query):
        known.cells[layer], _, known.labels[layer, number] = fingerprint.partition(":")
        known.files.update({state["path"]: FileState(**state) for state in states})
    return known


def forget(connection: Connection, region: Region, table: str) -> None:
    """Remove a table's rows from the log and its warnings."""
    for log in ("load_log", "load_warning"):
        query = sql.SQL("delete from {} where layer = %s").format(_table(region, log))
        connection.execute(query, [table])


def remember(
    connection: Connection, region: Region, rows: Sequence[LogRow], warnings: Sequence[LoadWarning]
) -> None:
    """Put rows and warnings into the log in place of their table's former ones."""
    forget(connection, region, rows[0].table)
    for row in rows:
        _insert(connection, _table(region, "load_log"), _values(row))
    for warning in warnings:
        values = vars(warning) | {"details": json.dumps(warning.details)}
        _insert(connection, _table(region, "load_warning"), values)


def relabel(
    connection: Connection, region: Region, table: str, sources: Iterable[Source], known: Known
) -> bool:
    """Let the log of a table that is not loaded again tell what the region file says now.

    Returns whether that was anything new.
    """
    changed = False
    for source in sources:
        told = labels(source)
        if known.labels.get((table, source.number)) == digest(told):
            continue
        values = told | {"fingerprint": f"{known.cells[table]}:{digest(told)}"}
        settings = sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name))
            for name in values
        )
        query = sql.SQL("update {} set {} where layer = %(table)s and source_number = %(number)s")
        connection.execute(
            query.format(_table(region, "load_log"), settings),
            values | {"table": table, "number": source.number},
        )
        changed = True
    return changed


def _insert(connection: Connection, table: sql.Composed, values: dict[str, Any]) -> None:
    names = sql.SQL(", ").join(sql.Identifier(name) for name in values)
    places = sql.SQL(", ").join(sql.Placeholder(name) for name in values)
    connection.execute(
        sql.SQL("insert into {} ({}) values ({})").format(table, names, places), values
    )


def _values(row: LogRow) -> dict[str, Any]:
    hashes = [file.sha256 for file in row.files]
    whole = hashlib.sha256("".join(hashes).encode()).hexdigest()
    is_land_use = row.source.layer == "land_use"
    told, facts = labels(row.source), row.facts
    return told | {
        "layer": row.table,
        "source_number": row.source.number,
        "path": ", ".join(row.source.paths),
        "size_bytes": sum(file.size_bytes for file in row.files),
        "sha256": hashes[0] if len(hashes) == 1 else whole,
        "source_crs": facts.crs,
        "source_resolution": facts.resolution,
        "pixel_m": facts.pixel_m,
        "resampling": facts.resampling,
        "unit": facts.unit,
        "scale": facts.scale,
        "offset_value": facts.offset,
        "land_use_codes": list(facts.codes) if is_land_use else None,
        "cells_with_value": row.cells_with_value,
        "share_percent": row.share_percent,
        "warnings": [warning.sentence for warning in row.warnings],
        "fingerprint": f"{row.fingerprint}:{digest(told)}",
        "files": json.dumps([asdict(file) for file in (*row.files, *row.tables)]),
    }
