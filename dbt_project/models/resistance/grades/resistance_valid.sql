-- One row per tile: 1 where all six factors have a grade, missing elsewhere.
select
    grades.tile_id,
    {{ map_algebra(
        'where(slope + elevation + land_use + temperature + precipitation + population >= 0, 1, 1)',
        pixel_type='8BUI',
        slope='grades.slope',
        elevation='grades.elevation',
        land_use='grades.land_use',
        temperature='grades.temperature',
        precipitation='grades.precipitation',
        population='grades.population'
    ) }} as rast
from {{ ref('resistance_grades') }} as grades
