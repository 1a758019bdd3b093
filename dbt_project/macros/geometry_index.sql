{# Post-hook of every vector result: a spatial index (and a key that clients can page by). #}
{% macro geometry_index() -%}
create index on {{ this }} using gist (geom)
{%- endmacro %}
