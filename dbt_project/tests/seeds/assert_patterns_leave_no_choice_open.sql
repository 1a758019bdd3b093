-- The order among the patterns of a category of sinks is clear, and no pattern is taken
-- everywhere.
with patterns as (
    select
        'dbt_project/seeds/restoration_patterns.csv: ' as place,
        *
    from {{ ref('restoration_patterns') }}
)

select
    patterns.place
    || 'the patterns '
    || string_agg(patterns.pattern_code::text, ' and ' order by patterns.pattern_code)
    || ' of category_code '
    || patterns.category_code
    || ' both have the preference '
    || patterns.preference as problem
from patterns
group by patterns.place, patterns.category_code, patterns.preference
having count(*) > 1
union all
select
    patterns.place
    || 'pattern '
    || patterns.pattern_code
    || ' has the category_code '
    || patterns.category_code
    || ', which sink_category_definitions.csv does not know' as problem
from patterns
where
    patterns.category_code not in (
        select known.category_code from {{ ref('sink_category_definitions') }} as known
    )
union all
select
    patterns.place || 'pattern ' || patterns.pattern_code
    || ': pattern_code must lie in 1 to 99' as problem
from patterns
where patterns.pattern_code not between 1 and 99
union all
select
    patterns.place || 'pattern ' || patterns.pattern_code
    || ' has no row in pattern_requirements.csv and needs no road: it would be taken everywhere'
    as problem
from patterns
where
    not patterns.needs_road
    and patterns.pattern_code not in (
        select required.pattern_code from {{ ref('pattern_requirements') }} as required
    )
