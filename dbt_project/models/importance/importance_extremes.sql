-- One row per layer that enters the importance: its range over the region (Eq. 4).
with layers as (
    select
        'nep' as layer,
        rast
    from {{ ref('nep') }}
    union all
    select
        'vegetation_carbon' as layer,
        rast
    from {{ ref('vegetation_carbon') }}
    union all
    select
        'soil_carbon' as layer,
        rast
    from {{ ref('soil_carbon') }}
),

ranges as (
    select
        layer,
        st_summarystatsagg(rast, 1, true) as stats
    from layers
    group by layer
)

select
    layer,
    (stats).count as valid_cells,
    (stats).min as minimum,
    -- a constant layer carries no information: a range of 1 normalises it to 0 everywhere
    (stats).max as maximum,
    coalesce(nullif((stats).max - (stats).min, 0), 1) as divisor,
    (stats).max = (stats).min as is_constant
from ranges
