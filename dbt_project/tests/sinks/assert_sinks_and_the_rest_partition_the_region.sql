-- Cells of primary, secondary and potential sinks and of no sink make up the region,
-- and each sink has its cells.
with counted as (
    select
        sum((counts.value_count).count) as cells,
        sum((counts.value_count).count) filter (where (counts.value_count).value > 0) as sink_cells
    from
        (select st_valuecount(rast, 1, true) as value_count from {{ ref('sink_category') }}
        ) as counts
)

select
    counted.cells,
    region.cells as region_cells
from counted
cross join {{ ref('region_summary') }} as region
where
    counted.cells <> region.cells
    or coalesce(counted.sink_cells, 0)
    <> (select coalesce(sum(sinks.cells), 0) from {{ ref('sinks') }} as sinks)
