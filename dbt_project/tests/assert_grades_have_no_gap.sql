-- The intervals of each graded factor follow each other: what one ends with the next begins with.
with intervals as (
    select
        resistance_factor,
        lower_inclusive,
        upper_exclusive,
        lead(lower_inclusive) over (partition by resistance_factor order by lower_inclusive nulls first) as next_lower,
        row_number() over (partition by resistance_factor order by lower_inclusive nulls first) as place
    from {{ ref('resistance_levels') }}
    where resistance_factor <> 'land_use'
)

select *
from intervals
where upper_exclusive is distinct from next_lower or (place = 1 and lower_inclusive is not null)
