-- One row per fact about the years of the layers and of the region: missing, or too far
-- apart.
{% set apart = 5 -%}
with years as (
    select
        log.layer,
        log.source_number,
        log.year,
        grid.year as reference,
        abs(log.year - grid.year) as distance
    from {{ ref('stg_load_log') }} as log
    cross join {{ source('raw', 'grid') }} as grid
    where log.cells > 0
),

span as (
    select
        (array_agg(layer order by year asc, layer asc))[1] as first_layer,
        (array_agg(layer order by year desc, layer asc))[1] as last_layer,
        min(year) as first_year,
        max(year) as last_year
    from years
    where year is not null
)

select {{ fact(
    'years_differ',
    layer='layer',
    source_number='source_number',
    value='distance',
    details="jsonb_build_object('year', year::text, 'reference', reference::text)"
) }}
from years
where distance > {{ apart }}
union all
select {{ fact(
    'years_apart',
    value='last_year - first_year',
    details="jsonb_build_object('first', first_layer, 'first_year', first_year::text,"
        ~ " 'last', last_layer, 'last_year', last_year::text)"
) }}
from span
where last_year - first_year > {{ apart }}
union all
select {{ fact('year_missing', details="jsonb_build_object('layers', jsonb_agg(distinct layer))") }}
from years
where year is null
having count(*) > 0
union all
select {{ fact('reference_year_missing') }}
from {{ source('raw', 'grid') }}
where year is null
