{# One row per tile: a factor's surface graded by its rows of seed resistance_levels;
   intervals closed below. #}
{% macro graded(factor, surface) -%}
with levels as (
    select
        array_agg(lower_inclusive order by lower_inclusive)
        filter (where lower_inclusive is not null) as limits,
        array_agg(resistance order by lower_inclusive nulls first) as grades
    from {{ ref('resistance_levels') }}
    where resistance_factor = '{{ factor }}'
)

select
    surface.tile_id,
    sinkbase.classify(surface.rast, levels.limits, levels.grades, 'lower', '32BF') as rast
from {{ ref(surface) }} as surface
cross join levels
{%- endmacro %}
