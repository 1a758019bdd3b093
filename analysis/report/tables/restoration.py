"""Tables of restoration: patterns and strategies (Table 10), approaches (Table 6), zones."""

from dataclasses import replace

from analysis.report.content import Content
from analysis.report.tables.carbon import area_digits, in_1e4_t
from analysis.report.tables.table import Table, Teller, titled
from analysis.results.tables import Row
from analysis.words.numbers import NOTHING

LARGEST_ZONES = 15


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
    table = titled("strategies", teller, head, lines, "lllllrrrl", wide=True)
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
    table = titled("approaches", teller, head, lines, "ll")
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
            in_1e4_t(row["carbon_t"], teller),
        )
        for row in zones[:LARGEST_ZONES]
    ]
    head = teller.head(
        "number", "sink", "category", "pattern", "strategy", "area", "mean_nep", "carbon"
    )
    table = titled("largest_zones", teller, head, lines, "rrlllrrr", wide=True)
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
