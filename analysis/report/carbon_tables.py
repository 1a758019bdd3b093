"""Tables of carbon and importance: headline numbers, Table 2, levels."""

from collections.abc import Sequence

from analysis.report.content import Content
from analysis.report.table import Table, Teller
from analysis.results.tables import Row

T_TO_1E4 = 1e-4
KM2_TO_1E4_HM2 = 1e-2


def headlines(content: Content, teller: Teller) -> Table:
    """Return the region's headline numbers; what was not computed is left out."""
    row, numbers, words = content.summary, teller.numbers, teller.words["headlines"]
    high = row["area_high_km2"]
    brackets = "（{}）" if teller.language == "zh" else " ({})"
    is_organic = row["inorganic_carbon"] == "absent"
    organic = brackets.format(words["organic_only"]) if is_organic else ""
    lines = [
        ("area", row["area_km2"], numbers.quantity(row["area_km2"], "km2")),
        ("elevation", row["elevation_min_m"], _range(row, "elevation", "m", teller)),
        ("npp", row["npp_mean_gc_m2_a"], numbers.quantity(row["npp_mean_gc_m2_a"], "gC/m2/a")),
        (
            "respiration",
            row["respiration_mean_gc_m2_a"],
            numbers.quantity(row["respiration_mean_gc_m2_a"], "gC/m2/a"),
        ),
        ("nep", row["nep_mean_gc_m2_a"], numbers.quantity(row["nep_mean_gc_m2_a"], "gC/m2/a")),
        ("nep_range", row["nep_min_gc_m2_a"], _range(row, "nep", "gC/m2/a", teller)),
        ("nep_total", row["nep_total_t_a"], numbers.large(row["nep_total_t_a"], "tC/a")),
        (
            "soil_mean",
            row["soil_carbon_mean_kgc_m2"],
            numbers.quantity(row["soil_carbon_mean_kgc_m2"], "kgC/m2") + organic,
        ),
        ("soil_total", row["soil_carbon_total_t"], numbers.large(row["soil_carbon_total_t"], "tC")),
        (
            "vegetation_total",
            row["vegetation_carbon_total_t"],
            numbers.large(row["vegetation_carbon_total_t"], "tC"),
        ),
        (
            "high",
            high,
            words["area_and_share"].format(
                area=numbers.quantity(high, "km2"), share=share_of_region(content, high, teller)
            ),
        ),
        ("fit", row["goodness_of_variance_fit"], numbers.short(row["goodness_of_variance_fit"])),
        *((kind, row[f"{kind}_sinks"], _sinks(content, kind, teller)) for kind in KINDS),
        (
            "sinks_nep",
            row["sinks_nep_total_t_a"],
            numbers.large(row["sinks_nep_total_t_a"], "tC/a"),
        ),
        ("sinks_soil", row["sinks_soil_carbon_t"], numbers.large(row["sinks_soil_carbon_t"], "tC")),
        (
            "sinks_vegetation",
            row["sinks_vegetation_carbon_t"],
            numbers.large(row["sinks_vegetation_carbon_t"], "tC"),
        ),
    ]
    rows = [(words[name], told) for name, value, told in lines if value is not None]
    caption = teller.word("captions", "headlines")
    return Table("headlines", caption, teller.head("quantity", "value"), rows, "lr")


KINDS = ("primary", "secondary", "potential")


def area_digits(rows: Sequence[Row]) -> int:
    """Return the decimals of a table's areas: none where all are whole, as of 1 km2 cells."""
    return 0 if all(float(row["area_km2"] or 0).is_integer() for row in rows) else 2


def share_of_region(content: Content, area: float | None, teller: Teller) -> str:
    """Return an area's share of the region."""
    whole = content.summary["area_km2"]
    return teller.numbers.percent(100 * area / whole if area is not None and whole else None, 1)


def _range(row: dict[str, float | None], name: str, unit: str, teller: Teller) -> str:
    suffix = "m" if unit == "m" else "gc_m2_a"
    low, high = row[f"{name}_min_{suffix}"], row[f"{name}_max_{suffix}"]
    text = teller.word("headlines", "range").format(
        low=teller.numbers.short(low), high=teller.numbers.short(high)
    )
    return f"{text}\u00a0{teller.numbers.unit(unit)}"


def _sinks(content: Content, kind: str, teller: Teller) -> str:
    row = content.summary
    return teller.word("headlines", "number_and_area").format(
        number=teller.numbers.fixed(row[f"{kind}_sinks"]),
        area=teller.numbers.quantity(row[f"{kind}_sinks_km2"], "km2"),
    )


def vegetation(content: Content, teller: Teller) -> Table | None:
    """Return Table 2: density, area and storage of each subtype, and their totals."""
    rows = content.rows.get("vegetation_carbon_storage")
    if not rows:
        return None
    numbers, lines, last_type = teller.numbers, [], ""
    for row in rows:
        kind = teller.of(row, "vegetation_type") if "vegetation_type" in row else ""
        lines.append(
            (
                "" if kind == last_type else kind,
                teller.of(row, "vegetation_subtype"),
                numbers.fixed(row["carbon_density_t_hm2"], 1),
                numbers.fixed((row["area_km2"] or 0) * KM2_TO_1E4_HM2, 2),
                numbers.fixed((row["storage_t"] or 0) * T_TO_1E4, 3),
            )
        )
        last_type = kind
    area = sum(row["area_km2"] or 0 for row in rows) * KM2_TO_1E4_HM2
    storage = sum(row["storage_t"] or 0 for row in rows) * T_TO_1E4
    total = teller.word("report", "total")
    lines.append((total, "", "–", numbers.fixed(area, 2), numbers.fixed(storage, 3)))
    return Table(
        "vegetation",
        teller.word("captions", "vegetation"),
        teller.head("vegetation_type", "subtype", "density", "area_hm2", "storage"),
        lines,
        "llrrr",
        has_total=True,
        long=True,
    )


def levels(content: Content, teller: Teller) -> Table | None:
    """Return limits, cells, area and share of each level of importance."""
    rows = content.rows.get("importance_breaks")
    if not rows:
        return None
    numbers = teller.numbers
    lines = [
        (
            f"{row['importance_level']} {teller.of(row, 'level_name')}",
            numbers.fixed(row["lower_limit"], 4),
            numbers.fixed(row["upper_limit"], 4),
            numbers.fixed(row["cells"]),
            numbers.fixed(row["area_km2"], area_digits(rows)),
            numbers.percent(row["share_percent"]),
        )
        for row in rows
    ]
    return Table(
        "levels",
        teller.word("captions", "levels"),
        teller.head("level", "lower", "upper", "cells", "area", "share"),
        lines,
        "lrrrrr",
    )
