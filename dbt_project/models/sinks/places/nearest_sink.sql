-- One row per tile: number of the primary or secondary sink that is nearest by
-- cumulative resistance.
select
    tile_id,
    {{ map_algebra('nearest', pixel_type='32BUI', nearest='nearest') }} as rast
from {{ ref('mcr_field') }}
