-- One row per tile: importance of the cell as a carbon sink, 0 to 1 (Eq. 4 and 5).
with extremes as (
    select
        jsonb_object_agg('low_' || layer, low)
        || jsonb_object_agg('range_' || layer, divisor)
        || jsonb_object_agg('weight_' || layer, weight) as constants
    from {{ ref('importance_extremes') }}
)

select
    nep.tile_id,
    sinkbase.map_algebra(
        {%- for layer in importance_layers() %}
        '{{ ' + ' if not loop.first }}weight_{{ layer }}'
        ' * minimum(maximum(({{ layer }} - low_{{ layer }}) / range_{{ layer }}, 0), 1)'
        {%- endfor %},
        array['nep', 'vegetation_carbon', 'soil_carbon'],
        array[nep.rast, vegetation.rast, soil.rast],
        extremes.constants
    ) as rast
from {{ ref('nep') }} as nep
inner join {{ ref('vegetation_carbon') }} as vegetation
    on nep.tile_id = vegetation.tile_id
inner join {{ ref('soil_carbon') }} as soil
    on nep.tile_id = soil.tile_id
cross join extremes
