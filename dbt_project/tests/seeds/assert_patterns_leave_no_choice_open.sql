-- Each category of sinks has one default pattern, and an order among its patterns that is clear.
with patterns as (
    select
        'dbt_project/seeds/restoration_patterns.csv: ' as place,
        *
    from {{ ref('restoration_patterns') }}
)

select
    'dbt_project/seeds/restoration_patterns.csv: the ' || categories.category || ' sinks (category_code '
    || categories.category_code || ') have ' || count(patterns.pattern_code)
    || ' default patterns' || coalesce(' (pattern_code ' || string_agg(patterns.pattern_code::text, ', ') || ')', '')
    || ': is_default must be true in exactly one row' as problem
from {{ ref('sink_categories') }} as categories
left join patterns
    on
        categories.category_code = patterns.category_code
        and patterns.is_default
group by categories.category_code, categories.category
having count(patterns.pattern_code) <> 1
union all
select
    patterns.place || 'the patterns ' || string_agg(patterns.pattern_code::text, ' and ' order by patterns.pattern_code)
    || ' of category_code ' || patterns.category_code || ' both have the preference ' || patterns.preference as problem
from patterns
group by patterns.place, patterns.category_code, patterns.preference
having count(*) > 1
union all
select
    patterns.place || 'pattern ' || patterns.pattern_code || ' has the category_code ' || patterns.category_code
    || ', which sink_categories.csv does not know' as problem
from patterns
where patterns.category_code not in (select categories.category_code from {{ ref('sink_categories') }} as categories)
union all
select patterns.place || 'pattern ' || patterns.pattern_code || ': pattern_code must lie in 1 to 99' as problem
from patterns
where patterns.pattern_code not between 1 and 99
union all
select
    patterns.place || 'pattern ' || patterns.pattern_code
    || ' has no row in pattern_requirements.csv, needs no road and is no default: it would be taken everywhere'
    as problem
from patterns
where
    not patterns.is_default
    and not patterns.needs_road
    and patterns.pattern_code not in (select required.pattern_code from {{ ref('pattern_requirements') }} as required)
