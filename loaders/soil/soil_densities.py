"""Carbon densities of soils, kgC/m3, from their properties (Eq. 3 and its terms)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from loaders.warning import LoadWarning

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Properties:
    """One depth's properties; percent of mass, bulk density g/cm3, gravel percent of volume."""

    organic_carbon: Floats | None = None
    carbonate: Floats | None = None
    bulk_density: Floats | None = None
    gravel: Floats | None = None
    sand: Floats | None = None
    silt: Floats | None = None
    clay: Floats | None = None


@dataclass(frozen=True)
class Soils:
    """A row a soil: densities (soils, 4) in kgC/m3, NaN where missing; and what was assumed."""

    units: npt.NDArray[np.int64]
    shares: Floats
    densities: Floats
    warnings: tuple[LoadWarning, ...]


def texture_bulk_density(sand: Floats, clay: Floats, organic_carbon: Floats) -> Floats:
    """Bulk density (g/cm3) of a soil of normal density from its texture and carbon (percent).

    Returns g/cm3 in the shape of the inputs, (rows, columns) or (soils,).
    Source: Saxton, K.E., Rawls, W.J. (2006), Soil water characteristic estimates by texture and
    organic matter for hydrologic solutions, SSSAJ 70, Eq. 1-6; organic matter = 1.724 x carbon,
    at most 8 % as in their data.
    """
    s, c = sand / 100, clay / 100
    matter = np.minimum(organic_carbon * 1.724, 8)
    at_33 = (
        -0.251 * s + 0.195 * c + 0.011 * matter + 0.006 * s * matter
        - 0.027 * c * matter + 0.452 * s * c + 0.299
    )  # fmt: skip
    at_33 = at_33 + 1.283 * at_33**2 - 0.374 * at_33 - 0.015
    drained = (
        0.278 * s + 0.034 * c + 0.022 * matter - 0.018 * s * matter
        - 0.027 * c * matter - 0.584 * s * c + 0.078
    )  # fmt: skip
    drained = drained + 0.636 * drained - 0.107
    saturated = at_33 + drained - 0.097 * s + 0.043
    return (1 - saturated) * 2.65


def _bulk_density(soil: Properties) -> Floats | None:
    if soil.bulk_density is not None or soil.organic_carbon is None or soil.clay is None:
        return soil.bulk_density
    sand = soil.sand
    if sand is None and soil.silt is not None:
        sand = 100 - soil.clay - soil.silt
    if sand is None:
        return None
    return texture_bulk_density(sand, soil.clay, soil.organic_carbon)


def densities(soil: Properties, carbon_of_carbonate: float) -> tuple[Floats, Floats]:
    """Organic and inorganic carbon density, kgC/m3; NaN where any input is missing.

    OC/100 x bulk density x 1000 x (1 - gravel/100), and CaCO3/100 x 0.12 in place of OC/100.

    Returns two arrays of the shape of the properties, (rows, columns) or (soils,).
    """
    bulk = _bulk_density(soil)
    some = next(value for value in vars(soil).values() if value is not None)
    nothing = np.full(some.shape, np.nan)
    if bulk is None:
        return nothing, nothing
    fine_earth = bulk * 1000 * (1 - (0 if soil.gravel is None else soil.gravel) / 100)
    organic = nothing if soil.organic_carbon is None else soil.organic_carbon / 100 * fine_earth
    if soil.carbonate is None:
        return organic, nothing
    return organic, soil.carbonate / 100 * carbon_of_carbonate * fine_earth


def four_densities(top: Properties, sub: Properties, carbon_of_carbonate: float) -> Floats:
    """Topsoil organic, topsoil inorganic, subsoil organic, subsoil inorganic.

    Returns kgC/m3, (4, rows, columns) or (4, soils), as the properties are.
    """
    return np.stack([*densities(top, carbon_of_carbonate), *densities(sub, carbon_of_carbonate)])


def of_units(
    units: npt.NDArray[np.int64], shares: Floats, values: Floats, components: str
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Each mapping unit's value of each column of `values` (soils, columns), NaN where none.

    `share_weighted`: mean weighted by share over the soils that have a value.
    `dominant`: the value of the soil with the largest share (the first of equals).

    Returns the units, ascending, and (units, columns).
    """
    names, index = np.unique(units, return_inverse=True)
    result = np.full((len(names), values.shape[1]), np.nan)
    if components == "dominant":
        order = np.lexsort((np.arange(len(units)), -np.nan_to_num(shares)))
        for soil in order[::-1]:
            result[index[soil]] = values[soil]
        return names, result
    for column in range(values.shape[1]):
        has = ~np.isnan(values[:, column]) & (shares > 0)
        weight = np.bincount(index[has], shares[has], len(names))
        total = np.bincount(index[has], shares[has] * values[has, column], len(names))
        there = weight > 0
        result[there, column] = total[there] / weight[there]
    return names, result
