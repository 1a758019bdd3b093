-- One row per tile: organic carbon in the topsoil, kgC/m3.
select
    soil.tile_id,
    {{ map_algebra('soil[1]', soil='soil.rast') }} as rast
from {{ ref('stg_soil') }} as soil
