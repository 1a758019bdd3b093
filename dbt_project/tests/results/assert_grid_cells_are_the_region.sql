-- One row a cell: as many as the region has, and their sums are those of the rasters; none
-- above the limit.
with cells as (
    select
        count(*) as cells,
        sum(nep_gc_m2_a) as nep,
        count(sink_id) as sink_cells,
        count(*) filter (where (sink_id is null) <> (zone_id is null)) as without_zone
    from {{ ref('grid_cells') }}
)

select cells.*
from cells
cross join {{ ref('region_summary') }} as region
where
    (region.cells > {{ var('grid_cells_limit') }} and cells.cells > 0)
    or (
        region.cells <= {{ var('grid_cells_limit') }}
        and (
            cells.cells <> region.cells
            or cells.sink_cells
            <> (select coalesce(sum(sinks.cells), 0) from {{ ref('carbon_sinks') }} as sinks)
            or cells.without_zone > 0
            or abs(cells.nep * region.cell_size_m ^ 2 / 1e6 - region.nep_total_t_a)
            > 1e-6 * abs(region.nep_total_t_a)
        )
    )
