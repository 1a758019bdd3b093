"""Tables of resistance, sinks, their land use and their restoration (Tables 4, 5 and 7 to 10)."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.findings.headlines import ORIGINS, origin_totals
from analysis.report.carbon_tables import T_TO_1E4, area_digits
from analysis.report.content import Content
from analysis.report.table import Table, Teller
from analysis.results.tables import Row
from analysis.words.numbers import NOTHING

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


def grades(content: Content, teller: Teller) -> Table | None:
    """Return Table 5: the grade of each range of each factor."""
    lines, last, numbers = [], "", teller.numbers
    for row in content.rows.get("resistance_ranges", []):
        factor = teller.word("factors", row["resistance_factor"])
        told = ("" if factor == last else factor, _range(row, teller))
        lines.append((*told, numbers.short(row["resistance"])))
        last = factor
    head = teller.head("factor", "range", "grade")
    table = _table("grades", teller, head, lines, "llr", wide=True)
    return table and replace(table, long=True)


def _range(row: Row, teller: Teller) -> str:
    if row["land_use_group"]:
        return teller.word("land_use_groups", row["land_use_group"])
    unit = "°" if row["unit"] == "degree" else f"\u00a0{teller.numbers.unit(row['unit'])}"
    unit = unit.replace("°C day", teller.numbers.unit("degC d"))
    lower, upper = (
        "" if row[name] is None else teller.numbers.short(float(row[name]))
        for name in ("lower_inclusive", "upper_exclusive")
    )
    kind = "between" if lower and upper else "below" if upper else "above"
    return teller.word("grades", kind).format(lower=lower, upper=upper, unit=unit)


def categories(content: Content, teller: Teller) -> Table | None:
    """Return Table 3: what each category of sinks means and what comes first there."""
    lines = [
        (
            teller.of(row, "name"),
            teller.of(row, "description"),
            teller.of(row, "priority"),
        )
        for row in content.rows.get("sink_categories", [])
        if row["category_code"]
    ]
    head = teller.head("category", "description", "priority")
    table = _table("categories", teller, head, lines, "lll")
    return table and replace(table, widths=(18, 50, 32))


def sinks(content: Content, teller: Teller) -> Table | None:
    """Return area, uptake by origin of NPP, and carbon of each sink."""
    numbers, rows = teller.numbers, content.features("carbon_sinks")
    origins = [name for name in ORIGINS if any(row[f"nep_{name}_t_a"] for row in rows)]
    origins = origins if len(origin_totals(content.summary)) > 1 else []
    lines = [
        (
            str(row["sink_id"]),
            teller.word("categories", str(row["category_code"])).capitalize(),
            numbers.fixed(row["area_km2"], area_digits(rows)),
            numbers.fixed(row["mean_nep"], 1),
            numbers.fixed(row["nep_total_t_a"]),
            *(numbers.fixed(row[f"nep_{name}_t_a"]) for name in origins),
            _in_1e4_t(row["soil_carbon_t"], teller),
            _in_1e4_t(row["vegetation_carbon_t"], teller),
            numbers.percent(row["below_level_percent"], 1),
        )
        for row in rows
    ]
    head = teller.head(
        "number", "category", "area", "mean_nep", "nep_total",
        *(f"nep_{name}" for name in origins), "soil_carbon", "vegetation_carbon", "below_level",
    )  # fmt: skip
    align = "rl" + "r" * (len(head) - 2)
    return _table("sinks", teller, head, lines, align, wide=bool(origins))


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
    """Return Table 10: the patterns that occur, with strategy, measures, zones and land use.

    A category's land that fits no pattern is a row of its own.
    """
    rows = [row for row in content.rows.get("restoration_strategies", []) if row["zones"]]
    lines = [
        (
            _category(row, teller),
            _pattern(row, teller),
            teller.of(row, "characteristics") or NOTHING,
            teller.of(row, "strategy"),
            _measures(row, teller),
            *_extent(row, area_digits(rows), content, teller),
        )
        for row in sorted(rows, key=_by_category)
    ]
    head = teller.head(
        "category", "pattern", "characteristics", "strategy", "measures", "zones", "area", "share",
        "found_land_use",
    )  # fmt: skip
    table = _table("strategies", teller, head, lines, "lllllrrrl", wide=True)
    return table and replace(table, long=True, widths=(8, 10, 14, 11, 22, 5, 7, 8, 15))


def _pattern(row: Row, teller: Teller) -> str:
    told = teller.of(row, "pattern")
    return told[:1].upper() + told[1:]


def _measures(row: Row, teller: Teller) -> str:
    """Return the strategy's measures; where no pattern fits they are those of Table 6."""
    if row["fits"]:
        return teller.of(row, "measures")
    return teller.word("report", "measures_by_land_use")


def _by_category(row: Row) -> tuple[int, bool, int]:
    """Land that fits no pattern comes last in its category."""
    return int(row["category_code"]), not row["fits"], int(row["pattern_code"])


def _extent(row: Row, digits: int, content: Content, teller: Teller) -> list[str]:
    numbers = teller.numbers
    return [
        numbers.fixed(row["zones"]),
        numbers.fixed(row["area_km2"], digits),
        numbers.percent(row["share_percent"]),
        _land_use_shares(row["land_use"], content, teller),
    ]


def approaches(content: Content, teller: Teller) -> Table | None:
    """Return Table 6: how each group of land use is managed."""
    lines = [
        (teller.of(row, "land_use_group").capitalize(), teller.of(row, "approaches"))
        for row in content.rows.get("management_approaches", [])
    ]
    head = teller.head("land_use_group", "approaches")
    table = _table("approaches", teller, head, lines, "ll")
    return table and replace(table, widths=(22, 78))


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
            _pattern(row, teller),
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


def _land_use_shares(text: str | None, content: Content, teller: Teller) -> str:
    """Return "Dry land 78.5 %, ..." in the language; names are those of the land-use classes."""
    if not text or teller.language == "en":
        return (text or NOTHING).replace(" %", "\u00a0%")
    for it in sorted(content.looks.classes("land_use"), key=lambda it: -len(it.label)):
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
