"""Legends as QGIS keeps them (QML): in files beside the layers and in the table layer_styles."""

from xml.etree.ElementTree import Element

from analysis.gis.stops import Stops
from analysis.gis.xml import document, node
from analysis.looks.legend import Class, Style
from sinkbase.words.language import Language

VERSION = "3.22.16"  # the oldest QGIS that is meant to read it
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
OUTLINE = "#404040"
FINE = ("grid_cells",)  # thousands of squares: an outline would hide their colours
LINE_MM = "0.7"


def qml(style: Style, stops: Stops | None = None, language: Language = "en") -> str:
    """Return the style as a QML document; `stops` belong to a ramp (analysis.gis.stops)."""
    root = Element("qgis", version=VERSION, styleCategories="Symbology|LayerConfiguration")
    if style.is_raster:
        node(root, "flags")
    add_renderer(root, style, stops, language)
    node(root, "blendMode", "0")
    return document(root, DOCTYPE)


def add_renderer(
    parent: Element, style: Style, stops: Stops | None = None, language: Language = "en"
) -> None:
    """Append what draws the layer: `renderer-v2` of a vector, `pipe` of a raster."""
    if not style.is_raster:
        _vector(parent, style, language)
        return
    pipe = node(parent, "pipe")
    provider = node(pipe, "provider")
    node(
        provider,
        "resampling",
        enabled="false",
        zoomedInResamplingMethod="nearestNeighbour",
        zoomedOutResamplingMethod="nearestNeighbour",
        maxOversampling="2",
    )
    if style.ramp is None:
        _classes(pipe, style.classes, language)
    else:
        _ramp(pipe, stops or style.ramp.stops(0, 1), style.unit_in(language))


def _classes(pipe: Element, classes: tuple[Class, ...], language: Language) -> None:
    renderer = node(pipe, "rasterrenderer", type="paletted", band="1", opacity="1", alphaBand="-1")
    palette = node(renderer, "colorPalette")
    for shown in classes:
        label = shown.label_in(language)
        value = str(shown.value)
        node(palette, "paletteEntry", value=value, color=shown.colour, alpha="255", label=label)


def _ramp(pipe: Element, stops: Stops, unit: str) -> None:
    limits = {
        "classificationMin": repr(stops[0][0]),
        "classificationMax": repr(stops[-1][0]),
    }
    renderer = node(
        pipe,
        "rasterrenderer",
        type="singlebandpseudocolor",
        band="1",
        opacity="1",
        alphaBand="-1",
        **limits,
    )
    shader = node(
        node(renderer, "rastershader"),
        "colorrampshader",
        colorRampType="INTERPOLATED",
        classificationMode="1",
        clip="0",
        minimumValue=repr(stops[0][0]),
        maximumValue=repr(stops[-1][0]),
    )
    for value, colour in stops:
        label = f"{value:.4g} {unit}".strip()
        node(shader, "item", value=repr(value), color=colour, alpha="255", label=label)
    # bars of every step with its number, not one continuous strip with two
    node(shader, "rampLegendSettings", useContinuousLegend="0")


def _vector(parent: Element, style: Style, language: Language) -> None:
    only = [shown for shown in style.classes if shown.value is None]
    if only:
        renderer = node(parent, "renderer-v2", type="singleSymbol", symbollevels="0")
        _symbols(renderer, style)
        return
    renderer = node(
        parent, "renderer-v2", type="categorizedSymbol", attr=style.column or "", symbollevels="0"
    )
    categories = node(renderer, "categories")
    for place, shown in enumerate(style.classes):
        value = "" if shown.value is None else str(shown.value)
        node(
            categories,
            "category",
            value=value,
            type="integer",
            symbol=str(place),
            label=shown.label_in(language),
            render="true",
        )
    _symbols(renderer, style)


def _symbols(renderer: Element, style: Style) -> None:
    symbols = node(renderer, "symbols")
    for place, shown in enumerate(style.classes):
        kind = "line" if style.geometry == "line" else "fill"
        is_line = style.geometry in ("line", "outline")
        symbol = node(symbols, "symbol", name=str(place), type=kind, alpha="1", clip_to_extent="1")
        drawn = "SimpleLine" if is_line else "SimpleFill"
        layer = node(
            symbol, "layer", **{"class": drawn, "pass": "0", "enabled": "1", "locked": "0"}
        )
        options = node(layer, "Option", type="Map")
        for name, value in _properties(style, shown).items():
            node(options, "Option", type="QString", name=name, value=value)


def _properties(style: Style, shown: Class) -> dict[str, str]:
    colour = _rgba(shown.colour)
    if style.geometry in ("line", "outline"):
        return {
            "line_color": colour,
            "line_style": "solid",
            "line_width": LINE_MM,
            "line_width_unit": "MM",
            "capstyle": "round",
            "joinstyle": "round",
        }
    return {
        "color": colour,
        "style": "solid",
        "outline_color": _rgba(OUTLINE),
        "outline_style": "no" if style.name in FINE else "solid",
        "outline_width": "0.15",
        "outline_width_unit": "MM",
        "joinstyle": "round",
    }


def _rgba(colour: str) -> str:
    return ",".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5)) + ",255"
