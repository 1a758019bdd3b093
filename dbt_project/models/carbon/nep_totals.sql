-- One row: the region's NEP by where its NPP comes from, and the cells that take carbon
-- up.
with uptake as (
    select
        (st_summarystats(
            {{ map_algebra('where(nep > 0, 1, none)', constants={'none': 'null'}, nep='rast') }}
        )).count as cells
    from {{ ref('nep') }}
)

select
    max(nep_total_t_a) filter (where origin_code = 1) as nep_observed_t_a,
    max(nep_total_t_a) filter (where origin_code = 2) as nep_modelled_t_a,
    max(nep_total_t_a) filter (where origin_code = 3) as nep_rule_t_a,
    max(share_percent) filter (where origin_code = 3) as rule_cells_percent,
    (select coalesce(sum(uptake.cells), 0) from uptake)::bigint as uptake_cells
from {{ ref('nep_by_origin') }}
