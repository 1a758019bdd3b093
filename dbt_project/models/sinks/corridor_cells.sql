-- One row per tile: how many corridors' swaths hold the cell, and 1 where it is a pinch point.
with tiles as (
    select
        array_agg(resistance.tile_id order by resistance.tile_id) as tile_ids,
        array_agg(resistance.rast order by resistance.tile_id) as resistances,
        array_agg(sink.rast order by resistance.tile_id) as sinks,
        array_agg(field.nearest order by resistance.tile_id) as nearest
    from {{ ref('resistance') }} as resistance
    inner join {{ ref('sink') }} as sink
        on resistance.tile_id = sink.tile_id
    inner join {{ ref('mcr_field') }} as field
        on resistance.tile_id = field.tile_id
)

select
    swath.tile_id,
    swath.overlap,
    swath.pinch
from tiles
cross join lateral sinkbase.corridor_cells(
    tiles.tile_ids, tiles.resistances, tiles.sinks, tiles.nearest, {{ var('corridor_tolerance') }}
) as swath
