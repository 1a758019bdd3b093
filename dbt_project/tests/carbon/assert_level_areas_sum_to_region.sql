-- The areas of the five levels and the cells without an importance make up the region.
with levels as (
    select
        sum(cells) as cells,
        sum(area_km2) as area_km2,
        sum(share_percent) as share_percent
    from {{ ref('importance_breaks') }}
)

select
    levels.cells,
    region.cells as region_cells
from levels
cross join {{ ref('region_summary') }} as region
where
    levels.cells + region.cells_without_importance <> region.cells
    or abs(levels.area_km2 / levels.cells - region.area_km2 / region.cells) > 1e-9
    or abs(levels.share_percent - 100) > 1e-9
