-- One row per category of sinks that occurs: number, area and carbon of its sinks together.
select
    category_code,
    count(*)::integer as sinks,
    sum(area_km2) as area_km2,
    coalesce(sum(nep_total_t_a), 0) as nep_total_t_a,
    coalesce(sum(soil_carbon_t), 0) as soil_carbon_t,
    coalesce(sum(vegetation_carbon_t), 0) as vegetation_carbon_t
from {{ ref('carbon_sinks') }}
group by category_code
