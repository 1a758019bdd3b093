-- One row per tile: elevation above sea level, m.
select
    tile_id,
    rast
from {{ ref('stg_elevation') }}
