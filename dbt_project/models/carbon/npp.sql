-- One row per tile: net primary production, gC/m2/a.
select
    tile_id,
    rast
from {{ ref('stg_npp') }}
