"""summary.md: what came out for a region, from what, and what to keep in mind."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from analysis.findings.caveats import TOLD_BY_WARNINGS, caveats, notice, result_warnings
from analysis.findings.headlines import headlines
from analysis.looks.styles import STYLES
from analysis.results.catalogue import Result, parse_comment
from analysis.results.provenance import LoadedSource, Provenance
from analysis.results.settings import Changed
from analysis.results.surface import Surface
from analysis.results.tables import Row
from analysis.words.wording import NOTHING, number, quantity, share, table, unit

TOLD = ("region_summary", "importance_breaks", "vegetation_carbon_storage")
IDENTITY = ("region", "title", "title_zh", "is_synthetic", "srid", "constant_layers")


@dataclass(frozen=True)
class Content:
    """All that the summary tells; rows by the name of the result that they are from."""

    software: str
    provenance: Provenance
    results: dict[str, Result]
    rows: dict[str, list[Row]]
    surfaces: Sequence[Surface]
    changed: Sequence[Changed]

    @property
    def summary(self) -> Row:
        """The row of region_summary."""
        return self.rows["region_summary"][0]


def summary_markdown(content: Content) -> str:
    """Return the text of summary.md; it depends on the results alone, not on the time."""
    sections = (
        _head(content),
        _in_short(content),
        _caveats(content),
        _headline_table(content),
        _levels(content.rows.get("importance_breaks", [])),
        _vegetation(content.rows.get("vegetation_carbon_storage", [])),
        _surfaces(content),
        _layers(content.provenance.sources),
        _settings(content.changed),
        _files(content),
    )
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _head(content: Content) -> list[str]:
    grid = content.provenance.grid
    titles = grid.title if grid.title_zh == grid.title else f"{grid.title} / {grid.title_zh}"
    warning = notice(grid)
    return [
        f"# Carbon sinks of {titles}",
        "",
        *([f"> **{warning}**", ""] if warning else []),
        f"Region `{grid.region}`, EPSG:{grid.srid}, cells of {quantity(grid.cell_size_m, 'm')}; "
        f"computed by {content.software}.",
    ]


def _in_short(content: Content) -> list[str]:
    lines = [f"- **{label}**: {told}" for label, told in headlines(content.summary)]
    return ["## In short", "", *lines]


def _caveats(content: Content) -> list[str]:
    warnings = content.rows.get("region_warnings", [])
    told = [
        *result_warnings(warnings, "en"),
        *caveats(
            content.summary | (TOLD_BY_WARNINGS if warnings else {}),
            content.provenance.sources,
            content.surfaces,
            content.provenance.grid,
        ),
    ]
    lines = [f"- {sentence}" for sentence in told]
    return ["## Assumed, absent, incomplete", "", *(lines or ["Nothing to report."])]


def _headline_table(content: Content) -> list[str]:
    columns = content.results["region_summary"].table.columns
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
            rows.append((label, quantity(value, comment.unit)))
    return ["## Headline numbers", "", *table(("Quantity", "Value"), rows, " r")]


def _levels(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    lines = [
        (
            f"{row['importance_level']} {row['level_name']} ({row['level_name_zh']})",
            f"{row['lower_limit']:.4f} to {row['upper_limit']:.4f}",
            number(row["cells"]),
            number(row["area_km2"]),
            share(row["share_percent"]),
        )
        for row in rows
    ]
    header = ("Level", "Importance", "Cells", f"Area, {unit('km2')}", "Share")
    fit = number(rows[0]["goodness_of_variance_fit"])
    note = f"Natural breaks (Fisher-Jenks, exact); goodness of variance fit {fit}."
    return ["## Levels of importance", "", *table(header, lines, " rrrr"), "", note]


def _vegetation(rows: Sequence[Row]) -> list[str]:
    present = [row for row in rows if row["cells"]]
    if not present:
        return []
    lines = [
        (
            f"{row['vegetation_subtype']} ({row['vegetation_subtype_zh']})",
            number(row["carbon_density_t_hm2"]),
            number(row["area_km2"]),
            number(row["storage_t"]),
        )
        for row in present
    ]
    area = sum(row["area_km2"] for row in present)
    storage = sum(row["storage_t"] or 0 for row in present)
    lines.append(("**Total**", "", number(float(area)), number(float(storage))))
    header = ("Subtype", f"Density, {unit('t/hm2')}", f"Area, {unit('km2')}", "Carbon, t")
    absent = [row["vegetation_subtype"] for row in rows if not row["cells"]]
    note = ["", f"Not found in the region: {', '.join(absent)}."] if absent else []
    return ["## Vegetation carbon", "", *table(header, lines, " rrr"), *note]


def _surfaces(content: Content) -> list[str]:
    cells = content.summary["cells"]
    lines = []
    for surface in content.surfaces:
        it, comment = surface.statistics, surface.result.comment
        bounds = (it.minimum, None if _is_code(surface.result) else it.mean, it.maximum)
        lines.append(
            (
                f"`{surface.result.name}`",
                comment.title,
                unit(comment.unit),
                *(number(bound if it.count else None) for bound in bounds),
                share(100 * it.count / cells) if cells else NOTHING,
            )
        )
    header = ("Raster", "What", "Unit", "Least", "Mean", "Greatest", "Cells with a value")
    return ["## Surfaces", "", *table(header, lines, "   rrrr")] if lines else []


def _is_code(result: Result) -> bool:
    """Whether the cells are classes, whose mean means nothing."""
    style = STYLES.get(result.name)
    return style.kind == "classes" if style else "code" in (result.comment.unit or "")


def _layers(sources: Sequence[LoadedSource]) -> list[str]:
    lines = [
        (
            source.layer,
            str(source.source_number),
            f"`{_file_name(source.path)}`",
            ", ".join(part for part in (source.source_crs, source.source_resolution) if part),
            source.resampling or NOTHING,
            _conversion(source),
            share(source.share_percent),
        )
        for source in sources
    ]
    # one set of files may fill several layers
    noted: dict[str, list[str]] = {}
    for source in sources:
        noted.setdefault(source.note, []).append(f"{source.layer} {source.source_number}")
    notes = [f"- {', '.join(layers)}: {note}" for note, layers in noted.items() if note]
    header = (
        "Layer", "Source", "File", "CRS, resolution", "Resampling", "Unit", "Cells with a value",
    )  # fmt: skip
    shown = table(header, lines, " r    r")
    return ["## How each layer was made", "", *shown, *(["", *notes] if notes else [])]


def _file_name(path: str) -> str:
    # whoever reads the summary does not have the folders of the machine that made it
    return PurePath(path).name if PurePath(path).is_absolute() else path


def _conversion(source: LoadedSource) -> str:
    parts = [unit(source.unit)]
    if source.scale not in (None, 1):
        parts.append(f"x {source.scale:g}")
    if source.offset_value not in (None, 0):
        parts.append(f"{source.offset_value:+g}")
    return " ".join(part for part in parts if part)


def _settings(changed: Sequence[Changed]) -> list[str]:
    if not changed:
        return ["## Settings of the method", "", "All settings have their default."]
    lines = [
        (f"`{it.name}`", f"{it.value} {unit(it.unit)}".strip(), it.default, it.meaning)
        for it in changed
    ]
    shown = table(("Setting", "Here", "Default", "Meaning"), lines)
    return ["## Settings of the method", "", "Changed for this region:", "", *shown]


def _files(content: Content) -> list[str]:
    region = content.provenance.grid.region
    tables = [f"`{it.name}`" for it in content.results.values() if it.kind == "table"]
    vectors = [f"`{it.name}`" for it in content.results.values() if it.kind == "vector"]
    lines = [
        "- `rasters/`: each surface above as Cloud-Optimized GeoTIFF with unit, nodata, "
        "statistics; classes with their names and colours; legends for QGIS",
        f"- `{region}.gpkg`: {', '.join(['`boundary`', *vectors])} with their legends",
        f"- `tables/`: {', '.join([*tables, *vectors])} as CSV (UTF-8); `{region}.xlsx` has all of "
        "them but the longest and tells what the columns mean",
        "- `datapackage.json`: what each file holds, its columns and units; "
        "`manifest.json`: size and SHA-256 of each",
    ]
    return ["## Files", "", *lines]
