"""Which sheets there are (Figs. 1 and 3 to 14)."""

from analysis.maps.drawings import (
    draw_factors,
    draw_sinks,
    draw_soil_parts,
    draw_surface,
    draw_zones,
)
from analysis.maps.plan import Plan

_FACTORS = ("slope", "elevation", "land_use", "temperature", "precipitation", "population_density")
_NEP = ("npp", "temperature", "precipitation")
_SINKS = (*_NEP, "vegetation", "soil", "land_use")
_GRADED = tuple(
    f"resistance_{name}"
    for name in ("slope", "elevation", "land_use", "temperature", "precipitation", "population")
)


SOIL_PARTS = (
    "topsoil_organic_carbon",
    "topsoil_inorganic_carbon",
    "subsoil_organic_carbon",
    "subsoil_inorganic_carbon",
)


def _surface(name: str, layers: tuple[str, ...], reference: str = "") -> Plan:
    return Plan(name, (name,), layers, reference, draw_surface)


PLANS = (
    _surface("elevation", ("elevation",)),
    _surface("land_use", ("land_use",)),
    _surface("nep", _NEP, "Eq. 1, 2"),
    _surface("soil_carbon", ("soil",), "Eq. 3"),
    _surface("topsoil_organic_carbon", ("soil",), "Eq. 3"),
    _surface("topsoil_inorganic_carbon", ("soil",), "Eq. 3"),
    _surface("subsoil_organic_carbon", ("soil",), "Eq. 3"),
    _surface("subsoil_inorganic_carbon", ("soil",), "Eq. 3"),
    Plan("soil_parts", SOIL_PARTS, ("soil",), "Eq. 3", draw_soil_parts, needs_all=False),
    _surface("vegetation_carbon", ("vegetation",), "Table 2"),
    _surface("importance_level", (*_NEP, "vegetation", "soil"), "Eq. 4, 5"),
    Plan("resistance_factors", _GRADED, _FACTORS, "Table 5", draw_factors),
    _surface("resistance", _FACTORS, "Tables 4, 5"),
    _surface("mcr", (*_SINKS, "elevation", "slope", "population_density"), "Eq. 6"),
    Plan(
        "carbon_sinks",
        ("carbon_sinks", "corridors"),
        (*_SINKS, "elevation", "slope", "population_density"),
        "Table 3",
        draw_sinks,
    ),
    Plan(
        "restoration_zones",
        ("restoration_zones",),
        (*_SINKS, "elevation", "slope", "population_density", "roads"),
        "Table 10",
        draw_zones,
    ),
)
PLANS_BY_NAME = {plan.name: plan for plan in PLANS}
