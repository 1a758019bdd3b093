"""The few numbers that answer a planner's first questions."""

from analysis.results.tables import Row
from analysis.words.wording import number, quantity, share

Headline = tuple[str, str]


def headlines(summary: Row) -> list[Headline]:
    """Return labels and texts from the one row of region_summary; what is not there is left out."""
    told = (_area, _uptake, _soil, _vegetation, _importance, _sinks)
    return [line for tell in told if (line := tell(summary)) is not None]


def _area(row: Row) -> Headline | None:
    if row.get("area_km2") is None:
        return None
    cells = f"{number(row['cells'])} cells of {quantity(row['cell_size_m'], 'm')}"
    return "Area", f"{quantity(row['area_km2'], 'km2')} ({cells})"


def _uptake(row: Row) -> Headline | None:
    if row.get("nep_mean_gc_m2_a") is None:
        return None
    return "Net ecosystem production", (
        f"{quantity(row['nep_mean_gc_m2_a'], 'gC/m2/a')} on average "
        f"({number(row['nep_min_gc_m2_a'])} to {number(row['nep_max_gc_m2_a'])}), "
        f"{quantity(row['nep_total_t_a'], 'tC/a')} in all"
    )


def _soil(row: Row) -> Headline | None:
    if row.get("soil_carbon_mean_kgc_m2") is None:
        return None
    organic_only = ", organic carbon alone" if row.get("inorganic_carbon") == "absent" else ""
    return f"Soil carbon to 100 cm{organic_only}", (
        f"{quantity(row['soil_carbon_mean_kgc_m2'], 'kgC/m2')} on average, "
        f"{quantity(row['soil_carbon_total_t'], 'tC')} in all"
    )


def _vegetation(row: Row) -> Headline | None:
    if row.get("vegetation_carbon_total_t") is None:
        return None
    return "Vegetation carbon", quantity(row["vegetation_carbon_total_t"], "tC")


def _sinks(row: Row) -> Headline | None:
    if row.get("primary_sinks") is None:
        return None
    kinds = ("primary", "secondary", "potential")
    told = [
        f"{number(row[f'{kind}_sinks'])} {kind} ({quantity(row[f'{kind}_sinks_km2'], 'km2')})"
        for kind in kinds
        if row[f"{kind}_sinks"]
    ]
    return "Carbon sinks", ", ".join(told) or "none found with these settings"


def _importance(row: Row) -> Headline | None:
    if row.get("area_high_km2") is None:
        return None
    of_region = share(100 * row["area_high_km2"] / row["area_km2"])
    area = quantity(row["area_high_km2"], "km2")
    return "High and very high importance", f"{area} ({of_region} of the region)"
