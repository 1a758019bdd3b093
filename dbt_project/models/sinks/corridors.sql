-- One row per pair of neighbouring sinks: the least-cost path between them.
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
    row_number() over (order by corridor.from_sink, corridor.to_sink)::integer as corridor_id,
    corridor.from_sink::integer as from_sink,
    corridor.to_sink::integer as to_sink,
    corridor.length_m / 1e3 as length_km,
    corridor.cost,
    corridor.cost / nullif(corridor.length_m, 0) as cost_ratio,
    corridor.geom::{{ geometry_type('linestring') }} as geom
from tiles
cross join lateral sinkbase.sink_corridors(
    tiles.tile_ids, tiles.resistances, tiles.sinks, tiles.nearest
) as corridor
