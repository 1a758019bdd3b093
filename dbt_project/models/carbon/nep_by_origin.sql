-- One row per way in which cells came to their NPP: how much of the region's NEP rests
-- on it.
with sums as (
    select
        counted.zone as origin_code,
        sum(counted.counts[1]) as cells,
        sum(counted.sums[1] order by origin.tile_id) as nep_sum
    from {{ ref('npp_origin') }} as origin
    inner join {{ ref('nep') }} as nep
        on origin.tile_id = nep.tile_id
    cross join lateral sinkbase.zonal_sums(origin.rast, array[nep.rast]) as counted
    group by counted.zone
)

select
    origins.origin_code,
    origins.origin,
    origins.origin_zh,
    coalesce(sums.cells, 0)::bigint as cells,
    coalesce(sums.cells, 0) * grid.cell_size_m ^ 2 / 1e6 as area_km2,
    100.0::double precision * coalesce(sums.cells, 0) / nullif(sum(sums.cells) over (), 0)
    as share_percent,
    sums.nep_sum / nullif(sums.cells, 0) as nep_mean_gc_m2_a,
    -- gC/m2 to t
    coalesce(sums.nep_sum, 0) * grid.cell_size_m ^ 2 / 1e6 as nep_total_t_a
from {{ ref('npp_origins') }} as origins
left join sums
    on origins.origin_code = sums.origin_code
cross join {{ source('raw', 'grid') }} as grid
