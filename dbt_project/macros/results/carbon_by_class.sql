{# One row per class that occurs: its cells, and the carbon that they take up and hold.
   `classes` has one row per tile, with whole numbers in `rast`, missing for cells that
   belong to no class. Sums by tile, in the order of the tiles: no row a cell. #}
{% macro carbon_by_class(classes) -%}
select
    summed.class,
    summed.cells,
    summed.cells * grid.cell_size_m ^ 2 / 1e6 as area_km2,
    summed.nep_sum / nullif(summed.nep_cells, 0) as nep_mean_gc_m2_a,
    -- of a cell: gC/m2 to t, kgC/m2 to t, t/hm2 to t
    summed.nep_sum * grid.cell_size_m ^ 2 / 1e6 as nep_total_t_a,
    summed.soil_sum * grid.cell_size_m ^ 2 / 1e3 as soil_carbon_t,
    summed.vegetation_sum * grid.cell_size_m ^ 2 / 1e4 as vegetation_carbon_t
from (
    select
        counted.zone as class,
        sum(counted.cells)::bigint as cells,
        sum(counted.counts[1]) as nep_cells,
        sum(counted.sums[1] order by classes.tile_id) as nep_sum,
        sum(counted.sums[2] order by classes.tile_id) as soil_sum,
        sum(counted.sums[3] order by classes.tile_id) as vegetation_sum
    from {{ classes }} as classes
    inner join {{ ref('nep') }} as nep
        on classes.tile_id = nep.tile_id
    inner join {{ ref('soil_carbon') }} as soil
        on classes.tile_id = soil.tile_id
    inner join {{ ref('vegetation_carbon') }} as vegetation
        on classes.tile_id = vegetation.tile_id
    cross join lateral sinkbase.zonal_sums(
        classes.rast, array[nep.rast, soil.rast, vegetation.rast]
    ) as counted
    group by counted.zone
) as summed
cross join {{ source('raw', 'grid') }} as grid
{%- endmacro %}
