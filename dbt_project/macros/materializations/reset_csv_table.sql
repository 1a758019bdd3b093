{# A seed that is loaded again stays the same table while its columns do: dashboards'
   views stand on some of them. #}
{% macro postgres__reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
{%- set wanted = [] -%}
{%- for name in agate_table.column_names -%}
    {%- set inferred = adapter.convert_type(agate_table, loop.index0) -%}
    {%- set type = model['config'].get('column_types', {}).get(name, inferred) -%}
    {%- do wanted.append("row('" ~ name ~ "', to_regtype('" ~ type ~ "')::oid)::text") -%}
{%- endfor -%}
{%- set query -%}
    select
        array_agg(row(attname, atttypid)::text order by attnum)
        = array[{{ wanted | join(', ') }}]
    from pg_attribute
    where attrelid = '{{ old_relation }}'::regclass and attnum > 0 and not attisdropped
{%- endset -%}
{%- if run_query(query).rows[0][0] -%}
    {%- call statement('_') %}delete from {{ old_relation }}{% endcall -%}
    {{ return('delete from ' ~ old_relation) }}
{%- endif -%}
{{ return(dbt.default__reset_csv_table(model, full_refresh, old_relation, agate_table)) }}
{%- endmacro %}
