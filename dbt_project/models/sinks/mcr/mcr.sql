-- One row per tile: minimum cumulative resistance from the primary and secondary sinks
-- (Eq. 6).
select
    tile_id,
    {{ map_algebra('cost', cost='cost') }} as rast
from {{ ref('mcr_field') }}
