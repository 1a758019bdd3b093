{# One row per tile: minimum cumulative resistance from the sources of one category (null: all), from which source,
   and by which neighbour; all missing where no such source has a resistance (Eq. 6). #}
{% macro cumulative_resistance(category=none) -%}
with passable as (
    -- a sink all of whose cells are barriers is no source
    select distinct (counted.value_count).value::integer as sink_id
    from (
        select st_valuecount(
            {{ map_algebra(
                'where(resistance, sink, 0)', pixel_type='32BUI', resistance='resistance.rast', sink='sink.rast'
            ) }}, 1, true
        ) as value_count
        from {{ ref('resistance') }} as resistance
        inner join {{ ref('sink') }} as sink
            on resistance.tile_id = sink.tile_id
    ) as counted
),

sources as (
    select
        array_agg(sinks.sink_id::integer) as sink_ids,
        array_agg(sinks.sink_id::double precision) as kept
    from {{ ref('sinks') }} as sinks
    inner join passable
        on sinks.sink_id = passable.sink_id
    {% if category is not none %}
    where sinks.category_code = {{ category }}
    {% endif %}
),

tiles as (
    select
        array_agg(resistance.tile_id order by resistance.tile_id) as tile_ids,
        array_agg(resistance.rast order by resistance.tile_id) as resistances,
        array_agg(
            sinkbase.lookup(sink.rast, sources.sink_ids, sources.kept, '32BUI') order by resistance.tile_id
        ) as sources
    from {{ ref('resistance') }} as resistance
    inner join {{ ref('sink') }} as sink
        on resistance.tile_id = sink.tile_id
    -- without a source there are no arrays, and the strict function below has no rows
    inner join sources
        on sources.sink_ids is not null
),

solved as (
    select field.*
    from tiles
    cross join lateral sinkbase.cumulative_resistance(
        tiles.tile_ids, tiles.resistances, tiles.sources, '{{ var("mcr_engine") }}'
    ) as field
)

select
    resistance.tile_id,
    coalesce(solved.cost, nothing.rast) as cost,
    coalesce(solved.nearest, nothing.rast) as nearest,
    coalesce(solved.back_link, nothing.rast) as back_link
from {{ ref('resistance') }} as resistance
left join solved
    on resistance.tile_id = solved.tile_id
cross join lateral (
    select {{ map_algebra('resistance * missing', constants={'missing': 'null'}, resistance='resistance.rast') }} as rast
) as nothing
{%- endmacro %}
