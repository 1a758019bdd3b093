-- One row per tile: resistance of the cell to the growth of sinks, the weighted sum of its factors' grades.
with weights as (
    select jsonb_object_agg('w_' || resistance_factor, weight) as constants
    from {{ ref('resistance_weights') }}
)

select
    slope.tile_id,
    sinkbase.map_algebra(
        'w_slope * slope + w_elevation * elevation + w_land_use * land_use'
        ' + w_temperature * temperature + w_precipitation * precipitation + w_population * population',
        array['slope', 'elevation', 'land_use', 'temperature', 'precipitation', 'population'],
        array[slope.rast, elevation.rast, land_use.rast, temperature.rast, precipitation.rast, population.rast],
        weights.constants
    ) as rast
from {{ ref('resistance_slope') }} as slope
inner join {{ ref('resistance_elevation') }} as elevation
    on slope.tile_id = elevation.tile_id
inner join {{ ref('resistance_land_use') }} as land_use
    on slope.tile_id = land_use.tile_id
inner join {{ ref('resistance_temperature') }} as temperature
    on slope.tile_id = temperature.tile_id
inner join {{ ref('resistance_precipitation') }} as precipitation
    on slope.tile_id = precipitation.tile_id
inner join {{ ref('resistance_population') }} as population
    on slope.tile_id = population.tile_id
cross join weights
