-- One row per sink: what its cells take up and hold together, by where their NPP comes
-- from, and how many lie below the level of a candidate.
select
    sink_id,
    count(*) as cells,
    count(*) filter (
        where coalesce(importance_level, 0) < {{ var('candidate_level') }}
    ) as below_level_cells,
    avg(nep_gc_m2_a) as mean_nep_gc_m2_a,
    coalesce(bool_or(nep_gc_m2_a > 0), false) as has_uptake,
    sum(nep_gc_m2_a) as nep_sum,
    coalesce(sum(nep_gc_m2_a) filter (where npp_origin_code = 1), 0) as nep_observed_sum,
    coalesce(sum(nep_gc_m2_a) filter (where npp_origin_code = 2), 0) as nep_modelled_sum,
    coalesce(sum(nep_gc_m2_a) filter (where npp_origin_code = 3), 0) as nep_rule_sum,
    sum(soil_carbon_kgc_m2) as soil_sum,
    sum(vegetation_carbon_t_hm2) as vegetation_sum
from {{ ref('sink_cells') }}
group by sink_id
