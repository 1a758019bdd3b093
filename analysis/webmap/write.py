"""out/<region>/map/: what the page shows of a region."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from analysis.findings.headlines import origin_totals
from analysis.findings.remarks import remarks
from analysis.gis.stops import Steps
from analysis.looks.legend import Style
from analysis.looks.region import BuiltRegion
from analysis.results.boundary import NAME as BOUNDARY
from analysis.results.manifest import entry
from analysis.results.provenance import Grid, Source
from analysis.results.tables import Row
from analysis.webmap.blocks import block_size, read_layer
from analysis.webmap.layers import Layer, Texts, classed, groups, texts
from analysis.webmap.page import Page, write_page
from analysis.webmap.places import NEAREST, PINCH, read_nearest, read_pinches
from analysis.webmap.vectors import VECTORS, Feature, read_boundary, read_features
from analysis.words.numbers import Numbers
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES, named, phrases

Entry = dict[str, Any]


def write_webmap(
    connection: Connection,
    region: BuiltRegion,
    folder: Path,
    summary: Row,
    steps: Mapping[str, Steps],
    *,
    reports: Sequence[str],
) -> list[Entry]:
    """Write map/ below `folder`, where rasters/ is already; return the manifest's entries.

    `summary` is the row of region_summary, `steps` are those of the ramps, `reports` the names of
    the pages that the map links.

    Nothing is written for a region without rasters.
    """
    grid, looks, results = region.grid, region.looks, region.results
    size, rasters = block_size(grid.columns, grid.rows), folder / "rasters"
    layers = [
        Layer(
            style,
            *read_layer(rasters / f"{name}.tif", size),
            steps[name].stops if size > 1 and name in steps else None,
        )
        for name, style in looks.styles.items()
        if style.is_raster and name in results and name != NEAREST  # a click tells that one
    ]
    if not layers:
        return []
    nearest, pinches = rasters / f"{NEAREST}.tif", rasters / f"{PINCH}.tif"
    vectors: dict[str, list[Feature]] = {
        name: read_features(connection, results[name], grid) for name in VECTORS if name in results
    }
    boundary = read_boundary(connection, results[BOUNDARY], grid)
    page = Page(
        grid=grid,
        title=texts(grid.title, grid.title_zh),
        synthetic=grid.synthetic,
        groups=groups(),
        layers=layers,
        legends={name: _legend(looks.styles[name], vectors.get(name, [])) for name in VECTORS},
        vectors={
            **vectors,
            "boundary": boundary,
            "pinch_points": read_pinches(pinches, size) if PINCH in results else [],
        },
        nearest_sink=read_nearest(nearest, size) if NEAREST in results else None,
        facts=_facts(grid, summary),
        warnings=_in_both(remarks(region.warnings, it) for it in LANGUAGES),
        sources=_in_both(_sources(region.provenance.sources, it) for it in LANGUAGES),
        links=reports,
    )
    return page_entries(folder, write_page(folder / "map", page))


def _facts(grid: Grid, summary: Row) -> list[dict[str, Texts]]:
    """Return the year of the data and the region's NEP by origin of NPP, as name and value."""
    return [
        {"name": texts(name, name_zh), "value": texts(value, value_zh)}
        for (name, value), (name_zh, value_zh) in zip(
            *(_facts_in(grid, summary, it) for it in LANGUAGES), strict=True
        )
    ]


def _facts_in(grid: Grid, summary: Row, language: Language) -> list[tuple[str, str]]:
    words, numbers = phrases(language)["headlines"], Numbers(language)
    year = str(grid.year or phrases(language)["map"]["no_year"])
    told = [(phrases(language)["columns"]["year"], year)]
    if summary.get("nep_total_t_a") is None:
        return told
    told.append((words["nep_total"], numbers.large(summary["nep_total_t_a"], "tC/a")))
    return told + [
        (words[f"nep_{name}"], numbers.large(total, "tC/a"))
        for name, total in origin_totals(summary).items()
    ]


def _sources(sources: Iterable[Source], language: Language) -> list[str]:
    """Return a line a source: layer, year, kind, note as given where there is no other."""
    words = phrases(language)
    comma = words["map"]["list_comma"]
    lines = []
    for it in sources:
        kind = words["npp_origin"][it.kind]
        head = f"{named(language, 'layers', it.layer)} {it.source_number}"
        facts = comma.join(part for part in (str(it.year or ""), kind) if part)
        note = it.note_in(language)
        licence = words["report"]["licence"].format(licence=it.licence) if it.licence else ""
        bracket, stop = ("{}（{}）", "；") if language == "zh" else ("{} ({})", "; ")
        told = (bracket.format(head, facts), note, licence)
        lines.append(stop.join(part for part in told if part))
    return lines


def _in_both(sides: Iterable[Sequence[str]]) -> list[Texts]:
    return [texts(en, zh) for en, zh in zip(*sides, strict=True)]


def page_entries(folder: Path, paths: list[Path]) -> list[Entry]:
    """Return what the manifest says of a page's files."""
    return [_entry(path.relative_to(folder)) for path in paths]


def _legend(style: Style, features: Sequence[Feature]) -> dict[str, Any]:
    """Return the classes of the features that occur; all of a layer without codes."""
    codes = {it.get(style.column) for it in features} if style.column else {None}
    return {
        "title": texts(style.title, style.title_zh),
        "classes": [classed(it) for it in style.classes if it.value in codes],
    }


def _entry(path: Path) -> Entry:
    if path.name == "index.html":
        told = "Interactive map: open it in a browser."
    elif "data" in path.parts:
        told = f"Data of the map: {path.stem}."
    else:
        told = "Part of the map's page."
    return entry(path.stem, "map", path.as_posix(), told)
