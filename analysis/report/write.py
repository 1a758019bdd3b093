"""Maps and report of a region in both languages, by several processes."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

from sqlalchemy import Connection

from analysis.looks.region import BuiltRegion
from analysis.maps.data import read_map_data
from analysis.maps.histogram import NAME as HISTOGRAM
from analysis.maps.histogram import draw_histogram
from analysis.maps.sheets import PLANS_BY_NAME
from analysis.maps.write import NAMES, DrawnMap, draw_map, file_name, possible_plans, sheet_entries
from analysis.report.content import TABLES, Content
from analysis.report.document import sections
from analysis.report.figure import Figure, data_uri
from analysis.report.page import html, write_pdf
from analysis.report.table import Teller
from analysis.results.files import Entry
from analysis.results.fingerprint import software
from analysis.results.manifest import entry
from analysis.results.surface import Surface
from analysis.results.tables import read_rows
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES

MOST_PROCESSES = 4  # each holds all pictures
FIGURES = (
    "elevation", "land_use", "npp_origin", "nep", "soil_carbon", "soil_parts", "vegetation_carbon",
    "importance_level", "histogram", "resistance_factors", "resistance", "carbon_sinks", "mcr",
    "restoration_zones",
)  # fmt: skip


def write_report(
    content: Content, folder: Path, languages: Sequence[Language] = LANGUAGES
) -> list[Entry]:
    """Write maps/, report.html and report.pdf (.zh for Chinese); return their manifest entries.

    Raises SinkbaseError when a font or a library is missing.
    """
    if not languages:
        return []
    (folder / "maps").mkdir()
    names = [*(plan.name for plan in possible_plans(content.maps)), HISTOGRAM]
    with ProcessPoolExecutor(
        min(MOST_PROCESSES, cpu_count() or 1),
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(_Work(content, folder),),
    ) as pool:
        tasks = [*product(languages, names)]
        sheets: dict[Language, list[DrawnMap]] = {language: [] for language in languages}
        for (language, _), sheet in zip(tasks, pool.map(_draw_sheet, tasks), strict=True):
            if sheet is not None:
                sheets[language].append(sheet)
        return [entry for made in pool.map(_write_pages, sheets.items()) for entry in made]


def report_content(
    connection: Connection, region: BuiltRegion, surfaces: Sequence[Surface]
) -> Content:
    """Read all that maps and report tell from the results.

    Raises SinkbaseError when the region's boundary is not there.
    """
    names, results = {*NAMES, "importance"}, region.results
    return Content(
        rows={name: read_rows(connection, results[name]) for name in TABLES if name in results},
        empty=[it.result.name for it in surfaces if it.statistics.count == 0],
        settings=region.settings,
        maps=read_map_data(connection, region, names, software()),
    )


@dataclass(frozen=True)
class _Work:
    """What the tasks of a process share; sent once, as pictures may have 100 MB."""

    content: Content
    folder: Path


_WORK: list[_Work] = []  # of this process


def _begin(work: _Work) -> None:
    _WORK.append(work)


def _draw_sheet(task: tuple[Language, str]) -> DrawnMap | None:
    language, name = task
    content, folder = _WORK[0].content, _WORK[0].folder / "maps"
    if name == HISTOGRAM:
        levels = content.rows.get("importance_breaks", [])
        return draw_histogram(content.maps, levels, folder, language)
    return draw_map(PLANS_BY_NAME[name], content.maps, folder, language)


def _write_pages(task: tuple[Language, list[DrawnMap]]) -> list[Entry]:
    """Write the report of one language; return the entries of its sheets and pages."""
    language, sheets = task
    content, folder = _WORK[0].content, _WORK[0].folder
    teller = Teller(language)
    page = html(content, sections(content, _figures(sheets, teller), teller), teller)
    report = folder / f"{file_name('report', language)}.html"
    report.write_text(page, encoding="utf-8")
    write_pdf(page, report.with_suffix(".pdf"))
    title = teller.word("report", "title").format(region=content.grid.title_in(language))
    return sheet_entries(sheets, folder, language) + [
        entry("report", "report", file.name, title) | {"language": language}
        for file in (report, report.with_suffix(".pdf"))
    ]


def _figures(sheets: Sequence[DrawnMap], teller: Teller) -> dict[str, Figure]:
    made = {it.name: Figure(it.name, it.title, data_uri(it.picture)) for it in sheets}
    if HISTOGRAM in made:
        caption = teller.word("captions", "histogram")
        made["histogram"] = Figure("histogram", caption, made[HISTOGRAM].picture)
    return {name: made[name] for name in FIGURES if name in made}
