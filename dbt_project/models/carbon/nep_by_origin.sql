-- One row per way in which cells came to their NPP: how much of the region's NEP rests
-- on it.
with cells as (
    {{ cells_of({'origin_code': ref('npp_origin'), 'nep_gc_m2_a': ref('nep')}) }}
),

sums as (
    select
        origin_code,
        count(nep_gc_m2_a) as cells,
        avg(nep_gc_m2_a) as nep_mean,
        sum(nep_gc_m2_a) as nep_sum
    from cells
    where nep_gc_m2_a is not null
    group by origin_code
)

select
    origins.origin_code,
    origins.origin,
    origins.origin_zh,
    coalesce(sums.cells, 0) as cells,
    coalesce(sums.cells, 0) * grid.cell_size_m ^ 2 / 1e6 as area_km2,
    100.0::double precision * coalesce(sums.cells, 0) / nullif(sum(sums.cells) over (), 0)
    as share_percent,
    sums.nep_mean as nep_mean_gc_m2_a,
    -- gC/m2 to t
    coalesce(sums.nep_sum, 0) * grid.cell_size_m ^ 2 / 1e6 as nep_total_t_a
from {{ ref('npp_origins') }} as origins
left join sums
    on origins.origin_code = sums.origin_code
cross join {{ source('raw', 'grid') }} as grid
