"""Maps and report of a region in both languages, by several processes."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from analysis.folder.former import Former
from analysis.looks.region import BuiltRegion
from analysis.maps.data import VECTORS, MapData, MapReader
from analysis.maps.histogram import NAME as HISTOGRAM
from analysis.maps.histogram import READS as HISTOGRAM_READS
from analysis.maps.histogram import draw_histogram
from analysis.maps.plan import title
from analysis.maps.sheets import PLANS, PLANS_BY_NAME
from analysis.maps.write import DrawnMap, draw_map, file_name, plans_for, sheet, sheet_entries
from analysis.report.content import TABLES, Content
from analysis.report.document import sections
from analysis.report.figure import Figure, data_uri
from analysis.report.page import html, write_pdf
from analysis.report.processes import processes
from analysis.report.tables.table import Teller
from analysis.results.boundary import NAME as BOUNDARY
from analysis.results.files import Entry
from analysis.results.fingerprint import Origins, software
from analysis.results.manifest import entry
from analysis.results.surface import Surface
from analysis.results.tables import Row, read_rows
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES, phrases

FIGURES = (
    "elevation", "land_use", "npp_origin", "nep", "soil_carbon", "soil_parts", "vegetation_carbon",
    "importance_level", "histogram", "resistance_factors", "resistance", "carbon_sinks", "mcr",
    "restoration_zones",
)  # fmt: skip
# what titles, legends and source lines are from, beside the grid
TOLD = (BOUNDARY, "data_sources", "result_layers", "result_names", "legend_classes")
SHOWN = {name for plan in PLANS for name in plan.reads} | {HISTOGRAM_READS[0]}


@dataclass(frozen=True)
class Report:
    """What maps and report are read from, and where they are written."""

    connection: Connection
    region: BuiltRegion
    folder: Path
    former: Former
    origins: Origins
    languages: Sequence[Language] = LANGUAGES
    sheets: dict[Language, list[tuple[DrawnMap, Future[None] | None]]] = field(default_factory=dict)

    @property
    def pages(self) -> list[str]:
        """The names of the report's pages."""
        return [f"{file_name('report', it)}.html" for it in self.languages]

    def begin(self, pool: ProcessPoolExecutor) -> None:
        """Let the sheets be drawn that are not the former ones, while the caller goes on.

        Raises SinkbaseError when the region's boundary is not there.
        """
        (self.folder / "maps").mkdir()
        reader = MapReader(self.connection, self.region, software())
        shown = self._shown(reader)
        plans = [plan.name for plan in plans_for(shown)]
        levels = self._rows("importance_breaks") if HISTOGRAM_READS[0] in shown else []
        for language in self.languages:
            drawn = [
                self._sheet(pool, name, language, partial(reader.read, PLANS_BY_NAME[name].reads))
                for name in plans
            ]
            if levels:
                drawn.append(self._histogram(pool, reader, levels, language))
            self.sheets[language] = drawn

    def end(self, pool: ProcessPoolExecutor, surfaces: Sequence[Surface]) -> list[Entry]:
        """Write report.html and report.pdf (.zh for Chinese); return all entries of the manifest.

        Raises SinkbaseError when a font or a library is missing.
        """
        made_of = self._made_of_pages(surfaces)
        pages: list[Future[None]] = []
        content: Content | None = None
        for language, drawn in self.sheets.items():
            for _, work in drawn:
                if work is not None:
                    work.result()
            path = self.folder / f"{file_name('report', language)}.html"
            kept = [
                self.former.keeps(f"{made_of} {language}", it.name)
                for it in (path, path.with_suffix(".pdf"))
            ]
            if not all(kept):
                content = content or self._content(surfaces)
                sheets = [it for it, _ in drawn]
                pages.append(pool.submit(write_pages, content, sheets, path, language, kept))
        for page in pages:
            page.result()
        return [it for language in self.sheets for it in self._entries(language)]

    def _shown(self, reader: MapReader) -> set[str]:
        """Return the names of the results of which a sheet can show something."""
        grid, results = self.region.grid, self.region.results
        return {
            name
            for name in sorted({*SHOWN, *VECTORS} & {*results})
            if not self.former.told(
                f"{name} is empty", self.origins.of([name], grid), partial(reader.is_empty, name)
            )
        }

    def _sheet(
        self,
        pool: ProcessPoolExecutor,
        name: str,
        language: Language,
        read: Callable[[], MapData],
    ) -> tuple[DrawnMap, Future[None] | None]:
        plan = PLANS_BY_NAME[name]
        heading = title(plan, self.region.grid, self.region.looks, language)
        drawn = sheet(name, heading, self.folder / "maps", language)
        if self._keeps(drawn, plan.reads, language):
            return drawn, None
        return drawn, pool.submit(draw_sheet, name, read(), self.folder / "maps", language)

    def _histogram(
        self, pool: ProcessPoolExecutor, reader: MapReader, levels: list[Row], language: Language
    ) -> tuple[DrawnMap, Future[None] | None]:
        heading = phrases(language)["report"]["histogram_title"]
        drawn = sheet(HISTOGRAM, heading, self.folder / "maps", language)
        if self._keeps(drawn, HISTOGRAM_READS, language):
            return drawn, None
        data, folder = reader.read(HISTOGRAM_READS), self.folder / "maps"
        return drawn, pool.submit(draw_bars, data, levels, folder, language)

    def _keeps(self, drawn: DrawnMap, reads: Sequence[str], language: Language) -> bool:
        made_of = self.origins.of([*reads, *TOLD], self.region.grid, drawn.name, language)
        paths = [it.relative_to(self.folder).as_posix() for it in drawn.files]
        return self.former.keeps(made_of, *paths)

    def _made_of_pages(self, surfaces: Sequence[Surface]) -> str:
        reads = {*TABLES, *VECTORS, *TOLD, "method_settings"}
        figures = sorted(
            (path, made_of)
            for path, made_of in self.former.made_of.items()
            if path.startswith("maps/")
        )
        empty = [it.result.name for it in surfaces if it.statistics.count == 0]
        return self.origins.of(reads, self.region.grid, figures, empty)

    def _content(self, surfaces: Sequence[Surface]) -> Content:
        reader = MapReader(self.connection, self.region, software())
        return Content(
            rows={name: self._rows(name) for name in TABLES if name in self.region.results},
            empty=[it.result.name for it in surfaces if it.statistics.count == 0],
            settings=self.region.settings,
            maps=reader.read(VECTORS),
        )

    def _rows(self, name: str) -> list[Row]:
        found = self.region.results.get(name)
        return read_rows(self.connection, found) if found else []

    def _entries(self, language: Language) -> list[Entry]:
        sheets = [drawn for drawn, _ in self.sheets[language]]
        heading = Teller(language).word("report", "title")
        told = heading.format(region=self.region.grid.title_in(language))
        page = Path(f"{file_name('report', language)}.html")
        return sheet_entries(sheets, self.folder, language) + [
            entry("report", "report", file.name, told) | {"language": language}
            for file in (page, page.with_suffix(".pdf"))
        ]


@contextmanager
def report_of(report: Report) -> Iterator[Callable[[Sequence[Surface]], list[Entry]]]:
    """Have the sheets drawn meanwhile; give the function that writes the report and ends.

    Raises SinkbaseError when the region's boundary is not there.
    """
    with processes() as pool:
        report.begin(pool)
        yield partial(report.end, pool)


def draw_sheet(name: str, data: MapData, folder: Path, language: Language) -> None:
    """Write one sheet as PNG and PDF."""
    draw_map(PLANS_BY_NAME[name], data, folder, language)


def draw_bars(data: MapData, levels: list[Row], folder: Path, language: Language) -> None:
    """Write the histogram as PNG and PDF."""
    draw_histogram(data, levels, folder, language)


def write_pages(
    content: Content,
    sheets: Sequence[DrawnMap],
    path: Path,
    language: Language,
    kept: Sequence[bool],
) -> None:
    """Write the report of one language as page and PDF, but for what is `kept`.

    Raises SinkbaseError when a library is missing.
    """
    teller = Teller(language)
    page = html(content, sections(content, _figures(sheets, teller), teller), teller)
    page_kept, pdf_kept = kept
    if not page_kept:
        path.write_text(page, encoding="utf-8")
    if not pdf_kept:
        write_pdf(page, path.with_suffix(".pdf"))


def _figures(sheets: Sequence[DrawnMap], teller: Teller) -> dict[str, Figure]:
    made = {it.name: Figure(it.name, it.title, data_uri(it.picture)) for it in sheets}
    if HISTOGRAM in made:
        caption = teller.word("captions", "histogram")
        made["histogram"] = Figure("histogram", caption, made[HISTOGRAM].picture)
    return {name: made[name] for name in FIGURES if name in made}
