"""datapackage.json: what each file of a region holds, in a form that programs know.

A Frictionless Data Package, not a STAC item: a STAC item needs one time of observation, where a
region's layers are of several years, and has no place for the columns of tables. The package has
both lists, of files and of columns, and the area beside them.
"""

import json
import mimetypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from sqlalchemy import Boolean, Column, Float, Integer, Numeric
from sqlalchemy.dialects.postgresql import ARRAY, JSON, JSONB

from analysis.findings.notice import notice
from analysis.looks.region import BuiltRegion
from analysis.results.boundary import Boundary
from analysis.results.catalogue import Result, parse_comment
from analysis.results.files import Entry
from analysis.results.fingerprint import software
from analysis.results.provenance import Source
from analysis.results.statistics import Statistics
from analysis.results.tables import without_geometry

NAME = "datapackage.json"
OUTLINE = "boundary in GeoJSON"  # put in at last, in one line
MEDIA_TYPES = {
    ".tif": "image/tiff; application=geotiff; profile=cloud-optimized",
    ".gpkg": "application/geopackage+sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".qml": "application/xml",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".json": "application/json",
    ".woff2": "font/woff2",
}
KNOWN = mimetypes.MimeTypes(filenames=())  # not what this machine adds to them
# SQLAlchemy's type and that of a Table Schema; anything else is a string
TYPES: tuple[tuple[type[Any], str], ...] = (
    (Boolean, "boolean"),
    (Integer, "integer"),
    (Float, "number"),
    (Numeric, "number"),
    (ARRAY, "array"),
    (JSON, "object"),
    (JSONB, "object"),
)


@dataclass(frozen=True)
class Contents:
    """The region, its results, the statistics of its rasters; `digest` gives a file's SHA-256."""

    region: BuiltRegion
    boundary: Boundary
    statistics: Mapping[str, Statistics]
    digest: Callable[[str], str]


def write_datapackage(folder: Path, contents: Contents, entries: Sequence[Entry]) -> Entry:
    """Write the list of the files in `folder` that the entries name; return its own entry."""
    package = _package(contents) | {
        "resources": [_resource(folder, contents, entry) for entry in entries]
    }
    outline = shapely.to_geojson(contents.boundary.in_degrees())
    text = json.dumps(package, indent=2, ensure_ascii=False).replace(f'"{OUTLINE}"', outline) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")
    return {
        "name": "datapackage",
        "kind": "package",
        "path": NAME,
        "description": "Frictionless Data Package: every file, its columns, units and checksum.",
    }


def _package(contents: Contents) -> dict[str, Any]:
    grid = contents.region.grid
    outline = contents.boundary.in_degrees()
    warning = notice(grid)
    about = f"Carbon sinks, resistance and restoration zones of {grid.title}."
    return {
        "profile": "data-package",
        "name": grid.region,
        "title": grid.title,
        "title_zh": grid.title_zh,
        "description": f"{warning} {about}" if warning else about,
        "synthetic": grid.synthetic,
        "year": grid.year,
        "software": software(),
        "spatial": {
            "bbox": list(outline.bounds),
            "geometry": OUTLINE,
            "crs": f"EPSG:{grid.srid}",
            "cell_size_m": grid.cell_size_m,
            "origin": [grid.origin_x, grid.origin_y],
            "columns": grid.columns,
            "rows": grid.rows,
        },
        "sources": [_source(source) for source in contents.region.provenance.sources],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "title": f"{source.layer} {source.source_number}: {source.note or source.file}",
        "layer": source.layer,
        "file": source.file,
        "year": source.year,
        "kind": source.kind,
        "unit": source.unit,
        "crs": source.crs,
        "resolution": source.resolution,
        "pixel_m": source.pixel_m,
        "resampling": source.resampling,
        "share_percent": source.share_percent,
        "note_zh": source.note_zh,
        "licence": source.licence,
    }


def _resource(folder: Path, contents: Contents, entry: Entry) -> dict[str, Any]:
    path = folder / entry["path"]
    media_type = MEDIA_TYPES.get(path.suffix) or KNOWN.guess_type(path.name)[0]
    resource = {
        "name": entry["path"].lower().replace("/", "-"),
        "path": entry["path"],
        **_title(contents, entry),
        "format": path.suffix.removeprefix("."),
        "mediatype": media_type or "application/octet-stream",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{contents.digest(entry['path'])}",
    }
    result = contents.region.results.get(entry["name"])
    if result is not None and path.suffix == ".csv":
        return resource | {
            "type": "table",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": _schema(result),
        }
    if result is not None and path.suffix == ".tif":
        return resource | {"type": "file"} | _raster(result, contents.statistics[result.name])
    return resource | {"type": "file"}  # not one table: a workbook has many


def _title(contents: Contents, entry: Entry) -> dict[str, str]:
    told = {"description": entry["description"]} if entry.get("description") else {}
    if entry["name"] not in contents.region.results:
        return {"title": entry["name"], **told}
    title, title_zh = contents.region.looks.titles(entry["name"])
    return {"title": title, "title_zh": title_zh, **told}


def _raster(result: Result, statistics: Statistics) -> dict[str, Any]:
    found: dict[str, Any] = {"unit": result.comment.unit, "cells": statistics.count}
    if statistics.count:
        found |= {"minimum": statistics.minimum, "maximum": statistics.maximum}
    return found


def _schema(result: Result) -> dict[str, Any]:
    key = [column.name for column in result.table.primary_key.columns]
    return {
        "fields": [_field(column) for column in without_geometry(result)],
        "missingValues": [""],
    } | ({"primaryKey": key} if key else {})


def _field(column: Column[Any]) -> dict[str, Any]:
    comment = parse_comment(column.comment)
    kind = next((name for type_, name in TYPES if isinstance(column.type, type_)), "string")
    field: dict[str, Any] = {"name": column.name, "type": kind}
    if comment.description:
        field["description"] = comment.description
    if comment.unit:
        field["unit"] = comment.unit
    return field
