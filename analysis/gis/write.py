"""Legends and projects of a region as files: styles/, <region>.qgs, gis/."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.findings.notice import notice
from analysis.findings.remarks import remarks
from analysis.gis.layers import Layer, extent, layers
from analysis.gis.mapfile import mapfile
from analysis.gis.project import project
from analysis.gis.qml import qml
from analysis.gis.sld import sld
from analysis.gis.stops import Steps
from analysis.looks.region import BuiltRegion
from analysis.results.files import Entry
from analysis.results.manifest import entry
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES

SPOKEN = {"en": "English", "zh": "Chinese"}
SERVED = "every layer from the database (service sinkbase)."


@dataclass(frozen=True)
class _Files:
    """Writes texts below a folder and keeps what the manifest says of them."""

    folder: Path
    entries: list[Entry] = field(default_factory=list)

    def write(self, path: str, text: str, told: Entry) -> None:
        target = self.folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        self.entries.append(told)


def write_gis(region: BuiltRegion, steps: Mapping[str, Steps], folder: Path) -> list[Entry]:
    """Write a legend for each layer and projects for QGIS and two GIS servers; list the files."""
    files = _Files(folder)
    shown = layers(region.results, region.looks)
    for layer in shown:
        _write_legends(files, layer, steps.get(layer.name))
    grid, name, around = region.grid, region.grid.region, extent(region.grid)
    for language in LANGUAGES:
        path = f"{name}{_suffix(language)}.qgs"
        text = project(
            grid, shown, steps, around, rasters="files", language=language,
            abstract=abstract(region, language),
        )  # fmt: skip
        described = (
            f"QGIS project in {SPOKEN[language]}: rasters from this folder, "
            "vectors from the database (service sinkbase)."
        )
        files.write(path, text, entry(name, "project", path, described))
    told = abstract(region, "en")
    servers = {
        "gis/server.qgs": (
            project(grid, shown, steps, around, rasters="database", abstract=told),
            f"QGIS project for QGIS Server: {SERVED}",
        ),
        "gis/server.map": (
            mapfile(grid, shown, steps, around, abstract=told),
            f"MapServer map file: {SERVED}",
        ),
    }
    for path, (text, described) in servers.items():
        files.write(path, text, entry(name, "project", path, described))
    return files.entries


def abstract(region: BuiltRegion, language: Language) -> str:
    """Return what projects and services say of the region: made up or not, and all warnings."""
    told = [it for it in (notice(region.grid, language),) if it]
    return "\n".join([*told, *remarks(region.warnings, language)])


def _write_legends(files: _Files, layer: Layer, steps: Steps | None) -> None:
    style, name = layer.style, layer.name
    stops = steps.stops if steps else None
    titles = {"title": style.title, "title_zh": style.title_zh}
    for language in LANGUAGES:
        described = f"Legend of {name} in {SPOKEN[language]} for"
        path = f"styles/{name}{_suffix(language)}"
        told = entry(name, "style", f"{path}.qml", f"{described} QGIS.")
        files.write(f"{path}.qml", qml(style, stops, language), told | titles)
        told = entry(name, "style", f"{path}.sld", f"{described} GeoServer and others.")
        files.write(f"{path}.sld", sld(style, stops, language), told | titles)


def _suffix(language: Language) -> str:
    return "" if language == "en" else f".{language}"
