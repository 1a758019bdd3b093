-- One row per carbon sink: its polygon, category, area and the carbon it takes up and holds.
with polygons as (
    {{ polygons(ref('sink_number'), 'sink_id') }}
),

contents as (
    select
        sink_id,
        avg(nep_gc_m2_a) as mean_nep_gc_m2_a,
        sum(nep_gc_m2_a) as nep_sum,
        sum(soil_carbon_kgc_m2) as soil_sum,
        sum(vegetation_carbon_t_hm2) as vegetation_sum
    from {{ ref('sink_cells') }}
    group by sink_id
)

select
    sinks.sink_id,
    sinks.category_code,
    categories.category,
    categories.category_zh,
    categories.name || ' ' || sinks.sink_id as name,
    categories.name_zh || ' ' || sinks.sink_id as name_zh,
    sinks.cells,
    sinks.cells * grid.cell_size_m ^ 2 / 1e6 as area_km2,
    contents.mean_nep_gc_m2_a as mean_nep,
    -- gC/m2 to t, kgC/m2 to t, t/hm2 to t
    contents.nep_sum * grid.cell_size_m ^ 2 / 1e6 as nep_total_t_a,
    contents.soil_sum * grid.cell_size_m ^ 2 / 1e3 as soil_carbon_t,
    contents.vegetation_sum * grid.cell_size_m ^ 2 / 1e4 as vegetation_carbon_t,
    coalesce(contents.soil_sum * grid.cell_size_m ^ 2 / 1e3, 0)
    + coalesce(contents.vegetation_sum * grid.cell_size_m ^ 2 / 1e4, 0) as carbon_t,
    polygons.geom
from {{ ref('sinks') }} as sinks
inner join polygons
    on sinks.sink_id = polygons.sink_id
inner join contents
    on sinks.sink_id = contents.sink_id
inner join {{ ref('sink_categories') }} as categories
    on sinks.category_code = categories.category_code
cross join {{ source('raw', 'grid') }} as grid
