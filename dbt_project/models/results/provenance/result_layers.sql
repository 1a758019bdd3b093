-- One row per result and input layer that it was computed from in this run.
with lineage as (
    select
        result,
        -- tables that the loaders make of a layer beside its own
        case tables.name
            when 'land_use_share' then 'land_use'
            when 'npp_origin' then 'npp'
            else tables.name
        end as layer
    from jsonb_each({{ json_literal(layers_behind() if execute else {}) }}) as behind (result, names)
    cross join lateral jsonb_array_elements_text(behind.names) as tables (name)
)

select distinct
    lineage.result,
    lineage.layer
from lineage
inner join {{ ref('stg_load_log') }} as log
    on lineage.layer = log.layer
