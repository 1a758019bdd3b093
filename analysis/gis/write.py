"""Legends and projects of a region as files: styles/, <region>.qgs, gis/."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from analysis.catalogue import Result
from analysis.caveats import notice
from analysis.gis.layers import extent, layers
from analysis.gis.mapfile import mapfile
from analysis.gis.project import project
from analysis.gis.qml import qml
from analysis.gis.sld import sld
from analysis.gis.stops import read_stops
from analysis.legend import Language
from analysis.provenance import Grid

LANGUAGES: dict[Language, str] = {"en": "", "zh": ".zh"}
SPOKEN = {"en": "English", "zh": "Chinese"}


def write_gis(
    connection: Connection, results: Mapping[str, Result], grid: Grid, folder: Path
) -> list[dict[str, Any]]:
    """Write a legend for each layer and projects for QGIS and two GIS servers; list the files."""
    shown = layers(results)
    stops = read_stops(connection, results, grid)
    around = extent(grid)
    entries = []

    def write(path: str, text: str, name: str, kind: str, description: str) -> None:
        target = folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        entries.append({"name": name, "kind": kind, "path": path, "description": description})

    for layer in shown:
        style, steps, name = layer.style, stops.get(layer.name), layer.name
        for language, suffix in LANGUAGES.items():
            described = f"Legend of {name} in {SPOKEN[language]} for"
            path = f"styles/{name}{suffix}"
            write(f"{path}.qml", qml(style, steps, language), name, "style", f"{described} QGIS.")
            described += " GeoServer and others."
            write(f"{path}.sld", sld(style, steps, language), name, "style", described)
    told = notice(grid)
    for language, suffix in LANGUAGES.items():
        text = project(grid, shown, stops, around, rasters="files", notice=told, language=language)
        described = (
            f"QGIS project in {SPOKEN[language]}: rasters from this folder, "
            "vectors from the database (service sinkbase)."
        )
        write(f"{grid.region}{suffix}.qgs", text, grid.region, "project", described)
    text = project(grid, shown, stops, around, rasters="database", notice=told)
    described = "QGIS project for QGIS Server: every layer from the database (service sinkbase)."
    write("gis/server.qgs", text, grid.region, "project", described)
    text = mapfile(grid, shown, stops, around, notice=told)
    described = "MapServer map file: every layer from the database (service sinkbase)."
    write("gis/server.map", text, grid.region, "project", described)
    return entries
