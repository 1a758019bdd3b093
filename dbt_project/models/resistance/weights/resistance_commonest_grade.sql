-- One row per factor: its commonest grade (the lower of two alike) and how many cells
-- have it.
select distinct on (resistance_factor)
    resistance_factor,
    factor_value as grade,
    cells,
    sum(cells) over (partition by resistance_factor) as valid_cells
from {{ ref('resistance_grade_counts') }}
order by resistance_factor asc, cells desc, factor_value asc
