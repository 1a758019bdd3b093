"""The numbers of one region that a comparison tells."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from analysis.compare.lines import Fact, Facts, Key, both
from analysis.looks.looks import Looks
from analysis.results.catalogue import Result, parse_comment
from analysis.results.tables import Row, read_rows
from analysis.webmap.layers import Texts, texts

HEADLINES = {
    "area_km2": ("Area of the region", "区域面积"),
    "npp_mean_gc_m2_a": ("Mean net primary production", "平均净初级生产力"),
    "respiration_mean_gc_m2_a": ("Mean heterotrophic respiration", "平均土壤异养呼吸"),
    "nep_mean_gc_m2_a": ("Mean net ecosystem production", "平均净生态系统生产力"),
    "nep_total_t_a": ("Net ecosystem production of the region", "全区净生态系统生产总量"),
    "nep_observed_t_a": ("– of it from observed NPP", "其中：观测的净初级生产力"),
    "nep_modelled_t_a": ("– of it from modelled NPP", "其中：模型估算的净初级生产力"),
    "nep_rule_t_a": ("– of it from NPP set by rule", "其中：按规则设定的净初级生产力"),
    "uptake_km2": ("Area that takes carbon up", "净吸收碳的面积"),
    "soil_carbon_mean_kgc_m2": ("Mean soil carbon to 100 cm", "平均土壤碳密度（0–100 cm）"),
    "soil_carbon_total_t": ("Soil carbon of the region", "全区土壤碳储量"),
    "vegetation_carbon_total_t": ("Vegetation carbon of the region", "全区植被碳储量"),
    "area_high_km2": ("Area of high and very high importance", "重要性高与极高的面积"),
    "goodness_of_variance_fit": ("Goodness of variance fit of the levels", "分级方差拟合优度"),
    "cells_without_importance": ("Cells without importance", "无重要性值的像元"),
    "sinks_nep_total_t_a": (
        "Net ecosystem production of primary and secondary sinks", "腹地与重要区净生态系统生产总量",
    ),
    "sinks_soil_carbon_t": ("Soil carbon of primary and secondary sinks", "腹地与重要区土壤碳储量"),
    "sinks_vegetation_carbon_t": (
        "Vegetation carbon of primary and secondary sinks", "腹地与重要区植被碳储量",
    ),
    "potential_nep_total_t_a": (
        "Net ecosystem production of potential sinks today", "潜力带目前净生态系统生产总量",
    ),
    "potential_soil_carbon_t": ("Soil carbon of potential sinks", "潜力带土壤碳储量"),
    "potential_vegetation_carbon_t": ("Vegetation carbon of potential sinks", "潜力带植被碳储量"),
    "mcr_max": ("Greatest minimum cumulative resistance", "最大最小累积阻力"),
}  # fmt: skip
FACTORS = {
    "slope": ("Slope", "坡度"),
    "elevation": ("Elevation", "高程"),
    "land_use": ("Land use", "土地利用"),
    "temperature": ("Accumulated temperature", "积温"),
    "precipitation": ("Precipitation", "降水"),
    "population": ("Population density", "人口密度"),
}
SINK_SUMS = {
    "area_km2": (texts("area", "面积"), "km2"),
    "nep_total_t_a": (texts("net ecosystem production", "净生态系统生产总量"), "tC/a"),
    "soil_carbon_t": (texts("soil carbon", "土壤碳储量"), "tC"),
    "vegetation_carbon_t": (texts("vegetation carbon", "植被碳储量"), "tC"),
}
NUMBER = texts("number", "数量")


def read_facts(connection: Connection, results: Mapping[str, Result], looks: Looks) -> Facts:
    """Return the region's numbers by section and item; of tables that are there."""
    facts: dict[Key, Fact] = {}
    for name, tell in TELLERS.items():
        if name in results:
            facts |= tell(read_rows(connection, results[name]), results[name], looks)
    return facts


def _summary(rows: list[Row], result: Result, _: Looks) -> Facts:
    units = {it.name: parse_comment(it.comment).unit or "1" for it in result.table.columns}
    return {
        ("summary", name): Fact(texts(*label), units[name], row[name])
        for row in rows
        for name, label in HEADLINES.items()
        if name in row
    }


def _levels(rows: list[Row], _: Result, __: Looks) -> Facts:
    return {
        ("levels", str(row["importance_level"])): Fact(
            texts(row["level_name"].capitalize(), row["level_name_zh"]), "km2", row["area_km2"]
        )
        for row in rows
    }


def _sinks(rows: list[Row], _: Result, looks: Looks) -> Facts:
    facts: dict[Key, Fact] = {}
    for category in looks.classes("carbon_sinks"):
        code, label = str(category.value), texts(category.label, category.label_zh)
        own = [row for row in rows if row["category_code"] == category.value]
        facts["sinks", code, "number"] = Fact(both([label, NUMBER]), "1", len(own))
        for column, (name, unit) in SINK_SUMS.items():
            total = sum(row[column] or 0 for row in own)
            facts["sinks", code, column] = Fact(both([label, name]), unit, float(total))
    return facts


def _patterns(rows: list[Row], _: Result, looks: Looks) -> Facts:
    areas: dict[int, float] = {}
    for row in rows:  # where no pattern fits, each category has a row of its own
        code = int(row["pattern_code"])
        areas[code] = areas.get(code, 0.0) + (row["area_km2"] or 0.0)
    return {
        ("patterns", str(it.value)): Fact(texts(it.label, it.label_zh), "km2", areas[it.value])
        for it in looks.classes("restoration_zones")
        if it.value in areas
    }


def _weights(rows: list[Row], _: Result, __: Looks) -> Facts:
    return {
        ("weights", row["resistance_factor"]): Fact(
            texts(*FACTORS.get(row["resistance_factor"], (row["resistance_factor"],) * 2)),
            "percent",
            row["weight_percent"],
        )
        for row in sorted(rows, key=lambda row: int(row["factor_number"]))
    }


def _land_use(rows: list[Row], _: Result, looks: Looks) -> Facts:
    return {
        ("land_use", str(row["category_code"]), str(row["land_use_code"])): Fact(
            both(
                [_category(row, looks), texts(row["land_use_subtype"], row["land_use_subtype_zh"])]
            ),
            "km2",
            row["area_km2"],
        )
        for row in sorted(rows, key=lambda row: (row["category_code"], row["land_use_code"]))
    }


def _category(row: Row, looks: Looks) -> Texts:
    found = looks.of("carbon_sinks", row["category_code"])
    return texts(found.label, found.label_zh)


TELLERS: dict[str, Any] = {
    "region_summary": _summary,
    "importance_breaks": _levels,
    "carbon_sinks": _sinks,
    "restoration_strategies": _patterns,
    "resistance_weights": _weights,
    "land_use_by_sink": _land_use,
}
