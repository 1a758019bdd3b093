{# A raster expression: one formula over the rasters given by keyword (SQL expressions).
   `constants` maps names in the formula to numbers or SQL expressions. #}
{% macro map_algebra(expression, constants={}, pixel_type='32BF') -%}
sinkbase.map_algebra(
        '{{ expression }}',
        array['{{ kwargs.keys() | join("', '") }}'],
        array[{{ kwargs.values() | join(', ') }}],
        jsonb_build_object(
            {%- for name, value in constants.items() -%}
            '{{ name }}', {{ value }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        ),
        '{{ pixel_type }}'
    )
{%- endmacro %}
