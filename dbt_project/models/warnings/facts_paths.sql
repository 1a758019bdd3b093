-- One row per fact about paths and patterns: cells that none reaches, sinks that none
-- joins, patterns that the layers do not allow to assess.
with reached as (
    select
        max(cells) filter (where result = 'resistance')
        - max(cells) filter (where result = 'mcr') as unreached,
        max(cells) filter (where result = 'mcr') > 0 as has_sources
    from {{ ref('surface_cells') }}
),

lacking as (
    select
        groups.pattern_code,
        string_agg(distinct classes.land_use_subtype, ', ') as codes,
        string_agg(distinct classes.land_use_subtype_zh, '、') as codes_zh
    from {{ ref('pattern_requirement_groups') }} as groups
    inner join {{ ref('land_use_classes') }} as classes
        on classes.land_use_code = any(groups.codes)
    where not groups.can_be_met
    group by groups.pattern_code
)

select {{ fact('unreachable', cells='unreached') }}
from reached
where unreached > 0 and has_sources
union all
select {{ fact('no_path') }}
from {{ ref('region_summary') }} as summary
where
    summary.primary_sinks > 0
    and summary.secondary_sinks > 0
    and not exists (select from {{ ref('mcr_breaks') }} as breaks where breaks.surface = 'between')
    and exists (select from {{ ref('mcr_breaks') }} as breaks where breaks.surface = 'mcr')
union all
select {{ fact(
    'no_road_pattern',
    details="jsonb_build_object('pattern', patterns.pattern, 'pattern_zh', patterns.pattern_zh)"
) }}
from {{ ref('pattern_rules') }} as rules
inner join {{ ref('restoration_patterns') }} as patterns
    on rules.pattern_code = patterns.pattern_code
where rules.lacks_roads
union all
select {{ fact(
    'not_assessable',
    details="jsonb_build_object('pattern', patterns.pattern, 'pattern_zh', patterns.pattern_zh,"
        ~ " 'codes', lacking.codes, 'codes_zh', lacking.codes_zh)"
) }}
from lacking
inner join {{ ref('restoration_patterns') }} as patterns
    on lacking.pattern_code = patterns.pattern_code
