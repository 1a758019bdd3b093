"""Legends and projects of a region as files: styles/, <region>.qgs, gis/."""

from collections.abc import Mapping
from pathlib import Path

from analysis.findings.caveats import notice
from analysis.gis.layers import extent, layers
from analysis.gis.mapfile import mapfile
from analysis.gis.project import project
from analysis.gis.qml import qml
from analysis.gis.sld import sld
from analysis.gis.stops import Steps
from analysis.results.catalogue import Result
from analysis.results.files import Entry
from analysis.results.manifest import entry
from analysis.results.provenance import Grid
from sinkbase.words.language import Language

LANGUAGES: dict[Language, str] = {"en": "", "zh": ".zh"}
SPOKEN = {"en": "English", "zh": "Chinese"}


def write_gis(
    results: Mapping[str, Result], grid: Grid, steps: Mapping[str, Steps], folder: Path
) -> list[Entry]:
    """Write a legend for each layer and projects for QGIS and two GIS servers; list the files."""
    shown = layers(results)
    around = extent(grid)
    entries = []

    def write(path: str, text: str, name: str, kind: str, description: str) -> None:
        target = folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        entries.append(entry(name, kind, path, description))

    for layer in shown:
        style, name = layer.style, layer.name
        stops = steps[name].stops if name in steps else None
        for language, suffix in LANGUAGES.items():
            described = f"Legend of {name} in {SPOKEN[language]} for"
            path = f"styles/{name}{suffix}"
            write(f"{path}.qml", qml(style, stops, language), name, "style", f"{described} QGIS.")
            described += " GeoServer and others."
            write(f"{path}.sld", sld(style, stops, language), name, "style", described)
    told = notice(grid)
    for language, suffix in LANGUAGES.items():
        text = project(grid, shown, steps, around, rasters="files", notice=told, language=language)
        described = (
            f"QGIS project in {SPOKEN[language]}: rasters from this folder, "
            "vectors from the database (service sinkbase)."
        )
        write(f"{grid.region}{suffix}.qgs", text, grid.region, "project", described)
    text = project(grid, shown, steps, around, rasters="database", notice=told)
    described = "QGIS project for QGIS Server: every layer from the database (service sinkbase)."
    write("gis/server.qgs", text, grid.region, "project", described)
    text = mapfile(grid, shown, steps, around, notice=told)
    described = "MapServer map file: every layer from the database (service sinkbase)."
    write("gis/server.map", text, grid.region, "project", described)
    return entries
