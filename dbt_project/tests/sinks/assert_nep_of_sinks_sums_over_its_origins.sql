-- The parts of a sink's NEP by origin add up to it.
select sink_id
from {{ ref('carbon_sinks') }}
where
    abs(nep_observed_t_a + nep_modelled_t_a + nep_rule_t_a - coalesce(nep_total_t_a, 0))
    > 1e-6 * abs(coalesce(nep_total_t_a, 0)) + 1e-6
