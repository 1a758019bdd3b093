-- One row per band of elevation that occurs: its cells and the carbon that they take up
-- and hold.
select
    elevation_from_m,
    elevation_to_m,
    cells,
    area_km2,
    nep_mean_gc_m2_a,
    nep_total_t_a,
    soil_carbon_t,
    vegetation_carbon_t
from {{ ref('elevation_bands') }}
