-- One row per tile: number of corridors whose swath holds the cell; 0 elsewhere in the
-- region.
select
    mask.tile_id,
    {{ map_algebra(
        'where(inside, coalesce(overlap, 0), none)',
        constants={'none': 'null'},
        inside='mask.rast',
        overlap='corridor.overlap'
    ) }} as rast
from {{ source('raw', 'inside') }} as mask
left join {{ ref('corridor_cells') }} as corridor
    on mask.tile_id = corridor.tile_id
