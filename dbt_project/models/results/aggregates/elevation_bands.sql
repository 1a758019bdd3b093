-- One row per band of elevation that occurs: its cells and the carbon that they take up
-- and hold.
{% set band_m = 500 -%}
with bands as (
    select
        tile_id,
        {{ map_algebra(
            'floor(elevation / band)',
            constants={'band': band_m},
            pixel_type='16BSI',
            elevation='rast'
        ) }} as rast
    from {{ ref('elevation') }}
),

carbon as (
    {{ carbon_by_class('bands') }}
)

select
    class * {{ band_m }} as elevation_from_m,
    (class + 1) * {{ band_m }} as elevation_to_m,
    cells,
    area_km2,
    nep_mean_gc_m2_a,
    nep_total_t_a,
    soil_carbon_t,
    vegetation_carbon_t
from carbon
