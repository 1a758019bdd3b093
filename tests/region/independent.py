"""The method once more in plain numpy, from the loaded layers, without any code of the project."""

import kmeans1d
import numpy as np

DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], float)
# Table 2 in t/hm2, by the order of its rows
DENSITY = np.array(
    [52.3, 7.7, 1.0, 1.0, 1.0, 1.0, 2.1, 2.1, 2.1, 3.7, 3.9, 1.8, 3.3, 3.3, 5.7, 0.0]
)
# the method as it is told in docs/method.md, by the names of the settings in a region file
DEFAULTS = {
    "cell_size_m": 1000.0,
    "respiration_factor": 0.22,
    "respiration_temperature": 0.0913,
    "respiration_precipitation": 0.3145,
    "respiration_days": 30,
    "respiration_heterotrophic_share": 0.465,
    "topsoil_depth": 0.3,
    "subsoil_depth": 0.7,
    "importance_weight_nep": 0.5,
    "importance_weight_vegetation": 0.25,
    "importance_weight_soil": 0.25,
    "importance_stretch": "minmax",
    "reference_nep_low": None,
    "reference_nep_high": None,
    "reference_vegetation_low": None,
    "reference_vegetation_high": None,
    "reference_soil_low": None,
    "reference_soil_high": None,
    "accumulated_temperature_threshold": 10,
    "candidate_level": 4,
    "patch_share": 0.5,
    "gap_cells": 2,
    "min_sink_km2": 50,
    "resistance_weights": "graded",
    "potential_levels": 1,
    "potential_excludes": [41, 42, 43, 44, 45, 46, 51, 52, 53],
    "min_potential_km2": 10,
    "pattern_radius_km": 3,
}


def results(
    raw: dict[str, np.ndarray], inorganic: bool = True, settings: dict = DEFAULTS
) -> dict[str, np.ndarray]:
    """Every result raster of the region; missing is NaN. Months are bands x rows x columns."""
    inside = raw["inside"] == 1
    layers = {name: np.where(inside, values, np.nan) for name, values in raw.items()}
    temperature, rain = layers["temperature"], layers["precipitation"]
    warmth = np.exp(settings["respiration_temperature"] * temperature)
    wetness = np.log(settings["respiration_precipitation"] * rain + 1)
    months = settings["respiration_factor"] * (warmth + wetness) * settings["respiration_days"]
    months = months * settings["respiration_heterotrophic_share"]
    threshold = settings["accumulated_temperature_threshold"]
    warm = np.where(temperature >= threshold, temperature, 0) + 0 * temperature
    subtype = np.where(np.isnan(layers["vegetation"]), 0, layers["vegetation"]).astype(int)
    p_oc, p_ic, s_oc, s_ic = layers["soil"]
    none = 0 * p_oc
    top, sub = (p_oc + (p_ic if inorganic else none)), (s_oc + (s_ic if inorganic else none))
    found = {
        "elevation": layers["elevation"],
        "slope": layers["slope"],
        "land_use": layers["land_use"],
        "population_density": layers["population_density"],
        "accumulated_temperature": np.tensordot(DAYS, warm, 1),
        "annual_precipitation": rain.sum(axis=0),
        "npp": layers["npp"],
        "heterotrophic_respiration": months.sum(axis=0),
        "nep": layers["npp"] - months.sum(axis=0),
        "topsoil_organic_carbon": p_oc,
        "topsoil_inorganic_carbon": p_ic,
        "subsoil_organic_carbon": s_oc,
        "subsoil_inorganic_carbon": s_ic,
        "soil_carbon": settings["topsoil_depth"] * top + settings["subsoil_depth"] * sub,
        "vegetation_carbon": np.where(subtype > 0, DENSITY[subtype - 1], np.nan),
    }
    parts = {"nep": "nep", "vegetation": "vegetation_carbon", "soil": "soil_carbon"}
    found["importance"] = sum(
        settings[f"importance_weight_{part}"] * normalised(found[layer], part, settings)
        for part, layer in parts.items()
    )
    found["importance_level"] = levels(found["importance"])
    found["npp_origin"] = np.where(np.isnan(layers["npp"]), np.nan, layers["npp_origin"])
    return found


def normalised(layer: np.ndarray, part: str, settings: dict) -> np.ndarray:
    """Eq. 4 over the valid cells, or between other ends; what lies beyond them counts as there."""
    stretch = settings["importance_stretch"]
    # the database keeps 32-bit floats
    kept = layer.astype("f4").astype(float)
    if stretch == "reference":
        low, high = (settings[f"reference_{part}_{end}"] for end in ("low", "high"))
    elif stretch == "percentile":
        low, high = np.nanpercentile(kept, [1, 99])
    else:
        low, high = np.nanmin(layer), np.nanmax(layer)
    return np.clip((layer - low) / (high - low), 0, 1)


def origins(found: dict[str, np.ndarray], cell_size_m: float) -> dict[int, tuple[int, float]]:
    """Cells with a NEP and their NEP in tC/a, by where the NPP comes from."""
    km2 = (cell_size_m / 1000) ** 2
    told = {}
    for code in (1, 2, 3):
        of_code = found["nep"][(found["npp_origin"] == code) & ~np.isnan(found["nep"])]
        told[code] = (of_code.size, float(of_code.sum() * km2))
    return told


def levels(importance: np.ndarray) -> np.ndarray:
    """Natural breaks into five by another program."""
    valid = ~np.isnan(importance)
    result = np.full(importance.shape, np.nan)
    # the database keeps 32-bit floats; equal ones there must be equal here
    clusters, _ = kmeans1d.cluster(importance[valid].astype("f4"), 5)
    result[valid] = np.array(clusters) + 1
    return result
