"""How each result is drawn: geometry, ramps and colours; the same in every file and map.

Titles and classes are the region's own (analysis.looks.looks).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.looks import palettes
from analysis.looks.legend import Class, Geometry, Ramp
from analysis.looks.palettes import Palette

CORRIDOR = Class(None, palettes.CORRIDOR, "Least-cost corridor", "最小阻力廊道")
BOUNDARY = Class(None, palettes.BOUNDARY, "Boundary", "边界")


@dataclass(frozen=True)
class Shown:
    """How one result is drawn, whatever the region.

    A result of classes has those of `classes_of` in table legend_classes, in these `colours`, or
    one class for all of its features; any other has a ramp.
    """

    name: str
    geometry: Geometry
    group: str
    ramp: Ramp | None = None
    unit: str | None = None
    classes_of: str | None = None
    colours: Mapping[int, str] = field(default_factory=dict)
    only: Class | None = None
    column: str | None = None


def _without_extremes(colours: Palette, centre: float | None = None) -> Ramp:
    # single extreme cells shall not take up the whole ramp
    return Ramp(colours, percentiles=(2.0, 98.0), centre=centre)


LEVELS = dict(enumerate(palettes.YELLOW_GREEN_5, 1))
_ORGANIC = _without_extremes(palettes.YELLOW_BROWN)
_INORGANIC = _without_extremes(palettes.PURPLE_BLUE)
_GRADES = Ramp(palettes.YELLOW_BROWN, limits=(1.0, 10.0))  # Table 5


def _ramp(name: str, group: str, ramp: Ramp, unit: str) -> Shown:
    return Shown(name, "raster", group, ramp=ramp, unit=unit)


def _codes(name: str, group: str, colours: Mapping[int, str]) -> Shown:
    return Shown(name, "raster", group, classes_of=name, colours=colours)


def _polygons(
    name: str, group: str, classes_of: str, colours: Mapping[int, str], column: str
) -> Shown:
    return Shown(
        name, "polygon", group, classes_of=classes_of, colours=colours, column=column
    )  # fmt: skip


# upper layers first; units as in the contract
_VECTORS = (
    Shown("region_boundary", "outline", "site", only=BOUNDARY),
    Shown("corridors", "line", "sinks", only=CORRIDOR),
    _polygons(
        "restoration_zones", "restoration", "restoration_zones", palettes.PATTERNS, "pattern_code"
    ),
    _polygons("carbon_sinks", "sinks", "sink_category", palettes.SINKS, "category_code"),
    _polygons("grid_cells", "importance", "importance_level", LEVELS, "importance_level"),
)
_RASTERS = (
    _codes("sink_category", "sinks", palettes.SINKS),
    _ramp("mcr", "sinks", _without_extremes(palettes.REVERSED_MAGMA), "m"),
    _codes("nearest_sink", "sinks", palettes.NEIGHBOURS),
    _ramp("corridor_overlap", "sinks", Ramp(palettes.YELLOW_RED), "corridors"),
    _codes("pinch_point", "sinks", palettes.PINCHES),
    _codes("importance_level", "importance", LEVELS),
    _ramp("importance", "importance", _without_extremes(palettes.YELLOW_GREEN), "1"),
    _ramp("nep", "carbon", _without_extremes(palettes.BROWN_TEAL, centre=0.0), "gC/m2/a"),
    _ramp("npp", "carbon", _without_extremes(palettes.GREENS), "gC/m2/a"),
    _codes("npp_origin", "carbon", palettes.ORIGINS),
    _ramp("heterotrophic_respiration", "carbon", _without_extremes(palettes.YELLOW_RED), "gC/m2/a"),
    _ramp("vegetation_carbon", "carbon", _without_extremes(palettes.GREENS), "t/hm2"),
    _ramp("soil_carbon", "carbon", _ORGANIC, "kgC/m2"),
    _ramp("topsoil_organic_carbon", "soil", _ORGANIC, "kgC/m3"),
    _ramp("subsoil_organic_carbon", "soil", _ORGANIC, "kgC/m3"),
    _ramp("topsoil_inorganic_carbon", "soil", _INORGANIC, "kgC/m3"),
    _ramp("subsoil_inorganic_carbon", "soil", _INORGANIC, "kgC/m3"),
    _ramp("resistance", "resistance", _without_extremes(palettes.YELLOW_RED), "1"),
    _ramp("resistance_slope", "resistance", _GRADES, "1"),
    _ramp("resistance_elevation", "resistance", _GRADES, "1"),
    _ramp("resistance_land_use", "resistance", _GRADES, "1"),
    _ramp("resistance_temperature", "resistance", _GRADES, "1"),
    _ramp("resistance_precipitation", "resistance", _GRADES, "1"),
    _ramp("resistance_population", "resistance", _GRADES, "1"),
    _codes("land_use", "site", palettes.LAND_USE),
    _ramp("elevation", "site", Ramp(palettes.TERRAIN), "m"),
    _ramp("slope", "site", _without_extremes(palettes.BLUE_PURPLE), "degrees"),
    _ramp("accumulated_temperature", "site", Ramp(palettes.CIVIDIS), "degC d"),
    _ramp("annual_precipitation", "site", Ramp(palettes.BLUES), "mm"),
    _ramp("population_density", "site", _without_extremes(palettes.RED_PURPLE), "people/km2"),
)
SHOWN = {it.name: it for it in (*_VECTORS, *_RASTERS)}
RASTERS = tuple(it.name for it in _RASTERS)
VECTORS = tuple(it.name for it in _VECTORS)
