"""All files of one export, written into an empty folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from analysis.catalogue import Result, parse_comment, read_catalogue
from analysis.categories import write_categories
from analysis.caveats import notice
from analysis.fingerprint import software
from analysis.geotiff import write_geotiff
from analysis.headlines import headlines
from analysis.labels import classes, labels
from analysis.provenance import read_provenance
from analysis.raster import read_tiles
from analysis.settings import changed_settings
from analysis.summary import TOLD, Content, summary_markdown
from analysis.surface import Surface
from analysis.tables import read_rows, write_csv
from loaders.errors import SinkbaseError
from loaders.settings import Region

Progress = Callable[[str, int, int], None]


def write_all(
    connection: Connection, region: Region, folder: Path, progress: Progress
) -> dict[str, Any]:
    """Write rasters/, tables/ and summary.md below `folder`; return the manifest of them.

    `progress` is told the result in work, how many are done and how many there are.
    """
    provenance = read_provenance(connection, region.name)
    results = read_catalogue(connection, region.name)
    (folder / "rasters").mkdir()
    (folder / "tables").mkdir()
    surfaces, rows, entries = [], {}, []
    for done, result in enumerate(results.values()):
        progress(result.name, done, len(results))
        if result.kind == "raster":
            path = folder / "rasters" / f"{result.name}.tif"
            tiles = read_tiles(connection, result, provenance.grid)
            made = write_geotiff(path, tiles, provenance.grid, labels(result, provenance.grid))
            surfaces.append(Surface(result, made))
            if classes(result):
                names = path.with_name(f"{path.name}.aux.xml")
                write_categories(names, classes(result))
                entries.append(_names_entry(result, names.relative_to(folder)))
        elif result.kind == "table":
            path = folder / "tables" / f"{result.name}.csv"
            write_csv(path, connection, result)
            if result.name in TOLD:
                rows[result.name] = read_rows(connection, result)
        else:
            continue
        entries.append(_entry(result, path.relative_to(folder)))
    if not rows["region_summary"]:
        raise SinkbaseError(
            f"{region.name}.region_summary is empty. "
            f"Build it again: make transform REGION={region.name}"
        )
    changed = changed_settings(region.method)
    content = Content(software(), provenance, results, rows, surfaces, changed)
    (folder / "summary.md").write_text(summary_markdown(content), encoding="utf-8")
    return {
        "region": region.name,
        "title": provenance.grid.title,
        "title_zh": provenance.grid.title_zh,
        "notice": notice(provenance.grid),
        "software": software(),
        "headlines": headlines(content.summary),
        "files": [*entries, {"name": "summary", "kind": "summary", "path": "summary.md"}],
    }


def _names_entry(result: Result, path: Path) -> dict[str, Any]:
    described = f"Names and colours of the classes of {result.name}, read by GDAL and QGIS."
    return {"name": result.name, "kind": "categories", "path": path.as_posix()} | {
        "description": described
    }


def _entry(result: Result, path: Path) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": result.name,
        "kind": result.kind,
        "path": path.as_posix(),
        "description": result.comment.description,
    }
    if result.kind == "raster":
        return entry | {"unit": result.comment.unit}
    comments = {column.name: parse_comment(column.comment) for column in result.table.columns}
    return entry | {
        "columns": [
            {"name": name, "description": comment.description, "unit": comment.unit}
            for name, comment in comments.items()
        ]
    }
