{# The names of all results: the models that lie in no schema of their own. They are
   known when the project is read, not before. #}
{% macro results() -%}
{%- set found = [] -%}
{%- for node in graph.nodes.values() if node.resource_type == 'model'
    and node.config.schema is none and node.config.materialized != 'ephemeral' -%}
    {%- do found.append(node.name) -%}
{%- endfor -%}
{{ return(found | sort) }}
{%- endmacro %}
