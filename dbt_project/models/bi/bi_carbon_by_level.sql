-- One row per level of importance that occurs: its cells and the carbon that they take
-- up and hold.
select
    importance_level,
    level_name,
    level_name_zh,
    cells,
    area_km2,
    nep_mean_gc_m2_a,
    nep_total_t_a,
    soil_carbon_t,
    vegetation_carbon_t
from {{ ref('carbon_by_level') }}
