-- One row per tile: land use, CNLUCC code.
select
    tile_id,
    rast
from {{ ref('stg_land_use') }}
