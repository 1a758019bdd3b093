-- What observed, modelled and ruled cells take up is what the region takes up, and each
-- cell has one origin.
with origins as (
    select
        sum(cells) as cells,
        sum(nep_total_t_a) as nep_total_t_a,
        count(*) as origins
    from {{ ref('nep_by_origin') }}
),

nep as (
    select {{ statistics_of(ref('nep')) }} as stats
)

select
    origins.cells,
    (nep.stats).count as nep_cells,
    origins.nep_total_t_a,
    region.nep_total_t_a as region_nep_total_t_a
from origins
cross join nep
cross join {{ ref('region_summary') }} as region
where
    origins.origins <> 3
    or origins.cells <> coalesce((nep.stats).count, 0)
    or abs(origins.nep_total_t_a - region.nep_total_t_a) > 1e-6 * abs(region.nep_total_t_a) + 1e-6
