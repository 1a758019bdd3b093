-- The subtypes' cells are the cells that have a vegetation.
select
    storage.cells,
    mapped.cells as mapped_cells
from (select sum(cells) as cells from {{ ref('vegetation_carbon_storage') }}) as storage
cross join
    (select sum((st_summarystats(rast, 1, true)).count) as cells from {{ ref('vegetation_carbon') }}
    ) as mapped
where storage.cells is distinct from mapped.cells
