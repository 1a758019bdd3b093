"""The vector formats that are read, and no way out: no other file, no other machine."""

import pyogrio

from loaders import offline
from sinkbase.region.in_force import VECTORS

VECTOR_SUFFIXES = (*VECTORS, ".zip")
EXPECTED = "GeoJSON, Shapefile, GeoPackage, File Geodatabase, KML or the like"
_DRIVERS = (
    "ESRI Shapefile", "GPKG", "GeoJSON", "GeoJSONSeq", "ESRIJSON", "TopoJSON", "GML", "KML",
    "LIBKML", "OpenFileGDB", "MapInfo File", "FlatGeobuf", "MVT", "MEM",
)  # fmt: skip
_CLOSED = offline.SETTINGS | {
    "GML_DOWNLOAD_SCHEMA": "NO",  # a GML may name its schema by an address of the network
    "GML_SKIP_RESOLVE_ELEMS": "ALL",  # and features by one
    "LIBKML_RESOLVE_STYLE": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
}


def allowed() -> tuple[str, ...]:
    """The drivers that this process still has."""
    return tuple(sorted(pyogrio.list_drivers(read=True)))


def close_doors() -> None:
    """Take all other drivers out of this process's GDAL: they follow links (VRT, WFS, ...)."""
    offline.close_side_doors()
    before = str(pyogrio.get_gdal_config_option("OGR_SKIP") or "").split(",")
    others = sorted({*pyogrio.list_drivers(), *filter(None, before)} - set(_DRIVERS))
    pyogrio.set_gdal_config_options(_CLOSED | {"OGR_SKIP": ",".join(others)})
    # GDAL looks at OGR_SKIP when drivers register, which pyogrio did at its import
    from pyogrio._ogr import _register_drivers  # noqa: PLC0415

    _register_drivers()


close_doors()
