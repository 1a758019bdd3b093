"""All files of one export, written into an empty folder."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from analysis.cells import DESCRIBED as CELLS_DESCRIBED
from analysis.cells import FILE as CELLS
from analysis.cells import write_cells
from analysis.documents.datapackage import Contents, write_datapackage
from analysis.documents.summary import Content, summary_markdown
from analysis.documents.workbook import MOST_ROWS, sheets, write_workbook
from analysis.findings.headlines import Headline, headlines
from analysis.findings.notice import notice
from analysis.folder.former import Former
from analysis.gis.geopackage import write_geopackage
from analysis.gis.labels import region_tags
from analysis.gis.legends import geopackage_legends
from analysis.gis.rasters import write_raster
from analysis.gis.stops import Steps, read_steps
from analysis.gis.write import write_gis
from analysis.looks.region import BuiltRegion, read_region
from analysis.report.write import Report, report_of
from analysis.results.boundary import NAME as BOUNDARY
from analysis.results.boundary import read_boundary
from analysis.results.catalogue import Result
from analysis.results.files import Entry
from analysis.results.fingerprint import Origins, software
from analysis.results.manifest import entry, result_entry
from analysis.results.provenance import Grid
from analysis.results.surface import Surface
from analysis.results.tables import Row, count_rows, read_rows, write_csv
from analysis.webmap import write_webmap
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES

Progress = Callable[[str, int, int], None]
LOOKS = ("result_names", "legend_classes")  # titles and classes of all results


def write_all(
    connection: Connection,
    name: str,
    former: Former,
    origins: Origins,
    *,
    progress: Progress,
    languages: Sequence[Language] = LANGUAGES,
    cells: bool = False,
) -> dict[str, Any]:
    """Write all files of the region `name` into the new folder; return the manifest of them.

    A file that is made of the same as before is the former one. `progress` is told the result in
    work, how many are done and how many there are. Maps and report are written in the
    `languages`, the values of all cells in one file when `cells` says so.

    Raises SinkbaseError when a result is not as the contract has it, or the disk is full.
    """
    region = read_region(connection, name)
    to = _Export(connection, region, former, origins, progress)
    if not languages:
        return _write(to, lambda _: [], [], cells=cells)
    report = Report(connection, region, former.new, former, origins, languages)
    with report_of(report) as end:
        return _write(to, end, report.pages, cells=cells)


@dataclass(frozen=True)
class _Export:
    """What each file is written with."""

    connection: Connection
    region: BuiltRegion
    former: Former
    origins: Origins
    progress: Progress

    @property
    def folder(self) -> Path:
        return self.former.new

    def keeps(self, path: str, results: Iterable[str], *told: object) -> bool:
        """Whether a file is the former one: `told` is all that it is made of beside results."""
        made_of = self.origins.of({*results, *LOOKS}, self.region.grid, *told)
        return self.former.keeps(made_of, path)


def _write(
    to: _Export,
    write_report: Callable[[Sequence[Surface]], list[Entry]],
    pages: Sequence[str],
    *,
    cells: bool,
) -> dict[str, Any]:
    connection, region, folder = to.connection, to.region, to.folder
    name, count = region.grid.region, len(region.results)
    steps = read_steps(
        connection, region.results, region.grid,
        lambda it, find: to.former.told(f"steps of {it}", to.origins.of([it]), find),
    )  # fmt: skip
    values = _write_values(to, steps)
    rows, surfaces, entries = values.rows, values.surfaces, values.entries
    entries.append(_geopackage(to))
    entries += write_gis(region, steps, folder)
    if cells:
        to.progress("cells", count - 1, count)
        entries.append(_cells(to))
    content = Content(software(), region, rows, surfaces)
    told = headlines(content.summary)
    entries.append(_workbook(to, rows, told))
    (folder / "summary.md").write_text(summary_markdown(content), encoding="utf-8")
    entries.append(entry("summary", "summary", "summary.md", "What came out, and from what."))
    # it links the report
    map_entries = write_webmap(connection, region, folder, content.summary, steps, reports=pages)
    to.progress("maps and report", count - 1, count)
    entries += [*write_report(surfaces), *map_entries]
    statistics = {surface.result.name: surface.statistics for surface in surfaces}
    boundary = read_boundary(connection, region.results[BOUNDARY], region.grid)
    package = Contents(region, boundary, statistics, to.former.digest)
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
                to.connection,
                to.region,
                result,
                steps.get(name),
                former=to.former,
                origins=to.origins,
            )
            values.surfaces.append(surface)
            values.entries.extend(made)
            continue
        if _write_table(to, result) <= MOST_ROWS:
            values.rows[name] = read_rows(to.connection, result)
        told = result_entry(result, _table(result), to.region.looks.titles(name))
        values.entries.append(told)
    return values


def _table(result: Result) -> Path:
    return Path("tables") / f"{result.name}.csv"


def _write_table(to: _Export, result: Result) -> int:
    """Write a table as CSV; return its number of rows."""
    path, made_of = to.folder / _table(result), to.origins.of([result.name])
    fact = f"rows of {result.name}"
    if not to.former.keeps(made_of, _table(result).as_posix()):
        written = write_csv(path, to.connection, result)
        return to.former.told(fact, made_of, lambda: written)
    return to.former.told(fact, made_of, lambda: count_rows(to.connection, result))


def _geopackage(to: _Export) -> Entry:
    region = to.region
    path = f"{region.grid.region}.gpkg"
    tags = region_tags(region.grid) | {"SOFTWARE": software()}
    if region.no_cell_rows is not None:
        tags["NOTE"] = region.no_cell_rows
    if not to.keeps(path, [it.name for it in region.vectors], tags):
        legends = geopackage_legends(region)
        write_geopackage(to.folder / path, to.connection, region, legends, tags)
    return entry("geopackage", "geopackage", path, "All vector results with their legends.")


def _cells(to: _Export) -> Entry:
    if not to.keeps(CELLS, to.region.results, version("pyarrow")):
        write_cells(to.folder / CELLS, to.connection, to.region)
    return entry("cells", "cells", CELLS, CELLS_DESCRIBED)


def _workbook(to: _Export, rows: Mapping[str, Sequence[Row]], told: Sequence[Headline]) -> Entry:
    path = f"tables/{to.region.grid.region}.xlsx"
    about = [*_about(to.region.grid), ("Software", software()), *told]
    if not to.keeps(path, rows, about):
        tables = sheets(to.region.results, rows)
        write_workbook(to.folder / path, about, tables, to.region.looks)
    return entry("workbook", "workbook", path, "The tables in one workbook.")


def _about(grid: Grid) -> list[tuple[str, str]]:
    warning = notice(grid)
    lines = [("Region", grid.title), ("区域", grid.title_zh)]
    if warning:
        lines.append(("Notice", warning))
    year = str(grid.year or "not given")
    return [*lines, ("Year of the data", year), ("Coordinate system", f"EPSG:{grid.srid}")]
