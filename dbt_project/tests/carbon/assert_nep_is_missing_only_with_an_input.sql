-- NEP has a value in exactly the cells where NPP, temperature and precipitation have
-- one.
select nep.tile_id
from {{ ref('nep') }} as nep
inner join {{ ref('stg_npp') }} as npp
    on nep.tile_id = npp.tile_id
inner join {{ ref('stg_temperature') }} as temperature
    on nep.tile_id = temperature.tile_id
inner join {{ ref('stg_precipitation') }} as precipitation
    on nep.tile_id = precipitation.tile_id
where (
    st_summarystats(
        {{ map_algebra(
            'abs(present(nep) - present(npp) * present(sum(t)) * present(sum(a)))',
            nep='nep.rast', npp='npp.rast', t='temperature.rast', a='precipitation.rast'
        ) }}
    )
).sum > 0
