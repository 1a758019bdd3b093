"""The values that sentences of a report may name."""

from typing import Any

from analysis.report.content import Content
from analysis.report.tables.carbon import share_of_region
from analysis.report.tables.table import Teller
from analysis.words.numbers import Numbers


def values(content: Content, teller: Teller) -> dict[str, Any]:
    """Return the region's numbers and the settings that were used, by their names in sentences."""
    return _region(content, teller) | _method(content, teller)


def _region(content: Content, teller: Teller) -> dict[str, Any]:
    row, numbers = content.summary, teller.numbers
    nep = row["nep_total_t_a"]
    balance = "takes_up" if (nep or 0) >= 0 else "gives_off"
    region = {
        "region": content.grid.title_in(teller.language),
        "software": content.maps.software,
        "balance": teller.word("paragraphs", balance),
        "nep_total": numbers.large(None if nep is None else abs(nep), "t"),
        "cells": numbers.fixed(row["cells"]),
        "cell": numbers.quantity(row["cell_size_m"], "m"),
        "high_share": share_of_region(content, row["area_high_km2"], teller),
        "fit": numbers.percent(100 * (row["goodness_of_variance_fit"] or 0), 1),
        "soil_total": numbers.large(row["soil_carbon_total_t"], "t"),
        "vegetation_total": numbers.large(row["vegetation_carbon_total_t"], "t"),
        "sinks_nep": numbers.large(row["sinks_nep_total_t_a"], "t"),
        "potential_nep": numbers.large(row["potential_nep_total_t_a"], "t"),
        "zones": numbers.fixed(len(content.features("restoration_zones"))),
    }
    return region | _quantities(row, numbers)


def _quantities(row: dict[str, Any], numbers: Numbers) -> dict[str, str]:
    columns = {
        "area": ("area_km2", "km2"),
        "nep_mean": ("nep_mean_gc_m2_a", "gC/m2/a"),
        "nep_min": ("nep_min_gc_m2_a", "gC/m2/a"),
        "nep_max": ("nep_max_gc_m2_a", "gC/m2/a"),
        "npp_mean": ("npp_mean_gc_m2_a", "gC/m2/a"),
        "respiration_mean": ("respiration_mean_gc_m2_a", "gC/m2/a"),
        "soil_mean": ("soil_carbon_mean_kgc_m2", "kgC/m2"),
        "elevation_min": ("elevation_min_m", "m"),
        "elevation_max": ("elevation_max_m", "m"),
        "high_area": ("area_high_km2", "km2"),
        "primary_area": ("primary_sinks_km2", "km2"),
        "secondary_area": ("secondary_sinks_km2", "km2"),
        "potential_area": ("potential_sinks_km2", "km2"),
    }
    told = {name: numbers.quantity(row[column], unit) for name, (column, unit) in columns.items()}
    kinds = ("primary", "secondary", "potential")
    return told | {kind: numbers.fixed(row[f"{kind}_sinks"]) for kind in kinds}


def _method(content: Content, teller: Teller) -> dict[str, str]:
    used = {it.name: it.value for it in content.settings}
    weights = content.rows.get("resistance_weights", [])
    weights_from = str(weights[0]["weights_from"]) if weights else used["resistance_weights"]
    numbers = teller.numbers
    return {
        "factor": used["respiration_factor"],
        "temperature": used["respiration_temperature"],
        "precipitation": used["respiration_precipitation"],
        "days": used["respiration_days"],
        "heterotrophic": used["respiration_heterotrophic_share"],
        "topsoil": used["topsoil_depth"],
        "subsoil": used["subsoil_depth"],
        "weight_nep": used["importance_weight_nep"],
        "weight_vegetation": used["importance_weight_vegetation"],
        "weight_soil": used["importance_weight_soil"],
        "candidate_level": used["candidate_level"],
        "patch_share": numbers.percent(100 * float(used["patch_share"]), 0),
        "gap_cells": used["gap_cells"],
        "min_sink": numbers.quantity(float(used["min_sink_km2"]), "km2"),
        "min_potential": numbers.quantity(float(used["min_potential_km2"]), "km2"),
        "weights_from": teller.word("weights_from", weights_from),
    }
