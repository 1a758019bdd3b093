"""All files of one export, written into an empty folder."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from analysis.cells import FILE as CELLS
from analysis.cells import write_cells
from analysis.documents.datapackage import Contents, write_datapackage
from analysis.documents.summary import Content, summary_markdown
from analysis.documents.workbook import MOST_ROWS, sheets, write_workbook
from analysis.findings.headlines import headlines
from analysis.findings.notice import notice
from analysis.gis.geopackage import write_geopackage
from analysis.gis.labels import region_tags
from analysis.gis.legends import geopackage_legends
from analysis.gis.rasters import write_raster
from analysis.gis.stops import Steps, read_steps
from analysis.gis.write import write_gis
from analysis.looks.region import BuiltRegion, read_region
from analysis.report.write import report_content, write_report
from analysis.results.boundary import NAME as BOUNDARY
from analysis.results.boundary import read_boundary
from analysis.results.files import Entry
from analysis.results.fingerprint import software
from analysis.results.manifest import entry, result_entry
from analysis.results.provenance import Grid
from analysis.results.surface import Surface
from analysis.results.tables import Row, read_rows, write_csv
from analysis.webmap import write_webmap
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES

Progress = Callable[[str, int, int], None]


def write_all(
    connection: Connection,
    name: str,
    folder: Path,
    progress: Progress,
    languages: Sequence[Language] = LANGUAGES,
    *,
    cells: bool = False,
) -> dict[str, Any]:
    """Write all files of the region `name` below `folder`; return the manifest of them.

    `progress` is told the result in work, how many are done and how many there are. Maps and
    report are written in the `languages`, the values of all cells in one file when `cells` says so.

    Raises SinkbaseError when a result is not as the contract has it, or the disk is full.
    """
    region = read_region(connection, name)
    steps = read_steps(connection, region.results, region.grid)
    values = _write_values(_Export(connection, region, folder, progress), steps)
    rows, surfaces, entries = values.rows, values.surfaces, values.entries
    entries.append(_geopackage(connection, region, folder))
    entries += write_gis(region, steps, folder)
    if cells:
        progress("cells", len(region.results) - 1, len(region.results))
        entries.append(write_cells(folder / CELLS, connection, region))
    content = Content(software(), region, rows, surfaces)
    told = headlines(content.summary)
    about = [*_about(region.grid), ("Software", software()), *told]
    workbook = f"tables/{name}.xlsx"
    write_workbook(folder / workbook, about, sheets(region.results, rows), region.looks)
    entries.append(entry("workbook", "workbook", workbook, "The tables in one workbook."))
    (folder / "summary.md").write_text(summary_markdown(content), encoding="utf-8")
    entries.append(entry("summary", "summary", "summary.md", "What came out, and from what."))
    progress("maps and report", len(region.results) - 1, len(region.results))
    entries += write_report(report_content(connection, region, surfaces), folder, languages)
    # it links the report
    entries += write_webmap(connection, region, folder, content.summary, steps)
    statistics = {surface.result.name: surface.statistics for surface in surfaces}
    boundary = read_boundary(connection, region.results[BOUNDARY], region.grid)
    package = Contents(region, boundary, statistics)
    entries.append(write_datapackage(folder, package, entries))  # last: it lists all the others
    return {
        "region": name,
        "title": region.grid.title,
        "title_zh": region.grid.title_zh,
        "year": region.grid.year,
        "notice": notice(region.grid),
        "software": software(),
        "headlines": told,
        "files": entries,
    }


@dataclass(frozen=True)
class _Export:
    """What each result's file is written with."""

    connection: Connection
    region: BuiltRegion
    folder: Path
    progress: Progress


@dataclass(frozen=True)
class _Values:
    """What was written of the results' values: rasters, rows of the shorter tables, entries."""

    surfaces: list[Surface] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


def _write_values(to: _Export, steps: Mapping[str, Steps]) -> _Values:
    """Write rasters/<name>.tif and tables/<name>.csv."""
    (to.folder / "rasters").mkdir()
    (to.folder / "tables").mkdir()
    values, results = _Values(), to.region.results
    for done, (name, result) in enumerate(results.items()):
        to.progress(name, done, len(results))
        if result.kind == "raster":
            surface, made = write_raster(
                to.connection, to.region, result, to.folder, steps.get(name)
            )
            values.surfaces.append(surface)
            values.entries.extend(made)
            continue
        path = to.folder / "tables" / f"{name}.csv"
        if write_csv(path, to.connection, result) <= MOST_ROWS:
            values.rows[name] = read_rows(to.connection, result)
        told = result_entry(result, path.relative_to(to.folder), to.region.looks.titles(name))
        values.entries.append(told)
    return values


def _geopackage(connection: Connection, region: BuiltRegion, folder: Path) -> Entry:
    path = f"{region.grid.region}.gpkg"
    tags = region_tags(region.grid) | {"SOFTWARE": software()}
    if region.no_cell_rows is not None:
        tags["NOTE"] = region.no_cell_rows
    write_geopackage(folder / path, connection, region, geopackage_legends(region), tags)
    return entry("geopackage", "geopackage", path, "All vector results with their legends.")


def _about(grid: Grid) -> list[tuple[str, str]]:
    warning = notice(grid)
    lines = [("Region", grid.title), ("区域", grid.title_zh)]
    if warning:
        lines.append(("Notice", warning))
    year = str(grid.year or "not given")
    return [*lines, ("Year of the data", year), ("Coordinate system", f"EPSG:{grid.srid}")]
