"""Two built regions -> out/compare/<a>-<b>/."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from analysis.compare.cells import read_common
from analysis.compare.content import Content, differing_layers, differing_settings
from analysis.compare.differences import Pair, change, transitions
from analysis.compare.facts import read_facts
from analysis.compare.grids import Overlap, disagreement, overlap
from analysis.compare.history import is_run
from analysis.compare.lines import side_by_side
from analysis.compare.maps import write_difference, write_map
from analysis.compare.pages import markdown, page
from analysis.compare.runs import content_of_runs
from analysis.compare.sheets import Place, draw_sheets
from analysis.compare.tables import write_tables
from analysis.findings.remarks import remarks
from analysis.folder.publish import publish
from analysis.folder.unfinished import unfinished
from analysis.looks.region import BuiltRegion, read_region
from analysis.maps.write import DrawnMap, sheet_entries
from analysis.results.boundary import NAME as BOUNDARY
from analysis.results.boundary import read_boundary as outline_of
from analysis.results.files import Entry
from analysis.results.fingerprint import software
from analysis.results.manifest import entry
from analysis.results.snapshot import snapshot
from analysis.webmap.layers import Texts, texts
from analysis.webmap.vectors import read_boundary
from analysis.webmap.write import page_entries
from sinkbase.errors import SinkbaseError
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES


@dataclass(frozen=True)
class Outcome:
    """Where the comparison lies, and why there are no maps in it (None when there are)."""

    folder: Path
    files: int
    no_maps: str | None


@dataclass(frozen=True)
class _Views:
    """What maps are drawn from; `boundary` is A's in cells of the common grid."""

    pairs: list[Pair]
    place: Place
    boundary: list[Any]


def compare(a: str, b: str, out: Path, layers: Sequence[str] = ()) -> Outcome:
    """Write what differs between two regions or two runs of one; `layers`: rasters, else all.

    All that is told is read from the schemas `a` and `b`. A side that names a run (demo@3) is read
    from the region's history, without rasters, and so is the other then.

    Raises SinkbaseError when one is not built, or a layer is asked for that cannot be compared.
    """
    if a == b:
        raise SinkbaseError(
            f"{a} was to be compared with itself. Name two regions; a second run of a region "
            "is a second region file (docs/compare.md)."
        )
    with snapshot() as connection:
        if is_run(a) or is_run(b):
            content, views = content_of_runs(connection, a, b, layers), None
            return _published(content, views, out)
        sides = [read_region(connection, it) for it in (a, b)]
        pairs, common, no_maps = _pairs(connection, sides, layers)
        content = _content(connection, sides, pairs, no_maps)
        views = None if common is None or not pairs else _views(connection, pairs, common, sides)
    return _published(content, views, out)


def _published(content: Content, views: _Views | None, out: Path) -> Outcome:
    folder = out / "compare" / content.name
    with unfinished(folder) as new:
        entries = _write(new, content, views)
        publish(new, folder, _manifest(content, entries), None)
    no_maps = content.no_maps
    return Outcome(folder, len(entries), None if no_maps is None else no_maps["en"])


def _content(
    connection: Connection, sides: Sequence[BuiltRegion], pairs: list[Pair], no_maps: Texts | None
) -> Content:
    a, b = sides
    facts = [read_facts(connection, side.results, side.looks) for side in sides]
    return Content(
        a=a.grid,
        b=b.grid,
        lines=side_by_side(*facts),
        settings=differing_settings(a.settings, b.settings),
        layers=differing_layers(a.provenance, b.provenance),
        warnings=[(side.grid.region, _warnings(side)) for side in sides],
        no_maps=no_maps,
        changes=[change(it) for it in pairs],
        transitions=[row for it in pairs for row in transitions(it, a.grid)],
    )


def _warnings(region: BuiltRegion) -> list[Texts]:
    told = zip(*(remarks(region.warnings, language) for language in LANGUAGES), strict=True)
    return [texts(*both) for both in told]


def _pairs(
    connection: Connection, sides: Sequence[BuiltRegion], layers: Sequence[str]
) -> tuple[list[Pair], Overlap | None, Texts | None]:
    a, b = sides
    names = [
        name
        for name, style in a.looks.styles.items()
        if style.is_raster and name in a.results and name in b.results
    ]
    unknown = [name for name in layers if name not in names]
    if unknown:
        raise SinkbaseError(
            f"--layer {unknown[0]}: not a raster of both regions. Expected one of "
            f"{', '.join(names)}."
        )
    reason = disagreement(a.grid, b.grid)
    if reason is not None:
        if layers:
            raise SinkbaseError(
                f"no difference map of {', '.join(layers)}: {reason['en']}. Cell by cell only "
                "regions of one grid can be compared; without --layer you get the table of numbers."
            )
        return [], None, reason
    common = overlap(a.grid, b.grid)
    pairs = [
        Pair(
            a.looks.styles[name],
            read_common(connection, a.results[name], a.grid, common, common.a),
            read_common(connection, b.results[name], b.grid, common, common.b),
        )
        for name in names
        if not layers or name in layers
    ]
    return pairs, common, None


def _views(
    connection: Connection, pairs: list[Pair], common: Overlap, sides: Sequence[BuiltRegion]
) -> _Views:
    bounds = [side.results[BOUNDARY] for side in sides]
    outlines = [
        outline_of(connection, bound, side.grid).geometry
        for bound, side in zip(bounds, sides, strict=True)
    ]
    place = Place(common.grid, *outlines)
    return _Views(pairs, place, read_boundary(connection, bounds[0], common.grid))


def _write(folder: Path, content: Content, views: _Views | None) -> list[Entry]:
    tables = [*write_tables(folder, content)]
    entries = [entry(path, "comparison", path, told) for path, told in tables]
    sheets: dict[Language, list[DrawnMap]] = {language: [] for language in LANGUAGES}
    if views is not None:
        (folder / "maps").mkdir()
        (folder / "rasters").mkdir()
        for language in LANGUAGES:
            sheets[language] = draw_sheets(folder, views.pairs, content, views.place, language)
    texts = {
        "comparison.md": (markdown(content), "The comparison in Markdown."),
        "comparison.html": (page(content, "en", sheets["en"]), "The comparison as a page."),
        "comparison.zh.html": (
            page(content, "zh", sheets["zh"]),
            "The comparison as a page, in Chinese.",
        ),
    }
    for path, (text, told) in texts.items():
        (folder / path).write_text(text, encoding="utf-8")
        entries.append(entry(path, "comparison", path, told))
    if views is None:
        return entries
    for language, drawn in sheets.items():
        entries += sheet_entries(drawn, folder, language)
    grid = views.place.grid
    for pair in views.pairs:
        written = write_difference(folder, pair, grid, content)
        path = written.relative_to(folder).as_posix()
        entries.append(entry(written.stem, "difference", path, f"{pair.style.title}: B less A."))
    map_files = write_map(folder, views.pairs, grid, content, views.boundary)
    return entries + page_entries(folder, map_files)


def _manifest(content: Content, entries: list[Entry]) -> dict[str, object]:
    return {
        "comparison": [content.a.region, content.b.region],
        "title": content.title["en"],
        "title_zh": content.title["zh"],
        "notice": content.notice,
        "software": software(),
        "files": entries,
    }
