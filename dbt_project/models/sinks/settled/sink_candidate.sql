-- One row per tile: 1 where the importance makes the cell a candidate for a sink, 0
-- elsewhere in the region (step 1 of the sinks).
select
    mask.tile_id,
    {{ map_algebra(
        'where(inside, coalesce(level >= candidate_level, 0), 0)',
        constants={'candidate_level': var('candidate_level')},
        pixel_type='8BUI',
        inside='mask.rast',
        level='level.rast'
    ) }} as rast
from {{ source('raw', 'inside') }} as mask
inner join {{ ref('importance_level') }} as level
    on mask.tile_id = level.tile_id
