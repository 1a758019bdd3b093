-- One row per tile: the six graded factors side by side.
{{ config(materialized='ephemeral') }}
select
    slope.tile_id,
    slope.rast as slope,
    elevation.rast as elevation,
    land_use.rast as land_use,
    temperature.rast as temperature,
    precipitation.rast as precipitation,
    population.rast as population
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
