-- One row per tile: cost from the primaries plus cost from the secondaries, outside
-- both: low between them.
select
    sink.tile_id,
    {{ map_algebra(
        'where(sink == 0, from_primary + from_secondary, nowhere)',
        constants={'nowhere': 'null'},
        sink='sink.rast',
        from_primary='from_primary.cost',
        from_secondary='from_secondary.cost'
    ) }} as rast
from {{ ref('settled_sink_number') }} as sink
inner join {{ ref('mcr_from_primary') }} as from_primary
    on sink.tile_id = from_primary.tile_id
inner join {{ ref('mcr_from_secondary') }} as from_secondary
    on sink.tile_id = from_secondary.tile_id
