-- One row per carbon sink: its polygon, category, area and the carbon it takes up and
-- holds.
with polygons as (
    {{ polygons(ref('sink_number'), 'sink_id') }}
),

units as (
    select
        -- of a cell: gC/m2 to t, kgC/m2 to t, t/hm2 to t
        cell_size_m ^ 2 / 1e6 as g_m2_to_t,
        cell_size_m ^ 2 / 1e3 as kg_m2_to_t,
        cell_size_m ^ 2 / 1e4 as t_hm2_to_t
    from {{ source('raw', 'grid') }}
)

select
    sinks.sink_id,
    sinks.category_code,
    categories.category,
    categories.category_zh,
    {% for language in ('', '_zh') %}
    -- land that takes up no carbon is no sink, however important
    case
        when contents.has_uptake then categories.name{{ language }}
        else coalesce(
            nullif(categories.name_without_uptake{{ language }}, ''), categories.name{{ language }}
        )
    end || ' ' || sinks.sink_id as name{{ language }},
    {% endfor %}
    sinks.cells,
    sinks.cells * units.g_m2_to_t as area_km2,
    contents.mean_nep_gc_m2_a as mean_nep,
    contents.nep_sum * units.g_m2_to_t as nep_total_t_a,
    contents.nep_observed_sum * units.g_m2_to_t as nep_observed_t_a,
    contents.nep_modelled_sum * units.g_m2_to_t as nep_modelled_t_a,
    contents.nep_rule_sum * units.g_m2_to_t as nep_rule_t_a,
    contents.soil_sum * units.kg_m2_to_t as soil_carbon_t,
    contents.vegetation_sum * units.t_hm2_to_t as vegetation_carbon_t,
    coalesce(contents.soil_sum * units.kg_m2_to_t, 0)
    + coalesce(contents.vegetation_sum * units.t_hm2_to_t, 0) as carbon_t,
    100 * contents.below_level_cells::double precision / contents.cells as below_level_percent,
    coalesce(contents.nep_sum < 0, false) as is_source_today,
    polygons.geom
from {{ ref('sinks') }} as sinks
inner join polygons
    on sinks.sink_id = polygons.sink_id
inner join {{ ref('sink_contents') }} as contents
    on sinks.sink_id = contents.sink_id
inner join {{ ref('sink_category_definitions') }} as categories
    on sinks.category_code = categories.category_code
cross join units
