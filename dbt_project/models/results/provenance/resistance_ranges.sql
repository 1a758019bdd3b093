-- One row per range of a resistance factor and its grade, in the order of the factors (Table 5).
select
    row_number() over (
        order by
            case levels.resistance_factor
                when 'slope' then 1
                when 'elevation' then 2
                when 'land_use' then 3
                when 'temperature' then 4
                when 'precipitation' then 5
                else 6
            end,
            levels.lower_inclusive nulls first,
            levels.resistance
    )::integer as range_id,
    levels.resistance_factor,
    levels.unit,
    levels.lower_inclusive,
    levels.upper_exclusive,
    levels.land_use_group,
    levels.resistance,
    levels.source
from {{ ref('resistance_levels') }} as levels
