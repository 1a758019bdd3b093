-- One row per tile: resistance of the land use by its group (Table 5).
with grades as (
    select
        array_agg(classes.land_use_code) as codes,
        array_agg(levels.resistance) as grades
    from {{ ref('land_use_classes') }} as classes
    inner join {{ ref('resistance_levels') }} as levels
        on
            levels.resistance_factor = 'land_use'
            and classes.land_use_group = levels.land_use_group
)

select
    land_use.tile_id,
    sinkbase.lookup(land_use.rast, grades.codes, grades.grades) as rast
from {{ ref('land_use') }} as land_use
cross join grades
