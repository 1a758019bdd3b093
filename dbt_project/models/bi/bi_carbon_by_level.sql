-- One row per level of importance that occurs: its cells and the carbon that they take
-- up and hold.
select
    cells.importance_level,
    levels.level_name,
    levels.level_name_zh,
    {{ cell_sums() }}
from {{ ref('grid_cells') }} as cells
cross join {{ ref('region_summary') }} as summary
inner join {{ ref('importance_breaks') }} as levels
    on cells.importance_level = levels.importance_level
group by
    cells.importance_level,
    levels.level_name,
    levels.level_name_zh
