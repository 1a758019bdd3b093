"""All vector results of a region in one GeoPackage, with their legends and descriptions."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from sqlalchemy import Connection

from analysis.gis.geopackage_tables import STAMP, Legend, describe_columns, write_legends
from analysis.looks.looks import Looks
from analysis.looks.region import BuiltRegion
from analysis.results.boundary import NAME as BOUNDARY
from analysis.results.catalogue import Result
from analysis.results.features import Features, geometry_kind, read_features
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
    region: BuiltRegion,
    legends: Sequence[Legend],
    tags: dict[str, str],
) -> None:
    """Write one layer a vector result, the boundary first; `tags` are the file's metadata.

    Lower layers come first, as programs draw them. The bytes depend on the arguments alone.

    Raises SinkbaseError when the file cannot be written.
    """
    try:
        with _fixed_date():
            for result in sorted(region.vectors, key=lambda it: _order(it, region.looks)):
                _write_layer(path, connection, region, result, tags)
        describe_columns(path, {layer_name(it): it for it in region.vectors})
        write_legends(path, legends)
    except (DataSourceError, DataLayerError, FeatureError, sqlite3.Error) as error:
        raise SinkbaseError(
            f"{path.name} could not be written; the disk may be full. The old files are in place. "
            f"({error})"
        ) from None


def layer_name(result: Result) -> str:
    """Return the name of a result's layer."""
    return "boundary" if result.name == BOUNDARY else result.name


def _order(result: Result, looks: Looks) -> tuple[bool, int, str]:
    style = looks.styles.get(result.name)
    return (result.name != BOUNDARY, -style.order if style else 0, result.name)


@contextmanager
def _fixed_date() -> Iterator[None]:
    """Let GDAL write one date as that of the last change: no file differs by its date alone."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _write_layer(
    path: Path,
    connection: Connection,
    region: BuiltRegion,
    result: Result,
    tags: dict[str, str],
) -> None:
    title, title_zh = region.looks.titles(result.name)
    kind = KINDS.get(geometry_kind(result), "Unknown")
    features = 0
    for number, part in enumerate(read_features(connection, result)):
        pyogrio.raw.write(
            path,
            part.geometry,
            part.values,
            [column.name for column in without_geometry(result)],
            field_mask=_masks(part),
            layer=layer_name(result),
            driver="GPKG",
            geometry_type=kind,
            crs=f"EPSG:{region.grid.srid}",
            append=number > 0,
            dataset_metadata=tags,
            # 1.3: what programs of 2022 open without a warning
            dataset_options={"VERSION": "1.3"},
            layer_options={
                "IDENTIFIER": title,
                "DESCRIPTION": f"{result.comment.description} {title_zh}".strip(),
            },
        )
        features += len(part.geometry)
    found = pyogrio.read_info(path, layer=layer_name(result))["features"]
    if found != features:
        raise DataLayerError(f"{result.name} has {found} features, expected {features}")


def _masks(part: Features) -> list[Any]:
    # floats without value are NaN, texts None: GDAL knows both
    return [
        missing if values.dtype.kind in "iub" else None
        for values, missing in zip(part.values, part.missing, strict=True)
    ]
