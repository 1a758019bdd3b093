-- One row per spatial pattern: its rule as the function for patterns takes it, and
-- whether the region's layers allow to assess it: a road layer where it needs one, land
-- use that the legends can tell.
with requirements as (
    select
        pattern_code,
        jsonb_agg(
            jsonb_build_object('codes', codes, 'least_share', least_share)
            order by requirement_number
        ) as requirements,
        bool_and(can_be_met) as can_be_met
    from {{ ref('pattern_requirement_groups') }}
    group by pattern_code
)

select
    patterns.pattern_code,
    patterns.category_code,
    patterns.needs_road and {{ var('roads') != 'present' }} as lacks_roads,
    not coalesce(requirements.can_be_met, true) as lacks_codes,
    jsonb_build_object(
        'pattern', patterns.pattern_code,
        'category', patterns.category_code,
        'preference', patterns.preference,
        'needs_road', patterns.needs_road,
        'requirements', coalesce(requirements.requirements, '[]')
    ) as rule
from {{ ref('restoration_patterns') }} as patterns
left join requirements
    on patterns.pattern_code = requirements.pattern_code
