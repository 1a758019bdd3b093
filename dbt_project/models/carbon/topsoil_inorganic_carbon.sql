-- One row per tile: inorganic carbon in the topsoil, kgC/m3.
select
    soil.tile_id,
    {{ map_algebra('soil[2]', soil='soil.rast') }} as rast
from {{ ref('stg_soil') }} as soil
