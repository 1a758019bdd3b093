"""Tables of resistance: weights of the factors (Table 4) and grades of their ranges (Table 5)."""

from dataclasses import replace

from analysis.report.content import Content
from analysis.report.tables.table import Table, Teller, titled
from analysis.results.tables import Row


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
    table = titled("weights", teller, head, lines, "lrrr")
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
    table = titled("grades", teller, head, lines, "llr", wide=True)
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
