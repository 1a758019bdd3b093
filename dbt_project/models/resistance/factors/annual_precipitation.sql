-- One row per tile: precipitation of the year, mm.
select
    precipitation.tile_id,
    {{ map_algebra('sum(precipitation)', precipitation='precipitation.rast') }} as rast
from {{ ref('stg_precipitation') }} as precipitation
