-- One row per tile: number of the sink of any category, 0 elsewhere in the region.
with sinks as (
    select
        coalesce(array_agg(piece), '{}') as pieces,
        coalesce(array_agg(sink_id::double precision), '{}') as sink_ids
    from {{ ref('potential_sinks') }}
)

select
    sink.tile_id,
    {{ map_algebra(
        'where(sink > 0, sink, coalesce(potential, 0))',
        pixel_type='32BUI',
        sink='sink.rast',
        potential='sinkbase.lookup(piece.rast, sinks.pieces, sinks.sink_ids)'
    ) }} as rast
from {{ ref('settled_sink_number') }} as sink
inner join {{ ref('potential_piece') }} as piece
    on sink.tile_id = piece.tile_id
cross join sinks
