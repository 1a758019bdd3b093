"""Tables of resistance, sinks, their land use and their restoration (Tables 4, 5 and 7 to 10)."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.looks.styles import LAND_USE
from analysis.report.carbon_tables import T_TO_1E4, area_digits
from analysis.report.content import Content
from analysis.report.table import Table, Teller
from analysis.results.tables import Row
from analysis.words.wording import NOTHING
from sinkbase.region.seeds import seed_rows

LARGEST_ZONES = 15


def weights(content: Content, teller: Teller) -> Table | None:
    """Return Table 4: entropy, difference coefficient and weight of each factor."""
    rows = sorted(
        content.rows.get("resistance_weights", []), key=lambda row: int(row["factor_number"])
    )
    numbers = teller.numbers
    lines = [
        (
            teller.word("factors", row["resistance_factor"]),
            numbers.fixed(row["information_entropy"], 4),
            numbers.fixed(row["difference_coefficient"], 4),
            numbers.percent(row["weight_percent"], 4),
        )
        for row in rows
    ]
    head = teller.head("factor", "entropy", "difference", "weight")
    constant = [
        teller.word("factors", row["resistance_factor"]) for row in rows if row.get("is_constant")
    ]
    table = _table("weights", teller, head, lines, "lrrr")
    if table is None or not constant:
        return table
    note = teller.word("report", "constant_factor").format(names=teller.listed(constant))
    return replace(table, notes=(note,))


def grades(teller: Teller) -> Table | None:
    """Return Table 5: the grade of each range of each factor."""
    lines, last = [], ""
    for row in seed_rows("resistance_levels"):
        factor = teller.word("factors", row["resistance_factor"])
        lines.append(("" if factor == last else factor, _range(row, teller), row["resistance"]))
        last = factor
    head = teller.head("factor", "range", "grade")
    table = _table("grades", teller, head, lines, "llr", wide=True)
    return table and replace(table, long=True)


def _range(row: dict[str, str], teller: Teller) -> str:
    if row["land_use_group"]:
        return teller.word("land_use_groups", row["land_use_group"])
    unit = "°" if row["unit"] == "degree" else f"\u00a0{teller.numbers.unit(row['unit'])}"
    unit = unit.replace("°C day", teller.numbers.unit("degC d"))
    lower, upper = (
        teller.numbers.short(float(row[name])) if row[name] else ""
        for name in ("lower_inclusive", "upper_exclusive")
    )
    kind = "between" if lower and upper else "below" if upper else "above"
    return teller.word("grades", kind).format(lower=lower, upper=upper, unit=unit)


def sinks(content: Content, teller: Teller) -> Table | None:
    """Return area, uptake and carbon of each sink."""
    numbers, rows = teller.numbers, content.features("carbon_sinks")
    lines = [
        (
            str(row["sink_id"]),
            teller.word("categories", str(row["category_code"])).capitalize(),
            numbers.fixed(row["area_km2"], area_digits(rows)),
            numbers.fixed(row["mean_nep"], 1),
            numbers.fixed(row["nep_total_t_a"]),
            _in_1e4_t(row["soil_carbon_t"], teller),
            _in_1e4_t(row["vegetation_carbon_t"], teller),
        )
        for row in rows
    ]
    head = teller.head(
        "number", "category", "area", "mean_nep", "nep_total", "soil_carbon", "vegetation_carbon"
    )
    return _table("sinks", teller, head, lines, "rlrrrrr")


def corridors(content: Content, teller: Teller) -> Table | None:
    """Return ends, length and cost of each corridor."""
    numbers = teller.numbers
    lines = [
        (
            str(row["corridor_id"]),
            str(row["from_sink"]),
            str(row["to_sink"]),
            numbers.fixed(row["length_km"], 2),
            numbers.fixed(row["cost"] / 1000, 2),
            numbers.fixed(row["cost_ratio"], 2),
        )
        for row in content.features("corridors")
    ]
    head = teller.head("number", "from", "to", "length", "cost", "ratio")
    return _table("corridors", teller, head, lines, "rrrrrr")


def land_use(content: Content, code: int, teller: Teller) -> Table | None:
    """Return Table 7, 8 or 9: the land use of the sinks of one category."""
    rows = sorted(
        (row for row in content.rows.get("land_use_by_sink", []) if row["category_code"] == code),
        key=lambda row: int(row["land_use_code"]),
    )
    numbers = teller.numbers
    lines = [
        (
            teller.of(row, "land_use_subtype"),
            numbers.fixed(row["area_km2"], 2),
            numbers.percent(row["percentage"]),
        )
        for row in rows
    ]
    if rows:
        total = teller.word("report", "total")
        area = numbers.fixed(rows[0]["category_area_km2"], 2)
        lines.append((total, area, numbers.percent(100.0)))
    head = teller.head("land_use", "area", "percentage")
    return _table(f"land_use_{code}", teller, head, lines, "lrr", has_total=True)


def strategies(content: Content, teller: Teller) -> Table | None:
    """Return Table 10: each pattern with its strategy, measures, zones and land use."""
    rows = sorted(
        content.rows.get("restoration_strategies", []), key=lambda row: int(row["pattern_code"])
    )
    lines = [
        (
            _category(row, teller),
            teller.of(row, "pattern"),
            teller.of(row, "strategy"),
            teller.of(row, "measures"),
            *_extent(row, area_digits(rows), teller),
        )
        for row in rows
    ]
    head = teller.head(
        "category", "pattern", "strategy", "measures", "zones", "area", "share", "found_land_use"
    )
    table = _table("strategies", teller, head, lines, "llllrrrl", wide=True)
    return table and replace(table, long=True, widths=(9, 11, 12, 27, 6, 9, 8, 18))


def _extent(row: Row, digits: int, teller: Teller) -> list[str]:
    """Return zones, area, share and land use; of a pattern that could not be assessed none."""
    if not row["is_assessable"]:
        return [NOTHING, NOTHING, NOTHING, teller.word("columns", "not_assessed")]
    numbers = teller.numbers
    return [
        numbers.fixed(row["zones"]),
        numbers.fixed(row["area_km2"], digits),
        numbers.percent(row["share_percent"]),
        _land_use_shares(row["land_use"], teller),
    ]


def largest_zones(content: Content, teller: Teller) -> Table | None:
    """Return the largest zones with pattern, strategy, uptake and carbon."""
    zones = sorted(
        content.features("restoration_zones"), key=lambda row: (-row["area_km2"], row["zone_id"])
    )
    numbers = teller.numbers
    lines = [
        (
            str(row["zone_id"]),
            str(row["sink_id"]),
            _category(row, teller),
            teller.of(row, "pattern"),
            teller.of(row, "strategy"),
            numbers.fixed(row["area_km2"], area_digits(zones)),
            numbers.fixed(row["mean_nep_gc_m2_a"], 1),
            _in_1e4_t(row["carbon_t"], teller),
        )
        for row in zones[:LARGEST_ZONES]
    ]
    head = teller.head(
        "number", "sink", "category", "pattern", "strategy", "area", "mean_nep", "carbon"
    )
    table = _table("largest_zones", teller, head, lines, "rrlllrrr", wide=True)
    return table and replace(table, widths=(6, 6, 10, 24, 22, 10, 11, 11))


def _land_use_shares(text: str | None, teller: Teller) -> str:
    """Return "Dry land 78.5 %, ..." in the language; names are those of the land-use classes."""
    if not text or teller.language == "en":
        return (text or "–").replace(" %", "\u00a0%")
    for it in sorted(LAND_USE, key=lambda it: -len(it.label)):
        text = text.replace(f"{it.label} ", f"{it.label_zh}\u00a0")
    return text.replace(" %", "%").replace(", ", "、")


def _category(row: Row, teller: Teller) -> str:
    return teller.of(row, "category").capitalize()


def _in_1e4_t(tonnes: float | None, teller: Teller) -> str:
    return teller.numbers.fixed(None if tonnes is None else tonnes * T_TO_1E4, 2)


def _table(
    name: str, teller: Teller, head: list[str], lines: Sequence[Sequence[str]], align: str,
    *, has_total: bool = False, wide: bool = False,
) -> Table | None:  # fmt: skip
    if not lines:
        return None
    caption = teller.word("captions", name)
    return Table(name, caption, head, lines, align, has_total=has_total, wide=wide)
