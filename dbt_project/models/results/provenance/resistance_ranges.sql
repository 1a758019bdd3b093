-- One row per range of a resistance factor and its grade, in the order of the factors (Table 5).
select
    row_number() over (
        order by factors.factor_number, levels.lower_inclusive nulls first, levels.resistance
    )::integer as range_id,
    levels.resistance_factor,
    levels.unit,
    levels.lower_inclusive,
    levels.upper_exclusive,
    levels.land_use_group,
    levels.resistance,
    levels.source
from {{ ref('resistance_levels') }} as levels
inner join {{ ref('resistance_fixed_weights') }} as factors
    on levels.resistance_factor = factors.resistance_factor
