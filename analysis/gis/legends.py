"""The legends that lie in files: in the GeoPackage, and beside the GeoTIFFs for QGIS."""

from dataclasses import replace

from analysis.gis.geopackage import layer_name
from analysis.gis.geopackage_tables import Legend
from analysis.gis.qml import qml
from analysis.gis.sld import sld
from analysis.gis.stops import Stops
from analysis.looks.legend import Style
from analysis.looks.region import BuiltRegion
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES


def geopackage_legends(region: BuiltRegion) -> list[Legend]:
    """Return an English legend, the default, and a Chinese one for each layer that has a style."""
    styles = [
        replace(region.looks.styles[it.name], name=layer_name(it))
        for it in region.vectors
        if it.name in region.looks.styles
    ]
    return [_legend(style, language) for style in styles for language in LANGUAGES]


def _legend(style: Style, language: Language) -> Legend:
    return Legend(
        style.name,
        f"{style.name}_{language}",
        style.title_in(language),
        qml(style, language=language),
        sld(style, language=language),
        language == "en",
    )


def raster_legend(style: Style | None, stops: Stops | None) -> str | None:
    """Return what QGIS reads beside a GeoTIFF; None for a result without a style."""
    return qml(style, stops) if style else None
