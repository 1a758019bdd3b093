-- One row per land-use subtype: its cells and the carbon that they take up and hold.
select
    land_use_code,
    land_use_group,
    land_use_group_zh,
    land_use_subtype,
    land_use_subtype_zh,
    cells,
    area_km2,
    nep_mean_gc_m2_a,
    nep_total_t_a,
    soil_carbon_t,
    vegetation_carbon_t
from {{ ref('carbon_by_land_use') }}
