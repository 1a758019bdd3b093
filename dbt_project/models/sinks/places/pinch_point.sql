-- One row per tile: 1 where a corridor is pinched; 0 elsewhere in the region.
select
    mask.tile_id,
    {{ map_algebra(
        'where(inside, coalesce(pinch, 0), none)',
        constants={'none': 'null'},
        pixel_type='8BUI',
        inside='mask.rast',
        pinch='corridor.pinch'
    ) }} as rast
from {{ source('raw', 'inside') }} as mask
left join {{ ref('corridor_cells') }} as corridor
    on mask.tile_id = corridor.tile_id
