-- One row per tile: 0 no sink, 1 primary, 2 secondary, 3 potential sink.
with sinks as (
    select
        coalesce(array_agg(sink_id), '{}') || 0 as sink_ids,
        coalesce(array_agg(category_code::double precision), '{}') || 0 as categories
    from {{ ref('sinks') }}
)

select
    sink.tile_id,
    sinkbase.lookup(sink.rast, sinks.sink_ids, sinks.categories, '8BUI') as rast
from {{ ref('sink_number') }} as sink
cross join sinks
