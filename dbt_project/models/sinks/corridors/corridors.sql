-- One row per pair of neighbouring sinks: the least-cost path between them.
select
    row_number() over (order by corridor.from_sink, corridor.to_sink)::integer as corridor_id,
    corridor.from_sink::integer as from_sink,
    corridor.to_sink::integer as to_sink,
    corridor.length_m / 1e3 as length_km,
    corridor.cost,
    corridor.cost / nullif(corridor.length_m, 0) as cost_ratio,
    corridor.geom::{{ geometry_type('linestring') }} as geom
from {{ ref('corridor_tiles') }} as tiles
cross join lateral sinkbase.sink_corridors(
    tiles.tile_ids, tiles.resistances, tiles.sinks, tiles.nearest
) as corridor
