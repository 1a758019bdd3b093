-- One row per fact about NEP, carbon and importance: nothing taken up, set by a rule,
-- without say, resting on one cell.
select {{ fact('no_uptake', value='nep_max_gc_m2_a') }}
from {{ ref('region_summary') }}
where uptake_cells = 0 and nep_max_gc_m2_a is not null
union all
select {{ fact(
    'set_by_rule',
    layer="'npp'",
    cells='origins.cells',
    share='origins.share_percent',
    value='origins.nep_total_t_a',
    details="jsonb_build_object('total', region.nep_total_t_a)"
) }}
from {{ ref('nep_by_origin') }} as origins
cross join {{ ref('region_summary') }} as region
where origins.origin_code = 3 and origins.cells > 0
union all
select {{ fact('no_inorganic_carbon', layer="'soil'") }}
where '{{ var("inorganic_carbon") }}' = 'absent'
union all
select {{ fact('constant_layer', layer='layer') }}
from {{ ref('importance_extremes') }}
where is_constant
union all
select {{ fact(
    'outlier_decides',
    layer='layer',
    cells='changed_cells',
    share='changed_percent',
    value='extreme_value',
    details="jsonb_build_object('end', which_end || ' end')"
) }}
from {{ ref('importance_ends') }}
where changed_percent > 1
union all
select {{ fact('few_values', value='count(*)') }}
from {{ ref('importance_classes') }}
having count(*) < {{ var('importance_classes') }}
union all
select {{ fact(
    'without_importance',
    cells='cells_without_importance',
    share='100.0 * cells_without_importance / cells'
) }}
from {{ ref('region_summary') }}
where cells_without_importance > 0
