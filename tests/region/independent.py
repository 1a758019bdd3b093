"""The method once more in plain numpy, from the loaded layers, without any code of the project."""

import kmeans1d
import numpy as np

DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], float)
# Table 2 in t/hm2, by the order of its rows
DENSITY = np.array(
    [52.3, 7.7, 1.0, 1.0, 1.0, 1.0, 2.1, 2.1, 2.1, 3.7, 3.9, 1.8, 3.3, 3.3, 5.7, 0.0]
)


def results(raw: dict[str, np.ndarray], inorganic: bool = True) -> dict[str, np.ndarray]:
    """Every result raster of the region; missing is NaN. Months are bands x rows x columns."""
    inside = raw["inside"] == 1
    layers = {name: np.where(inside, values, np.nan) for name, values in raw.items()}
    temperature, rain = layers["temperature"], layers["precipitation"]
    months = 0.22 * (np.exp(0.0913 * temperature) + np.log(0.3145 * rain + 1)) * 30 * 0.465
    warm = np.where(temperature >= 10, temperature, 0) + 0 * temperature
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
        "soil_carbon": 0.3 * top + 0.7 * sub,
        "vegetation_carbon": np.where(subtype > 0, DENSITY[subtype - 1], np.nan),
    }
    found["importance"] = (
        0.5 * normalised(found["nep"])
        + 0.25 * normalised(found["vegetation_carbon"])
        + 0.25 * normalised(found["soil_carbon"])
    )
    found["importance_level"] = levels(found["importance"])
    return found


def normalised(layer: np.ndarray) -> np.ndarray:
    """Eq. 4 over the valid cells."""
    low, high = np.nanmin(layer), np.nanmax(layer)
    return (layer - low) / (high - low)


def levels(importance: np.ndarray) -> np.ndarray:
    """Natural breaks into five by another program."""
    valid = ~np.isnan(importance)
    result = np.full(importance.shape, np.nan)
    # the database keeps 32-bit floats; equal ones there must be equal here
    clusters, _ = kmeans1d.cluster(importance[valid].astype("f4"), 5)
    result[valid] = np.array(clusters) + 1
    return result
