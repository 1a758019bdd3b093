"""What results are called, in English and Chinese."""

TITLES = {
    "corridors": ("Corridors between sinks", "碳汇廊道"),
    "restoration_zones": ("Restoration zones", "修复分区"),
    "carbon_sinks": ("Carbon sinks", "碳汇"),
    "grid_cells": ("Cells of the grid", "格网单元"),
    "sink_category": ("Carbon sinks by category", "碳汇分区"),
    "mcr": ("Minimum cumulative resistance", "最小累积阻力"),
    "importance_level": ("Importance level of carbon sinks", "碳汇重要性等级"),
    "importance": ("Importance of carbon sinks", "碳汇重要性"),
    "nep": ("Net ecosystem production", "净生态系统生产力"),
    "npp": ("Net primary production", "净初级生产力"),
    "heterotrophic_respiration": ("Heterotrophic respiration", "土壤异养呼吸"),
    "vegetation_carbon": ("Vegetation carbon density", "植被碳密度"),
    "soil_carbon": ("Soil carbon to 100 cm", "土壤碳密度（0–100 cm）"),
    "topsoil_organic_carbon": ("Topsoil organic carbon (0–30 cm)", "表层土壤有机碳（0–30 cm）"),
    "subsoil_organic_carbon": ("Subsoil organic carbon (30–100 cm)", "下层土壤有机碳（30–100 cm）"),
    "topsoil_inorganic_carbon": ("Topsoil inorganic carbon (0–30 cm)", "表层土壤无机碳（0–30 cm）"),
    "subsoil_inorganic_carbon": (
        "Subsoil inorganic carbon (30–100 cm)",
        "下层土壤无机碳（30–100 cm）",
    ),
    "resistance": ("Resistance to the growth of sinks", "碳汇扩展综合阻力"),
    "resistance_slope": ("Resistance of the slope", "坡度阻力"),
    "resistance_elevation": ("Resistance of the elevation", "高程阻力"),
    "resistance_land_use": ("Resistance of the land use", "土地利用阻力"),
    "resistance_temperature": ("Resistance of the accumulated temperature", "积温阻力"),
    "resistance_precipitation": ("Resistance of the precipitation", "降水阻力"),
    "resistance_population": ("Resistance of the population density", "人口密度阻力"),
    "land_use": ("Land use", "土地利用"),
    "elevation": ("Elevation", "高程"),
    "slope": ("Slope", "坡度"),
    "accumulated_temperature": ("Annual accumulated temperature", "年积温"),
    "annual_precipitation": ("Annual precipitation", "年降水量"),
    "population_density": ("Population density", "人口密度"),
}
TABLE_TITLES = {
    "region_summary": ("Headline numbers of the region", "区域概要"),
    "region_warnings": ("Warnings", "注意事项"),
    "vegetation_carbon_storage": ("Vegetation carbon by subtype", "各植被亚型碳储量"),
    "importance_breaks": ("Levels of importance", "碳汇重要性分级"),
    "resistance_weights": ("Weights of the resistance factors", "阻力因子权重"),
    "land_use_by_sink": ("Land use of the carbon sinks", "各类碳汇土地利用构成"),
    "restoration_strategies": ("Restoration strategies", "修复格局与策略"),
}


def titles(name: str) -> tuple[str, str]:
    """Return the title of a result in English and Chinese; an unknown one has its name."""
    return (TITLES | TABLE_TITLES).get(name, (name, name))
