"""Draw all sheets of a region in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.maps.data import MapData
from analysis.maps.key import one_line, wrapped
from analysis.maps.plan import Plan, title
from analysis.maps.sheet import KINDS, blank_sheet, draw_north_arrow, draw_source, save
from analysis.maps.sheets import PLANS
from analysis.results.files import Entry
from analysis.results.manifest import entry
from analysis.results.provenance import Grid
from analysis.words.numbers import Numbers
from sinkbase.words.language import Language
from sinkbase.words.phrases import named, phrases

SOURCE_WIDTH, SUBTITLE_WIDTH = 150, 115  # Latin letters of a line


@dataclass(frozen=True)
class DrawnMap:
    """One sheet that was written: its files and its title."""

    name: str
    title: str
    picture: Path
    files: tuple[Path, ...]


def file_name(name: str, language: Language) -> str:
    """Return the name without ending: nep, in Chinese nep.zh."""
    return name if language == "en" else f"{name}.{language}"


def plans_for(there: set[str]) -> list[Plan]:
    """Return the plans of the sheets that results show which are there and have a value."""
    if "carbon_sinks" in there:
        there = there | {"corridors"}  # a single sink has none
    return [plan for plan in PLANS if plan.is_possible(there)]


def sheet(name: str, title: str, folder: Path, language: Language) -> DrawnMap:
    """Return a sheet of the folder by its name, whether it is drawn already or not."""
    path = folder / file_name(name, language)
    files = tuple(path.with_name(f"{path.name}.{kind}") for kind in KINDS)
    return DrawnMap(name, title, files[0], files)


def draw_map(plan: Plan, data: MapData, folder: Path, language: Language) -> DrawnMap:
    """Write one sheet as PNG and PDF."""
    heading = title(plan, data.grid, data.looks, language)
    with blank_sheet(language, heading, *heading_of(data.grid, language)) as blank:
        plan.draw(blank, data, plan)
        draw_north_arrow(blank)
        draw_source(blank.figure, source_lines(plan, data, language))
        save(blank.figure, folder / file_name(plan.name, language), heading, data.software)
    return sheet(plan.name, heading, folder, language)


def heading_of(grid: Grid, language: Language) -> tuple[str, str]:
    """Return the region's title, its year and the mark of made-up data (empty for none)."""
    year = phrases(language)["map"]["title_year"].format(year=grid.year) if grid.year else ""
    title = one_line(f"{grid.title_in(language)}{year}", SUBTITLE_WIDTH)
    return title, mark_of(grid, language)


def mark_of(grid: Grid, language: Language) -> str:
    """Return what stands on sheets of made-up data; nothing on others."""
    return phrases(language)["map"]["synthetic"] if grid.synthetic else ""


def source_lines(plan: Plan, data: MapData, language: Language) -> list[str]:
    """Return what the sheet was computed from: layers with their years, equations, grid.

    A year that all layers share is told once.
    """
    words = phrases(language)["map"]
    number = reference_in(plan.reference, language)
    reference = words["reference"].format(number=number) if number else ""
    layers = _in_order(data.provenance.layers_of(*plan.needs))
    years = [data.provenance.years(layer) for layer in layers]
    year = years[0] if years and len(years[0]) == 1 and all(it == years[0] for it in years) else []
    of = words["source_year"].format(year=year[0]) if year else ""
    told = str(words["list_comma"]).join(
        _named(layer, [] if year else found, language)
        for layer, found in zip(layers, years, strict=True)
    )
    line = words["source"].format(of=of, layers=told, reference=reference) if told else ""
    return [*wrapped(line, SOURCE_WIDTH)[:2], grid_line(data.grid, data.software, language)][:3]


def _named(layer: str, years: list[int], language: Language) -> str:
    """Return a layer's name and the years of its data."""
    told = phrases(language)["map"]["year"].format(year="/".join(map(str, years))) if years else ""
    return f"{named(language, 'layers', layer)}{told}"


def _in_order(layers: Iterable[str]) -> list[str]:
    """Return layers in the order in which the words name them; others behind."""
    known = list(phrases("en")["layers"])
    return sorted(layers, key=lambda it: known.index(it) if it in known else len(known))


def grid_line(grid: Grid, software: str, language: Language) -> str:
    """Return with what a sheet was computed, and on which cells."""
    cell = Numbers(language).quantity(grid.cell_size_m, "m")
    words: str = phrases(language)["map"]["grid"]
    return words.format(software=software, srid=grid.srid, cell=cell)


def sheet_entries(sheets: Iterable[DrawnMap], folder: Path, language: Language) -> list[Entry]:
    """Return what the manifest of `folder` says of the sheets' files."""
    return [
        entry(it.name, "map", file.relative_to(folder).as_posix(), it.title)
        | {"language": language}
        for it in sheets
        for file in it.files
    ]


def reference_in(reference: str, language: Language) -> str:
    """Return an equation's or table's number in the language: Eq. 1, 2 or 式 1、2."""
    if language == "en":
        return reference
    for english, chinese in (("Tables ", "表"), ("Table ", "表"), ("Eq. ", "式"), (", ", "、")):
        reference = reference.replace(english, chinese)
    return reference
