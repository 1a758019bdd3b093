-- One row per tile: slope, degrees.
select
    tile_id,
    rast
from {{ ref('stg_slope') }}
