-- One row per tile: the kinds after small pieces have joined the other kind or dropped
-- out (step 5 of the sinks).
select
    settled.tile_id,
    settled.rast
from (
    select
        array_agg(tile_id order by tile_id) as tile_ids,
        array_agg(rast order by tile_id) as rasters
    from {{ ref('sink_kind') }}
) as tiles
cross join {{ source('raw', 'grid') }} as grid
cross join lateral sinkbase.merge_small_pieces(
    tiles.tile_ids, tiles.rasters, {{ var('min_sink_km2') }} * 1e6 / grid.cell_size_m ^ 2
) as settled
