-- One row per land-use subtype that occurs: its cells and the carbon that they take up
-- and hold; code 0 where the land use is not known.
with codes as (
    select
        mask.tile_id,
        {{ map_algebra(
            'where(inside, coalesce(land_use, 0), none)',
            constants={'none': 'null'},
            pixel_type='8BUI',
            inside='mask.rast',
            land_use='land_use.rast'
        ) }} as rast
    from {{ source('raw', 'inside') }} as mask
    inner join {{ ref('land_use') }} as land_use
        on mask.tile_id = land_use.tile_id
),

carbon as (
    {{ carbon_by_class('codes') }}
)

select
    carbon.class as land_use_code,
    coalesce(classes.land_use_group, 'not known') as land_use_group,
    coalesce(classes.land_use_group_zh, '不详') as land_use_group_zh,
    coalesce(classes.land_use_subtype, 'not known') as land_use_subtype,
    coalesce(classes.land_use_subtype_zh, '不详') as land_use_subtype_zh,
    carbon.cells,
    carbon.area_km2,
    carbon.nep_mean_gc_m2_a,
    carbon.nep_total_t_a,
    carbon.soil_carbon_t,
    carbon.vegetation_carbon_t
from carbon
left join {{ ref('land_use_classes') }} as classes
    on carbon.class = classes.land_use_code
