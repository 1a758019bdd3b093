-- One row per tile: carbon respired by soil microbes in a year, gC/m2/a (Eq. 2, summed
-- over the months).
select
    temperature.tile_id,
    {{ map_algebra(
        'sum(factor * (exp(k * temperature) + log(a * precipitation + 1)) * days * share)',
        constants={
            'factor': var('respiration_factor'),
            'k': var('respiration_temperature'),
            'a': var('respiration_precipitation'),
            'days': var('respiration_days'),
            'share': var('respiration_heterotrophic_share'),
        },
        temperature='temperature.rast',
        precipitation='precipitation.rast'
    ) }} as rast
from {{ ref('stg_temperature') }} as temperature
inner join {{ ref('stg_precipitation') }} as precipitation
    on temperature.tile_id = precipitation.tile_id
