-- One row per result and input layer that it was computed from in this run.
with lineage as (
    select
        behind.result,
        tables.name
    from
        jsonb_each({{ json_literal(layers_behind() if execute else {}) }}) as behind (result, names)
    cross join lateral jsonb_array_elements_text(behind.names) as tables (name)
),

layers as (
    select
        result,
        -- tables that the loaders make of a layer beside its own
        case name
            when 'land_use_share' then 'land_use'
            when 'npp_origin' then 'npp'
            else name
        end as layer
    from lineage
)

select distinct
    layers.result,
    layers.layer
from layers
inner join {{ ref('stg_load_log') }} as log
    on layers.layer = log.layer
