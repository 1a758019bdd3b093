-- One row per level of importance that occurs: its cells and the carbon that they take
-- up and hold.
with carbon as (
    {{ carbon_by_class(ref('importance_level')) }}
)

select
    carbon.class as importance_level,
    levels.level_name,
    levels.level_name_zh,
    carbon.cells,
    carbon.area_km2,
    carbon.nep_mean_gc_m2_a,
    carbon.nep_total_t_a,
    carbon.soil_carbon_t,
    carbon.vegetation_carbon_t
from carbon
inner join {{ ref('importance_breaks') }} as levels
    on carbon.class = levels.importance_level
