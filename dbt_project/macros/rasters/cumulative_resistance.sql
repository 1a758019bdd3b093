{# One row per tile: minimum cumulative resistance from the sources of one category
   (null: all), from which source, and by which neighbour; all missing where no such
   source has a resistance (Eq. 6). #}
{% macro cumulative_resistance(category=none) -%}
with sources as (
    select
        array_agg(sink_id::integer) as sink_ids,
        array_agg(sink_id::double precision) as kept
    from {{ ref('mcr_sources') }}
    {% if category is not none %}
    where category_code = {{ category }}
    {% endif %}
),

tiles as (
    select
        array_agg(resistance.tile_id order by resistance.tile_id) as tile_ids,
        array_agg(resistance.rast order by resistance.tile_id) as resistances,
        array_agg(
            sinkbase.lookup(sink.rast, sources.sink_ids, sources.kept, '32BUI')
            order by resistance.tile_id
        ) as sources
    from {{ ref('resistance') }} as resistance
    inner join {{ ref('settled_sink_number') }} as sink
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
    select {{ no_value('resistance.rast') }} as rast
) as nothing
{%- endmacro %}
