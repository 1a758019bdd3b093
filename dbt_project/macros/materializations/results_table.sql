{# A table of results that is built again stays the same table while its columns do:
   dbt's own way, a new table under the old name, drops every view that somebody has
   made on it, and lets readers wait or miss it. What lies between (no contract), a
   first build, and new columns go dbt's way. #}
{% materialization results_table, adapter='postgres' -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is none or not existing.is_table or not config.get('contract').enforced -%}
        {{ return(dbt.materialization_table_default()) }}
    {%- endif -%}
    {%- set fresh = make_intermediate_relation(this) -%}
    {{ run_hooks(pre_hooks) }}
    {% call statement('probe') -%}
        drop table if exists {{ fresh }};
        {{ get_create_table_as_sql(False, fresh, 'select * from (' ~ sql ~ ') as model limit 0') }}
    {%- endcall %}
    {%- if not same_columns(existing, fresh) -%}
        {% call statement('forget') %}drop table {{ fresh }}{% endcall %}
        {{ return(dbt.materialization_table_default()) }}
    {%- endif -%}
    {% call statement('main') -%}
        insert into {{ fresh }} ({{ adapter.dispatch('get_column_names', 'dbt')() }})
        {{ get_select_subquery(sql) }}
    {%- endcall %}
    {% call statement('replace') -%}
        select sinkbase.replace_rows('{{ existing }}', '{{ fresh }}');
        drop table {{ fresh }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {% do apply_grants(existing, config.get('grants'), should_revoke=False) %}
    {% do persist_docs(existing, model) %}
    {{ adapter.commit() }}
    {{ return({'relations': [existing]}) }}
{%- endmaterialization %}
