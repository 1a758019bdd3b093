{# One row per tile: the 8-connected patches of one value of a raster model, numbered
   over the whole grid. `rast` may be an expression over the model's columns. #}
{% macro label_patches(model, rast='rast') -%}
select
    labelled.tile_id,
    labelled.rast
from (
    select
        array_agg(tile_id order by tile_id) as tile_ids,
        array_agg({{ rast }} order by tile_id) as rasters
    from {{ model }}
) as tiles
cross join lateral sinkbase.label_patches(tiles.tile_ids, tiles.rasters) as labelled
{%- endmacro %}
