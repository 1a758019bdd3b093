-- The cumulative resistance is 0 on the cells of primary and secondary sinks that have
-- a resistance, and nowhere else.
select mcr.tile_id
from {{ ref('mcr') }} as mcr
inner join {{ ref('settled_sink_number') }} as sink
    on mcr.tile_id = sink.tile_id
inner join {{ ref('resistance') }} as resistance
    on mcr.tile_id = resistance.tile_id
where (
    st_summarystats(
        {{ map_algebra(
            'abs(coalesce(mcr == 0, 0) - coalesce(where(resistance, sink > 0, 0), 0))',
            mcr='mcr.rast', sink='sink.rast', resistance='resistance.rast'
        ) }}
    )
).sum > 0
