"""Maps and report of a region in both languages, one process a language."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from analysis.catalogue import Result
from analysis.caveats import TOLD_BY_WARNINGS, caveats
from analysis.fingerprint import software
from analysis.legend import Language
from analysis.maps.data import read_map_data
from analysis.maps.histogram import draw_histogram
from analysis.maps.write import NAMES, DrawnMap, draw_maps, file_name
from analysis.provenance import Provenance
from analysis.report.content import TABLES, Content
from analysis.report.document import sections
from analysis.report.figure import Figure, data_uri
from analysis.report.page import html, write_pdf
from analysis.report.table import Teller
from analysis.surface import Surface
from analysis.tables import read_rows
from analysis.texts.phrases import LANGUAGES
from loaders.settings import Region

Entry = dict[str, Any]
FIGURES = (
    "elevation", "land_use", "nep", "soil_carbon", "soil_parts", "vegetation_carbon",
    "importance_level", "histogram", "resistance_factors", "resistance", "carbon_sinks", "mcr",
    "restoration_zones",
)  # fmt: skip


def write_report(
    content: Content, folder: Path, languages: Sequence[Language] = LANGUAGES
) -> list[Entry]:
    """Write maps/, report.html and report.pdf (.zh for Chinese); return their manifest entries."""
    if not languages:
        return []
    (folder / "maps").mkdir()
    tasks = [(content, folder, language) for language in languages]
    if len(tasks) == 1:
        return write_language(*tasks[0])
    with ProcessPoolExecutor(len(tasks), mp_context=get_context("spawn")) as pool:
        return [entry for entries in pool.map(_write_task, tasks) for entry in entries]


def report_content(
    connection: Connection,
    region: Region,
    provenance: Provenance,
    results: dict[str, Result],
    surfaces: Sequence[Surface],
) -> Content:
    """Return all that maps and report tell."""
    names = {*NAMES, "importance"}
    rows = {name: read_rows(connection, results[name]) for name in TABLES if name in results}
    summary = rows["region_summary"][0]
    if "region_warnings" in rows:
        summary = summary | TOLD_BY_WARNINGS
    return Content(
        rows=rows,
        sources=provenance.sources,
        caveats={
            language: caveats(
                summary, provenance.sources, surfaces, provenance.grid, language, titled=True
            )
            for language in LANGUAGES
        },
        empty=[it.result.name for it in surfaces if it.statistics.count == 0],
        method=region.method,
        maps=read_map_data(connection, results, names, provenance.grid, software()),
    )


def _write_task(task: tuple[Content, Path, Language]) -> list[Entry]:
    return write_language(*task)


def write_language(content: Content, folder: Path, language: Language) -> list[Entry]:
    """Write the maps and the report of one language."""
    teller = Teller(language)
    drawn = draw_maps(content.maps, folder / "maps", language)
    levels = content.rows.get("importance_breaks", [])
    histogram = draw_histogram(content.maps, levels, folder / "maps", language)
    pictures = _figures(drawn, histogram, teller)
    page = html(content, sections(content, pictures, teller), teller)
    report = folder / f"{file_name('report', language)}.html"
    report.write_text(page, encoding="utf-8")
    write_pdf(page, report.with_suffix(".pdf"))
    sheets = [*drawn.values(), *([histogram] if histogram else [])]
    title = teller.word("report", "title").format(
        region=content.grid.title_zh if language == "zh" else content.grid.title
    )
    sheet_entries = [
        _entry(it.name, "map", file.relative_to(folder), it.title) | {"language": language}
        for it in sheets
        for file in it.files
    ]
    return sheet_entries + [
        _entry("report", "report", file.relative_to(folder), title) | {"language": language}
        for file in (report, report.with_suffix(".pdf"))
    ]


def _figures(
    drawn: dict[str, DrawnMap], histogram: DrawnMap | None, teller: Teller
) -> dict[str, Figure]:
    made = {name: Figure(name, it.title, data_uri(it.picture)) for name, it in drawn.items()}
    if histogram is not None:
        caption = teller.word("captions", "histogram")
        made["histogram"] = Figure("histogram", caption, data_uri(histogram.picture))
    return {name: made[name] for name in FIGURES if name in made}


def _entry(name: str, kind: str, path: Path, title: str) -> Entry:
    return {"name": name, "kind": kind, "path": path.as_posix(), "description": title}
