-- One row per tile: where the net primary production of a cell comes from, missing
-- where it has none.
select
    origin.tile_id,
    {{ map_algebra(
        'where(present(npp), origin, none)',
        constants={'none': 'null'},
        pixel_type='8BUI',
        npp='npp.rast',
        origin='origin.rast'
    ) }} as rast
from {{ ref('stg_npp_origin') }} as origin
inner join {{ ref('npp') }} as npp
    on origin.tile_id = npp.tile_id
