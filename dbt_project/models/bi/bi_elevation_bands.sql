-- One row per band of elevation that occurs: its cells and the carbon that they take up
-- and hold.
{% set band_m = 500 -%}
select
    floor(cells.elevation_m / {{ band_m }})::integer * {{ band_m }} as elevation_from_m,
    (floor(cells.elevation_m / {{ band_m }})::integer + 1) * {{ band_m }} as elevation_to_m,
    {{ cell_sums() }}
from {{ ref('grid_cells') }} as cells
cross join {{ ref('region_summary') }} as summary
where cells.elevation_m is not null
group by floor(cells.elevation_m / {{ band_m }})::integer
