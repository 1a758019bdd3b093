"""A QGIS project of a region: every layer with its legend, connected through a libpq service.

No host, user or password stands in it: `PGSERVICEFILE` names the file that knows them. On the desk
the rasters are the GeoTIFFs beside the project, which QGIS reads faster than raster tables; for a
GIS server they come from the database too, so that it needs no files.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Literal
from xml.etree.ElementTree import Element

from analysis.gis.layers import SERVICE, Extent, Layer
from analysis.gis.qml import VERSION, add_renderer
from analysis.gis.stops import Steps, Stops
from analysis.gis.xml import document, node
from analysis.results.provenance import Grid
from sinkbase.words.language import Language

Rasters = Literal["files", "database"]
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
SHOWN = ("corridors", "restoration_zones", "carbon_sinks", "importance")
SERVED_CRS = ("EPSG:3857", "EPSG:4326")  # besides the region's own
GEOMETRY_TYPES = {
    "MULTIPOLYGON": "MultiPolygon",
    "POLYGON": "Polygon",
    "LINESTRING": "LineString",
}


def project(
    grid: Grid,
    shown: Sequence[Layer],
    steps: Mapping[str, Steps],
    around: Extent,
    *,
    rasters: Rasters,
    abstract: str = "",
    language: Language = "en",
) -> str:
    """Return the project as a .qgs document; `abstract` is what a reader has to know."""
    title = grid.title_in(language)
    root = Element("qgis", projectname=title, version=VERSION)
    node(root, "title", title)
    _crs(node(root, "projectCrs"), grid)
    _tree(node(root, "layer-tree-group"), shown, language)
    canvas = node(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    node(canvas, "units", "meters")
    _extent(canvas, around)
    _crs(node(canvas, "destinationsrs"), grid)
    layers = node(root, "projectlayers")
    for layer in shown:
        stops = steps[layer.name].stops if layer.name in steps else None
        _layer(layers, layer, grid, stops=stops, around=around, rasters=rasters, language=language)
    order = node(root, "layerorder")
    for layer in shown:
        node(order, "layer", id=_id(layer))
    _properties(node(root, "properties"), grid, shown, around, title=title, abstract=abstract)
    _metadata(node(root, "projectMetadata"), title, abstract)
    return document(root, DOCTYPE)


def source(layer: Layer, grid: Grid, rasters: Rasters) -> tuple[str, str]:
    """Return the layer's data source and the name of QGIS's provider for it."""
    table = f'table="{layer.schema}"."{layer.name}" ({layer.column})'
    if layer.kind == "RASTER":
        if rasters == "files":
            return f"./rasters/{layer.name}.tif", "gdal"
        return (
            f"service='{SERVICE}' key='{layer.key}' srid={grid.srid} {table}",
            "postgresraster",
        )
    kind = GEOMETRY_TYPES.get(layer.kind, layer.kind.title())
    return (
        f"service='{SERVICE}' key='{layer.key}' estimatedmetadata=true srid={grid.srid} "
        f"type={kind} checkPrimaryKeyUnicity='0' {table}",
        "postgres",
    )


def _id(layer: Layer) -> str:
    """Return a name that QGIS keeps: it replaces those of ten characters or fewer."""
    return f"{layer.schema}_layer_{layer.name}"


def _layer(
    parent: Element,
    layer: Layer,
    grid: Grid,
    *,
    stops: Stops | None,
    around: Extent,
    rasters: Rasters,
    language: Language,
) -> None:
    style = layer.style
    where, provider = source(layer, grid, rasters)
    if style.is_raster:
        told = node(parent, "maplayer", type="raster", autoRefreshEnabled="0")
    else:
        kind = "Line" if style.geometry == "line" else "Polygon"
        told = node(parent, "maplayer", type="vector", geometry=kind, simplifyDrawingHints="1")
    _extent(told, around)
    node(told, "id", _id(layer))
    node(told, "datasource", where)
    node(told, "shortname", layer.name)
    node(told, "layername", style.title_in(language))
    node(told, "title", style.title_in(language))
    node(told, "abstract", layer.abstract)
    _crs(node(told, "srs"), grid)
    node(told, "provider", provider, **({} if style.is_raster else {"encoding": "UTF-8"}))
    flags = node(told, "flags")
    for flag in ("Identifiable", "Removable", "Searchable"):
        node(flags, flag, "1")
    add_renderer(told, style, stops, language)


def _tree(root: Element, shown: Sequence[Layer], language: Language) -> None:
    for group, members in groupby(shown, key=lambda layer: layer.style.group_in(language)):
        branch = node(root, "layer-tree-group", name=group, checked="Qt::Checked", expanded="1")
        for layer in members:
            is_shown = layer.name in SHOWN
            node(
                branch,
                "layer-tree-layer",
                id=_id(layer),
                name=layer.style.title_in(language),
                checked="Qt::Checked" if is_shown else "Qt::Unchecked",
                expanded="1" if is_shown else "0",
            )


def _crs(parent: Element, grid: Grid) -> None:
    system = node(parent, "spatialrefsys", nativeFormat="Wkt")
    node(system, "srsid", str(grid.srid))  # QGIS looks at authid only where there is one
    node(system, "srid", str(grid.srid))
    node(system, "authid", f"EPSG:{grid.srid}")


def _extent(parent: Element, around: Extent) -> None:
    box = node(parent, "extent")
    node(box, "xmin", repr(around.west))
    node(box, "ymin", repr(around.south))
    node(box, "xmax", repr(around.east))
    node(box, "ymax", repr(around.north))


def _properties(
    parent: Element,
    grid: Grid,
    shown: Sequence[Layer],
    around: Extent,
    *,
    title: str,
    abstract: str,
) -> None:
    """Say what QGIS Server offers: every layer by WMS, vectors by WFS, rasters by WCS."""
    vectors = [_id(layer) for layer in shown if not layer.style.is_raster]
    rasters = [_id(layer) for layer in shown if layer.style.is_raster]
    systems = node(parent, "SpatialRefSys")
    node(systems, "ProjectionsEnabled", "1", type="int")
    node(parent, "WMSServiceCapabilities", "true", type="bool")
    node(parent, "WMSServiceTitle", title, type="QString")
    node(parent, "WMSServiceAbstract", abstract, type="QString")
    node(parent, "WMSUseLayerIDs", "false", type="bool")
    node(parent, "WMSAddWktGeometry", "true", type="bool")
    _list(parent, "WMSCrsList", [f"EPSG:{grid.srid}", *SERVED_CRS])
    _list(
        parent,
        "WMSExtent",
        [repr(side) for side in (around.west, around.south, around.east, around.north)],
    )
    _list(parent, "WFSLayers", vectors)
    precision = node(parent, "WFSLayersPrecision")
    for name in vectors:
        node(precision, name, "3", type="int")
    _list(parent, "WCSLayers", rasters)
    paths = node(parent, "Paths")
    node(paths, "Absolute", "false", type="bool")


def _metadata(parent: Element, title: str, abstract: str) -> None:
    """Write what Project > Properties > Metadata of QGIS shows."""
    node(parent, "type", "project")
    node(parent, "title", title)
    node(parent, "abstract", abstract)


def _list(parent: Element, name: str, values: Sequence[str]) -> None:
    whole = node(parent, name, type="QStringList")
    for value in values:
        node(whole, "value", value)
