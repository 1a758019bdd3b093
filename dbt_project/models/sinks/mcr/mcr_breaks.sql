-- One row per level of the minimum cumulative resistance outside the sinks, and of the
-- sum that tells what lies between primaries and secondaries: natural-breaks limits.
with outside as (
    select {{ map_algebra(
        'where(sink == 0, mcr, nowhere)',
        constants={'nowhere': 'null'},
        sink='sink.rast',
        mcr='mcr.rast'
    ) }} as rast
    from {{ ref('settled_sink_number') }} as sink
    inner join {{ ref('mcr') }} as mcr
        on sink.tile_id = mcr.tile_id
)

select
    'mcr' as surface,
    breaks.*
from sinkbase.natural_breaks(array(select rast from outside), 5, or_fewer => true) as breaks
union all
select
    'between' as surface,
    breaks.*
from
    sinkbase.natural_breaks(
        array(select rast from {{ ref('between') }}), 5, or_fewer => true
    ) as breaks
