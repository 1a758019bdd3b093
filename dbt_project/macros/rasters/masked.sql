{# One row per tile: a raw layer where the cell lies in the region, missing elsewhere.
   #}
{% macro masked(layer, pixel_type='32BF') -%}
select
    layer.tile_id,
    {{ map_algebra(
        'where(inside, ' ~ layer ~ ', ' ~ layer ~ ')',
        pixel_type=pixel_type,
        **{layer: 'layer.rast', 'inside': 'mask.rast'}
    ) }} as rast
from {{ source('raw', layer) }} as layer
inner join {{ source('raw', 'inside') }} as mask
    on layer.tile_id = mask.tile_id
{%- endmacro %}
