-- One row per tile: level of importance, 1 very low to 5 very high; a value at a limit belongs below it.
with levels as (
    select
        array_agg(importance_level::double precision order by importance_level) as classes,
        array_agg(upper_limit order by importance_level)
        filter (where importance_level < {{ var('importance_classes') }}) as limits
    from {{ ref('importance_breaks') }}
)

select
    importance.tile_id,
    sinkbase.classify(importance.rast, levels.limits, levels.classes, 'upper') as rast
from {{ ref('importance') }} as importance
cross join levels
