-- One row per restoration zone: its sink, pattern and content.
with pieces as (
    select
        cell.zone_piece,
        min(cell.sink_id) as sink_id,
        min(cell.pattern_code) as pattern_code,
        count(*) as cells,
        count(cell.nep_gc_m2_a) as nep_cells,
        avg(cell.nep_gc_m2_a) as mean_nep_gc_m2_a,
        coalesce(sum(cell.soil_carbon_kgc_m2), 0) as soil_sum,
        coalesce(sum(cell.vegetation_carbon_t_hm2), 0) as vegetation_sum
    from {{ ref('sink_cells') }} as cell
    group by cell.zone_piece
)

select
    row_number() over (
        order by
            pieces.sink_id asc, pieces.pattern_code asc, pieces.cells desc, pieces.zone_piece asc
    )::integer as zone_id,
    pieces.zone_piece,
    pieces.sink_id,
    sinks.category_code,
    pieces.pattern_code,
    pieces.cells,
    pieces.cells * grid.cell_size_m ^ 2 / 1e6 as area_km2,
    pieces.nep_cells,
    pieces.mean_nep_gc_m2_a,
    pieces.soil_sum * grid.cell_size_m ^ 2 / 1e3
    + pieces.vegetation_sum * grid.cell_size_m ^ 2 / 1e4 as carbon_t
from pieces
inner join {{ ref('sinks') }} as sinks
    on pieces.sink_id = sinks.sink_id
cross join {{ source('raw', 'grid') }} as grid
