"""Tables of a GeoPackage that GDAL does not write: descriptions of columns, legends of layers."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from analysis.results.catalogue import Result, parse_comment

STAMP = "2000-01-01T00:00:00.000Z"
SCHEMA_EXTENSION = "http://www.geopackage.org/spec131/#extension_schema"
DESCRIPTIONS = """
    create table gpkg_data_columns (
        table_name text not null, column_name text not null, name text, title text,
        description text, mime_type text, constraint_name text,
        constraint pk_gdc primary key (table_name, column_name),
        constraint gdc_tn unique (table_name, name)
    );
    create table gpkg_data_column_constraints (
        constraint_name text not null, constraint_type text not null, value text, min numeric,
        min_is_inclusive boolean, max numeric, max_is_inclusive boolean, description text,
        constraint gdcc_ntv unique (constraint_name, constraint_type, value)
    );
"""
EXTENSION = """
    insert into gpkg_extensions (table_name, definition, extension_name, scope)
    values (?, ?, 'gpkg_schema', 'read-write')
"""
# as QGIS makes it
LEGENDS = """
    create table layer_styles (
        id integer primary key autoincrement not null, f_table_catalog text(256),
        f_table_schema text(256), f_table_name text(256), f_geometry_column text(256),
        styleName text(30), styleQML text, styleSLD text, useAsDefault boolean,
        description text, owner text(30), ui text(30), update_time datetime
    );
"""
REGISTERED = """
    insert into gpkg_contents (table_name, data_type, identifier, description, last_change)
    values ('layer_styles', 'attributes', 'layer_styles', 'Legends of the layers', ?)
"""


@dataclass(frozen=True)
class Legend:
    """How programs draw a layer: in QGIS's form and as Styled Layer Descriptor."""

    layer: str
    name: str
    title: str
    qml: str
    sld: str
    is_default: bool


def describe_columns(path: Path, layers: Mapping[str, Result]) -> None:
    """Tell title, description and unit of each column of the layers (extension gpkg_schema)."""
    rows = []
    for name, result in layers.items():
        for column in result.table.columns:
            comment = parse_comment(column.comment)
            unit = f" Unit: {comment.unit}." if comment.unit else ""
            told = f"{comment.description}{unit}"
            rows.append((name, column.name, comment.title or None, told or None))
    with closing(sqlite3.connect(path)) as file, file:
        file.executescript(DESCRIPTIONS)
        for table in ("gpkg_data_columns", "gpkg_data_column_constraints"):
            file.execute(EXTENSION, (table, SCHEMA_EXTENSION))
        file.executemany(
            "insert into gpkg_data_columns (table_name, column_name, title, description)"
            " values (?, ?, ?, ?)",
            sorted(rows),
        )


def write_legends(path: Path, legends: Sequence[Legend]) -> None:
    """Write the legends into layer_styles, where QGIS looks for them."""
    rows = [(it.layer, it.name, it.qml, it.sld, it.is_default, it.title, STAMP) for it in legends]
    with closing(sqlite3.connect(path)) as file, file:
        file.executescript(LEGENDS)
        file.execute(REGISTERED, (STAMP,))
        file.executemany(
            "insert into layer_styles (f_table_catalog, f_table_schema, f_geometry_column, owner,"
            " f_table_name, styleName, styleQML, styleSLD, useAsDefault, description, update_time)"
            " values ('', '', 'geom', '', ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
