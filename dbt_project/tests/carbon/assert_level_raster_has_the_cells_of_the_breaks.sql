-- Counting the level raster gives what the breaks say.
with counted as (
    select
        (counts.value_count).value::integer as importance_level,
        sum((counts.value_count).count) as cells
    from
        (select st_valuecount(rast, 1, true) as value_count from {{ ref('importance_level') }}
        ) as counts
    group by importance_level
)

select
    importance_level,
    breaks.cells,
    counted.cells as counted_cells
from {{ ref('importance_breaks') }} as breaks
full join counted using (importance_level)
where breaks.cells is distinct from counted.cells
