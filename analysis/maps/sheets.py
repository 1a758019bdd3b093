"""Which sheets there are (Figs. 1 and 3 to 14)."""

from analysis.maps.data import PINCHES
from analysis.maps.drawings import (
    draw_factors,
    draw_sinks,
    draw_soil_parts,
    draw_surface,
    draw_zones,
)
from analysis.maps.plan import Plan

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


def _surface(name: str, reference: str = "") -> Plan:
    return Plan(name, (name,), reference, draw_surface, also=("elevation",))


PLANS = (
    _surface("elevation"),
    _surface("land_use"),
    _surface("npp_origin"),
    _surface("nep", "Eq. 1, 2"),
    _surface("soil_carbon", "Eq. 3"),
    *(_surface(name, "Eq. 3") for name in SOIL_PARTS),
    Plan("soil_parts", SOIL_PARTS, "Eq. 3", draw_soil_parts, needs_all=False),
    _surface("vegetation_carbon", "Table 2"),
    _surface("importance_level", "Eq. 4, 5"),
    Plan("resistance_factors", _GRADED, "Table 5", draw_factors),
    _surface("resistance", "Tables 4, 5"),
    _surface("mcr", "Eq. 6"),
    Plan("carbon_sinks", ("carbon_sinks", "corridors"), "Table 3", draw_sinks, also=(PINCHES,)),
    Plan(
        "restoration_zones", ("restoration_zones",), "Table 10", draw_zones, also=("carbon_sinks",)
    ),
)
PLANS_BY_NAME = {plan.name: plan for plan in PLANS}
