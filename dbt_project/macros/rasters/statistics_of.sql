{# Count, sum, mean, least and greatest value of a raster model, as one composite value.
   #}
{% macro statistics_of(model) -%}
(select st_summarystatsagg(rast, 1, true) from {{ model }})
{%- endmacro %}
