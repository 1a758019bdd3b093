-- One row per vegetation subtype: its area in the region and the carbon it holds (Table
-- 2).
with counts as (
    {{ value_counts(ref('stg_vegetation'), 'vegetation_subtype_code') }}
)

select
    density.vegetation_subtype_code,
    density.vegetation_type,
    density.vegetation_type_zh,
    density.vegetation_subtype,
    density.vegetation_subtype_zh,
    density.carbon_density_t_hm2,
    coalesce(counts.cells, 0)::bigint as cells,
    coalesce(counts.cells, 0) * grid.cell_size_m ^ 2 / 1e6 as area_km2,
    -- 1 hm2 is 10,000 m2
    coalesce(counts.cells, 0) * grid.cell_size_m ^ 2 / 1e4 * density.carbon_density_t_hm2
    as storage_t
from {{ ref('vegetation_carbon_density') }} as density
left join counts
    on density.vegetation_subtype_code = counts.vegetation_subtype_code
cross join {{ source('raw', 'grid') }} as grid
