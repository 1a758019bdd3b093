"""A MapServer map file of a region: WMS of every layer, WFS of vectors, WCS of rasters.

It connects through the libpq service `sinkbase`; where the server is known by comes from its
environment (MS_ONLINERESOURCE). No host, user or password stands in it.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from analysis.gis.layers import SERVICE, Extent, Layer
from analysis.gis.qml import FINE, OUTLINE
from analysis.gis.stops import Steps
from analysis.looks.legend import Class
from analysis.results.provenance import Grid

BUCKETS = 65536
TYPES = {"raster": "RASTER", "polygon": "POLYGON", "line": "LINE", "outline": "LINE"}


def mapfile(
    grid: Grid,
    shown: Sequence[Layer],
    steps: Mapping[str, Steps],
    around: Extent,
    *,
    abstract: str = "",
) -> str:
    """Return the map file's text; `abstract` is what a reader has to know."""
    parts = [
        "MAP",
        f"  NAME {_quoted(grid.region)}",
        f"  EXTENT {around.west!r} {around.south!r} {around.east!r} {around.north!r}",
        "  SIZE 800 600",
        "  UNITS METERS",
        "  IMAGETYPE png",
        f'  PROJECTION "init=epsg:{grid.srid}" END',
        '  OUTPUTFORMAT NAME "png" DRIVER AGG/PNG MIMETYPE "image/png" IMAGEMODE RGB',
        '    EXTENSION "png" TRANSPARENT OFF END',  # TRANSPARENT=TRUE in a request makes it RGBA
        '  OUTPUTFORMAT NAME "GTiff" DRIVER GDAL/GTiff MIMETYPE "image/tiff" IMAGEMODE FLOAT32',
        '    EXTENSION "tif" FORMATOPTION "NULLVALUE=-9999" END',
        "  WEB METADATA",
        *_metadata("ows_title", grid.title),
        *_metadata("ows_abstract", abstract or grid.title_zh),
        *_metadata("ows_srs", f"EPSG:{grid.srid} EPSG:3857 EPSG:4326"),
        *_metadata("ows_enable_request", "*"),
        "  END END",
    ]
    for layer in reversed(shown):  # MapServer draws the last one on top
        parts += _layer(layer, steps.get(layer.name), grid, around)
    return "\n".join([*parts, "END", ""])


def _layer(layer: Layer, steps: Steps | None, grid: Grid, around: Extent) -> list[str]:
    style = layer.style
    box = f"{around.west!r} {around.south!r} {around.east!r} {around.north!r}"
    lines = [
        "  LAYER",
        f"    NAME {_quoted(layer.name)}",
        "    STATUS OFF",
        f"    TYPE {TYPES[style.geometry]}",
        f'    PROJECTION "init=epsg:{grid.srid}" END',
        "    METADATA",
        *_metadata("ows_title", style.title),
        *_metadata("ows_abstract", layer.abstract),
        *_metadata("ows_srs", f"EPSG:{grid.srid} EPSG:3857 EPSG:4326"),
        *_metadata("ows_extent", box),
        *_metadata("gml_featureid", layer.key),
        *_metadata("gml_include_items", "all"),
        *_metadata("wms_include_items", "all"),
    ]
    if style.is_raster:
        size = f"{grid.columns} {grid.rows}"
        lines += [
            *_metadata("wcs_size", size),
            *_metadata("wcs_resolution", f"{grid.cell_size_m!r} {grid.cell_size_m!r}"),
            *_metadata("wcs_formats", "GTiff"),
            *_metadata("wcs_bandcount", "1"),
        ]
    lines.append("    END")
    if style.is_raster:
        data = f"PG:service='{SERVICE}' schema='{layer.schema}' table='{layer.name}' mode='2'"
        lines.append(f"    DATA {_quoted(data)}")
        lines.append('    PROCESSING "RESAMPLE=NEAREST"')
        lines.append("    TEMPLATE void")  # without one GetFeatureInfo is refused
        lines += _raster_classes(style.classes, steps)
    else:
        data = f"{layer.column} from {layer.schema}.{layer.name} using unique {layer.key}"
        lines += [
            "    CONNECTIONTYPE POSTGIS",
            f"    CONNECTION {_quoted(f'service={SERVICE}')}",
            f"    DATA {_quoted(f'{data} using srid={grid.srid}')}",
            '    PROCESSING "CLOSE_CONNECTION=DEFER"',
            "    TEMPLATE void",
        ]
        for shown in style.classes:
            lines += _vector_class(layer, shown)
    return [*lines, "  END"]


def _raster_classes(classes: tuple[Class, ...], steps: Steps | None) -> list[str]:
    lines = []
    for shown in classes:
        lines += [
            f"    CLASS NAME {_quoted(shown.label)} EXPRESSION ([pixel] = {shown.value})",
            f"      STYLE COLOR {_quoted(shown.colour)} END",
            "    END",
        ]
    if steps is None:
        return lines
    stops = steps.stops
    first, last = stops[0], stops[-1]
    # MapServer leaves out what lies beyond the scale
    lowest, highest = min(steps.lowest, first[0]), max(steps.highest, last[0])
    margin = (highest - lowest) / BUCKETS
    # the ends are solid, between them two neighbours of the ramp are mixed
    lines.append(f'    PROCESSING "SCALE={lowest - margin!r},{highest + margin!r}"')
    lines.append(f'    PROCESSING "SCALE_BUCKETS={BUCKETS}"')
    lines += _solid(f"below {first[0]:.4g}", f"([pixel] < {first[0]!r})", first[1])
    for (low, below), (high, above) in pairwise(stops):
        within = f"([pixel] >= {low!r} AND [pixel] < {high!r})"
        lines += [
            f"    CLASS NAME {_quoted(f'{low:.4g} - {high:.4g}')} EXPRESSION {within}",
            f"      STYLE COLORRANGE {_quoted(below)} {_quoted(above)}"
            f" DATARANGE {low!r} {high!r} END",
            "    END",
        ]
    return lines + _solid(f"{last[0]:.4g} and above", f"([pixel] >= {last[0]!r})", last[1])


def _solid(name: str, expression: str, colour: str) -> list[str]:
    return [
        f"    CLASS NAME {_quoted(name)} EXPRESSION {expression}",
        f"      STYLE COLOR {_quoted(colour)} END",
        "    END",
    ]


def _vector_class(layer: Layer, shown: Class) -> list[str]:
    lines = [f"    CLASS NAME {_quoted(shown.label)}"]
    if shown.value is not None:
        lines.append(f"      EXPRESSION ([{layer.style.column}] = {shown.value})")
    if layer.style.geometry in ("line", "outline"):
        lines.append(f"      STYLE COLOR {_quoted(shown.colour)} WIDTH 2 END")
    else:
        lines.append(f"      STYLE COLOR {_quoted(shown.colour)} END")
        if layer.name not in FINE:
            lines.append(f"      STYLE OUTLINECOLOR {_quoted(OUTLINE)} WIDTH 0.4 END")
    return [*lines, "    END"]


def _metadata(name: str, value: str) -> list[str]:
    return [f"      {_quoted(name)} {_quoted(value)}"]


def _quoted(text: str) -> str:
    """Return the text between double quotes; a map file knows no other escape."""
    return '"' + " ".join(text.replace('"', "'").split()) + '"'
