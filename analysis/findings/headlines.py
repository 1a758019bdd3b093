"""The few numbers that answer a planner's first questions."""

from analysis.results.tables import Row
from analysis.words.numbers import TEXT
from sinkbase.words.phrases import phrases

Headline = tuple[str, str]
ORIGINS = ("observed", "modelled", "rule")  # of net primary production


def headlines(summary: Row) -> list[Headline]:
    """Return labels and texts from the one row of region_summary; what is not there is left out."""
    told = (_area, _uptake, _origins, _soil, _vegetation, _importance, _sinks, _potential)
    return [line for tell in told if (line := tell(summary)) is not None]


def origin_totals(row: Row) -> dict[str, float]:
    """Return the NEP total of the cells of each origin of NPP that occurs, tC/a."""
    found = {name: row.get(f"nep_{name}_t_a") for name in ORIGINS}
    return {name: total for name, total in found.items() if total}


def _area(row: Row) -> Headline | None:
    if row.get("area_km2") is None:
        return None
    cells = f"{TEXT.fixed(row['cells'])} cells of {TEXT.quantity(row['cell_size_m'], 'm')}"
    year = f"; data of {row['year']}" if row.get("year") else ""
    return "Area", f"{TEXT.quantity(row['area_km2'], 'km2')} ({cells}{year})"


def _uptake(row: Row) -> Headline | None:
    if row.get("nep_mean_gc_m2_a") is None:
        return None
    return "Net ecosystem production", (
        f"{TEXT.quantity(row['nep_mean_gc_m2_a'], 'gC/m2/a')} on average "
        f"({TEXT.short(row['nep_min_gc_m2_a'])} to {TEXT.short(row['nep_max_gc_m2_a'])}), "
        f"{TEXT.large(row['nep_total_t_a'], 'tC/a')} in all"
    )


def _origins(row: Row) -> Headline | None:
    totals = origin_totals(row)
    if not totals:
        return None
    words = phrases("en")["npp_origin"]
    parts = [f"{words[name]} {TEXT.large(total, 'tC/a')}" for name, total in totals.items()]
    return "of it by origin of NPP", "; ".join(parts)


def _soil(row: Row) -> Headline | None:
    if row.get("soil_carbon_mean_kgc_m2") is None:
        return None
    organic_only = ", organic carbon alone" if row.get("inorganic_carbon") == "absent" else ""
    return f"Soil carbon to 100 cm{organic_only}", (
        f"{TEXT.quantity(row['soil_carbon_mean_kgc_m2'], 'kgC/m2')} on average, "
        f"{TEXT.large(row['soil_carbon_total_t'], 'tC')} in all"
    )


def _vegetation(row: Row) -> Headline | None:
    if row.get("vegetation_carbon_total_t") is None:
        return None
    return "Vegetation carbon", TEXT.large(row["vegetation_carbon_total_t"], "tC")


def _importance(row: Row) -> Headline | None:
    if row.get("area_high_km2") is None:
        return None
    of_region = TEXT.share(100 * row["area_high_km2"] / row["area_km2"])
    area = TEXT.quantity(row["area_high_km2"], "km2")
    return "High and very high importance", f"{area} ({of_region} of the region)"


def _sinks(row: Row) -> Headline | None:
    if row.get("primary_sinks") is None:
        return None
    takes_up = row.get("uptake_cells") is None or row["uptake_cells"] > 0
    label = "Carbon sinks" if takes_up else "Land of highest importance (no cell takes up carbon)"
    told = [_number(row, kind) for kind in ("primary", "secondary") if row[f"{kind}_sinks"]]
    nep = row.get("sinks_nep_total_t_a")
    balance = f"; NEP {TEXT.large(nep, 'tC/a')}" if told and nep is not None else ""
    return label, f"{', '.join(told) or 'none found with these settings'}{balance}"


def _potential(row: Row) -> Headline | None:
    if not row.get("potential_sinks"):
        return None
    nep = row.get("potential_nep_total_t_a")
    balance = f"; NEP today {TEXT.large(nep, 'tC/a')}" if nep is not None else ""
    return "Potential sinks", f"{_number(row, 'potential')}{balance}"


def _number(row: Row, kind: str) -> str:
    area = TEXT.quantity(row[f"{kind}_sinks_km2"], "km2")
    return f"{TEXT.fixed(row[f'{kind}_sinks'])} {kind} ({area})"
