{# Post-hook of every vector result: a spatial index, unless the table has kept it from
   the build before. #}
{% macro geometry_index() -%}
do $do$
begin
    if not exists (
        select from pg_index
        inner join pg_class on pg_index.indexrelid = pg_class.oid
        inner join pg_am on pg_class.relam = pg_am.oid
        where pg_index.indrelid = '{{ this }}'::regclass and pg_am.amname = 'gist'
    )
    then
        create index on {{ this }} using gist (geom);
    end if;
end
$do$
{%- endmacro %}
