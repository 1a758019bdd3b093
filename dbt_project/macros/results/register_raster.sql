{# Post-hook of every raster result: its constraints, so that raster_columns (and QGIS)
   knows it; a table that is built again has kept them, unless its tiles lie otherwise
   than before. #}
{% macro register_raster() -%}
select addrasterconstraints('{{ this.schema }}'::name, '{{ this.identifier }}'::name, 'rast'::name)
where not exists (
    select from pg_constraint
    where conrelid = '{{ this }}'::regclass and conname = 'enforce_srid_rast'
)
{%- endmacro %}
