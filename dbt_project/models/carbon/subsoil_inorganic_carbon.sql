-- One row per tile: inorganic carbon in the subsoil, kgC/m3.
select
    soil.tile_id,
    {{ map_algebra('soil[4]', soil='soil.rast') }} as rast
from {{ ref('stg_soil') }} as soil
