-- One row per tile: 1 for taken cells of natural, 2 for those of cultivated vegetation,
-- 0 elsewhere in the region (step 4 of the sinks).
select
    closed.tile_id,
    {{ map_algebra(
        'closed * (1 + cultivated)',
        pixel_type='8BUI',
        closed='closed.rast',
        cultivated='cultivated.rast'
    ) }} as rast
from {{ ref('closed_cell') }} as closed
inner join {{ ref('cultivated') }} as cultivated
    on closed.tile_id = cultivated.tile_id
