"""All vector results of a region in one GeoPackage, with their legends and descriptions."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from sqlalchemy import Connection

from analysis.gis.geopackage_tables import STAMP, Legend, describe_columns, write_legends
from analysis.looks.styles import STYLES
from analysis.looks.titles import titles
from analysis.results.boundary import Boundary
from analysis.results.catalogue import Result
from analysis.results.features import Features, geometry_kind, read_features
from analysis.results.provenance import Grid
from analysis.results.tables import without_geometry
from sinkbase.errors import SinkbaseError

KINDS = {  # PostGIS's names and GDAL's
    kind.upper(): kind
    for kind in (
        "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"
    )
}  # fmt: skip


def write_geopackage(
    path: Path,
    connection: Connection,
    results: Sequence[Result],
    *,
    grid: Grid,
    boundary: Boundary,
    legends: Sequence[Legend],
    tags: dict[str, str],
) -> None:
    """Write one layer a vector result and the boundary; `tags` are the file's metadata.

    Lower layers come first, as programs draw them. The bytes depend on the arguments alone.
    Errors: SinkbaseError when the file cannot be written.
    """
    try:
        with _fixed_date():
            _write_boundary(path, grid, boundary, tags)
            for result in sorted(results, key=_order):
                _write_layer(path, connection, result, grid)
        describe_columns(path, results)
        write_legends(path, legends)
    except (DataSourceError, DataLayerError, FeatureError, sqlite3.Error) as error:
        raise SinkbaseError(
            f"{path.name} could not be written; the disk may be full. The old files are in place. "
            f"({error})"
        ) from None


def _order(result: Result) -> tuple[int, str]:
    style = STYLES.get(result.name)
    return (-style.order if style else 0, result.name)


@contextmanager
def _fixed_date() -> Iterator[None]:
    """Let GDAL write one date as that of the last change: no file differs by its date alone."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _write_boundary(path: Path, grid: Grid, boundary: Boundary, tags: dict[str, str]) -> None:
    outline = shapely.multipolygons(shapely.get_parts(boundary.geometry))
    texts = (grid.region, grid.title, grid.title_zh)
    pyogrio.raw.write(
        path,
        np.array([shapely.to_wkb(outline)], object),
        [np.array([value], object) for value in texts],
        ["region", "title", "title_zh"],
        layer="boundary",
        driver="GPKG",
        geometry_type="MultiPolygon",
        crs=f"EPSG:{grid.srid}",
        dataset_metadata=tags,
        # 1.3: what programs of 2022 open without a warning
        dataset_options={"VERSION": "1.3"},
        layer_options={"IDENTIFIER": "Boundary", "DESCRIPTION": "Boundary of the region. 边界"},
    )


def _write_layer(path: Path, connection: Connection, result: Result, grid: Grid) -> None:
    title, title_zh = titles(result.name)
    kind = KINDS.get(geometry_kind(result), "Unknown")
    features = 0
    for number, part in enumerate(read_features(connection, result)):
        pyogrio.raw.write(
            path,
            part.geometry,
            part.values,
            [column.name for column in without_geometry(result)],
            field_mask=_masks(part),
            layer=result.name,
            driver="GPKG",
            geometry_type=kind,
            crs=f"EPSG:{grid.srid}",
            append=number > 0,
            layer_options={
                "IDENTIFIER": title,
                "DESCRIPTION": f"{result.comment.description} {title_zh}".strip(),
            },
        )
        features += len(part.geometry)
    found = pyogrio.read_info(path, layer=result.name)["features"]
    if found != features:
        raise DataLayerError(f"{result.name} has {found} features, expected {features}")


def _masks(part: Features) -> list[Any]:
    # floats without value are NaN, texts None: GDAL knows both
    return [
        missing if values.dtype.kind in "iub" else None
        for values, missing in zip(part.values, part.missing, strict=True)
    ]
