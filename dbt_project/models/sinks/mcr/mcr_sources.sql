-- One row per sink that can be a source of the cumulative resistance: one whose cells
-- are not all barriers.
with passable as (
    select distinct (counted.value_count).value::integer as sink_id
    from (
        select
            st_valuecount(
                {{ map_algebra(
                    'where(resistance, sink, 0)',
                    pixel_type='32BUI',
                    resistance='resistance.rast',
                    sink='sink.rast'
                ) }}, 1, true
            ) as value_count
        from {{ ref('resistance') }} as resistance
        inner join {{ ref('settled_sink_number') }} as sink
            on resistance.tile_id = sink.tile_id
    ) as counted
)

select
    sinks.sink_id,
    sinks.category_code
from {{ ref('settled_sinks') }} as sinks
inner join passable
    on sinks.sink_id = passable.sink_id
