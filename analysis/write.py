"""All files of one export, written into an empty folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from analysis.documents.datapackage import Contents, write_datapackage
from analysis.documents.summary import Content, summary_markdown
from analysis.documents.workbook import MOST_ROWS, sheets, write_workbook
from analysis.findings.caveats import notice
from analysis.findings.headlines import headlines
from analysis.gis.geopackage import write_geopackage
from analysis.gis.labels import region_tags
from analysis.gis.legends import geopackage_legends
from analysis.gis.rasters import write_raster
from analysis.gis.stops import read_steps
from analysis.gis.write import write_gis
from analysis.report.write import report_content, write_report
from analysis.results.boundary import Boundary, read_boundary
from analysis.results.catalogue import Result, read_catalogue
from analysis.results.files import Entry
from analysis.results.fingerprint import software
from analysis.results.manifest import entry, result_entry
from analysis.results.provenance import Grid, read_provenance
from analysis.results.settings import changed_settings
from analysis.results.tables import read_rows, write_csv
from analysis.webmap import write_webmap
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import Region
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES

Progress = Callable[[str, int, int], None]


def write_all(
    connection: Connection,
    region: Region,
    folder: Path,
    progress: Progress,
    languages: Sequence[Language] = LANGUAGES,
) -> dict[str, Any]:
    """Write all files of the region below `folder`; return the manifest of them.

    `progress` is told the result in work, how many are done and how many there are. Maps and
    report are written in the `languages`.
    """
    provenance = read_provenance(connection, region.name)
    grid = provenance.grid
    results = read_catalogue(connection, region.name)
    boundary = read_boundary(connection, grid)
    steps = read_steps(connection, results, grid)
    (folder / "rasters").mkdir()
    (folder / "tables").mkdir()
    surfaces, rows, entries = [], {}, []
    for done, result in enumerate(results.values()):
        progress(result.name, done, len(results))
        if result.kind == "raster":
            surface, made = write_raster(connection, result, grid, folder, steps.get(result.name))
            surfaces.append(surface)
            entries += made
            continue
        path = folder / "tables" / f"{result.name}.csv"
        if write_csv(path, connection, result) <= MOST_ROWS:
            rows[result.name] = read_rows(connection, result)
        entries.append(result_entry(result, path.relative_to(folder)))
    if not rows["region_summary"]:
        raise SinkbaseError(
            f"{region.name}.region_summary is empty. "
            f"Build it again: make transform REGION={region.name}"
        )
    entries.append(_geopackage(connection, results, grid, boundary, folder))
    entries += write_gis(results, grid, steps, folder)
    changed = changed_settings(region.method)
    content = Content(software(), provenance, results, rows, surfaces, changed)
    told = headlines(content.summary)
    about = [*_about(grid), ("Software", software()), *told]
    workbook = f"tables/{region.name}.xlsx"
    write_workbook(folder / workbook, about, sheets(results, rows))
    entries.append(entry("workbook", "workbook", workbook, "The tables in one workbook."))
    (folder / "summary.md").write_text(summary_markdown(content), encoding="utf-8")
    entries.append(entry("summary", "summary", "summary.md", "What came out, and from what."))
    progress("maps and report", len(results) - 1, len(results))
    told_of = report_content(connection, region, provenance, results, surfaces)
    entries += write_report(told_of, folder, languages)
    entries += write_webmap(connection, folder, results, provenance)  # it links the report
    statistics = {surface.result.name: surface.statistics for surface in surfaces}
    package = Contents(provenance, boundary, results, statistics)
    entries.append(write_datapackage(folder, package, entries))  # last: it lists all the others
    return {
        "region": region.name,
        "title": grid.title,
        "title_zh": grid.title_zh,
        "notice": notice(grid),
        "software": software(),
        "headlines": told,
        "files": entries,
    }


def _geopackage(
    connection: Connection,
    results: dict[str, Result],
    grid: Grid,
    boundary: Boundary,
    folder: Path,
) -> Entry:
    path = f"{grid.region}.gpkg"
    vectors = [result for result in results.values() if result.kind == "vector"]
    write_geopackage(
        folder / path,
        connection,
        vectors,
        grid=grid,
        boundary=boundary,
        legends=geopackage_legends([result.name for result in vectors]),
        tags=region_tags(grid) | {"SOFTWARE": software()},
    )
    return entry("geopackage", "geopackage", path, "All vector results with their legends.")


def _about(grid: Grid) -> list[tuple[str, str]]:
    warning = notice(grid)
    lines = [("Region", grid.title), ("区域", grid.title_zh)]
    if warning:
        lines.append(("Notice", warning))
    return [*lines, ("Coordinate system", f"EPSG:{grid.srid}")]
