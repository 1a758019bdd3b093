"""How each result is shown: titles, units, classes and colours, the same in every file and map.

Names of classes come from the seeds of the dbt project, colours from analysis.palettes.
"""

from dataclasses import replace
from itertools import chain

from analysis.looks import palettes
from analysis.looks.legend import Class, Geometry, Ramp, Style
from analysis.looks.titles import TABLE_TITLES, TITLES
from sinkbase.region.seeds import seed_rows

__all__ = ["STYLES", "TABLE_TITLES", "Class", "Ramp", "Style"]

UNKNOWN = "#bdbdbd"  # a class that was added to a seed and has no colour of its own yet


def _classes(
    seed: str, code: str, label: str, label_zh: str, colours: dict[int, str]
) -> tuple[Class, ...]:
    return tuple(
        Class(int(row[code]), colours.get(int(row[code]), UNKNOWN), row[label], row[label_zh])
        for row in seed_rows(seed)
    )


LAND_USE = _classes(
    "land_use_classes",
    "land_use_code",
    "land_use_subtype",
    "land_use_subtype_zh",
    palettes.LAND_USE,
)
LEVELS = tuple(
    Class(level.value, level.colour, level.label.capitalize(), level.label_zh)
    for level in _classes(
        "importance_levels",
        "importance_level",
        "level_name",
        "level_name_zh",
        dict(enumerate(palettes.YELLOW_GREEN_5, 1)),
    )
)
SINKS = _classes("sink_categories", "category_code", "name", "name_zh", palettes.SINKS)
NO_SINK = Class(0, palettes.SINKS[0], "No sink", "非碳汇")
PATTERNS = _classes(
    "restoration_patterns", "pattern_code", "pattern", "pattern_zh", palettes.PATTERNS
)
CORRIDOR = Class(None, palettes.CORRIDOR, "Least-cost corridor", "最小阻力廊道")


def _without_extremes(colours: palettes.Palette, centre: float | None = None) -> Ramp:
    # single extreme cells shall not take up the whole ramp
    return Ramp(colours, percentiles=(2.0, 98.0), centre=centre)


_ORGANIC = _without_extremes(palettes.YELLOW_BROWN)
_INORGANIC = _without_extremes(palettes.PURPLE_BLUE)
_GRADES = Ramp(palettes.YELLOW_BROWN, limits=(1.0, 10.0))  # Table 5


def _vector(
    name: str, group: str, geometry: Geometry, classes: tuple[Class, ...], column: str | None
) -> Style:
    return Style(name, geometry, *TITLES[name], group, classes=classes, column=column)


def _raster(
    name: str, group: str, shown: tuple[Class, ...] | Ramp, unit: str | None = None
) -> Style:
    if isinstance(shown, Ramp):
        return Style(name, "raster", *TITLES[name], group, ramp=shown, unit=unit)
    return Style(name, "raster", *TITLES[name], group, classes=shown)


# upper layers first; units as in the contract
_VECTORS = (
    _vector("corridors", "sinks", "line", (CORRIDOR,), None),
    _vector("restoration_zones", "restoration", "polygon", PATTERNS, "pattern_code"),
    _vector("carbon_sinks", "sinks", "polygon", SINKS, "category_code"),
    _vector("grid_cells", "importance", "polygon", LEVELS, "importance_level"),
)
_RASTERS = (
    _raster("sink_category", "sinks", (NO_SINK, *SINKS)),
    _raster("mcr", "sinks", _without_extremes(palettes.REVERSED_MAGMA), "m"),
    _raster("importance_level", "importance", LEVELS),
    _raster("importance", "importance", _without_extremes(palettes.YELLOW_GREEN), "1"),
    _raster("nep", "carbon", _without_extremes(palettes.BROWN_TEAL, centre=0.0), "gC/m2/a"),
    _raster("npp", "carbon", _without_extremes(palettes.GREENS), "gC/m2/a"),
    _raster(
        "heterotrophic_respiration", "carbon", _without_extremes(palettes.YELLOW_RED), "gC/m2/a"
    ),
    _raster("vegetation_carbon", "carbon", _without_extremes(palettes.GREENS), "t/hm2"),
    _raster("soil_carbon", "carbon", _ORGANIC, "kgC/m2"),
    _raster("topsoil_organic_carbon", "soil", _ORGANIC, "kgC/m3"),
    _raster("subsoil_organic_carbon", "soil", _ORGANIC, "kgC/m3"),
    _raster("topsoil_inorganic_carbon", "soil", _INORGANIC, "kgC/m3"),
    _raster("subsoil_inorganic_carbon", "soil", _INORGANIC, "kgC/m3"),
    _raster("resistance", "resistance", _without_extremes(palettes.YELLOW_RED), "1"),
    _raster("resistance_slope", "resistance", _GRADES, "1"),
    _raster("resistance_elevation", "resistance", _GRADES, "1"),
    _raster("resistance_land_use", "resistance", _GRADES, "1"),
    _raster("resistance_temperature", "resistance", _GRADES, "1"),
    _raster("resistance_precipitation", "resistance", _GRADES, "1"),
    _raster("resistance_population", "resistance", _GRADES, "1"),
    _raster("land_use", "site", LAND_USE),
    _raster("elevation", "site", Ramp(palettes.TERRAIN), "m"),
    _raster("slope", "site", _without_extremes(palettes.BLUE_PURPLE), "degrees"),
    _raster("accumulated_temperature", "site", Ramp(palettes.CIVIDIS), "degC d"),
    _raster("annual_precipitation", "site", Ramp(palettes.BLUES), "mm"),
    _raster("population_density", "site", _without_extremes(palettes.RED_PURPLE), "people/km2"),
)
STYLES: dict[str, Style] = {
    style.name: replace(style, order=order) for order, style in enumerate(chain(_VECTORS, _RASTERS))
}
