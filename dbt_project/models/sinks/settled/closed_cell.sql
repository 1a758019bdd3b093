-- One row per tile: the taken cells with their gaps closed (step 3 of the sinks).
select
    closed.tile_id,
    closed.rast
from (
    select
        array_agg(tile_id order by tile_id) as tile_ids,
        array_agg(rast order by tile_id) as rasters
    from {{ ref('taken_cell') }}
) as tiles
cross join
    lateral sinkbase.close_gaps(tiles.tile_ids, tiles.rasters, {{ var('gap_cells') }}) as closed
