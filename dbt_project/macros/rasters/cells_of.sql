{# One row per cell of the tiles of several raster models, side by side: the tile, a
   column for each model, the place of the cell in its tile and the tile's own place.
   `surfaces` maps columns to models, or to [model, raster column]. #}
{% macro cells_of(surfaces) -%}
select
    tile_1.tile_id,
    cell.*,
    st_upperleftx(tile_1.rast) as tile_left_x,
    st_upperlefty(tile_1.rast) as tile_top_y,
    st_width(tile_1.rast) as tile_columns
from
{%- for surface in surfaces.values() %}
{%- set model = surface if surface is not sequence or surface is string else surface[0] %}
    {{ 'inner join ' if not loop.first }}{{ model }} as tile_{{ loop.index }}
    {{- '' if loop.first else '\n        on tile_1.tile_id = tile_' ~ loop.index ~ '.tile_id' }}
{%- endfor %}
    cross join lateral unnest(
    {%- for surface in surfaces.values() %}
    {%- set column = 'rast' if surface is not sequence or surface is string else surface[1] %}
        st_dumpvalues(tile_{{ loop.index }}.{{ column }}, 1){{ ',' if not loop.last }}
    {%- endfor %}
    ) with ordinality as cell ({{ surfaces.keys() | join(', ') }}, place)
{%- endmacro %}
