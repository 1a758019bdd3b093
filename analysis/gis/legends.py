"""The legends that lie in files: in the GeoPackage, and beside the GeoTIFFs for QGIS."""

from analysis.gis.geopackage_tables import Legend
from analysis.gis.qml import qml
from analysis.gis.sld import sld
from analysis.gis.stops import Stops
from analysis.looks.legend import Class, Style
from analysis.looks.styles import STYLES
from sinkbase.words.language import Language

LANGUAGES: tuple[Language, ...] = ("en", "zh")
BOUNDARY = Style(
    "boundary",
    "line",
    "Boundary",
    "边界",
    "site",
    classes=(Class(None, "#404040", "Boundary", "边界"),),
)


def geopackage_legends(layers: list[str]) -> list[Legend]:
    """Return an English legend, the default, and a Chinese one for each layer that has a style."""
    styles = [BOUNDARY, *(STYLES[layer] for layer in layers if layer in STYLES)]
    return [_legend(style, language) for style in styles for language in LANGUAGES]


def _legend(style: Style, language: Language) -> Legend:
    legend = qml(style, language=language)
    if style is BOUNDARY:  # an area of which the line alone is drawn
        legend = legend.replace('type="line"', 'type="fill"')
    return Legend(
        style.name,
        f"{style.name}_{language}",
        style.title_in(language),
        legend,
        sld(style, language=language),
        language == "en",
    )


def raster_legend(name: str, stops: Stops | None) -> str | None:
    """Return what QGIS reads beside a GeoTIFF; None for a result without a style."""
    style = STYLES.get(name)
    return qml(style, stops) if style else None
