-- A cell has an origin of its NPP exactly where it has a NPP.
select npp.tile_id
from {{ ref('npp') }} as npp
inner join {{ ref('npp_origin') }} as origin
    on npp.tile_id = origin.tile_id
where (
    st_summarystats(
        {{ map_algebra(
            'abs(present(npp) - present(origin))', npp='npp.rast', origin='origin.rast'
        ) }}
    )
).sum > 0
