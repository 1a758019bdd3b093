-- One row per tile: importance of the cell as a carbon sink, 0 to 1 (Eq. 4 and 5).
with extremes as (
    select
        max(minimum) filter (where layer = 'nep') as nep_low,
        max(divisor) filter (where layer = 'nep') as nep_range,
        max(minimum) filter (where layer = 'vegetation_carbon') as vegetation_low,
        max(divisor) filter (where layer = 'vegetation_carbon') as vegetation_range,
        max(minimum) filter (where layer = 'soil_carbon') as soil_low,
        max(divisor) filter (where layer = 'soil_carbon') as soil_range
    from {{ ref('importance_extremes') }}
)

select
    nep.tile_id,
    {{ map_algebra(
        'w_nep * (nep - nep_low) / nep_range'
        ~ ' + w_vegetation * (vegetation - vegetation_low) / vegetation_range'
        ~ ' + w_soil * (soil - soil_low) / soil_range',
        constants={
            'w_nep': var('importance_weight_nep'),
            'w_vegetation': var('importance_weight_vegetation'),
            'w_soil': var('importance_weight_soil'),
            'nep_low': 'extremes.nep_low',
            'nep_range': 'extremes.nep_range',
            'vegetation_low': 'extremes.vegetation_low',
            'vegetation_range': 'extremes.vegetation_range',
            'soil_low': 'extremes.soil_low',
            'soil_range': 'extremes.soil_range',
        },
        nep='nep.rast',
        vegetation='vegetation.rast',
        soil='soil.rast'
    ) }} as rast
from {{ ref('nep') }} as nep
inner join {{ ref('vegetation_carbon') }} as vegetation
    on nep.tile_id = vegetation.tile_id
inner join {{ ref('soil_carbon') }} as soil
    on nep.tile_id = soil.tile_id
cross join extremes
