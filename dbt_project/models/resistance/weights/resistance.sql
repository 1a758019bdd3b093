-- One row per tile: resistance of the cell to the growth of sinks, the weighted sum of
-- its factors' grades.
with weights as (
    select jsonb_object_agg('w_' || resistance_factor, weight) as constants
    from {{ ref('resistance_weights') }}
)

select
    grades.tile_id,
    sinkbase.map_algebra(
        'w_slope * slope + w_elevation * elevation + w_land_use * land_use'
        ' + w_temperature * temperature + w_precipitation * precipitation'
        ' + w_population * population',
        array['slope', 'elevation', 'land_use', 'temperature', 'precipitation', 'population'],
        array[
            grades.slope, grades.elevation, grades.land_use,
            grades.temperature, grades.precipitation, grades.population
        ],
        weights.constants
    ) as rast
from {{ ref('resistance_grades') }} as grades
cross join weights
