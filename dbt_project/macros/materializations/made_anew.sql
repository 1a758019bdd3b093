{# Makes a relation in the place of the one of its name, in one transaction. Models are built aside, where nobody reads: dbt's own way, by
   two more names and three renamings, would take longer and protect nobody. #}
{% macro made_anew(type) %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type=type) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main') -%}
        {% if existing is not none %}
            drop {{ existing.type }} if exists {{ existing }} cascade;
        {% endif %}
        {% if type == 'view' %}
            {{ get_create_view_as_sql(target, sql) }}
        {% else %}
            {{ get_create_table_as_sql(False, target, sql) }}
        {% endif %}
    {%- endcall %}
    {% if type == 'table' %}
        {% do create_indexes(target) %}
    {% endif %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {% do persist_docs(target, model) %}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{% endmacro %}
