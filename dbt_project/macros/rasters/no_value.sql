{# A raster like the given one with no value in any cell. #}
{% macro no_value(rast, pixel_type='32BF') -%}
{{ map_algebra(
    'value * missing', constants={'missing': 'null'}, pixel_type=pixel_type, value=rast
) }}
{%- endmacro %}
