-- One row per level of importance: its natural-breaks limits, cells and fit (Section 3.2.3).
with breaks as (
    select *
    from sinkbase.natural_breaks(
        array(select rast from {{ ref('importance') }}), {{ var('importance_classes') }}
    )
)

select
    levels.importance_level,
    levels.level_name,
    levels.level_name_zh,
    breaks.lower_limit,
    breaks.upper_limit,
    breaks.cells,
    breaks.cells * grid.cell_size_m ^ 2 / 1e6 as area_km2,
    100.0::double precision * breaks.cells / sum(breaks.cells) over () as share_percent,
    breaks.sum_of_squares,
    breaks.goodness_of_variance_fit
from breaks
inner join {{ ref('importance_levels') }} as levels
    on breaks.class = levels.importance_level
cross join {{ source('raw', 'grid') }} as grid
