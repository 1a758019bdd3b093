-- One row per tile: level of importance, 1 very low to 5 very high; a value at a limit
-- belongs below it. No cell has one where there are no levels.
with levels as (
    select
        array_agg(importance_level::double precision order by importance_level) as classes,
        array_agg(upper_limit order by importance_level)
        filter (where importance_level < {{ var('importance_classes') }}) as limits
    from {{ ref('importance_breaks') }}
)

select
    importance.tile_id,
    coalesce(
        sinkbase.classify(importance.rast, levels.limits, levels.classes, 'upper'),
        {{ no_value('importance.rast', '8BUI') }}
    ) as rast
from {{ ref('importance') }} as importance
cross join levels
