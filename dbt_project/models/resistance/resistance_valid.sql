-- One row per tile: 1 where all six factors have a grade, missing elsewhere.
select
    slope.tile_id,
    {{ map_algebra(
        'where(slope + elevation + land_use + temperature + precipitation + population >= 0, 1, 1)',
        pixel_type='8BUI',
        slope='slope.rast',
        elevation='elevation.rast',
        land_use='land_use.rast',
        temperature='temperature.rast',
        precipitation='precipitation.rast',
        population='population.rast'
    ) }} as rast
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
