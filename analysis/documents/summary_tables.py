"""Sections of summary.md that are tables, as lines of Markdown; none for what has no rows."""

from collections.abc import Sequence

from analysis.results.provenance import Source
from analysis.results.settings import Setting
from analysis.results.tables import Row
from analysis.words.markdown import table
from analysis.words.numbers import NOTHING, TEXT


def origins_table(rows: Sequence[Row]) -> list[str]:
    """Return NEP by the origin of NPP."""
    lines = [
        (
            f"{row['origin']} ({row['origin_zh']})",
            TEXT.fixed(row["cells"]),
            TEXT.short(row["area_km2"]),
            TEXT.share(row["share_percent"]),
            TEXT.short(row["nep_mean_gc_m2_a"]),
            TEXT.fixed(row["nep_total_t_a"]),
        )
        for row in rows
    ]
    if not lines:
        return []
    header = (
        "NPP is", "Cells", f"Area, {TEXT.unit('km2')}", "Share",
        f"Mean NEP, {TEXT.unit('gC/m2/a')}", "NEP, tC/a",
    )  # fmt: skip
    return ["## NEP by origin of NPP", "", *table(header, lines, " rrrrr")]


def levels_table(rows: Sequence[Row]) -> list[str]:
    """Return the limits and extent of each level of importance."""
    if not rows:
        return []
    lines = [
        (
            f"{row['importance_level']} {row['level_name']} ({row['level_name_zh']})",
            f"{row['lower_limit']:.4f} to {row['upper_limit']:.4f}",
            TEXT.fixed(row["cells"]),
            TEXT.short(row["area_km2"]),
            TEXT.share(row["share_percent"]),
        )
        for row in rows
    ]
    header = ("Level", "Importance", "Cells", f"Area, {TEXT.unit('km2')}", "Share")
    fit = TEXT.short(rows[0]["goodness_of_variance_fit"])
    note = f"Natural breaks (Fisher-Jenks, exact); goodness of variance fit {fit}."
    return ["## Levels of importance", "", *table(header, lines, " rrrr"), "", note]


def vegetation_table(rows: Sequence[Row]) -> list[str]:
    """Return Table 2 for the subtypes that occur."""
    present = [row for row in rows if row["cells"]]
    if not present:
        return []
    lines = [
        (
            f"{row['vegetation_subtype']} ({row['vegetation_subtype_zh']})",
            TEXT.short(row["carbon_density_t_hm2"]),
            TEXT.short(row["area_km2"]),
            TEXT.short(row["storage_t"]),
        )
        for row in present
    ]
    area = sum(row["area_km2"] for row in present)
    storage = sum(row["storage_t"] or 0 for row in present)
    lines.append(("**Total**", "", TEXT.short(float(area)), TEXT.short(float(storage))))
    header = (
        "Subtype", f"Density, {TEXT.unit('t/hm2')}", f"Area, {TEXT.unit('km2')}", "Carbon, t",
    )  # fmt: skip
    absent = [row["vegetation_subtype"] for row in rows if not row["cells"]]
    note = ["", f"Not found in the region: {', '.join(absent)}."] if absent else []
    return ["## Vegetation carbon", "", *table(header, lines, " rrr"), *note]


def layers_table(sources: Sequence[Source]) -> list[str]:
    """Return how each source became a layer, and its note."""
    lines = [
        (
            source.layer,
            str(source.source_number),
            f"`{source.file}`",
            str(source.year or "not given"),
            source.kind if source.kind != "rule" else "set by rule",
            ", ".join(part for part in (source.crs, source.resolution) if part),
            source.resampling or NOTHING,
            _conversion(source),
            TEXT.share(source.share_percent),
        )
        for source in sources
    ]
    # one set of files may fill several layers
    noted: dict[str, list[str]] = {}
    for source in sources:
        told = "; ".join(part for part in (source.note, source.licence) if part)
        noted.setdefault(told, []).append(f"{source.layer} {source.source_number}")
    notes = [f"- {', '.join(layers)}: {note}" for note, layers in noted.items() if note]
    header = (
        "Layer", "Source", "File", "Year", "Kind", "CRS, resolution", "Resampling", "Unit",
        "Cells with a value",
    )  # fmt: skip
    shown = table(header, lines, " r r    r")
    return ["## How each layer was made", "", *shown, *(["", *notes] if notes else [])]


def _conversion(source: Source) -> str:
    parts = [TEXT.unit(source.unit)]
    if source.scale not in (None, 1):
        parts.append(f"x {source.scale:g}")
    if source.offset_value not in (None, 0):
        parts.append(f"{source.offset_value:+g}")
    return " ".join(part for part in parts if part)


def settings_table(settings: Sequence[Setting]) -> list[str]:
    """Return the settings that differ from their default."""
    if not settings:
        return ["## Settings of the method", "", "All settings have their default."]
    lines = [
        (f"`{it.name}`", f"{it.value} {TEXT.unit(it.unit)}".strip(), it.default, it.meaning)
        for it in settings
    ]
    shown = table(("Setting", "Here", "Default", "Meaning"), lines)
    return ["## Settings of the method", "", "Changed for this region:", "", *shown]
