"""A county of 4 x 3 cells with a value in every table, made without a database."""

from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from drawn_looks import LOOKS, seed

from analysis.maps.data import Feature, MapData
from analysis.maps.picture import Picture
from analysis.maps.sheets import PLANS
from analysis.report.content import Content
from analysis.results.provenance import Grid, Provenance, Source
from analysis.results.settings import Setting

GRID = Grid("drawn", "Drawn county", "画县", True, 2328, 1000.0, 0.0, 3000.0, 4, 3, 2015)
LAND_USE = LOOKS.classes("land_use")
LEVELS = LOOKS.classes("importance_level")
PATTERNS = [it for it in LOOKS.classes("restoration_zones") if it.value]
EXTENT = (0.0, 4000.0, 0.0, 3000.0)
REGION = shapely.box(0, 0, 4000, 3000)
MISSING = np.nan
SETTINGS = "setting_definitions"

SOURCES = (
    Source(
        "npp", 1, "npp/mod17.tif", 2015, "observed", "EPSG:4326", 463.0,
        "0.00416667 x 0.00416667 degree", "average", "kgC/m2/a", 0.0001, 0.0, "MOD17A3HGF",
        "中分产品", "CC0", 12, 99.5, 0,
    ),
    Source(
        "slope", 1, "dem.tif", None, "observed", "EPSG:3857", 526.0, "526.195 x 526.195 metre",
        "Horn 3 x 3 on 333.3 m cells, then average", "degree", None, None, "SRTM", "", "", 12,
        100.0, 1,
    ),
    Source(
        "vegetation", 1, "vegetation.shp", 2001, "modelled", "EPSG:4326", None, "354 polygons",
        "cell centre in polygon", "vegetation_subtype_code", None, None, "", "", "", 12, 100.0, 0,
    ),
)  # fmt: skip
LAYERS = {
    "nep": ("npp",), "slope": ("slope",), "carbon_sinks": ("npp", "vegetation"),
    "restoration_zones": ("npp", "slope", "vegetation"), "importance_level": ("npp", "vegetation"),
}  # fmt: skip


def picture(*rows: str) -> Picture:
    """Return the picture of a drawing; a dot is a missing cell."""
    cells = [[MISSING if it == "." else float(it) for it in row.split()] for row in rows]
    values = np.ma.masked_invalid(np.array(cells))
    height, width = values.shape
    return Picture(values, (0.0, 1000.0 * width, 3000.0 - 1000 * height, 3000.0))


def map_data(synthetic: bool = True, **pictures: Picture) -> MapData:
    """Return a county whose rasters are the pictures given, and no vectors."""
    grid = replace(GRID, synthetic=synthetic)
    told = Provenance(grid, SOURCES, LAYERS)
    return MapData(told, LOOKS, REGION, pictures, {}, np.empty((0, 2)), "Sinkbase 0")


def whole_map_data(synthetic: bool = True) -> MapData:
    """Return a county with all that the sheets need."""
    rasters = {name for plan in PLANS for name in plan.needs if LOOKS.styles[name].is_raster}
    pictures = {name: _numbered(name) for name in sorted(rasters | {"importance"})}
    sinks = [
        Feature(shapely.box(0, 2000, 1000, 3000), _sink(1, 1, 12.5)),
        Feature(shapely.box(3000, 2000, 4000, 3000), _sink(2, 2, 6.25)),
        Feature(shapely.box(0, 0, 1000, 1000), _sink(3, 3, 3.125)),
    ]
    path = shapely.LineString([(500, 2500), (3500, 2500)])
    corridor = {"corridor_id": 1, "from_sink": 1, "to_sink": 2, "length_km": 3.25}
    zones = [
        Feature(shapely.box(0, 0, 1000, 1000), _zone(1, 3, 4, 2.0625)),
        Feature(shapely.box(0, 2000, 1000, 3000), _zone(2, 1, 1, 12.5)),
    ]
    features = {
        "carbon_sinks": sinks,
        "corridors": [Feature(path, corridor | {"cost": 4567.0, "cost_ratio": 1.41})],
        "restoration_zones": zones,
    }
    pinch = np.array([[1500.0, 2500.0]])
    return replace(map_data(synthetic, **pictures), features=features, pinch_points=pinch)


def _numbered(name: str) -> Picture:
    codes = [it.value for it in LOOKS.styles[name].classes if it.value is not None]
    if codes:
        return Picture(np.ma.MaskedArray(np.resize(codes, (3, 4))), EXTENT)
    return Picture(np.ma.MaskedArray(np.arange(12.0).reshape(3, 4) / 12), EXTENT)


def _sink(number: int, category: int, area: float) -> dict[str, Any]:
    return {
        "sink_id": number, "category_code": category, "area_km2": area, "mean_nep": 10.5 * number,
        "nep_total_t_a": 131.0 * number, "soil_carbon_t": 20300.0 * number,
        "vegetation_carbon_t": 1700.0 * number, "nep_observed_t_a": 151.0 * number,
        "nep_modelled_t_a": 0.0, "nep_rule_t_a": -20.0 * number,
        "below_level_percent": 12.5 * number, "is_source_today": number == 3,
    }  # fmt: skip


def _zone(number: int, sink: int, pattern: int, area: float) -> dict[str, Any]:
    it = LOOKS.of("restoration_zones", pattern)
    return {
        "zone_id": number, "sink_id": sink, "category": "potential", "category_zh": "碳汇潜力带",
        "pattern_code": pattern, "fits": pattern > 0, "pattern": it.label,
        "pattern_zh": it.label_zh,
        "strategy": f"Strategy {pattern}", "strategy_zh": f"策略{pattern}",
        "measures": "plant; water", "measures_zh": "种植；浇水", "area_km2": area,
        "mean_nep_gc_m2_a": -7.25, "carbon_t": 123400.0,
    }  # fmt: skip


SUMMARY: dict[str, Any] = {
    "region": "drawn", "cells": 12, "cell_size_m": 1000.0, "area_km2": 12.0,
    "elevation_min_m": 901.0, "elevation_max_m": 7002.0, "npp_mean_gc_m2_a": 118.4,
    "respiration_mean_gc_m2_a": 163.2, "nep_min_gc_m2_a": -205.0, "nep_mean_gc_m2_a": -44.8,
    "nep_max_gc_m2_a": 333.0, "nep_total_t_a": -537.6, "soil_carbon_mean_kgc_m2": 24.3,
    "soil_carbon_total_t": 291600.0, "inorganic_carbon": "present",
    "vegetation_carbon_total_t": 3489.0, "area_high_km2": 5.0, "goodness_of_variance_fit": 0.954,
    "cells_without_importance": 0, "constant_layers": None,
    "primary_sinks": 1, "primary_sinks_km2": 12.5, "secondary_sinks": 1,
    "secondary_sinks_km2": 6.25, "potential_sinks": 1, "potential_sinks_km2": 3.125,
    "sinks_nep_total_t_a": 786.0, "sinks_soil_carbon_t": 121800.0,
    "sinks_vegetation_carbon_t": 10200.0, "potential_nep_total_t_a": -393.0,
    "potential_soil_carbon_t": 60900.0, "potential_vegetation_carbon_t": 5100.0,
    "nep_observed_t_a": 712.4, "nep_modelled_t_a": 0.0, "nep_rule_t_a": -1250.0,
    "uptake_cells": 4,
}  # fmt: skip
FACTORS = ("slope", "elevation", "land_use", "temperature", "precipitation", "population")


def rows() -> dict[str, list[dict[str, Any]]]:
    """Return the rows of all tables that a report tells."""
    return {
        "region_summary": [dict(SUMMARY)],
        "region_warnings": [
            {
                "warning_id": 1,
                "kind": "constant_factor",
                "warning": "The factor population density is constant: it has no weight.",
                "warning_zh": "人口密度为常数，权重为 0。",
            },
            {
                "warning_id": 2,
                "kind": "year_missing",
                "warning": "No year is given for slope.",
                "warning_zh": "坡度未给出年份。",
            },
        ],
        "nep_by_origin": [
            {
                "origin_code": code, "origin": origin, "origin_zh": origin_zh, "cells": cells,
                "area_km2": float(cells), "share_percent": 100 * cells / 12,
                "nep_mean_gc_m2_a": total / cells if cells else None, "nep_total_t_a": total,
            }
            for code, origin, origin_zh, cells, total in (
                (1, "observed", "观测", 4, 712.4), (2, "modelled", "模拟", 0, 0.0),
                (3, "set by rule", "按规则设定", 8, -1250.0),
            )
        ],
        "resistance_ranges": [
            {
                "range_id": number, **row, "resistance": float(row["resistance"]),
                **{
                    name: float(row[name]) if row[name] else None
                    for name in ("lower_inclusive", "upper_exclusive")
                },
            }
            for number, row in enumerate(seed("resistance_levels"), 1)
        ],
        "sink_categories": [
            {
                "category_code": code, "name": name, "name_zh": name_zh,
                "description": f"Land of kind {code}", "description_zh": f"第{code}类土地",
                "priority": f"Goal {code}", "priority_zh": f"目标{code}",
            }
            for code, name, name_zh in (
                (1, "Primary sink", "碳汇腹地"), (2, "Secondary sink", "碳汇重要区"),
                (3, "Potential sink", "碳汇潜力带"),
            )
        ],
        "management_approaches": seed("management_approach_definitions"),
        "importance_breaks": [
            {
                "importance_level": it.value, "level_name": it.label.lower(),
                "level_name_zh": it.label_zh, "lower_limit": place / 5.0 + 0.0123,
                "upper_limit": (place + 1) / 5.0 + 0.0123, "cells": 1000 + place,
                "area_km2": 1000.5 + place, "share_percent": 20.25 + place,
            }
            for place, it in enumerate(LEVELS)
        ],
        "vegetation_carbon_storage": [
            {
                "vegetation_subtype_code": 1, "vegetation_type": "Steppe",
                "vegetation_type_zh": "草原", "vegetation_subtype": "Dry <steppe>",
                "vegetation_subtype_zh": "干草原", "carbon_density_t_hm2": 2.1, "cells": 905,
                "area_km2": 905.0, "storage_t": 190050.0,
            },
            {
                "vegetation_subtype_code": 2, "vegetation_type": "Meadow",
                "vegetation_type_zh": "草甸", "vegetation_subtype": "Wet meadow",
                "vegetation_subtype_zh": "湿草甸", "carbon_density_t_hm2": 3.7, "cells": 100,
                "area_km2": 100.0, "storage_t": 37000.0,
            },
        ],
        "resistance_weights": [
            {
                "factor_number": number, "resistance_factor": name,
                "information_entropy": 0.9 - number / 100, "weight_percent": 10.1234 + number,
                "difference_coefficient": 0.1 + number / 100, "weights_from": "graded",
            }
            for number, name in enumerate(FACTORS, 1)
        ],
        "land_use_by_sink": [
            {
                "category_code": code, "category": "", "category_zh": "", "land_use_code": it.value,
                "land_use_subtype": it.label, "land_use_subtype_zh": it.label_zh,
                "area_km2": 1083.87 * code, "percentage": 48.6, "category_area_km2": 2259.81 * code,
            }
            for code in (1, 2, 3)
            for it in LAND_USE[:2]
        ],
        "restoration_strategies": [
            {
                "category_code": 1, "category": "primary", "category_zh": "碳汇腹地",
                "pattern_code": it.value, "fits": it.value > 0,
                "characteristics": f"Marks {it.value}", "characteristics_zh": f"特征{it.value}",
                "pattern": it.label, "pattern_zh": it.label_zh, "strategy": f"Strategy {it.value}",
                "strategy_zh": f"策略{it.value}", "measures": "plant; water",
                "measures_zh": "种植；浇水", "is_assessable": it.value != 8,
                "zones": 0 if it.value in (7, 8) else it.value or 9,
                "area_km2": 31.75 * it.value, "share_percent": 2.75,
                "land_use": "Dry land 66.0 %, Forest land 34.0 %",
            }
            for it in LOOKS.classes("restoration_zones")
            if it.value is not None
        ],
    }  # fmt: skip


def settings(**changed: str) -> list[Setting]:
    """Return all settings, with other values than their default where they are given."""
    return [
        Setting(
            row["setting"],
            changed.get(row["setting"], row["default_value"]),
            row["default_value"],
            changed.get(row["setting"], row["default_value"]) != row["default_value"],
            row["unit"],
            row["source"],
            row["meaning"],
            row.get("meaning_zh") or "含义",
        )
        for row in seed(SETTINGS)
    ]


def content(synthetic: bool = True, **method: str) -> Content:
    """Return all that a report of the county tells."""
    maps = whole_map_data(synthetic)
    return Content(rows(), ["topsoil_inorganic_carbon"], settings(**method), maps)
