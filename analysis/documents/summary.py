"""summary.md: what came out for a region, from what, and what to keep in mind."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.documents.summary_tables import (  # fmt: skip
    layers_table,
    levels_table,
    origins_table,
    settings_table,
    vegetation_table,
)
from analysis.findings.headlines import headlines
from analysis.findings.notice import notice
from analysis.findings.remarks import remarks
from analysis.looks.looks import Looks
from analysis.looks.region import BuiltRegion
from analysis.results.catalogue import Result, parse_comment
from analysis.results.settings import changed
from analysis.results.surface import Surface
from analysis.results.tables import Row
from analysis.words.markdown import table
from analysis.words.numbers import NOTHING, TEXT

IDENTITY = (
    "region", "title", "title_zh", "is_synthetic", "srid", "constant_layers", "origin_x",
    "origin_y", "columns", "rows", "tile_size", "year",
)  # fmt: skip


@dataclass(frozen=True)
class Content:
    """All that the summary tells; rows by the name of the result that they are from."""

    software: str
    region: BuiltRegion
    rows: dict[str, list[Row]]
    surfaces: Sequence[Surface]

    @property
    def summary(self) -> Row:
        """The row of region_summary."""
        return self.rows["region_summary"][0]


def summary_markdown(content: Content) -> str:
    """Return the text of summary.md; it depends on the results alone, not on the time."""
    sections = (
        _head(content),
        _in_short(content),
        _remarks(content),
        _headline_table(content),
        origins_table(content.rows.get("nep_by_origin", [])),
        levels_table(content.rows.get("importance_breaks", [])),
        vegetation_table(content.rows.get("vegetation_carbon_storage", [])),
        _surfaces(content),
        layers_table(content.region.provenance.sources),
        settings_table(changed(content.region.settings)),
        _files(content),
    )
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _head(content: Content) -> list[str]:
    grid = content.region.grid
    titles = grid.title if grid.title_zh == grid.title else f"{grid.title} / {grid.title_zh}"
    warning = notice(grid)
    year = f"data of {grid.year}" if grid.year else "year of the data not given"
    return [
        f"# Carbon sinks of {titles}",
        "",
        *([f"> **{warning}**", ""] if warning else []),
        f"Region `{grid.region}`, EPSG:{grid.srid}, cells of "
        f"{TEXT.quantity(grid.cell_size_m, 'm')}; {year}; computed by {content.software}.",
    ]


def _in_short(content: Content) -> list[str]:
    lines = [f"- **{label}**: {told}" for label, told in headlines(content.summary)]
    return ["## In short", "", *lines]


def _remarks(content: Content) -> list[str]:
    told = remarks(content.region.warnings, "en")
    lines = [f"- {sentence}" for sentence in told]
    return ["## Warnings and assumptions", "", *(lines or ["Nothing to report."])]


def _headline_table(content: Content) -> list[str]:
    columns = content.region.results["region_summary"].table.columns
    rows = []
    for column in columns:
        if column.name in IDENTITY:
            continue
        comment = parse_comment(column.comment)
        value = content.summary[column.name]
        label = comment.description.rstrip(".") or column.name
        if isinstance(value, str):  # a word, not a quantity: its comment explains the words
            rows.append((column.name.replace("_", " ").capitalize(), value))
        else:
            rows.append((label, _quantity(value, comment.unit)))
    return ["## Headline numbers", "", *table(("Quantity", "Value"), rows, " r")]


def _quantity(value: float | None, unit: str | None) -> str:
    if value is None:
        return "no value"
    is_mass = unit is not None and unit.split("/")[0] in ("t", "tC")
    return TEXT.large(value, unit or "") if is_mass else TEXT.quantity(value, unit)


def _surfaces(content: Content) -> list[str]:
    cells = content.summary["cells"]
    lines = []
    for surface in content.surfaces:
        it, comment = surface.statistics, surface.result.comment
        is_code = _is_code(content.region.looks, surface.result)
        bounds = (it.minimum, None if is_code else it.mean, it.maximum)
        lines.append(
            (
                f"`{surface.result.name}`",
                comment.title,
                TEXT.unit(comment.unit),
                *(TEXT.short(bound if it.count else None) for bound in bounds),
                TEXT.share(100 * it.count / cells) if cells else NOTHING,
            )
        )
    header = ("Raster", "What", "Unit", "Least", "Mean", "Greatest", "Cells with a value")
    return ["## Surfaces", "", *table(header, lines, "   rrrr")] if lines else []


def _is_code(looks: Looks, result: Result) -> bool:
    """Whether the cells are classes, whose mean means nothing."""
    style = looks.styles.get(result.name)
    return style.kind == "classes" if style else "code" in (result.comment.unit or "")


def _files(content: Content) -> list[str]:
    region = content.region.grid.region
    tables = [f"`{it.name}`" for it in content.region.results.values() if it.kind == "table"]
    vectors = [f"`{it.name}`" for it in content.region.results.values() if it.kind == "vector"]
    layers = ["`boundary`", *(name for name in vectors if name != "`region_boundary`")]
    lines = [
        "- `rasters/`: each surface above as Cloud-Optimized GeoTIFF with unit, nodata, "
        "statistics; classes with their names and colours; legends for QGIS",
        f"- `{region}.gpkg`: {', '.join(layers)} with their legends",
        f"- `tables/`: {', '.join([*tables, *vectors])} as CSV (UTF-8); `{region}.xlsx` has all of "
        "them but the longest and tells what the columns mean",
        "- `datapackage.json`: what each file holds, its columns and units; "
        "`manifest.json`: size and SHA-256 of each",
    ]
    return ["## Files", "", *lines]
