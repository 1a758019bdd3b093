-- One row per tile: how many corridors' swaths hold the cell, and 1 where it is a pinch
-- point.
select
    swath.tile_id,
    swath.overlap,
    swath.pinch
from {{ ref('corridor_tiles') }} as tiles
cross join lateral sinkbase.corridor_cells(
    tiles.tile_ids, tiles.resistances, tiles.sinks, tiles.nearest, {{ var('corridor_tolerance') }}
) as swath
