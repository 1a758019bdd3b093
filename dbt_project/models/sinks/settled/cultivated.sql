-- One row per tile: 1 where the vegetation is cultivated (farmland where the vegetation
-- is not known), 0 elsewhere.
with subtypes as (
    select
        array_agg(vegetation_subtype_code) as codes,
        array_agg(is_cultivated::integer::double precision) as flags
    from {{ ref('vegetation_carbon_density') }}
),

land_use_codes as (
    select
        array_agg(land_use_code) as codes,
        array_agg((land_use_group = 'farmland')::integer::double precision) as flags
    from {{ ref('land_use_classes') }}
)

select
    mask.tile_id,
    {{ map_algebra(
        'where(inside, coalesce(by_vegetation, by_land_use, 0), 0)',
        pixel_type='8BUI',
        inside='mask.rast',
        by_vegetation='sinkbase.lookup(vegetation.rast, subtypes.codes, subtypes.flags)',
        by_land_use='sinkbase.lookup(land_use.rast, land_use_codes.codes, land_use_codes.flags)'
    ) }} as rast
from {{ source('raw', 'inside') }} as mask
inner join {{ ref('stg_vegetation') }} as vegetation
    on mask.tile_id = vegetation.tile_id
inner join {{ ref('land_use') }} as land_use
    on mask.tile_id = land_use.tile_id
cross join subtypes
cross join land_use_codes
