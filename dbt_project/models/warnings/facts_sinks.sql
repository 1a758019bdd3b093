-- One row per fact about the sinks: none of a category, giving off carbon, below the
-- level of a candidate.
with counts as (
    select
        primary_sinks as primaries,
        secondary_sinks as secondaries,
        potential_sinks as potentials,
        primary_sinks + secondary_sinks as settled
    from {{ ref('region_summary') }}
)

select {{ fact('no_sink') }}
from counts
where settled = 0
union all
select {{ fact('no_primary') }}
from counts
where primaries = 0 and settled > 0
union all
select {{ fact('no_secondary') }}
from counts
where secondaries = 0 and settled > 0
union all
select {{ fact('no_potential') }}
from counts
where potentials = 0 and settled > 0
union all
select {{ fact(
    'sinks_below_level',
    cells='sum(sinks.cells * sinks.below_level_percent / 100)',
    share='sum(sinks.cells * sinks.below_level_percent) / sum(sinks.cells)',
    details="jsonb_build_object('count', count(*),"
        ~ " 'sinks', jsonb_agg(sinks.sink_id::text order by sinks.sink_id))"
) }}
from {{ ref('carbon_sinks') }} as sinks
where sinks.category_code < 3 and sinks.below_level_percent > 50
having count(*) > 0
{% for kind, categories in [('sinks_without_uptake', '< 3'), ('potential_is_source', '= 3')] %}
union all
select {{ fact(
    kind,
    value='sum(sinks.nep_total_t_a)',
    details="jsonb_build_object('count', count(*),"
        ~ " 'sinks', jsonb_agg(sinks.sink_id::text order by sinks.sink_id))"
) }}
from {{ ref('carbon_sinks') }} as sinks
where sinks.category_code {{ categories }} and sinks.is_source_today
having count(*) > 0
{% endfor %}
{% for layer, column in [
    ('nep', 'nep_gc_m2_a'),
    ('soil_carbon', 'soil_carbon_kgc_m2'),
    ('vegetation_carbon', 'vegetation_carbon_t_hm2'),
] %}
union all
select {{ fact('sink_cells_lacking', layer="'" ~ layer ~ "'", cells='count(*)') }}
from {{ ref('sink_cells') }}
where {{ column }} is null
having count(*) > 0
{% endfor %}
