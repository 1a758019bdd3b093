"""Tables of carbon and importance: headline numbers, origins of NEP, Table 2, levels."""

from collections.abc import Sequence
from typing import Any

from analysis.findings.headlines import origin_totals
from analysis.report.content import Content
from analysis.report.tables.table import Table, Teller
from analysis.results.tables import Row
from analysis.words.numbers import NOTHING

T_TO_1E4 = 1e-4
KM2_TO_1E4_HM2 = 1e-2


def headline_table(content: Content, teller: Teller) -> Table:
    """Return the region's headline numbers; what was not computed is left out."""
    words = teller.words["headlines"]
    lines = [*_region_lines(content, teller), *_sink_lines(content, teller)]
    rows = [(words[name], told) for name, value, told in lines if value is not None]
    caption = teller.word("captions", "headlines")
    return Table("headlines", caption, teller.head("quantity", "value"), rows, "lr")


Line = tuple[str, Any, str]  # name, the value itself, the value as told


def _region_lines(content: Content, teller: Teller) -> list[Line]:
    row, numbers = content.summary, teller.numbers
    brackets = "（{}）" if teller.language == "zh" else " ({})"
    is_organic = row["inorganic_carbon"] == "absent"
    organic = brackets.format(teller.word("headlines", "organic_only")) if is_organic else ""
    soil_mean = numbers.quantity(row["soil_carbon_mean_kgc_m2"], "kgC/m2") + organic
    high = row["area_high_km2"]
    high_told = teller.word("headlines", "area_and_share").format(
        area=numbers.quantity(high, "km2"), share=share_of_region(content, high, teller)
    )
    return [
        _mean("area", "area_km2", "km2", row, teller),
        ("elevation", row["elevation_min_m"], _range(row, "elevation", "m", teller)),
        _mean("npp", "npp_mean_gc_m2_a", "gC/m2/a", row, teller),
        _mean("respiration", "respiration_mean_gc_m2_a", "gC/m2/a", row, teller),
        _mean("nep", "nep_mean_gc_m2_a", "gC/m2/a", row, teller),
        ("nep_range", row["nep_min_gc_m2_a"], _range(row, "nep", "gC/m2/a", teller)),
        _total("nep_total", "nep_total_t_a", "tC/a", row, teller),
        *(
            _total(f"nep_{name}", f"nep_{name}_t_a", "tC/a", row, teller)
            for name in origin_totals(row)
        ),
        ("soil_mean", row["soil_carbon_mean_kgc_m2"], soil_mean),
        _total("soil_total", "soil_carbon_total_t", "tC", row, teller),
        _total("vegetation_total", "vegetation_carbon_total_t", "tC", row, teller),
        ("high", high, high_told),
        ("fit", row["goodness_of_variance_fit"], numbers.short(row["goodness_of_variance_fit"])),
    ]


def _sink_lines(content: Content, teller: Teller) -> list[Line]:
    """Primary and secondary sinks together, potential ones apart: never one sum."""
    row = content.summary
    potential = [
        _total(f"potential_{name}", f"potential_{column}", unit, row, teller)
        for name, column, unit in SUMS
    ]
    return [
        *((kind, row[f"{kind}_sinks"], _sinks(content, kind, teller)) for kind in KINDS[:2]),
        *(
            _total(f"sinks_{name}", f"sinks_{column}", unit, row, teller)
            for name, column, unit in SUMS
        ),
        ("potential", row["potential_sinks"], _sinks(content, "potential", teller)),
        *(potential if row["potential_sinks"] else []),
    ]


def _mean(name: str, column: str, unit: str, row: Row, teller: Teller) -> Line:
    return name, row[column], teller.numbers.quantity(row[column], unit)


def _total(name: str, column: str, unit: str, row: Row, teller: Teller) -> Line:
    return name, row[column], teller.numbers.large(row[column], unit)


SUMS = (
    ("nep", "nep_total_t_a", "tC/a"),
    ("soil", "soil_carbon_t", "tC"),
    ("vegetation", "vegetation_carbon_t", "tC"),
)
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


def origins(content: Content, teller: Teller) -> Table | None:
    """Return the share and NEP of the cells whose NPP was observed, modelled or set by rule."""
    rows = [row for row in content.rows.get("nep_by_origin", []) if row["cells"]]
    if not rows:
        return None
    numbers = teller.numbers
    lines = [
        (
            teller.of(row, "origin"),
            numbers.fixed(row["area_km2"], area_digits(rows)),
            numbers.percent(row["share_percent"]),
            numbers.fixed(row["nep_mean_gc_m2_a"], 1),
            numbers.fixed(row["nep_total_t_a"]),
        )
        for row in rows
    ]
    areas, totals = (
        sum(row[column] or 0 for row in rows) for column in ("area_km2", "nep_total_t_a")
    )
    total = teller.word("report", "total")
    area = numbers.fixed(areas, area_digits(rows))
    lines.append((total, area, NOTHING, NOTHING, numbers.fixed(totals)))
    return Table(
        "origins",
        teller.word("captions", "origins"),
        teller.head("origin_of_npp", "area", "share", "mean_nep", "nep_total"),
        lines,
        "lrrrr",
        has_total=True,
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
    lines.append((total, "", NOTHING, numbers.fixed(area, 2), numbers.fixed(storage, 3)))
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


def in_1e4_t(tonnes: float | None, teller: Teller) -> str:
    """Return tonnes in 10,000 t."""
    return teller.numbers.fixed(None if tonnes is None else tonnes * T_TO_1E4, 2)
