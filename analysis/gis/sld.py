"""Legends as Styled Layer Descriptors 1.0, which GeoServer, MapServer and others read."""

from xml.etree.ElementTree import Element

from analysis.gis.qml import FINE, OUTLINE
from analysis.gis.stops import Stops
from analysis.gis.xml import document, node
from analysis.looks.legend import Class, Style
from sinkbase.words.language import Language

NAMESPACES = {
    "xmlns": "http://www.opengis.net/sld",
    "xmlns:ogc": "http://www.opengis.net/ogc",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://www.opengis.net/sld "
    "http://schemas.opengis.net/sld/1.0.0/StyledLayerDescriptor.xsd",
}


def sld(style: Style, stops: Stops | None = None, language: Language = "en") -> str:
    """Return the style as an SLD document; `stops` belong to a ramp (analysis.gis.stops)."""
    root = Element("StyledLayerDescriptor", {"version": "1.0.0", **NAMESPACES})
    layer = node(root, "NamedLayer")
    node(layer, "Name", style.name)
    user = node(layer, "UserStyle")
    node(user, "Name", style.name)
    node(user, "Title", style.title_in(language))
    kind = node(user, "FeatureTypeStyle")
    if style.is_raster:
        _raster(node(kind, "Rule"), style, stops, language)
    else:
        for shown in style.classes:
            _rule(node(kind, "Rule"), style, shown, language)
    return document(root)


def _raster(rule: Element, style: Style, stops: Stops | None, language: Language) -> None:
    symbolizer = node(rule, "RasterSymbolizer")
    node(symbolizer, "Opacity", "1")
    unit = style.unit_in(language)
    if style.ramp is None:
        entries = [(str(one.value), one.colour, one.label_in(language)) for one in style.classes]
    else:
        entries = [
            (repr(value), colour, f"{value:.4g} {unit}".strip())
            for value, colour in stops or style.ramp.stops(0, 1)
        ]
    # without a type it is a ramp
    colours = node(symbolizer, "ColorMap", type="values" if style.ramp is None else "ramp")
    for quantity, colour, label in entries:
        node(colours, "ColorMapEntry", color=colour, quantity=quantity, label=label)


def _rule(rule: Element, style: Style, shown: Class, language: Language) -> None:
    node(rule, "Name", f"{style.name}_{'all' if shown.value is None else shown.value}")
    node(rule, "Title", shown.label_in(language))
    if shown.value is not None:
        equal = node(node(rule, "ogc:Filter"), "ogc:PropertyIsEqualTo")
        node(equal, "ogc:PropertyName", style.column)
        node(equal, "ogc:Literal", str(shown.value))
    if style.geometry in ("line", "outline"):
        _stroke(node(rule, "LineSymbolizer"), shown.colour, "2")
        return
    symbolizer = node(rule, "PolygonSymbolizer")
    node(node(symbolizer, "Fill"), "CssParameter", shown.colour, name="fill")
    if style.name not in FINE:
        _stroke(symbolizer, OUTLINE, "0.4")


def _stroke(symbolizer: Element, colour: str, pixels: str) -> None:
    stroke = node(symbolizer, "Stroke")
    node(stroke, "CssParameter", colour, name="stroke")
    node(stroke, "CssParameter", pixels, name="stroke-width")
