-- Some cell has all six resistance factors, so that there are weights and a resistance.
{% set factors = resistance_factors() %}
with counted as (
    {% for factor in factors %}
    select
        {{ loop.index }} as place,
        '{{ factor }}' as factor,
        (st_summarystatsagg(rast, 1, true)).count as cells
    from {{ ref('resistance_' ~ factor) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    'no cell has all six resistance factors. Cells that have a value: '
    || string_agg(factor || ' ' || coalesce(cells, 0), ', ' order by place)
    || '. Load layers that cover the same part of the region' as problem
from counted
having (
    select coalesce((st_summarystatsagg(valid.rast, 1, true)).count, 0)
    from {{ ref('resistance_valid') }} as valid
) = 0
