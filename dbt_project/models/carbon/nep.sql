-- One row per tile: net ecosystem production, gC/m2/a (Eq. 1).
select
    npp.tile_id,
    {{ map_algebra('npp - respiration', npp='npp.rast', respiration='respiration.rast') }} as rast
from {{ ref('npp') }} as npp
inner join {{ ref('heterotrophic_respiration') }} as respiration
    on npp.tile_id = respiration.tile_id
