-- One row per category of sinks and spatial pattern in it, pattern 0 where none fits:
-- what it is, what is done about it and whether the region's layers allow to assess it
-- (Tables 3 and 10).
select
    patterns.category_code,
    patterns.pattern_code,
    true as fits,
    patterns.pattern,
    patterns.pattern_zh,
    patterns.characteristics,
    patterns.characteristics_zh,
    patterns.strategy,
    patterns.strategy_zh,
    patterns.measures,
    patterns.measures_zh,
    patterns.source,
    not rules.lacks_roads and not rules.lacks_codes as is_assessable
from {{ ref('restoration_patterns') }} as patterns
inner join {{ ref('pattern_rules') }} as rules
    on patterns.pattern_code = rules.pattern_code
union all
select
    category_code,
    0 as pattern_code,
    false as fits,
    {{ no_pattern_fits('en') }} as pattern,
    {{ no_pattern_fits('zh') }} as pattern_zh,
    null as characteristics,
    null as characteristics_zh,
    -- what comes first in the category; measures are those of the land use that is
    -- there
    priority as strategy,
    priority_zh as strategy_zh,
    null as measures,
    null as measures_zh,
    'Tables 3 and 6' as source,
    true as is_assessable
from {{ ref('sink_category_definitions') }}
