-- One row per tile: carbon density of the vegetation by its subtype, t/hm2 (Table 2).
with density as (
    select
        array_agg(vegetation_subtype_code) as codes,
        array_agg(carbon_density_t_hm2) as densities
    from {{ ref('vegetation_carbon_density') }}
)

select
    vegetation.tile_id,
    sinkbase.lookup(vegetation.rast, density.codes, density.densities) as rast
from {{ ref('stg_vegetation') }} as vegetation
cross join density
