{# The six factors of the resistance in the order of Table 4: name -> (graded raster, raster of the values). #}
{% macro resistance_factors() -%}
{{ return({
    'slope': ('resistance_slope', 'slope'),
    'elevation': ('resistance_elevation', 'elevation'),
    'land_use': ('resistance_land_use', 'resistance_land_use'),
    'temperature': ('resistance_temperature', 'accumulated_temperature'),
    'precipitation': ('resistance_precipitation', 'annual_precipitation'),
    'population': ('resistance_population', 'population_density'),
}) }}
{%- endmacro %}
