-- Some cell has NEP, vegetation carbon and soil carbon, so that there is an importance to divide into levels.
select
    'no cell has an importance. Cells that have a value: '
    || string_agg(layer || ' ' || coalesce(valid_cells, 0), ', ' order by layer)
    || '. Load layers that cover the same part of the region' as problem
from {{ ref('importance_extremes') }}
having (
    select coalesce((st_summarystatsagg(importance.rast, 1, true)).count, 0)
    from {{ ref('importance') }} as importance
) = 0
