-- The cells and the carbon of the land uses, and the cells of the levels and bands, are those of
-- the region.
select
    region.cells,
    region.nep_total_t_a
from {{ ref('region_summary') }} as region
cross join (
    select
        sum(cells) as cells,
        sum(nep_total_t_a) as nep_total_t_a
    from {{ ref('carbon_by_land_use') }}
) as land_uses
where
    land_uses.cells <> region.cells
    or abs(land_uses.nep_total_t_a - region.nep_total_t_a) > 1e-6 * abs(region.nep_total_t_a)
    or (select coalesce(sum(levels.cells), 0) from {{ ref('carbon_by_level') }} as levels)
    <> (select coalesce(sum(breaks.cells), 0) from {{ ref('importance_breaks') }} as breaks)
    or (select sum(bands.cells) from {{ ref('elevation_bands') }} as bands) > region.cells
