-- A pinch point lies in the swath of a corridor, and both know every cell of the region.
select
    pinch.tile_id,
    'outside a swath' as what
from {{ ref('pinch_point') }} as pinch
inner join {{ ref('corridor_overlap') }} as overlap
    on pinch.tile_id = overlap.tile_id
where (st_summarystats({{ map_algebra(
    'pinch * (overlap == 0)', pinch='pinch.rast', overlap='overlap.rast'
) }})).sum > 0
union all
select
    mask.tile_id,
    'missing in the region' as what
from {{ source('raw', 'inside') }} as mask
left join {{ ref('pinch_point') }} as pinch
    on mask.tile_id = pinch.tile_id
where (st_summarystats({{ map_algebra(
    'where(inside, 1 - present(pinch), 0)', inside='mask.rast', pinch='pinch.rast'
) }})).sum > 0
