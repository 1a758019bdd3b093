-- One row per tile: number of the primary or secondary sink, 0 elsewhere in the region.
with sinks as (
    select
        coalesce(array_agg(piece), '{}') as pieces,
        coalesce(array_agg(sink_id::double precision), '{}') as sink_ids
    from {{ ref('settled_sinks') }}
)

select
    kind.tile_id,
    {{ map_algebra(
        'where(kind >= 0, coalesce(sink_id, 0), 0)',
        pixel_type='32BUI',
        kind='kind.rast',
        sink_id='sinkbase.lookup(piece.rast, sinks.pieces, sinks.sink_ids)'
    ) }} as rast
from {{ ref('settled_kind') }} as kind
inner join {{ ref('sink_piece') }} as piece
    on kind.tile_id = piece.tile_id
cross join sinks
