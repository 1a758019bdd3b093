{# A view of results is replaced in its place, and only if it changed, so that what
   others have built on it stays and nobody waits; dbt's own way drops it first. A first
   build, and a view whose columns changed, go dbt's way. #}
{% materialization results_view, adapter='postgres' -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is none or not existing.is_view or not config.get('contract').enforced -%}
        {{ return(dbt.materialization_view_default()) }}
    {%- endif -%}
    {%- set fresh = make_intermediate_relation(this) -%}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        drop view if exists {{ fresh }};
        {{ get_create_view_as_sql(fresh, sql) }}
    {%- endcall %}
    {%- set is_same = run_query(
        "select pg_get_viewdef('" ~ existing ~ "'::regclass)"
        ~ " = pg_get_viewdef('" ~ fresh ~ "'::regclass)"
    ).rows[0][0] -%}
    {%- set is_like = is_same or same_columns(existing, fresh, is_view=true) -%}
    {% call statement('forget') %}drop view {{ fresh }}{% endcall %}
    {%- if not is_like -%}
        {{ return(dbt.materialization_view_default()) }}
    {%- endif -%}
    {%- if not is_same -%}
        {% call statement('replace') -%}
            create or replace view {{ existing }} as (
                {{ sql }}
            )
        {%- endcall %}
    {%- endif -%}
    {{ run_hooks(post_hooks) }}
    {% do apply_grants(existing, config.get('grants'), should_revoke=False) %}
    {% do persist_docs(existing, model) %}
    {{ adapter.commit() }}
    {{ return({'relations': [existing]}) }}
{%- endmaterialization %}
