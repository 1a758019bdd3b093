"""The report as one HTML file that needs nothing else, and as PDF."""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from analysis.report.content import Content
from analysis.report.document import Section
from analysis.report.tables.table import Teller
from sinkbase.errors import SinkbaseError

FOLDER = Path(__file__).parent
UNIT = re.compile(r"\b(?:k?gC|tC?|people|人)/[\w²³]+(?:/[\w²³]+)?")


def html(content: Content, sections: list[Section], teller: Teller) -> str:
    """Return the page; pictures and style are in it, so that no request leaves."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["unbroken"] = unbroken
    words, grid = teller.words["report"], content.grid
    region = grid.title_in(teller.language)
    software = content.maps.software
    cell = teller.numbers.quantity(grid.cell_size_m, "m")
    return environment.get_template("report.html.j2").render(
        language=teller.language,
        words=teller.words,
        sections=sections,
        software=software,
        style=Markup(_style(teller)),
        title=words["title"].format(region=region),
        mark=words["synthetic"] if grid.synthetic else "",
        years=_years(content, teller),
        made_by=words["made_by"].format(software=software, srid=grid.srid, cell=cell),
    )


def _years(content: Content, teller: Teller) -> str:
    """Return of which years the data are: the region's own, and those of the layers."""
    words, grid = teller.words["report"], content.grid
    years = sorted({it.year for it in content.sources if it.year})
    parts = [words["year"].format(year=grid.year) if grid.year else words["no_year"]]
    if years and years != [grid.year]:
        span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        parts.append(words["layer_years"].format(years=span))
    return teller.listed(parts)


def unbroken(text: str) -> Markup:
    """Return a text in which no line breaks within a unit: not after the slash of gC/m²."""
    return Markup(UNIT.sub(r'<span class="unit">\g<0></span>', str(escape(text))))


def _style(teller: Teller) -> str:
    page, of = teller.word("report", "page"), teller.word("report", "of")
    end = " 页" if teller.language == "zh" else ""
    number = f'"{page} " counter(page) " {of} " counter(pages) "{end}"'
    return (FOLDER / "report.css").read_text(encoding="utf-8").replace("PAGE_NUMBER", number)


def write_pdf(page: str, path: Path) -> None:
    """Write the page as PDF; the bytes depend on the page alone.

    Raises SinkbaseError when the libraries that WeasyPrint needs are missing.
    """
    try:
        # Pango is loaded with it
        from weasyprint import HTML  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:
        raise SinkbaseError(
            f"WeasyPrint cannot write {path.name}, since a library is missing ({error}). "
            "Install it: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from None
    fetcher = URLFetcher(allowed_protocols=("data",))
    HTML(string=page, url_fetcher=fetcher).write_pdf(path, pdf_identifier=b"sinkbase")
