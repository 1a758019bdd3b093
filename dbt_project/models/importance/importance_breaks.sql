-- One row per level of importance: its natural-breaks limits, cells and fit (Section
-- 3.2.3); none where the importance has too few values for levels.
select
    levels.importance_level,
    levels.level_name,
    levels.level_name_zh,
    classes.lower_limit,
    classes.upper_limit,
    classes.cells,
    classes.cells * grid.cell_size_m ^ 2 / 1e6 as area_km2,
    100.0::double precision * classes.cells / sum(classes.cells) over () as share_percent,
    classes.sum_of_squares,
    classes.goodness_of_variance_fit
from {{ ref('importance_classes') }} as classes
inner join {{ ref('importance_levels') }} as levels
    on classes.class = levels.importance_level
cross join {{ source('raw', 'grid') }} as grid
where (select count(*) from {{ ref('importance_classes') }}) = {{ var('importance_classes') }}
