{# Post-hook of every raster result: its constraints, so that raster_columns (and QGIS) knows it. #}
{% macro register_raster() -%}
select addrasterconstraints('{{ this.schema }}'::name, '{{ this.identifier }}'::name, 'rast'::name)
{%- endmacro %}
