"""Tables of the sinks: categories (Table 3), sinks, corridors, land use (Tables 7 to 9)."""

from dataclasses import replace

from analysis.findings.headlines import ORIGINS, origin_totals
from analysis.report.content import Content
from analysis.report.tables.carbon import area_digits, in_1e4_t
from analysis.report.tables.table import Table, Teller, titled


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
    table = titled("categories", teller, head, lines, "lll")
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
            in_1e4_t(row["soil_carbon_t"], teller),
            in_1e4_t(row["vegetation_carbon_t"], teller),
            numbers.percent(row["below_level_percent"], 1),
        )
        for row in rows
    ]
    head = teller.head(
        "number", "category", "area", "mean_nep", "nep_total",
        *(f"nep_{name}" for name in origins), "soil_carbon", "vegetation_carbon", "below_level",
    )  # fmt: skip
    align = "rl" + "r" * (len(head) - 2)
    return titled("sinks", teller, head, lines, align, wide=bool(origins))


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
    return titled("corridors", teller, head, lines, "rrrrrr")


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
    return titled(f"land_use_{code}", teller, head, lines, "lrr", has_total=True)
