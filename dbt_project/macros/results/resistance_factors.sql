{# The six resistance factors in the order of Table 4, each with the surface that is
   graded. #}
{% macro resistance_factors() -%}
{{ return({
    'slope': 'slope',
    'elevation': 'elevation',
    'land_use': 'land_use',
    'temperature': 'accumulated_temperature',
    'precipitation': 'annual_precipitation',
    'population': 'population_density',
}) }}
{%- endmacro %}
