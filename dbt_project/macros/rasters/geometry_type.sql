{# The type of a geometry column with the region's SRID written out, so that
   geometry_columns knows it. #}
{% macro geometry_type(kind) -%}
geometry({{ kind }}, {{ var('srid') }})
{%- endmacro %}
