-- The intervals of each graded factor follow each other: what one ends with the next
-- begins with.
with levels as (
    select
        resistance_factor,
        lower_inclusive,
        upper_exclusive,
        land_use_group,
        lead(lower_inclusive) over factor as next_lower,
        row_number() over factor = 1 as is_lowest,
        lead(resistance_factor) over factor is null as is_highest,
        resistance_factor
        || ' from '
        || coalesce(lower_inclusive::text, 'the lowest value') as interval_name
    from {{ ref('resistance_levels') }}
    where resistance_factor <> 'land_use'
    window factor as (partition by resistance_factor order by lower_inclusive nulls first)
),

problems as (
    select
        interval_name,
        case
            when
                land_use_group is not null
                then 'has the land-use group ' || land_use_group || ': leave it empty'
            when is_lowest and lower_inclusive is not null
                then
                    'is the lowest grade: leave lower_inclusive empty, so that lower values have a'
                    ' grade'
            when is_highest and upper_exclusive is not null
                then
                    'is the highest grade: leave upper_exclusive empty, so that higher values'
                    ' have a grade'
            when
                not is_lowest and lower_inclusive is null
                then 'stands twice: one grade has no lower_inclusive'
            when
                upper_exclusive <= lower_inclusive
                then 'ends at ' || upper_exclusive || ', where it has not begun'
            when not is_highest and coalesce(upper_exclusive <> next_lower, true)
                then
                    'ends at '
                    || coalesce(upper_exclusive::text, 'no value')
                    || ', and the next begins at '
                    || coalesce(next_lower::text, 'no value') || ': these two must be equal'
        end as mistake
    from levels
)

select 'dbt_project/seeds/resistance_levels.csv: ' || interval_name || ' ' || mistake as problem
from problems
where mistake is not null
